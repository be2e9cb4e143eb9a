import Base
import Display
import Experiments
import Glibc
import Library
import Notebook
import TUI
import Terminal

/// Notebooks a line at a time, for whoever cannot or does not want to use a screen: lines are read with GNU readline,
/// or plainly from a file or pipe, and handed to a `LineApp`.
final class LineMode {
    private var app: LineApp?
    private var bar = ProgressLine()
    private let isTerminal = TerminalProbe.isTerminal
    private let isSpoken = TerminalProbe.isAccessible

    private let command: String
    private let rights: Rights

    /// `command` as typed in front of the file's name.
    init(_ command: String, _ rights: Rights) {
        self.command = command
        self.rights = rights
    }

    /// `contents`: of the file, if there is one.
    func run(_ file: String?, _ contents: [UInt8]?) {
        rights.apply()
        let reader = LineReader(
            historyFile: historyFile(),
            complete: { [unowned self] line in
                (app?.completions(for: line) ?? []).filter { $0 == harmless($0) }
            })
        reader.onWake = { [unowned self] in app?.frame() }
        reader.isMoving = { [unowned self] in app?.isMoving ?? false }
        reader.onTick = { [unowned self] in app?.tick() }
        reader.onPause = { [unowned self] in app?.pause() }
        var next: (file: String?, contents: [UInt8]?)? = (file, contents)
        while let (file, contents) = next {
            let other = converse(file, contents, reader)
            // It could be opened a moment ago; if it no longer can, it is begun anew.
            next = other.map { ($0, try? Files.read($0)) }
        }
        if let code = reader.outputFault { StandardOutput.failed(code) }
    }

    /// The loop: a line, what follows from it, and waiting where something runs. The notebook to go on with.
    private func converse(_ file: String?, _ contents: [UInt8]?, _ reader: LineReader) -> String? {
        // What somebody types is theirs: it may write; what stands in a file may not.
        let access = rights.access(command, file, mayWrite: file == nil)
        let notebook = OpenNotebook(file, contents, access, wake: reader.requestWake)
        defer { notebook.close() }
        var services = notebook.services
        services.copy = copy
        let app = LineApp(
            notebook.session, mailbox: notebook.mailbox, services: services, options: options(reader))
        self.app = app
        while !app.isOver {
            switch nextInput(app, reader) {
            case .line(let line): app.take(line)
            case .interrupted: app.interrupt()
            case .end where reader.isTerminated: app.terminate()
            case .end:
                if isTerminal { writeLine("") }
                app.end()
            case nil: continue
            }
        }
        return app.next
    }

    /// A line, or nil where waiting came to its end.
    private func nextInput(_ app: LineApp, _ reader: LineReader) -> LineReader.Input? {
        if app.isBusy {
            if let input = reader.wait(while: { app.isBusy }) { return input }
            guard app.isBusy else { return nil }
            // Somebody typed a line: what runs goes on without being waited for.
            app.goOn()
        }
        return reader.read(harmless(app.prompt), text: app.takePrefill())
    }

    private func options(_ reader: LineReader) -> LineOptions {
        let canRewrite = isTerminal && !isSpoken && TerminalProbe.canRewriteLine
        let glyphs: Glyphs = isSpoken || TerminalProbe.glyphs() == .ascii ? .ascii : .blocks
        return LineOptions(
            isSpoken: isSpoken, isTerminal: isTerminal, glyphs: glyphs, hasLetters: TerminalProbe.hasLetters,
            width: outputWidth,
            write: { reader.printAbove(harmless($0)) },
            bar: canRewrite ? { [unowned self] in bar.show($0) } : nil,
            bell: { [isTerminal] in if isTerminal { writeRaw("\u{07}") } })
    }

    private func copy(_ text: String) {
        if isTerminal, TerminalProbe.canRewriteLine { Clipboard.copy(text) }
    }

    private func historyFile() -> String? {
        guard isTerminal, let home = getenv("HOME") else { return nil }
        return String(cString: home) + "/.unroll_history"
    }
}
