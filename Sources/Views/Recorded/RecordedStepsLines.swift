import Display

/// Recorded steps drawn: units by time for one field up to the chosen step, and the numbers of that step in full, with
/// how the field has changed since the step before.
package struct RecordedStepsLines: Drawable {
    let steps: RecordedSteps
    let cursor: RecordedCursor

    package init(_ steps: RecordedSteps, at cursor: RecordedCursor) {
        self.steps = steps
        self.cursor = cursor.kept(in: steps)
    }

    /// What the chosen number does: `h u1 falls by 0.04401 to -0.642809`.
    package var movement: String { Phrases.movement(steps, cursor) }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, lines(width: width, height: nil, glyphs: glyphs).count)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let lines = lines(width: area.width, height: area.height, glyphs: glyphs)
        for (row, line) in lines.prefix(area.height).enumerated() {
            grid.put(line, x: area.x, y: area.y + row, maxWidth: area.width)
        }
    }

    /// In at most `height` lines where that is given: around the chosen unit, the map before the table.
    func lines(width: Int, height: Int?, glyphs: Glyphs) -> [StyledLine] {
        let around = 4
        let room = height.map { max(0, $0 - around) } ?? 2 * steps.units
        // The table gives way first, for it has each unit's number once more.
        let mapped = min(steps.units, max(1, room - min(steps.units, room / 2)))
        let listed = min(steps.units, max(0, room - mapped))
        let map = mapLines(units(mapped), width: width, glyphs)
        guard listed > 0 else {
            return map + [StyledLine(Text.clip(" " + readOut, to: width, ellipsis: ".."), Ink.strong)]
        }
        let rule = StyledLine(Phrases.titledRule(width, glyphs), Ink.faint)
        return map + [rule] + tableLines(units(listed), width: width)
    }

    /// So many units, with the chosen one among them.
    private func units(_ count: Int) -> Range<Int> {
        let first = min(max(0, cursor.unit - count / 2), max(0, steps.units - count))
        return first..<(first + count)
    }

    private var field: RecordedSteps.Field { steps.fields[cursor.field] }

    /// `h u1 at t=5 is -0.642809`
    var readOut: String {
        let value = steps.value(cursor.field, unit: cursor.unit, step: cursor.step)
        return "\(field.name) u\(cursor.unit + 1) at t=\(cursor.step + 1) is \(Self.number(value))"
    }

    /// As it stands in the file.
    static func number(_ value: Double?) -> String { value.map { Numbers.significant($0, 6) } ?? "" }

    private func name(_ unit: Int, _ width: Int) -> String {
        let mark = unit == cursor.unit ? ">" : " "
        return Text.pad("\(mark)\(field.name) u\(unit + 1)", to: width)
    }
}

/// The map: units down, time across.
extension RecordedStepsLines {
    private func mapLines(_ units: Range<Int>, width: Int, _ glyphs: Glyphs) -> [StyledLine] {
        let label = min(max(6, Text.width(of: "\(field.name) u\(steps.units)") + 2), max(1, width / 2))
        let cell = 5 * steps.count <= width - label ? 5 : 3
        let count = max(1, min(steps.count, (width - label) / cell))
        let first = min(max(0, cursor.step - count / 2), steps.count - count)
        let shown = first..<(first + count)
        let limit = steps.limit(cursor.field)
        let strongest = Numbers.significant(limit, 3)
        let key = " \(field.name): +9 is \(strongest), -9 is -\(strongest); \(Phrases.later(glyphs))"
        return [timeLine(shown, label, cell)]
            + units.map { unit in
                var line = StyledLine(name(unit, label), unit == cursor.unit ? Ink.strong : .plain)
                for step in shown { line.append(shade(unit, step, limit, cell, glyphs)) }
                return line
            } + [StyledLine(Text.clip(key, to: width, ellipsis: ".."), Ink.faint)]
    }

    private func timeLine(_ shown: Range<Int>, _ label: Int, _ cell: Int) -> StyledLine {
        var line = StyledLine(Text.pad(" time", to: label))
        for step in shown {
            let number = String(step + 1)
            let isChosen = step == cursor.step
            // Numbers that don't fit beside each other stand at every fifth step.
            let isShown = number.count < cell || isChosen || (step + 1) % 5 == 0 && step != cursor.step - 1
            let text = isShown ? Text.clip(number, to: cell) : ""
            line.append(
                Text.pad(text, to: cell - 1, .right) + (Text.width(of: text) < cell ? " " : ""),
                isChosen ? Ink.strong : Ink.faint)
        }
        return line
    }

    /// Steps that have not come yet are dots.
    private func shade(_ unit: Int, _ step: Int, _ limit: Double, _ cell: Int, _ glyphs: Glyphs) -> Piece {
        guard step <= cursor.step else {
            return Piece(Text.pad(glyphs == .ascii ? "." : "·", to: cell - 1, .right) + " ", Ink.faint)
        }
        guard let value = steps.value(cursor.field, unit: unit, step: step) else { return Piece(Text.blanks(cell)) }
        return Shade.piece(value, share: value / limit, width: cell, isChosen: step == cursor.step)
    }
}

/// The table: units down, fields across, the chosen field first.
extension RecordedStepsLines {
    private static let column = 11

    private func tableLines(_ units: Range<Int>, width: Int) -> [StyledLine] {
        let label = 6
        let others = steps.fields.indices.filter { $0 != cursor.field }
        let fitting = max(0, (width - label) / Self.column - 2)
        let shown = others.prefix(fitting)
        var head = " t=\(cursor.step + 1)"
        head =
            Text.pad(head, to: label)
            + ([field.name, "change"] + shown.map { steps.fields[$0].name })
            .map { Text.pad($0, to: Self.column, .right) }.joined()
        if shown.count < others.count {
            head += Text.clip("  " + Phrases.moreFields(others.count - shown.count), to: width - Text.width(of: head))
        }
        return [StyledLine(head, Ink.faint)]
            + units.map { unit in
                let isChosen = unit == cursor.unit
                var line = StyledLine(
                    Text.pad((isChosen ? ">" : " ") + "u\(unit + 1)", to: label), isChosen ? Ink.strong : .plain)
                line.append(entry(Self.number(steps.value(cursor.field, unit: unit, step: cursor.step)), isChosen))
                line.append(entry(change(unit), isChosen))
                for other in shown {
                    line.append(entry(Self.number(steps.value(other, unit: unit, step: cursor.step)), isChosen))
                }
                return line
            }
    }

    private func change(_ unit: Int) -> String {
        guard let change = steps.change(cursor.field, unit: unit, step: cursor.step), change.isFinite
        else { return "" }
        return (change < 0 ? "" : "+") + Numbers.significant(change, 4)
    }

    private func entry(_ text: String, _ isChosen: Bool) -> Piece {
        Piece(Text.pad(text, to: Self.column, .right), isChosen ? Ink.strong : .plain)
    }
}
