import Datasets
import Engine

/// The history of a run as a table: one row for each epoch.
extension RunObject {
    /// The loss, the validation loss if there was one, metrics of both, and what else has something to say: a learning
    /// rate that changed, penalties, batches and numbers of gradients that were cut.
    package var historyTable: Table {
        var columns = [column("epoch") { Double($0.epoch) }, column("loss", \.loss)]
        if history.contains(where: { $0.validation != nil }) {
            columns.append(column("validation") { $0.validation?.loss ?? .nan })
        }
        for metric in shownMetrics { columns += figures(metric) }
        if Set(history.map(\.rate)).count > 1 { columns.append(column("rate", \.rate)) }
        if history.contains(where: { $0.penalty > 0 }) { columns.append(column("penalty", \.penalty)) }
        if history.contains(where: { $0.clippedBatches > 0 }) {
            columns.append(column("shortened") { Double($0.clippedBatches) })
        }
        if history.contains(where: { $0.clippedValues > 0 }) {
            columns.append(column("cut") { Double($0.clippedValues) })
        }
        if !forks.isEmpty {
            columns.append(column("changed") { epoch in Double(forks.count { $0.epoch == epoch.epoch }) })
        }
        return Table(columns)
    }

    /// What was changed by hand, a row for each number: after which batch of which epoch, and from what to what.
    package var forkTable: Table {
        let rows = forks.flatMap { fork in fork.changes.map { (fork, $0) } }
        return Table([
            Column("epoch", .numbers(rows.map { Double($0.0.epoch) })),
            Column("batch", .numbers(rows.map { Double($0.0.batch) })),
            Column("what", .texts(rows.map { $0.1.kind == .rate ? "learning rate" : "limit of the gradients" })),
            Column("from", .numbers(rows.map(\.1.from))), Column("to", .numbers(rows.map(\.1.to))),
        ])
    }

    /// Those that were asked for; accuracy where there are classes.
    private var shownMetrics: [Metric] {
        metrics.contains(.accuracy) || !loss.isCrossEntropy ? metrics : [.accuracy] + metrics
    }

    /// Of the training examples, and of those for validation.
    private func figures(_ metric: Metric) -> [Column] {
        let hasValidation = history.contains { $0.validation?.figure(metric) != nil }
        return [column(metric.rawValue) { $0.training?.figure(metric) ?? .nan }]
            + (hasValidation
                ? [column("validation_" + metric.rawValue) { $0.validation?.figure(metric) ?? .nan }] : [])
    }

    private func column(_ name: String, _ figure: (EpochRecord) -> Double) -> Column {
        Column(name, .numbers(history.map(figure)))
    }
}
