import Content
import Datasets
import Display
import Language

/// Plots of series and tables; runs and predictions join them in PlotInputs.
let plotRecords: [Builtin] = [plot, histogram]

private let plot = Builtin(
    "plot", "Draw series over time, columns of a table, predictions beside the truth, or the history of a run.",
    family: .looking,
    [
        Parameter("data", .any, "what to draw; several series are drawn into one plot", isVariadic: true),
        Parameter("title", .text, "a line above", default: .text("")),
        Parameter("columns", .list, "of a table, the columns to draw", default: Value.none, namesColumn: true),
        Parameter("names", .list, "what to call the lines in the legend", default: Value.none),
        Parameter("first", .whole(from: 1), "draw from this row on", default: .number(1)),
        Parameter("last", .whole(from: 1), "draw up to this row", default: Value.none),
        Parameter("rows", .whole(from: 3), "height of the plot in lines", default: .number(12), aliases: ["height"]),
        Parameter("log", .bool, "a logarithmic axis", default: .bool(false)),
    ],
    examples: [
        .init("plot([1, 4, 9, 16], title = \"squares\")"), .init("plot(load(\"nile\").flow_1e8_m3, last = 50)"),
        .init("plot(load(\"melbourne_temperature\"), columns = [\"min_temp_c\", \"max_temp_c\"], last = 365)"),
    ],
    aliases: ["lines"]
) { call in
    let given = call.list(ifGiven: "data") ?? []
    if given.count == 1, let run = given[0].run {
        guard !run.history.isEmpty else { throw Messages.notTrained(call) }
        return .object(RunPlot.plot(run, rows: try call.plotRows(), isLogarithmic: call.flag("log")))
    }
    let lines = try PlotInputs.lines(call)
    let drawing = Chart(
        call.text("title"), series: lines.lines, baselines: lines.baselines, xLabel: lines.xLabel, isXWhole: true,
        isYLogarithmic: call.flag("log"), rows: try call.plotRows())
    let names = lines.lines.map(\.name).joined(separator: ", ")
    return .object(PlotObject("plot of \(names)", .chart(drawing)))
}

private let histogram = Builtin(
    "histogram", "How often values fall into bins of equal width.", family: .looking,
    [
        Parameter("data", .any, "a series, a list or a tensor"),
        Parameter("title", .text, "a line above", default: .text("")),
        Parameter("bins", .whole(from: 1), "how many bins", default: Value.none),
    ],
    examples: [.init("histogram(load(\"nile\").flow_1e8_m3)")],
    aliases: ["hist"]
) { call in
    let columns = try PlotInputs.columns(call.value("data"), name: "data", call)
    guard let column = columns.first, let numbers = column.numbers else { throw Messages.noNumbers(call, at: "data") }
    try call.reserve(rows: numbers.count, columns: 2 * Call.growth, at: "data")
    let known = numbers.filter { $0.isFinite }
    let title = call.isGiven("title") ? call.text("title") : column.name
    return .object(
        PlotObject(
            "histogram of \(column.name)", .histogram(Histogram(title, known, bins: call.whole(ifGiven: "bins")))))
}

extension Call {
    /// The height of a plot, as `rows` says.
    func plotRows() throws -> Int {
        let (rows, most) = (whole("rows"), 1000)
        guard rows <= most else { throw fail("a plot of \(rows) lines is too high", at: "rows", "at most \(most)") }
        return rows
    }
}
