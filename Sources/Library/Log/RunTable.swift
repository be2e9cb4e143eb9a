import Content
import Datasets
import Display
import Experiments

/// The log as a table, one row for each run. What is looked for first stands first; a narrow table ends with its last.
package enum RunTable {
    package static func table(_ runs: [LoggedRun]) -> Table {
        Table([
            numbers("run", runs) { Double($0.number) }, texts("name", runs) { $0.name ?? "" },
            texts("network", runs, \.network), numbers("loss", runs, \.loss),
            numbers("validation", runs, \.validation), numbers("best", runs, \.best),
            numbers("best_epoch", runs) { $0.bestEpoch.map(Double.init) },
            texts("ending", runs, \.ending),
            texts("cell", runs) { $0.cellID ?? $0.cell.replacing("cell ", with: "") },
            numbers("weights", runs) { Double($0.weights) }, texts("optimizer", runs, \.optimiser),
            numbers("learning_rate", runs, \.rate), numbers("batch_size", runs) { Double($0.batchSize) },
            numbers("epochs_asked", runs) { Double($0.epochsAsked) }, texts("loss_function", runs, \.lossFunction),
            texts("options", runs, \.options), numbers("seed", runs) { Double($0.seed) }, texts("data", runs, \.data),
            texts("data_digest", runs, \.dataDigest), numbers("seconds", runs) { ($0.seconds * 100).rounded() / 100 },
            texts("version", runs, \.version), texts("ended", runs) { minute($0.ended) },
            numbers("epochs", runs) { Double($0.epochs) },
        ])
    }

    /// `2026-11-26 22:27`, in UTC as in the log.
    private static func minute(_ time: String) -> String { String(time.prefix(16)).replacing("T", with: " ") }

    /// All rows, and the columns that fit.
    package static func text(_ runs: [LoggedRun], width: Int) -> String {
        let columns = table(runs).columns.map { $0.shown(Array(runs.indices)) }
        return TextTable(columns).text(width: width, glyphs: .ascii, limit: runs.count + 2)
    }

    package static func csv(_ runs: [LoggedRun]) -> String { table(runs).csv }

    /// One row for each epoch.
    package static func csv(of curves: [LoggedRun.Curve]) -> String {
        let epochs = curves.first?.epochs ?? []
        let figures = curves.filter { $0.epochs == epochs }.map { Column($0.name, .numbers($0.values)) }
        return Table([Column("epoch", .numbers(epochs.map(Double.init)))] + figures).csv
    }

    private static func texts(_ name: String, _ runs: [LoggedRun], _ text: (LoggedRun) -> String) -> Column {
        Column(name, .texts(runs.map(text)))
    }

    private static func numbers(_ name: String, _ runs: [LoggedRun], _ number: (LoggedRun) -> Double?) -> Column {
        Column(name, .numbers(runs.map { number($0) ?? .nan }))
    }
}
