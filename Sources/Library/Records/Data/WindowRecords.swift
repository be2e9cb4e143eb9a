import Content
import Datasets
import Display
import Engine
import Language
import Views

/// Cutting series into examples, splitting them, and looking at what was cut.
let windowRecords: [Builtin] = [window, reshape, split, shuffle, draw, audit, baselines]

private let seriesTypes = ParameterType.either([.object(SeriesObject.kind), .object(TableObject.kind), .list])

private let window = Builtin(
    "window", "Cut a series into overlapping windows, each with the row to forecast after it.", family: .data,
    [
        Parameter("series", seriesTypes, "the values in time order: a series, a table or a list"),
        Parameter("length", .whole(from: 1), "time steps in a window"),
        Parameter("shift", .whole(from: 1), "rows from one window to the next", default: .number(1)),
        Parameter(
            "target_shift", .whole(from: 0), "rows between the window and its target; 0 is the very next row",
            default: .number(0)),
        Parameter(
            "target", .any, "the column to forecast, or a list of them, where a table has several", default: Value.none,
            namesColumn: true),
        Parameter(
            "targets", .choice(["last", "all", "none"]), "a target after the window, at each step, or none",
            default: .text("last")),
        Parameter("across_gaps", .bool, "also windows over a hole in time", default: .bool(false)),
    ],
    examples: [
        .init(
            "window([21, 20, 19, 19, 21, 23, 24, 24, 23, 21, 20, 18, 17, 17], length = 7, shift = 2, target_shift = 1)",
            gives: "windows: 3 examples, x [7 × 1] → y [1]"),
        .init(
            "load(\"weather_beijing_hourly\") |> columns(\"temp_c\", \"pressure_hpa\") |> window(length = 24, shift = 24, target = \"temp_c\")"
        ),
    ],
    aliases: ["windows", "sliding_window"]
) { call in
    let mode = Windows.TargetKind(rawValue: call.text("targets")) ?? .last
    let plan = Windows.Plan(
        length: call.whole("length"), shift: call.whole("shift"), targetShift: call.whole("target_shift"), targets: mode
    )
    return try Cutting.windows(plan, call)
}

private let reshape = Builtin(
    "reshape", "Cut a series into pieces that do not overlap and have no target; rows that fill no piece are dropped.",
    family: .data,
    [
        Parameter("series", seriesTypes, "the values in time order: a series, a table or a list"),
        Parameter("length", .whole(from: 1), "time steps in a piece"),
        Parameter("across_gaps", .bool, "also pieces over a hole in time", default: .bool(false)),
    ],
    examples: [
        .init(
            "reshape([21, 20, 19, 19, 21, 23, 24, 24, 23, 21, 20, 18, 17, 17], length = 7)",
            gives: "windows: 2 examples, x [7 × 1]"),
        .init("reshape([1, 2, 3, 4, 5], length = 2)", gives: "windows: 2 examples, x [2 × 1]; the last 1 row dropped"),
    ]
) { call in
    let length = call.whole("length")
    return try Cutting.windows(Windows.Plan(length: length, shift: length, targets: .none), call)
}

private let split = Builtin(
    "split", "Cut windows into a training part and a test part in time order; with `validation`, into three parts.",
    family: .data,
    [
        Parameter("windows", .object(WindowsObject.kind), "the examples in time order"),
        Parameter("train", .numberIn(0...1), "the share of the training part", default: .number(0.8)),
        Parameter(
            "validation", .numberIn(0...1), "the share of the validation part", default: Value.none, aliases: ["valid"]),
    ],
    examples: [
        .init(
            "split(window(load(\"nile\").flow_1e8_m3, length = 5), 0.8)",
            gives: "split: train 76, test 19 examples, in time order"),
        .init(
            "train, test = split(window([1, 2, 3, 4, 5, 6], length = 1), 0.6)\ntest",
            gives: "windows: 2 examples, x [1 × 1] → y [1]"),
    ],
    aliases: ["train_test_split"]
) { call in
    let windows = try call.object("windows", as: WindowsObject.self).windows
    try call.reserve(rows: windows.count, columns: 4, at: "windows")
    let split = Split(windows, train: call.number("train"), validation: call.number(ifGiven: "validation"))
    if let empty = split.parts.first(where: { $0.count == 0 }) {
        throw Messages.emptyPart(empty.part ?? "one", of: windows.count, call)
    }
    return .object(SplitObject(split))
}

