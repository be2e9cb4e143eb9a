import Content
import Display
import Engine
import Language

/// How often each class was said for each true one.
let confusionRecords: [Builtin] = [confusion]

private let confusion = Builtin(
    "confusion", "A table of how often each class was said (columns) for each true one (rows).", family: .looking,
    [
        Parameter("run", .object(RunObject.kind), "the trained network", aliases: ["net", "model"]),
        Parameter("data", .any, "the examples with their classes"),
        Parameter("names", .list, "names of the classes, from class 0 on", default: Value.none, aliases: ["classes"]),
    ],
    examples: [
        .init(
            """
            x = [[0, 1], [1, 0], [1, 1], [0, 0]]
            run = fit(dense(2, activation = "softmax"), examples(x, [1, 0, 1, 0], vectors = true), epochs = 2)
            confusion(run, examples(x, [1, 0, 1, 0], vectors = true), names = ["no", "yes"])
            """)
    ],
    aliases: ["confusion_matrix"]
) { call in
    let run = try call.object("run", as: RunObject.self)
    let windows = try ExampleInputs(call, "data", for: run.model.input).windows
    let found = try Messages.explained(run.description, windows.examples.shapes, call) { () throws(EngineError) in
        try run.model.confusion(windows.examples, losses: run.losses)
    }
    guard let found, found.pairs != nil else { throw Messages.noClasses(call) }
    let names = try call.texts(ifGiven: "names") ?? (0..<found.count).map(String.init)
    guard names.count == found.count else { throw Messages.classNames(names.count, found.count, call) }
    return .object(ConfusionTable.plot(found, names))
}

/// The table: rows are the truth, columns the answers, with recall at the right and precision below.
enum ConfusionTable {
    /// More classes than this are drawn as a heat map of shares.
    private static let most = 12

    static func plot(_ counts: ClassCounts, _ names: [String]) -> PlotObject {
        let total = counts.meant.reduce(0, +)
        let right = counts.right.reduce(0, +)
        let share = total == 0 ? 0 : Double(right) / Double(total)
        let summary = "confusion: \(counts.count) classes, \(right) of \(total) right, accuracy \(Messages.loss(share))"
        let below = [
            "rows: the truth; columns: the answer",
            "accuracy \(Messages.loss(share)), macro precision "
                + "\(Messages.loss(counts.precision)), recall \(Messages.loss(counts.recall)), F1 \(Messages.loss(counts.f1))",
        ]
        let drawing: Content.Block =
            counts.count <= most ? .table(table(counts, names)) : .heatmap(heatmap(counts, names))
        return PlotObject(summary, drawing, .lines(below))
    }

    private static func table(_ counts: ClassCounts, _ names: [String]) -> TextTable {
        let classes = 0..<counts.count
        var columns = [TextTable.Column.text("truth", names + ["precision"])]
        for said in classes {
            let cells = classes.map { String(counts.pair(meant: $0, said: said)) }
            columns.append(TextTable.Column(names[said], .right, cells + [short(counts.precision(said))]))
        }
        columns.append(TextTable.Column("recall", .right, classes.map { short(counts.recall($0)) } + [""]))
        columns.append(TextTable.Column("F1", .right, classes.map { short(counts.f1($0)) } + [""]))
        return TextTable(columns)
    }

    private static func heatmap(_ counts: ClassCounts, _ names: [String]) -> Heatmap {
        let shares = (0..<counts.count).map { meant in
            (0..<counts.count).map { said in
                counts.meant[meant] == 0
                    ? 0 : Double(counts.pair(meant: meant, said: said)) / Double(counts.meant[meant])
            }
        }
        return Heatmap("share of each true class", shares, rowNames: names, columnNames: names, limit: 1)
    }

    private static func short(_ share: Double) -> String { Numbers.fixed(share, 2) }
}

extension Messages {
    static func noClasses(_ call: Call) -> Diagnostic {
        call.fail(
            "a confusion table needs one class for each example", at: "run",
            "these answers are values, or several classes at once")
    }

    static func classNames(_ found: Int, _ needs: Int, _ call: Call) -> Diagnostic {
        call.fail("there are \(needs) classes, but \(counted(found, "name"))", at: "names", "one for each class")
    }
}
