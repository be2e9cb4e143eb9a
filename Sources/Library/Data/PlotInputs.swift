import Content
import Datasets
import Display
import Engine
import Language

/// What may be plotted, as lines.
enum PlotInputs {
    struct Drawn {
        var lines: [Chart.Series] = []
        var baselines: [Chart.Baseline] = []
        var xLabel = ""
    }

    /// Lines of one plot.
    static let mostLines = 1000

    static func lines(_ call: Call) throws -> Drawn {
        let values = call.list(ifGiven: "data") ?? []
        if let run = values.first?.run, values.count == 2, case .object(let object as WindowsObject) = values[1] {
            return try forecasts(run, object.windows, call)
        }
        // One list of numbers in plain brackets is one line; several arguments are one line each.
        var columns: [Column] = []
        for (index, value) in values.enumerated() {
            columns += try self.columns(value, name: values.count == 1 ? "values" : "line \(index + 1)", call)
        }
        let names = (call.list(ifGiven: "names") ?? []).compactMap {
            if case .text(let name) = $0 { name } else { nil }
        }
        let first = call.whole("first") - 1
        let last = call.whole(ifGiven: "last") ?? .max
        guard !columns.isEmpty else { throw Messages.noNumbers(call, at: "data") }
        guard columns.count <= mostLines else { throw Messages.tooManyLines(call) }
        // The rows that are drawn, and each of them once more as a point.
        try call.reserve(rows: columns.reduce(0) { $0 + min($1.count, last) }, columns: 3, at: "data")
        var drawn = Drawn()
        for (index, column) in columns.enumerated() {
            let numbers = column.numbers ?? []
            let range = min(first, numbers.count)..<max(min(first, numbers.count), min(last, numbers.count))
            drawn.lines.append(
                Chart.Series(
                    index < names.count ? names[index] : column.name, values: Array(numbers[range]),
                    start: Double(first + 1)))
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
        case .object(let object as TensorObject):
            guard object.tensor.rank < 2 || object.tensor.shape[object.tensor.rank - 1] <= mostLines else {
                throw Messages.tooManyLines(call)
            }
            try call.reserve(rows: object.tensor.count, columns: 1, at: "data")
            return columns(of: object, name: name)
        case .object(let object as WindowsObject):
            guard let tensor = try call.targetTensor(object.windows) else { throw Messages.noTargets(call, at: "data") }
            let columns = object.windows.targets
            let truth = TensorObject(tensor, names: columns.map(\.name), scalers: columns.map(\.scalers))
            return self.columns(of: truth.unscaled ?? truth, name: name)
        case .list(let list):
            if let numbers = try call.numbers(in: list, at: "data") { return [Column(name, .numbers(numbers))] }
            var all: [Column] = []
            for (index, element) in list.enumerated() {
                all += try columns(element, name: "line \(index + 1)", call)
                guard all.count <= mostLines else { throw Messages.tooManyLines(call) }
            }
            return all
        default: throw Messages.noNumbers(call, at: "data")
        }
    }

    /// A vector is one line; a matrix one for each column.
    private static func columns(of object: TensorObject, name: String) -> [Column] {
        let tensor = object.tensor
        let width = tensor.rank < 2 ? 1 : tensor.shape[tensor.rank - 1]
        return (0..<width).map { index in
            let values = stride(from: index, to: tensor.count, by: width).map { Double(tensor.values[$0]) }
            let given = object.names.count == width ? object.names[index] : "\(name) \(index + 1)"
            return Column(width == 1 && object.names.isEmpty ? name : given, .numbers(values))
        }
    }

    /// The truth and what a run says, in the original unit.
    private static func forecasts(_ run: RunObject, _ windows: Windows, _ call: Call) throws -> Drawn {
        let examples = windows.examples
        let answers = try Messages.explained(run.description, examples.shapes, call) { () throws(EngineError) in
            try run.model.predict(examples.sources)[0]
        }
        guard let truth = try call.targetTensor(windows) else { throw Messages.noTargets(call, at: "data") }
        let names = windows.targets.map(\.name)
        let scalers = windows.targets.map(\.scalers)
        let objects = [
            TensorObject(truth, names: names, scalers: scalers), TensorObject(answers, names: names, scalers: scalers),
        ]
        let first = call.whole("first") - 1
        let range = first..<max(first, call.whole(ifGiven: "last") ?? .max)
        var drawn = Drawn(xLabel: "example")
        for (object, kind) in zip(objects, ["truth", "prediction"]) {
            for column in columns(of: object.unscaled ?? object, name: kind) {
                let numbers = column.numbers ?? []
                let shown = range.clamped(to: 0..<numbers.count)
                let name = names.count > 1 ? "\(kind) \(column.name)" : kind
                drawn.lines.append(
                    Chart.Series(
                        name, values: Array(numbers[shown]), start: Double(shown.lowerBound + 1),
                        mark: kind == "truth" ? "*" : "o"))
            }
        }
        return drawn
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

extension Value {
    var run: RunObject? {
        if case .object(let object) = self { object as? RunObject } else { nil }
    }
}

extension Messages {
    static func tooManyLines(_ call: Call) -> Diagnostic {
        call.fail("there are too many lines for one plot", at: "data", "at most \(PlotInputs.mostLines)")
    }
}
