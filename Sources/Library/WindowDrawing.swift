import Datasets
import Display

/// Windows drawn over the raw series, one line each: `==` what goes in, `--` rows skipped, `Y` the target.
///
/// A few rows get four columns each, or as many as their values need, with the row numbers and the values above; a longer
/// series gets one column or less for each row.
struct WindowDrawing: Drawable {
    private let windows: Windows
    private let limit: Int

    init(_ windows: Windows, limit: Int) {
        self.windows = windows
        self.limit = limit
    }

    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, lines(width: width).count) }

    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        Lines(lines(width: area.width)).draw(into: &grid, area: area, glyphs: glyphs)
    }

    private static let labelWidth = 10

    private func lines(width: Int) -> [String] {
        let room = width - Self.labelWidth
        let isWide = windows.rowCount * wideCell <= room
        let cell = isWide ? wideCell : 1
        let reach = windows.plan.reach
        // Rows behind one character, so that at least the first two windows fit.
        let step = isWide ? 1 : max(1, (reach + windows.plan.shift + room - 1) / room)
        let rows = min(windows.rowCount, room / cell * step)
        var lines = isWide ? wideHeader : narrowHeader(rows: rows, step: step)
        lines.append("")
        lines.append(rule)
        let shown = windows.starts.prefix(limit).filter { $0 + reach <= rows || $0 == windows.starts.first }
        for (index, start) in shown.enumerated() {
            lines.append(line("ex \(index + 1)", start, rows: rows, step: step, cell: cell))
            if isWide { lines[lines.count - 1] += target(of: start, room: width - Text.width(of: lines[lines.count - 1])) }
        }
        if shown.count < windows.count {
            lines.append("  ... and \(windows.count - shown.count) more, to row \((windows.starts.last ?? 0) + reach)")
        } else if let dropped {
            let text = line("ex \(shown.count + 1)", dropped, rows: rows, step: step, cell: cell)
            let needs = "needs row \(dropped + reach): dropped"
            lines.append(Text.width(of: text) + needs.count + 1 <= width ? text + " " + needs : text + "  x")
        }
        if windows.leftOut.gaps > 0 { lines.append("  \(windows.leftOut.gaps) left out: they cross a gap in time") }
        if windows.leftOut.missing > 0 { lines.append("  \(windows.leftOut.missing) left out: a value is missing") }
        return lines
    }

    /// `LENGTH 7, SHIFT 2, TARGET SHIFT 1   n = floor((14-(7+1+1))/2)+1 = 3`
    private var rule: String {
        let plan = windows.plan
        let rows = windows.rowCount
        let count = plan.count(rows: rows)
        if plan.targets == .none, plan.shift == plan.length {
            let left = rows - count * plan.length
            let rest = left == 0 ? "" : ", \(counted(left, "row")) left over"
            return " RESHAPE length \(plan.length)   n = floor(\(rows)/\(plan.length)) = \(count), no overlap\(rest)"
        }
        let head = " LENGTH \(plan.length), SHIFT \(plan.shift)"
        let overlap = max(0, plan.length - plan.shift)
        if plan.targets == .none {
            return head
                + "   n = floor((\(rows)-\(plan.length))/\(plan.shift))+1 = \(count), overlap \(overlap) of \(plan.length)"
        }
        if plan.targetShift < 0 {
            let own = plan.targets == .all ? "TARGET IN EACH ROW" : "TARGET IN THE LAST ROW"
            let place = plan.answerSteps == nil ? own : "ANSWERS APART"
            return head + ", \(place)   n = floor((\(rows)-\(plan.length))/\(plan.shift))+1 = \(count)"
        }
        return head + ", TARGET SHIFT \(plan.targetShift)"
            + "   n = floor((\(rows)-(\(plan.length)+\(plan.targetShift)+1))/\(plan.shift))+1 = \(count)"
    }

    /// Columns for a row where every row has room for its number and values.
    private var wideCell: Int {
        if windows.rowCount > 100 { return 4 }
        let all = windows.inputs.prefix(4).flatMap { texts(of: $0) } + ["\(windows.rowCount)"]
        return max(3, all.map(\.count).max() ?? 0) + 1
    }

    private var wideHeader: [String] {
        let cell = wideCell
        let numbers = (1...max(1, windows.rowCount)).map { Text.pad("\($0)", to: cell, .right) }
        return [Text.pad(" row", to: Self.labelWidth) + numbers.joined()] + windows.inputs.prefix(4).map { column in
            let name = Text.pad(" " + Text.clip(column.name, to: Self.labelWidth - 2), to: Self.labelWidth)
            return name + texts(of: column).map { Text.pad($0, to: cell, .right) }.joined()
        }
    }

    /// Its values in the original unit, with one digit after the point if any of them has one.
    private func texts(of column: Column) -> [String] {
        let values = column.unscaled.numbers ?? []
        let digits = values.allSatisfy { $0.isNaN || $0 == $0.rounded() } ? 0 : 1
        return values.map { $0.isNaN ? "?" : Numbers.fixed($0, digits) }
    }

    /// Row numbers at every tenth character.
    private func narrowHeader(rows: Int, step: Int) -> [String] {
        var line = Text.pad(" row", to: Self.labelWidth)
        for column in stride(from: 0, to: rows / step, by: 10) {
            line += Text.pad("\(column * step + 1)", to: 10)
        }
        let scale = step == 1 ? [] : ["  one character is \(step) rows"]
        return [line] + scale
    }

    private func line(_ label: String, _ start: Int, rows: Int, step: Int, cell: Int) -> String {
        var line = Text.pad("  " + label, to: Self.labelWidth)
        for row in stride(from: 0, to: rows, by: step) {
            line += Text.pad(mark(row..<min(row + step, rows), of: start, isWide: cell > 1), to: cell, .right)
        }
        return line
    }

    /// What stands for these rows: the target wins over inputs, inputs over what is skipped.
    private func mark(_ rows: Range<Int>, of start: Int, isWide: Bool) -> String {
        let plan = windows.plan
        let inputs = start..<(start + plan.length)
        // An answer with steps of its own has no rows here.
        let targets = plan.answerSteps == nil ? plan.targetRows(from: start) : start..<start
        if rows.overlaps(targets) { return isWide && rows.overlaps(inputs) ? "=Y" : "Y" }
        if rows.overlaps(inputs) { return isWide ? "==" : "=" }
        if plan.targets != .none, rows.overlaps(start..<(start + plan.reach)) { return isWide ? "--" : "-" }
        return "."
    }

    private func target(of start: Int, room: Int) -> String {
        guard windows.plan.targets == .last else { return "" }
        let row = windows.plan.targetRows(from: start).lowerBound + 1
        return ["   y = row \(row)", "  row \(row)"].first { $0.count <= room } ?? ""
    }

    /// The window that would come next but whose target lies behind the last row.
    private var dropped: Int? {
        guard windows.part == nil, windows.plan.targets != .none else { return nil }
        let next = windows.plan.count(rows: windows.rowCount) * windows.plan.shift
        return next + windows.plan.length <= windows.rowCount ? next : nil
    }
}
