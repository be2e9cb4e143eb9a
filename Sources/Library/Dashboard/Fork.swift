import Engine
import Views

/// A place in a fit where something was changed by hand, and the state before it.
package struct Fork: Sendable {
    package struct Change: Hashable, Sendable {
        package enum Kind: String, Hashable, Sendable { case rate, clipNorm }
        package var kind: Kind
        package var from: Double
        /// For a limit 0 is none.
        package var to: Double
    }

    /// After this batch of this epoch, both from 1.
    package let epoch: Int
    package let batch: Int
    package let batches: Int
    package private(set) var changes: [Change]
    /// After the last epoch that was finished before it.
    let model: Model
    let history: [EpochRecord]

    init(at report: BatchReport, _ model: Model, _ history: [EpochRecord]) {
        (epoch, batch, batches) = (report.epoch, report.batch, report.batches)
        (self.model, self.history, changes) = (model, history, [])
    }

    /// Several at one place are one; what is changed back is none.
    mutating func add(_ change: Change) {
        if let index = changes.firstIndex(where: { $0.kind == change.kind }) {
            changes[index].to = change.to
        } else {
            changes.append(change)
        }
        changes.removeAll { $0.from == $0.to }
    }

    /// The first epoch that was learnt otherwise.
    var firstEpoch: Int { batch == batches ? epoch + 1 : epoch }

    package var words: String { changes.map(Messages.change).joined(separator: ", ") }

    var shown: TrainingState.Change { TrainingState.Change(epoch: epoch, batch: batch, words: words) }
}

extension RunObject {
    /// The run as it was before the last change by hand; nil if there was none. Trained on with the old settings it goes
    /// on as if nothing had been changed.
    package var beforeFork: RunObject? {
        guard let fork = forks.last else { return nil }
        var run = RunObject(
            description, model: fork.model, history: fork.history, losses: losses, normaliser: normaliser)
        run.take(meaningOf: self)
        run.forks = forks.dropLast().filter { $0.firstEpoch <= fork.model.epochs }
        return run
    }

    /// What does not depend on the epoch.
    private mutating func take(meaningOf other: RunObject) {
        lossWeights = other.lossWeights
        metrics = other.metrics
        baselines = other.baselines
        inputs = other.inputs
        targets = other.targets
        plan = other.plan
        recipe = other.recipe
        samples = other.samples
    }
}

extension Messages {
    static func change(_ change: Fork.Change) -> String {
        func limit(_ norm: Double) -> String { norm == 0 ? "none" : loss(norm) }
        return switch change.kind {
        case .rate: "learning rate \(loss(change.from)) → \(loss(change.to))"
        case .clipNorm: "limit of the gradients \(limit(change.from)) → \(limit(change.to))"
        }
    }

    static func changedByHand(_ forks: [Fork]) -> String {
        forks.map { "; changed at epoch \($0.epoch), batch \($0.batch): \($0.words)" }.joined()
    }
}
