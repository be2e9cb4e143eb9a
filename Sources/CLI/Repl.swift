import ArgumentParser
import Display
import Experiments
import Glibc
import Language
import Library
import Notebook
import Sandbox
import Terminal

/// The language a line at a time, on GNU readline. Every input is a cell of a notebook that `:save` writes.
struct Repl: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Type the language a line at a time, with history and completion.",
        discussion: "What is typed may read and write below the current folder.")

    @OptionGroup var rights: Rights

    func run() throws {
        rights.apply()
        let repl = Conversation(rights.access("unroll repl", mayWrite: true))
        repl.run()
    }
}

/// The loop: read, run, print. Lines that end in an open bracket or a pipe go on in the next.
private final class Conversation {
    private let access: FileAccess
    private var session: Session
    /// In memory until the inputs are saved as a notebook, and beside that from then on.
    private let log = RunLog(beside: nil, version: Unroll.version)
    private let isTerminal = TerminalProbe.isTerminal
    private let glyphs: Glyphs = TerminalProbe.glyphs() == .ascii ? .ascii : .blocks
    /// What is defined, for completion, which readline asks for at any time.
    private let names = Lock<[String: Value]>([:])
    /// The cell that was read last; the next one comes after it.
    private var last: CellID?

    init(_ access: FileAccess) {
        self.access = access
        session = Session(Document(), builtins: Library.builtins, dataFile: { Library.dataFile($0, access) })
    }

    func run() {
        let reader = LineReader(historyFile: historyFile(), complete: { [names, access, builtins = session.builtins] line in
            let found = complete(
                line, at: line.utf8.count, names: names.with { $0 }, builtins: builtins,
                files: Library.dataNames(access))
            return found.items.map(\.text)
        })
        let keys = "?name explains   :help commands   Tab completes   Ctrl-D quits"
        if isTerminal { writeLine("unroll \(Unroll.version)   " + keys) }
        var pending = ""
        while true {
            switch reader.read(pending.isEmpty ? "unroll> " : "   ...> ") {
            case .end:
                if !pending.isEmpty { evaluate(pending) }
                if isTerminal { writeLine("") }
                return
            case .interrupted:
                pending = ""
            case .line(let line):
                pending += pending.isEmpty ? line : "\n" + line
                // An empty line gives up waiting for the rest.
                if isUnfinished(pending), !line.isEmpty { continue }
                let text = pending
                pending = ""
                if !answer(text) { return }
            }
        }
    }

    /// False: leave.
    private func answer(_ text: String) -> Bool {
        let words = text.split(whereSeparator: \.isWhitespace).map(String.init)
        guard let first = words.first else { return true }
        switch first {
        case ":quit", ":q", "exit", "quit": return false
        case ":help": writeLine(commands)
        case ":names": showNames()
        case ":save": save(words.dropFirst().joined(separator: " "))
        case _ where first.hasPrefix(":"): writeLine("there is no command \(first); :help lists them")
        case _ where text.hasPrefix("?"): evaluate("help(\"\(text.dropFirst().filter { $0 != "\"" && !$0.isWhitespace })\")")
        default: evaluate(text)
        }
        return true
    }

    private var commands: String {
        """
        ?name         explains a built-in
        :names        lists what is defined
        :save FILE    writes all inputs and outputs as a notebook
        :quit         leaves, as does Ctrl-D
        """
    }

    private func evaluate(_ text: String) {
        apply(.insert(.code, after: last, source: text))
        guard let cell = session.cells.last?.id else { return }
        last = cell
        let loop = EventLoop()
        let mailbox = Mailbox<Edit>(wake: loop.requestFrame)
        let worker = Worker(builtins: session.builtins, access: access, services: [log], post: { mailbox.post($0) })
        defer { worker.close() }
        for case .evaluate(let evaluation) in session.apply(.run(cell)) { worker.evaluate(evaluation) }
        var line = ProgressLine(isTerminal: isTerminal)
        if session.running != nil {
            loop.run { event in
                switch event {
                case .interrupt, .terminate:
                    worker.stop()
                    apply(.stop)
                case .frame, .key, .paste, .resize: break
                }
                for edit in mailbox.drain() { take(edit, &line) }
                return session.running != nil
            }
        }
        line.clear()
        let defined = Dictionary(session.names().map { ($0.name, $0.value) }, uniquingKeysWith: { $1 })
        names.with { $0 = defined }
    }

    /// Prints what came and passes it on.
    private func take(_ edit: Edit, _ line: inout ProgressLine) {
        switch edit {
        case .output(_, let output): show(output, &line)
        case .presented(_, let value): show(.value(value), &line)
        case .progressed(_, let progress): line.show(progress)
        default: break
        }
        apply(edit)
    }

    private func show(_ output: Output, _ line: inout ProgressLine) {
        line.clear()
        for text in output.lines(width: outputWidth(), glyphs: glyphs) { writeLine(text) }
    }

    private func apply(_ edit: Edit) { _ = session.apply(edit) }

    private func showNames() {
        for (name, value, _) in session.names() { writeLine("\(name)  \(value.excerpt(60))") }
    }

    private func save(_ path: String) {
        guard !path.isEmpty else { return writeLine("write a file name after :save, such as :save lesson.unroll.md") }
        for case .save(let saving) in session.apply(.save(path: path)) {
            do {
                try Files.write(saving)
                apply(.saved)
                log.move(beside: path)
                let count = session.cells.count { $0.kind == .code }
                writeLine("saved \(count) cells with their outputs to \(path)")
            } catch {
                writeLine(Messages.cannotWrite(path, error))
            }
        }
    }

    private func historyFile() -> String? {
        guard isTerminal, let home = getenv("HOME") else { return nil }
        return String(cString: home) + "/.unroll_history"
    }
}

/// The state of long work: redrawn in place on a terminal; elsewhere a line per 5 seconds or 5 %.
struct ProgressLine {
    private let isTerminal: Bool
    private var isShown = false

    init(isTerminal: Bool) { self.isTerminal = isTerminal }

    mutating func show(_ progress: Progress) {
        guard isTerminal else { return }
        let filled = Int((progress.fraction * 20).rounded())
        let bar = String(repeating: "#", count: filled) + String(repeating: ".", count: 20 - filled)
        let text = Text.clip("[\(bar)] \(progress.line)  ^C stops", to: outputWidth() - 1)
        writeRaw("\r\u{1B}[K" + Text.visible(text))
        isShown = true
    }

    mutating func clear() {
        if isShown { writeRaw("\r\u{1B}[K") }
        isShown = false
    }
}
