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
            let numbers = values.compactMap { if case .number(let number) = $0 { number } else { nil } }
            guard numbers.count == values.count else { throw Messages.noNumbers(call, at: name) }
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
            let columns = try table.table.columns.map(change)
            let times = table.table.times.map { Array($0.suffix(columns[0].count)) }
            return .object(TableObject(Table(columns, times: times)))
        }
        let column = try table(call, name).columns[0]
        guard column.numbers != nil else { throw Messages.notNumbers(column, call, at: name) }
        let changed = try change(column)
        let times = times(call, name).map { Array($0.suffix(changed.count)) }
        return .object(SeriesObject(changed, times: times))
    }
}
