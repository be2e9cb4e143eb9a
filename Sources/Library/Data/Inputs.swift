import Datasets
import Language

/// Tables, series and lists of numbers, taken as one thing.
enum Inputs {
    /// The argument as a table: a series is one column, a list one column called "list".
    static func table(_ call: Call, _ name: String) throws -> Table {
        switch call.value(name) {
        case .object(let table as TableObject): return table.table
        case .object(let series as SeriesObject): return Table([series.column])
        case .list(let values):
            guard let numbers = try call.numbers(in: values, at: name) else { throw Messages.noNumbers(call, at: name) }
            return Table([Column("list", .numbers(numbers))])
        default: throw Messages.noNumbers(call, at: name)
        }
    }

    static func times(_ call: Call, _ name: String) -> [Double]? {
        switch call.value(name) {
        case .object(let table as TableObject): table.table.times
        case .object(let series as SeriesObject): series.times
        default: nil
        }
    }

    /// Every column of numbers changed; the result is a table or a series, as the argument was.
    static func map(_ call: Call, _ name: String, _ change: (Column) throws -> Column) throws -> Value {
        if case .object(let table as TableObject) = call.value(name) {
            guard !table.table.numberColumns.isEmpty else { throw Messages.noNumbers(call, at: name) }
            try call.reserve(copyOf: table.table, at: name)
            let columns = try table.table.columns.map(change)
            let times = table.table.times.map { Array($0.suffix(columns[0].count)) }
            return .object(TableObject(Table(columns, times: times)))
        }
        let column = try table(call, name).columns[0]
        guard column.numbers != nil else { throw Messages.notNumbers(column, call, at: name) }
        try call.reserve(rows: column.count, columns: 2, at: name)
        let changed = try change(column)
        let times = times(call, name).map { Array($0.suffix(changed.count)) }
        return .object(SeriesObject(changed, times: times))
    }
}

extension Call {
    /// The numbers of a list; nil if something else is among them.
    func numbers(in values: [Value], at name: String) throws -> [Double]? {
        guard values.allSatisfy({ if case .number = $0 { true } else { false } }) else { return nil }
        try reserve(rows: values.count, columns: 1, at: name)
        var numbers: [Double] = []
        numbers.reserveCapacity(values.count)
        for case .number(let number) in values { numbers.append(number) }
        return numbers
    }
}
