import ArgumentParser
import Base
import Display
import Experiments
import Glibc
import Library
import Notebook
import Sandbox
import TUI
import Terminal

/// The notebook on the screen.
struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Open a notebook on the screen.")

    @Argument(help: "The notebook, any Markdown file.", completion: .notebooks) var file: String
    @Flag(help: "Make the notebook if there is none of this name.") var new = false
    @OptionGroup var rights: Rights

    func run() throws {
        rights.apply()
        let contents = try notebookContents(of: file, new: new)
        if let contents, Script.isOne(contents, path: file) {
            throw Problem(sentence: Messages.scriptKeepsNothing(file))
        }
        if TerminalProbe.isAccessible { return LineMode("unroll open", rights).run(file, contents) }
        if let problem = TerminalProbe.problem() {
            guard TerminalProbe.isTerminal else {
                let word = ShellText.file(file)
                throw Problem(sentence: "\(problem); without a screen: unroll run \(word), unroll repl \(word)")
            }
            writeLine("\(problem); so it goes on a line at a time")
            return LineMode("unroll open", rights).run(file, contents)
        }
        let screen: NcursesScreen
        do {
            screen = try NcursesScreen()
        } catch {
            throw Problem(sentence: "\(error.sentence); without a screen: unroll run \(ShellText.file(file))")
        }
        defer { screen.close() }
        var next: (file: String, contents: [UInt8]?)? = (file, contents)
        while let (file, contents) = next {
            let other = show(file, contents, on: screen)
            // It could be opened a moment ago; if it no longer can, it is begun anew.
            next = other.map { ($0, try? Files.read($0)) }
        }
    }

    /// The loop: events to the app until it wants to quit; the notebook to go on with. The terminal is given back whatever
    /// ends it.
    private func show(_ file: String, _ contents: [UInt8]?, on screen: NcursesScreen) -> String? {
        let loop = EventLoop(screen: screen)
        let notebook = OpenNotebook(
            file, contents, rights.access("unroll open", file), wake: loop.requestFrame)
        defer { notebook.close() }
        var services = notebook.services
        services.copy = { screen.copy($0) }
        services.requestFrame = loop.requestFrame
        services.background = Background(wake: loop.requestFrame)
        services.longRun = longRun
        let app = App(notebook.session, screen: screen, mailbox: notebook.mailbox, services: services)
        loop.onTick = { app.tick() }
        loop.onPause = { app.pause() }
        loop.run { app.handle($0) == .running }
        return app.next
    }
}

/// `UNROLL_BELL`: seconds after which the end of a run is worth the bell, or a word such as `off`; else 10.
private var longRun: Double? {
    guard let text = getenv("UNROLL_BELL").map({ String(cString: $0) }), !text.isEmpty else { return 10 }
    return Double(text).flatMap { $0 >= 0 && $0.isFinite ? $0 : nil }
}

/// The bytes of a notebook that is to be opened; nil if there is no file yet, or no longer.
func notebookContents(of file: String, new: Bool) throws -> [UInt8]? {
    do {
        return try Files.read(file)
    } catch FileFault.missing where new || Keeper.hasLeftWork(file) {
        return nil
    } catch FileFault.missing {
        throw Problem(
            sentence: "\(Messages.cannotRead(file, .missing)); to make it: unroll open --new \(ShellText.file(file))")
    } catch {
        throw Problem(sentence: Messages.cannotRead(file, error))
    }
}
