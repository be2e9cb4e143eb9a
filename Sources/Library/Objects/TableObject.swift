import Base
import Content
import Datasets
import Display
import Language

/// A table with its columns as members.
package struct TableObject: Object {
    package static let kind: Kind = "table"
    package let table: Table
    /// It lists runs of the log, and so changes with every fit.
    package let isOfLog: Bool

    package init(_ table: Table, isOfLog: Bool = false) { (self.table, self.isOfLog) = (table, isOfLog) }

    /// Some of its rows or columns.
    func with(_ part: Table) -> TableObject { TableObject(part, isOfLog: isOfLog) }

    package var summary: String {
        let columns = table.columns.map { "\($0.name) (\($0.typeName))" }
        let shown = columns.count > 9 ? columns.prefix(8) + ["and \(columns.count - 8) more"] : columns[...]
        return "table: \(counted(table.rowCount, "row")), " + shown.joined(separator: ", ")
    }

    package var size: String { "\(table.rowCount) × \(table.columns.count)" }

    package var members: [(name: String, kind: Kind)] {
        table.columns.map { ($0.name, Kind(stringLiteral: $0.typeName)) }
    }

    package func member(_ name: String) -> Value? {
        table[name].map { .object(SeriesObject($0, times: table.times)) }
    }

    package var count: Int? { table.rowCount }

    /// One row, as a table.
    package func element(_ index: Int) -> Value { .object(with(table.rows((index - 1)..<index))) }
}

extension TableObject: Passing {
    package var kept: Value { isOfLog ? .text(Messages.tableOfLog) : .object(self) }
}

extension TableObject: Described, Drawable, Recorded {
    /// The first and last rows.
    private var text: TextTable {
        let limit = 12
        let count = table.rowCount
        guard count > limit else { return TextTable(columns(rows: Array(0..<count))) }
        return TextTable(
            columns(rows: Array(0..<6) + Array((count - 3)..<count)), leftOut: (after: 6, count: count - 9))
    }

    private func columns(rows: [Int]) -> [TextTable.Column] {
        // Runs have numbers of their own.
        let numbers = isOfLog ? [] : [TextTable.Column("", .right, rows.map { String($0 + 1) })]
        return numbers + table.columns.map { $0.shown(rows) }
    }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        content.height(width: width, limit: limit, glyphs: glyphs)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        content.draw(into: &grid, area: area, glyphs: glyphs)
    }

    package var content: Content { Content(summary, [.lines([heading]), .table(text)]) }

    private var heading: String {
        "table: \(counted(table.rowCount, "row")), \(counted(table.columns.count, "column"))"
    }

    package var records: [(name: String, csv: String)] {
        table.rowCount <= 200 ? [("table", table.csv)] : []
    }
}

extension Table {
    /// As a file of comma-separated values; missing values are empty.
    var csv: String {
        var lines = [columns.map { CSVText.cell($0.name) }.joined(separator: ",")]
        for row in 0..<rowCount {
            lines.append(columns.map { $0.text(row) }.joined(separator: ","))
        }
        return lines.joined(separator: "\n") + "\n"
    }
}

extension Column {
    /// These rows, as a table shows them.
    func shown(_ rows: [Int]) -> TextTable.Column {
        switch values {
        case .numbers(let values): .numbers(name, rows.map { values[$0].isNaN ? nil : values[$0] })
        case .texts(let texts): .text(name, rows.map { texts[$0] })
        case .dates(let texts, _): .text(name, rows.map { texts[$0] })
        }
    }

    fileprivate func text(_ row: Int) -> String {
        switch values {
        case .numbers(let numbers): numbers[row].isNaN ? "" : plain(numbers[row])
        case .texts(let texts): CSVText.cell(texts[row])
        case .dates(let texts, _): CSVText.cell(texts[row])
        }
    }
}

/// A number as CSV holds it: the shortest text that reads back as the same number, without a needless `.0`.
func plain(_ number: Double, single: Bool = false) -> String {
    if number == number.rounded(), abs(number) < 1e15 { return String(Int(clamping: number)) }
    return single ? "\(Float(number))" : "\(number)"
}

/// "1 row", "3,650 rows" without the comma: the plural by an s.
func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }
