import Base
import Datasets
import Engine
import Glibc
import Language
import Views

/// Does between two batches, on the thread of the fit, what a screen asks for: stand still, change the rate or the limits,
/// find the worst example. What is changed is kept as a fork.
final class FitPilot {
    private let control: FitControl
    private let host: any Host
    private let trainer: Trainer
    private let progress: FitProgress
    private let worst: WorstExample
    private(set) var forks: [Fork]
    /// Set by hand.
    private var rate: Double?
    private let pollSeconds: Double

    init(
        _ control: FitControl, _ host: any Host, _ trainer: Trainer, _ progress: FitProgress, _ worst: WorstExample,
        forks: [Fork], pollSeconds: Double = 0.02
    ) {
        (self.control, self.host, self.trainer, self.progress) = (control, host, trainer, progress)
        (self.worst, self.forks, self.pollSeconds) = (worst, forks, pollSeconds)
    }

    /// False if the fit is to end. It waits only where it is asked to pause, and then looks up many times a second, so
    /// that it ends whoever asks for that.
    func obey(_ batch: BatchReport) -> Bool {
        let orders = control.takeOrders()
        carryOut(orders, batch)
        guard orders.isPaused else { return !host.isStopped }
        control.stands(at: .init(epoch: batch.epoch, batch: batch.batch, batches: batch.batches))
        progress.pause(batch)
        defer {
            control.stands(at: nil)
            progress.resume()
        }
        while !host.isStopped {
            usleep(UInt32(clamping: pollSeconds * 1e6))
            let orders = control.takeOrders()
            carryOut(orders, batch)
            if !orders.isPaused { break }
            progress.standStill()
        }
        return !host.isStopped
    }

    private func carryOut(_ orders: FitControl.Orders, _ batch: BatchReport) {
        if let new = orders.rate, new > 0, new.isFinite {
            change(.init(kind: .rate, from: rate ?? batch.rate, to: new), batch)
            rate = new
            trainer.setRate(new)
        }
        if let new = orders.clipNorm, new >= 0, new.isFinite {
            change(.init(kind: .clipNorm, from: trainer.clipping.lengthLimit ?? 0, to: new), batch)
            trainer.clipping.lengthLimit = new > 0 ? new : nil
        }
        if orders.rate != nil || orders.clipNorm != nil {
            progress.take(forks, rate: rate, clipping: trainer.clipping)
        }
        if orders.seeksWorst {
            control.found(
                worst.find(
                    in: trainer.snapshot, at: Messages.place(batch), isStopped: { [host] in host.isStopped }))
        }
    }

    private func change(_ change: Fork.Change, _ batch: BatchReport) {
        var fork = Fork(at: batch, trainer.model, progress.history)
        if let last = forks.last, last.epoch == batch.epoch, last.batch == batch.batch { fork = forks.removeLast() }
        fork.add(change)
        if !fork.changes.isEmpty { forks.append(fork) }
    }
}

extension Messages {
    static func place(_ batch: BatchReport) -> String { "epoch \(batch.epoch), batch \(batch.batch)" }
}
