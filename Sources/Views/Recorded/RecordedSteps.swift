import Display

/// What a notebook has kept of an example's way through a layer: for each step the numbers of every unit, by field.
///
/// Six significant digits of each, and neither weights nor inputs: there are no equations to put them into.
package struct RecordedSteps: Sendable, Hashable {
    /// A gate or state: its name, and its columns among the numbers of a step.
    package struct Field: Sendable, Hashable {
        package var name: String
        var columns: Range<Int>
    }

    /// The state first, then as recorded.
    package private(set) var fields: [Field]
    private let rows: [[Double]]

    /// `columns` are headings such as `t,h1,h2,z1,z2`; nil if none of them is a number of a unit.
    package init?(columns: [String], rows: [[Double]]) {
        fields = []
        for (index, column) in columns.enumerated() where index > 0 || column != "t" {
            let digits = column.reversed().prefix { ("0"..."9").contains($0) }.count
            let name = String(column.dropLast(digits))
            if let last = fields.last, last.name == name {
                fields[fields.count - 1].columns = last.columns.lowerBound..<(index + 1)
            } else {
                fields.append(Field(name: name, columns: index..<(index + 1)))
            }
        }
        guard !fields.isEmpty, !rows.isEmpty, rows.allSatisfy({ $0.count == columns.count }) else { return nil }
        self.rows = rows
        if let state = fields.firstIndex(where: { $0.name == "h" }) { fields.insert(fields.remove(at: state), at: 0) }
    }

    package var count: Int { rows.count }

    /// Of the field that has the most.
    var units: Int { fields.map(\.columns.count).max() ?? 0 }

    /// All from 0; nil where the field has no such unit, or before the first step.
    func value(_ field: Int, unit: Int, step: Int) -> Double? {
        let columns = fields[field].columns
        guard unit < columns.count, rows.indices.contains(step) else { return nil }
        return rows[step][columns.lowerBound + unit]
    }

    /// Since the step before.
    func change(_ field: Int, unit: Int, step: Int) -> Double? {
        guard let now = value(field, unit: unit, step: step), let before = value(field, unit: unit, step: step - 1)
        else { return nil }
        return now - before
    }

    /// The value of the strongest shade.
    func limit(_ field: Int) -> Double {
        let columns = fields[field].columns
        let largest = rows.lazy.flatMap { $0[columns] }.filter(\.isFinite).map { abs($0) }.max() ?? 1
        return largest <= 1 ? 1 : largest
    }
}

/// Where one looks in recorded steps, all from 0.
package struct RecordedCursor: Sendable, Hashable {
    package var step = 0
    var unit = 0
    var field = 0

    package init(step: Int = 0) { self.step = step }

    func kept(in steps: RecordedSteps) -> RecordedCursor {
        var cursor = self
        cursor.step = min(max(0, step), steps.count - 1)
        cursor.unit = min(max(0, unit), max(0, steps.units - 1))
        cursor.field = (field + steps.fields.count) % steps.fields.count
        return cursor
    }
}