private let shuffle = Builtin(
    "shuffle",
    "The same examples, or rows, in random order. Split windows first: what overlaps would leak from part to part.",
    family: .data,
    [
        Parameter(
            "windows", .either([.object(WindowsObject.kind), seriesTypes]), "the examples, or rows", aliases: ["data"]),
        Parameter("seed", .whole(from: 0), "for the same order each time", default: Value.none),
    ],
    examples: [
        .init(
            "shuffle(window([1, 2, 3, 4, 5, 6], length = 2), seed = 1)", gives: "windows: 4 examples, x [2 × 1] → y [1]"
        ),
        .init("shuffle([\"a\", \"b\", \"c\", \"d\"], seed = 2) |> count()", gives: "4"),
    ],
    reads: ["$seed"]
) { call in
    let seed = call.whole(ifGiven: "seed").map(UInt64.init) ?? call.host.seed
    func order(_ count: Int) -> [Int] {
        var random = Random(seed: seed, .shuffle)
        return random.permutation(count)
    }
    switch call.value("windows") {
    case .list(let list):
        try call.reserve(
            Sizes.product(list.count, MemoryLayout<Value>.stride + MemoryLayout<Int>.stride), at: "windows")
        return .list(order(list.count).map { list[$0] })
    case .object(let series as SeriesObject):
        try call.reserve(copyOf: Table([series.column]), at: "windows")
        return .object(SeriesObject(series.column.rows(at: order(series.column.count))))
    case .object(let table as TableObject):
        try call.reserve(copyOf: table.table, at: "windows")
        let places = order(table.table.rowCount)
        return .object(TableObject(Table(table.table.columns.map { $0.rows(at: places) })))
    default:
        let windows = try call.object("windows", as: WindowsObject.self).windows
        try call.reserve(rows: windows.count, columns: 3, at: "windows")
        return .object(WindowsObject(windows.shuffled(seed: seed)))
    }
}

private let draw = Builtin(
    "draw", "The windows drawn over the raw series: == inputs, -- rows skipped, Y the target.", family: .data,
    [
        Parameter("windows", .object(WindowsObject.kind), "the examples"),
        Parameter("n", .whole(from: 1), "how many windows to draw", default: .number(6)),
    ],
    examples: [
        .init("draw(reshape([5, 6, 7, 8], length = 2))"), .init("draw(window(load(\"nile\").flow_1e8_m3, length = 5))"),
    ]
) { call in
    let windows = try call.object("windows", as: WindowsObject.self)
    return .object(WindowPlotObject(windows.windows, limit: call.whole("n")))
}

private let audit = Builtin(
    "audit", "What may be wrong with how examples were made: leaks, overlaps, gaps, scaling.", family: .data,
    [
        Parameter(
            "windows", .either([.object(WindowsObject.kind), .object(SplitObject.kind)]), "the examples, or a split"),
        Parameter(
            "batch_size", .whole(from: 1),
            "of a stateful network: each example of a batch must go on where the same one of the batch before ended",
            default: Value.none),
    ],
    examples: [
        .init("audit(window([1, 2, 3, 4, 5, 6], length = 2), batch_size = 1)"),
        .init("load(\"nile\").flow_1e8_m3 |> scale() |> window(length = 5) |> audit()"),
    ]
) { call in
    let parts =
        if case .object(let split as SplitObject) = call.value("windows") { split.split.parts } else {
            [try call.object("windows", as: WindowsObject.self).windows]
        }
    try call.reserve(rows: parts.reduce(0) { $0 + $1.count }, columns: 4, at: "windows")
    let findings = Audit.findings(parts, batch: call.whole(ifGiven: "batch_size"))
    let faults = findings.count { $0.level == .fault }
    let summary = faults == 0 ? "audit: nothing found" : "audit: \(counted(faults, "finding"))"
    return .object(PlotObject(summary, .paragraphs(findings.map(\.line), indent: 5)))
}

private let baselines = Builtin(
    "baselines", "What simple forecasts reach on these examples: the lines that a network must beat.", family: .data,
    [
        Parameter(
            "windows", .object(WindowsObject.kind), "the examples; what has to be learnt is learnt from those before"),
        Parameter(
            "period", .whole(from: 1), "rows in a season; guessed from the dates if left out", default: Value.none),
    ],
    examples: [
        .init("train, test = split(window(load(\"nile\").flow_1e8_m3, length = 3), 0.7)\nbaselines(test).mae[1]"),
        .init("w = window(load(\"air_passengers\").passengers_thousands, length = 12)\nbaselines(w, period = 12)"),
    ]
) { call in
    let windows = try call.object("windows", as: WindowsObject.self).windows
    // The inputs of every example for the linear forecast, or counts of what followed what for tokens.
    let each =
        windows.targets.contains { $0.vocabulary != nil } ? 5 * 2 * 64 : 32 + 4 * windows.plan.length * windows.width
    try call.reserve(Sizes.product(windows.wholeStarts.count, each + 16), at: "windows")
    if windows.targets.contains(where: { $0.vocabulary != nil }) { return .object(TableObject(windows.nGramTable)) }
    let found = windows.baselines(period: call.whole(ifGiven: "period"))
    guard !found.isEmpty else {
        throw call.fail("these windows have no targets to forecast", at: "windows", "cut them with window(…)")
    }
    if windows.isInSample { call.host.note(Messages.fittedInSample(call)) }
    return .object(TableObject(Cutting.table(found, isScaled: windows.targets.contains { !$0.scalers.isEmpty })))
}
