import Datasets
import Display
import Language

/// What may be plotted, as lines.
enum PlotInputs {
    struct Drawn {
        var lines: [LinePlot.Line] = []
        var baselines: [LinePlot.Baseline] = []
        var xLabel = ""
    }

    static func lines(_ call: Call) throws -> Drawn {
        let values = call.list(ifGiven: "data") ?? []
        // One list of numbers in plain brackets is one line; several arguments are one line each.
        var columns: [Column] = []
        for (index, value) in values.enumerated() {
            columns += try self.columns(value, name: values.count == 1 ? "values" : "line \(index + 1)", call)
        }
        let names = (call.list(ifGiven: "names") ?? []).compactMap { if case .text(let name) = $0 { name } else { nil } }
        let first = call.whole("first") - 1
        let last = call.whole(ifGiven: "last") ?? .max
        guard !columns.isEmpty else { throw Messages.noNumbers(call, at: "data") }
        var drawn = Drawn()
        for (index, column) in columns.enumerated() {
            let numbers = column.numbers ?? []
            let range = min(first, numbers.count)..<max(min(first, numbers.count), min(last, numbers.count))
            drawn.lines.append(
                LinePlot.Line(
                    index < names.count ? names[index] : column.name, values: Array(numbers[range]), start: Double(first + 1)))
        }
        return drawn
    }

    /// The columns of numbers in one value.
    static func columns(_ value: Value, name: String, _ call: Call) throws -> [Column] {
        switch value {
        case .object(let series as SeriesObject):
            guard series.column.numbers != nil else { throw Messages.notNumbers(series.column, call, at: "data") }
            return [series.column]
        case .object(let table as TableObject): return try columns(of: table.table, call)
        case .list(let list):
            let numbers = list.compactMap { if case .number(let number) = $0 { number } else { nil } }
            if numbers.count == list.count { return [Column(name, .numbers(numbers))] }
            return try list.enumerated().flatMap { try columns($1, name: "line \($0 + 1)", call) }
        default: throw Messages.noNumbers(call, at: "data")
        }
    }

    private static func columns(of table: Table, _ call: Call) throws -> [Column] {
        guard let wanted = call.list(ifGiven: "columns") else {
            guard !table.numberColumns.isEmpty else { throw Messages.noNumbers(call, at: "data") }
            return table.numberColumns
        }
        return try wanted.compactMap { if case .text(let name) = $0 { name } else { nil } }.map { name in
            guard let column = table[name] else {
                throw Messages.noColumn(name, in: table.columns.map(\.name), call, at: "columns")
            }
            guard column.numbers != nil else { throw Messages.notNumbers(column, call, at: "columns") }
            return column
        }
    }
}
