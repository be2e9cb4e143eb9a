import ArgumentParser
import Display
import Glibc
import Library
import Notebook
import Sandbox
import TUI
import Terminal

/// The notebook on the screen.
struct Open: ParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Open a notebook on the screen.")

    @Argument(help: "The notebook, any Markdown file.") var file: String
    @Flag(help: "Make the notebook if there is none of this name.") var new = false
    @OptionGroup var rights: Rights

    func run() throws {
        let contents = try contents()
        let document = contents.map { Document($0) } ?? Document()
        if let problem = TerminalProbe.problem() {
            throw Problem(sentence: "\(problem); without a screen: unroll run \(file)")
        }
        rights.apply()
        let access = rights.access("unroll open", file)
        let session = Session(
            document, path: file, builtins: Library.builtins, dataFile: { Library.dataFile($0, access) })
        try show(session, Keeper(file, contents: contents), access)
    }

    /// nil if there is no file yet, or no longer.
    private func contents() throws -> [UInt8]? {
        do {
            return try Files.read(file)
        } catch FileFault.missing where new || Keeper.hasLeftWork(file) {
            return nil
        } catch FileFault.missing {
            throw Problem(sentence: "\(Messages.cannotRead(file, .missing)); to make it: unroll open --new \(file)")
        } catch {
            throw Problem(sentence: Messages.cannotRead(file, error))
        }
    }

    /// The loop: events to the app until it wants to quit. The terminal is given back whatever ends it.
    private func show(_ session: Session, _ keeper: Keeper, _ access: FileAccess) throws {
        let screen: NcursesScreen
        do {
            screen = try NcursesScreen()
        } catch {
            keeper.close(keepsWork: false)
            throw Problem(sentence: "\(error.sentence); without a screen: unroll run \(file)")
        }
        defer { screen.close() }
        let loop = EventLoop(screen: screen)
        let mailbox = Mailbox<Edit>(wake: loop.requestFrame)
        let worker = Worker(builtins: session.builtins, access: access, post: { mailbox.post($0) })
        defer { worker.close() }
        let services = Services(
            evaluate: worker.evaluate, stop: worker.stop, save: { try keeper.save($0) },
            copy: { screen.copy($0) }, requestFrame: loop.requestFrame,
            dataNames: { Library.dataNames(access) }, allowWriting: { worker.allowWriting(true) },
            safe: keeper.safekeeping)
        let app = App(session, screen: screen, mailbox: mailbox, services: services)
        loop.onTick = { app.tick() }
        loop.onPause = { app.pause() }
        loop.run { app.handle($0) == .running }
    }
}

extension Keeper {
    fileprivate var safekeeping: Safekeeping {
        Safekeeping(
            keep: keep, keepNow: keepNow,
            close: { session, keepsWork in
                if keepsWork { self.keepNow(session) }
                self.close(keepsWork: keepsWork)
            },
            look: look, take: { try self.take() }, standing: { self.standing }, recovered: recovered,
            discard: discard, takeOver: takeOver, findings: findings)
    }
}
