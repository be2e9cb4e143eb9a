import Base
import Experiments
import Library
import Notebook
import Sandbox
import TUI
import Terminal

/// A notebook that is open, on a screen or in line mode: its session, the worker that runs its cells, the log of its runs
/// and what is stored of its unsaved work.
final class OpenNotebook {
    let session: Session
    /// Where the worker's edits arrive.
    let mailbox: Mailbox<Edit>
    private let file: String?
    private let access: FileAccess
    private let log: RunLog
    private let worker: Worker
    private let keeper: LateKeeper

    /// `contents`: of the file, if there is one; `wake` is called from other threads when something has arrived.
    init(_ file: String?, _ contents: [UInt8]?, _ access: FileAccess, wake: @escaping @Sendable () -> Void) {
        self.file = file
        self.access = access
        session = Session(
            contents.map { Document($0) } ?? Document(), path: file, builtins: Library.builtins,
            ledger: ComputedOutputs.ofUser, dataFile: { Library.dataFile($0, access) })
        let mailbox = Mailbox<Edit>(wake: wake)
        self.mailbox = mailbox
        // In memory until there is a file.
        log = RunLog(in: file.flatMap(Files.runsFolder), version: Unroll.version)
        worker = Worker(
            builtins: session.builtins, access: access, services: [log], sandbox: Rights.sandbox(log),
            post: { mailbox.post($0) })
        keeper = LateKeeper(file, contents: contents)
    }

    /// What the app asks for, without a screen: the caller adds how text is copied and where screens are drawn.
    var services: Services {
        Services(
            evaluate: worker.evaluate, stop: worker.stop, save: { [keeper, log] in try keeper.save($0, with: log) },
            around: Surroundings(access, notebook: file ?? ""),
            record: { [file] in Files.record($0, $1, beside: file ?? "") },
            allowWriting: { [worker] in worker.allowWriting(true) }, safe: keeper.safekeeping)
    }

    func close() {
        worker.close()
        log.close()
        LastAct.set(nil)
    }
}
