import Experiments
import Notebook
import TUI
import Terminal

/// Keeps the work of a notebook that may have no name yet; without one there is nothing to keep it by.
final class LateKeeper {
    private var keeper: Keeper? {
        didSet { LastAct.set(keeper?.recoveryCopy.write) }
    }

    init(_ file: String?, contents: [UInt8]?) {
        keeper = file.map { Keeper($0, contents: contents) }
        LastAct.set(keeper?.recoveryCopy.write)
    }

    func save(_ saving: Saving) throws {
        if let keeper { return try keeper.save(saving) }
        let first = Keeper(saving.path, contents: nil)
        do {
            try first.save(saving)
            keeper = first
        } catch {
            first.close(keepsWork: false)
            guard var conflict = error as? SaveConflict else { throw error }
            // It was there before this notebook had a name.
            conflict.isOwn = false
            throw conflict
        }
    }

    /// The log goes where the notebook goes.
    func save(_ saving: Saving, with log: RunLog) throws {
        try save(saving)
        ComputedOutputs.ofUser.add(saving.verified)
        log.move(to: Files.runsFolder(of: saving.path))
    }

    var safekeeping: Safekeeping {
        Safekeeping(
            keep: { self.keeper?.keep($0) }, restore: { self.keeper?.restore($0) ?? false },
            keepNow: { self.keeper?.keepNow($0) }, note: { self.keeper?.note($0) },
            close: { session, keepsWork in
                if keepsWork { self.keeper?.keepNow(session) }
                self.keeper?.close(keepsWork: keepsWork)
            },
            look: { self.keeper?.look() ?? .same }, take: { try self.keeper?.take() ?? [] },
            standing: { self.keeper?.standing ?? .beside }, recovered: { self.keeper?.recovered($0) },
            discard: { self.keeper?.discard($0) }, takeOver: { self.keeper?.takeOver($0) },
            findings: keeper?.findings ?? [])
    }
}
