import ArgumentParser
import Display
import Experiments
import Glibc
import Library
import Notebook
import TUI
import Terminal

/// A notebook played from its recorded outputs. Nothing is evaluated and nothing is written, not even a swap file.
struct Replay: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Play a notebook from its recorded outputs, without computing.",
        discussion: "Where nothing can be redrawn, or with ACCESSIBLE=1, it is printed at once.")

    @Argument(help: "The notebook.") var file: String
    @Option(help: "How fast, from 0.25 to 16.") var speed = 1.0
    @Option(help: "The number of the cell to begin with.") var from: Int?
    @Flag(help: "Begin in presenter's mode: one large cell and nothing else.") var present = false

    @OptionGroup var rights: Rights

    func validate() throws {
        guard speed >= 0.25, speed <= 16 else { throw ValidationError("--speed takes a number from 0.25 to 16") }
    }

    func run() throws {
        let session = try session()
        let count = session.cells.count { $0.kind == .code }
        if let from, from < 1 || from > count {
            let cells = count == 1 ? "1 cell" : "\(count) cells"
            throw Problem(sentence: "--from is \(from), and \(Files.name(of: file)) has \(cells)")
        }
        if isPlain { return printText(session) }
        try show(session)
    }

    private func session() throws -> Session {
        let access = rights.access("unroll replay", file)
        do throws(FileFault) {
            return Session(
                Document(try Files.read(file)), path: file, builtins: Library.builtins, ledger: ComputedOutputs.ofUser,
                dataFile: { Library.dataFile($0, access) })
        } catch {
            throw Problem(sentence: Messages.cannotRead(file, error))
        }
    }

    private func read(_ path: String, _ sha: String) -> Result<[String], RecordFault> {
        Files.record(path, sha, beside: file)
    }

    /// Whether there is no terminal that can be redrawn, or nobody who wants that.
    private var isPlain: Bool {
        let accessible = getenv("ACCESSIBLE").map { String(cString: $0) } ?? ""
        return TerminalProbe.problem() != nil || !["", "0"].contains(accessible)
    }

    private func printText(_ session: Session) {
        let recording = Recording(session, read: read)
        let lines = recording.text(of: session, from: from ?? 1, width: outputWidth(), glyphs: .ascii)
        for line in lines { writeLine(line) }
    }

    private func show(_ session: Session) throws {
        let screen: NcursesScreen
        do {
            screen = try NcursesScreen()
        } catch {
            return printText(session)
        }
        defer { screen.close() }
        let loop = EventLoop(screen: screen)
        let services = Services(copy: { screen.copy($0) }, requestFrame: loop.requestFrame, record: read)
        let app = App(session, screen: screen, services: services)
        let cell = from.flatMap { number in session.cells.first { $0.number == number }?.id }
        app.open(.replay(ReplayStart(at: cell, speed: speed, isPresenting: present, isAlone: true)))
        loop.run { app.handle($0) == .running }
    }
}
