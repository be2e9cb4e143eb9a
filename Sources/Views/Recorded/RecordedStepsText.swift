import Display

/// Recorded steps as plain text: every number of every step, a table for each field.
extension RecordedSteps {
    func lines(width: Int) -> [StyledLine] {
        [StyledLine(" " + Phrases.recordedOnly), StyledLine("")]
            + fields.indices.flatMap { field -> [StyledLine] in
                let units = Array(0..<fields[field].columns.count)
                let count = max(1, (width - 6) / 11)
                return stride(from: 0, to: units.count, by: count).flatMap { first -> [StyledLine] in
                    let shown = units[first..<min(units.count, first + count)]
                    let head =
                        Text.pad(" t", to: 6)
                        + shown.map { Text.pad("\(fields[field].name) u\($0 + 1)", to: 11, .right) }.joined()
                    return [StyledLine(head)] + (0..<self.count).map { step in row(field, step, shown) } + [
                        StyledLine("")
                    ]
                }
            }
    }

    private func row(_ field: Int, _ step: Int, _ units: ArraySlice<Int>) -> StyledLine {
        let numbers = units.map { unit in
            Text.pad(RecordedStepsLines.number(value(field, unit: unit, step: step)), to: 11, .right)
        }
        return StyledLine(Text.pad(" \(step + 1)", to: 6) + numbers.joined())
    }
}
