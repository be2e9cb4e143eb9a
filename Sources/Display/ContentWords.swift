import Content

extension Bars {
    package var spoken: [String] {
        (title.isEmpty ? [] : [title])
            + bars.map { bar in
                "\(bar.name): \(digits.map { Numbers.fixed(bar.value, $0) } ?? Numbers.significant(bar.value, 4))"
            }
    }
}

extension Sparkline {
    package var spoken: [String] {
        Spoken.series("", values.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }) { Numbers.short($0) }
    }
}

extension Heatmap {
    /// A row for each unit: its range, where it is strongest, and all its values if those are few.
    package var spoken: [String] {
        (title.isEmpty ? [] : [title])
            + values.enumerated().map { row, values in
                let name = row < rowNames.count ? rowNames[row] : "u\(row + 1)"
                guard
                    let strongest = values.indices.filter({ values[$0].isFinite }).max(by: {
                        abs(values[$0]) < abs(values[$1])
                    })
                else { return "\(name): no values" }
                let place =
                    strongest < columnNames.count
                    ? columnNames[strongest]
                    : [columnWord, "\(strongest + 1)"].filter { !$0.isEmpty }.joined(separator: " ")
                let all = values.count > 16 ? "" : ": " + values.map { Numbers.signed($0, 2) }.joined(separator: " ")
                return "\(name) \(Spoken.range(values)), strongest \(Numbers.signed(values[strongest], 2)) at \(place)"
                    + all
            }
    }
}

extension TextTable {
    /// A line for each row, each cell behind the name of its column; empty cells are left out.
    package var spoken: [String] {
        let rows = columns.map(\.cells.count).max() ?? 0
        var lines = (0..<rows).map { row in
            var head = ""
            let cells = columns.compactMap { column -> String? in
                guard row < column.cells.count, !column.cells[row].isEmpty else { return nil }
                guard !column.name.isEmpty else {
                    head += "\(column.cells[row]): "
                    return nil
                }
                return "\(column.name) \(column.cells[row])"
            }
            return head + cells.joined(separator: ", ")
        }
        if let leftOut, leftOut.after <= lines.count {
            lines.insert("\(Spoken.count(leftOut.count, "row")) left out", at: leftOut.after)
        }
        return lines
    }
}
