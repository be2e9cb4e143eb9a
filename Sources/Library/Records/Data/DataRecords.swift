import Base
import Datasets
import Display
import Language

/// Loading a table and looking at it; bringing its numbers to a common size.
let dataRecords: [Builtin] = [load, head, columnNames, describe, unique, scale, unscale, difference]

private let load = Builtin(
    "load",
    "Read a table of comma-separated values, or a text from a .txt file: what comes along, or lies beside the notebook.",
    family: .data,
    [
        Parameter(
            "name", .text, "the data set, such as \"nile\", or the file, such as \"temps.csv\"",
            aliases: ["file", "path"],
            namesFile: true)
    ],
    examples: [
        .init("load(\"nile\") |> columns()", gives: "[\"year\", \"flow_1e8_m3\"]"),
        .init("load(\"melbourne_temperature\").min_temp_c[1]", gives: "20.7"),
    ],
    aliases: ["read_csv", "read.csv"]
) { call in
    try Loading.value(call.text("name"), call)
}

private let head = Builtin(
    "head", "The first rows of a table, a series or a list.", family: .data,
    [
        Parameter("data", .any, "a table, a series or a list"),
        Parameter("n", .whole(from: 1), "how many", default: .number(6)),
    ],
    examples: [.init("head([5, 6, 7, 8], 2)", gives: "[5, 6]"), .init("load(\"nile\") |> head(3)")]
) { call in
    let count = call.whole("n")
    switch call.value("data") {
    case .list(let list):
        try call.reserve(values: min(count, list.count), at: "data")
        return .list(Array(list.prefix(count)))
    case .object(let table as TableObject):
        let shown = min(count, table.table.rowCount)
        try call.reserve(copyOf: table.table, rows: shown, at: "data")
        return .object(table.with(table.table.rows(0..<shown)))
    case .object(let series as SeriesObject):
        let shown = min(count, series.column.count)
        try call.reserve(copyOf: Table([series.column]), rows: shown, at: "data")
        return .object(SeriesObject(series.column.rows(0..<shown), times: series.times.map { Array($0.prefix(shown)) }))
    case .object(let windows as WindowsObject):
        return .object(WindowsObject(windows.windows.examples(0..<min(count, windows.windows.count))))
    case let other: return other
    }
}

private let columnNames = Builtin(
    "columns", "The names of a table's columns; with names given, a table of only these.", family: .data,
    [
        Parameter("table", .object(TableObject.kind), "the table"),
        Parameter(
            "names", .text, "the columns to keep, in this order", default: Value.none, isVariadic: true,
            namesColumn: true),
    ],
    examples: [
        .init("columns(load(\"nile\"))", gives: "[\"year\", \"flow_1e8_m3\"]"),
        .init(
            "load(\"weather_beijing_hourly\") |> columns(\"temp_c\", \"pressure_hpa\") |> columns()",
            gives: "[\"temp_c\", \"pressure_hpa\"]"),
    ],
    aliases: ["colnames", "names", "select"]
) { call in
    let whole = try call.object("table", as: TableObject.self)
    let table = whole.table
    let names = (call.list(ifGiven: "names") ?? []).compactMap { value in
        if case .text(let name) = value { name } else { nil }
    }
    if names.isEmpty { return .list(table.columns.map { .text($0.name) }) }
    let kept = try names.map { name in
        guard let column = table[name] else {
            throw Messages.noColumn(name, in: table.columns.map(\.name), call, at: "names")
        }
        return column
    }
    // The times stay with the rows, so that windows still do not cross a gap.
    return .object(whole.with(Table(kept, times: table.times)))
}

private let describe = Builtin(
    "describe", "For each column of numbers: how many values, how many missing, mean, deviation, smallest, largest.",
    family: .data,
    [
        Parameter(
            "data", .either([.object(TableObject.kind), .object(SeriesObject.kind), .list]),
            "a table, a series or a list")
    ],
    examples: [
        .init("describe([1, 2, 3, 4]).mean", gives: "series mean: 1 value, 2.5"), .init("describe(load(\"nile\"))"),
    ]
) { call in
    let columns = try Inputs.table(call, "data").numberColumns
    try call.reserve(rows: columns.first?.count ?? 0, columns: (columns.count + 1) * Call.growth, at: "data")
    let scalers = columns.map { Scaler(.standard, fitting: $0.numbers ?? []) }
    let known = columns.map { ($0.numbers ?? []).filter { !$0.isNaN } }
    return .object(
        TableObject(
            Table([
                Column("column", .texts(columns.map(\.name))),
                Column("values", .numbers(known.map { Double($0.count) })),
                Column("missing", .numbers(columns.map { Double($0.missing) })),
                Column("mean", .numbers(scalers.map(\.centre))),
                Column("sd", .numbers(scalers.map(\.spread))),
                Column("min", .numbers(known.map { $0.min() ?? .nan })),
                Column("max", .numbers(known.map { $0.max() ?? .nan })),
            ])))
}

private let unique = Builtin(
    "unique", "The different values of a column or a list, in the order in which they first come.", family: .data,
    [Parameter("data", .either([.object(SeriesObject.kind), .list]), "a column or a list")],
    examples: [
        .init("unique([\"b\", \"a\", \"b\"])", gives: "[\"b\", \"a\"]"),
        .init("unique(load(\"given_names_us\").name) |> count()", gives: "10373"),
    ]
) { call in
    var seen = Distinct(call, at: "data")
    if let series = call.object(ifGiven: "data", as: SeriesObject.self) {
        var kept: [Int] = []
        for row in 0..<series.column.count where try seen.insert(series.element(row + 1)) { kept.append(row) }
        let times = series.times.map { all in kept.map { all[$0] } }
        return .object(SeriesObject(series.column.rows(at: kept), times: times))
    }
    var kept: [Value] = []
    for value in call.list("data") where try seen.insert(value) { kept.append(value) }
    return .list(kept)
}

private let scale = Builtin(
    "scale", "Bring numbers to a common size, column by column, and remember how.", family: .data,
    [
        Parameter(
            "data", .either([.object(TableObject.kind), .object(SeriesObject.kind), .list]),
            "a table, a series or a list"),
        Parameter(
            "method", .choice(["standard", "minmax"]), "mean 0 and deviation 1, or from 0 to 1",
            default: .text("standard")),
        Parameter(
            "first", .numberIn(0...1), "the share of the rows, from the first, that it is fitted on: the training part",
            default: .number(1)),
    ],
    examples: [
        .init("scale([1, 2, 3, 4], method = \"minmax\")", gives: "series list: 4 values, 0 0.3333 0.6667 1"),
        .init("load(\"nile\").flow_1e8_m3 |> scale(first = 0.8)"),
    ],
    aliases: ["normalise", "normalize"]
) { call in
    let method = Scaler.Method(rawValue: call.text("method")) ?? .standard
    return try Inputs.map(call, "data") { column in
        let rows = max(1, Int(clamping: (Double(column.count) * call.number("first")).rounded(.down)))
        return column.scaled(method, rows: rows)
    }
}

private let unscale = Builtin(
    "unscale", "Bring scaled numbers back to their original unit.", family: .data,
    [
        Parameter("data", .any, "what scale gave, or predictions"),
        Parameter(
            "like", .any, "a series that was scaled in the same way, where the data do not know", default: Value.none),
    ],
    examples: [.init("scale([1, 2, 3, 4]) |> unscale()", gives: "series list: 4 values, 1 2 3 4")]
) { call in
    if let object = call.object(ifGiven: "data", as: TensorObject.self), !call.isGiven("like") {
        guard let result = object.unscaled else { throw Messages.notScaled(call, at: "data") }
        return .object(result)
    }
    if let like = call.object(ifGiven: "like", as: SeriesObject.self) {
        guard !like.column.scalers.isEmpty else { throw Messages.notScaled(call, at: "like") }
        return try Inputs.map(call, "data") { Column($0.name, $0.values, scalers: like.column.scalers).unscaled }
    }
    let table = try Inputs.table(call, "data")
    guard table.columns.contains(where: { !$0.scalers.isEmpty }) else { throw Messages.notScaled(call, at: "data") }
    return try Inputs.map(call, "data") { $0.unscaled }
}

private let difference = Builtin(
    "difference",
    "The change from one row to the next, or over `lag` rows; the first rows, which have none, are dropped.",
    family: .data,
    [
        Parameter(
            "data", .either([.object(TableObject.kind), .object(SeriesObject.kind), .list]),
            "a table, a series or a list"),
        Parameter("lag", .whole(from: 1), "rows between the two values", default: .number(1)),
    ],
    examples: [.init("difference([1, 4, 9, 16])", gives: "series list: 3 values, 3 5 7")],
    aliases: ["diff"]
) { call in
    let lag = call.whole("lag")
    let table = try Inputs.table(call, "data")
    guard table.rowCount > lag else {
        throw call.fail(
            "there are \(counted(table.rowCount, "row")), too few for a lag of \(lag)", at: "lag", "use less")
    }
    return try Inputs.map(call, "data") { column in
        guard let numbers = column.numbers else { return column.rows(lag..<column.count) }
        return Column(column.name, .numbers(zip(numbers.dropFirst(lag), numbers).map { $0 - $1 }))
    }
}
