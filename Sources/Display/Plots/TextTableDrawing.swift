import Content

extension TextTable.Column {
    /// Points below each other; nil is an empty cell. With `digits`, that many places after the point.
    package static func numbers(_ name: String, _ numbers: [Double?], digits: Int? = nil) -> TextTable.Column {
        TextTable.Column(
            name, .right,
            digits.map { digits in
                numbers.map { $0.map { Numbers.fixed($0, digits) } ?? "" }
            } ?? Numbers.column(numbers))
    }
}

/// A table in characters: numbers to the right, text to the left, and a note where rows or columns are left out.
extension TextTable: Drawable {
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        let notes = (leftOut == nil ? 0 : 1) + (shown(width: width).count < columns.count ? 1 : 0)
        return min(limit, rowCount + 1 + notes)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let shown = shown(width: area.width)
        let hidden = columns.indices.filter { !shown.contains($0) }
        var body = area
        if !hidden.isEmpty, area.height > 2 {
            let parts = area.split(bottom: 1)
            let names = hidden.map { columns[$0].name }.joined(separator: ", ")
            let count = hidden.count == 1 ? "1 column" : "\(hidden.count) columns"
            note("\(count) left out: \(names)", y: parts.bottom.y, area, into: &grid, glyphs)
            body = parts.rest
        }
        guard !body.isEmpty else { return }
        draw(shown, hidden, row: nil, y: body.y, area, into: &grid, glyphs)
        for (offset, row) in rows(fitting: body.height - 1).enumerated() {
            switch row {
            case .row(let row): draw(shown, hidden, row: row, y: body.y + 1 + offset, area, into: &grid, glyphs)
            case .leftOut(let count):
                note(
                    count == 1 ? "1 row left out" : "\(count) rows left out", y: body.y + 1 + offset, area, into: &grid,
                    glyphs)
            }
        }
    }

    private static let gap = 2
    /// Longer texts are cut.
    package static let widest = 40

    private var rowCount: Int { columns.map(\.cells.count).max() ?? 0 }

    private enum Row {
        case row(Int)
        case leftOut(Int)
    }

    /// The rows from both ends that fit, with a note between them for the rest.
    private func rows(fitting height: Int) -> [Row] {
        guard height > 0 else { return [] }
        let split = min(max(0, leftOut?.after ?? 0), rowCount)
        let note = leftOut == nil ? 0 : 1
        if rowCount + note <= height {
            var rows = (0..<rowCount).map { Row.row($0) }
            if let leftOut { rows.insert(.leftOut(leftOut.count), at: split) }
            return rows
        }
        let room = max(0, height - 1)
        let tail = leftOut == nil ? room / 2 : min(rowCount - split, room / 2)
        let head = min(room - tail, rowCount - tail)
        let count = rowCount - head - tail + (leftOut?.count ?? 0)
        return (0..<head).map { .row($0) } + [.leftOut(count)] + (rowCount - tail..<rowCount).map { .row($0) }
    }

    /// Indices of the columns that fit: all, or the first ones and the last.
    private func shown(width: Int) -> [Int] {
        let widths = columns.map(natural)
        if widths.reduce(0, +) + Self.gap * max(0, columns.count - 1) <= width { return Array(columns.indices) }
        guard columns.count > 1, let last = widths.last else { return Array(columns.indices) }
        var used = min(last, width / 2) + Self.gap + 1
        var shown: [Int] = []
        for (index, width_) in widths.dropLast().enumerated() {
            if used + Self.gap + width_ > width, !shown.isEmpty { break }
            used += Self.gap + width_
            shown.append(index)
        }
        return shown + [columns.count - 1]
    }

    private func natural(_ column: Column) -> Int {
        min(Self.widest, max(Text.width(of: column.name), column.cells.lazy.map { Text.width(of: $0) }.max() ?? 0))
    }

    /// Row nil is the header.
    private func draw(
        _ shown: [Int], _ hidden: [Int], row: Int?, y: Int, _ area: Rect, into grid: inout Grid, _ glyphs: Glyphs
    ) {
        let dots = glyphs == .ascii ? "~" : "…"
        var x = area.x
        for (position, index) in shown.enumerated() {
            if position > 0, shown[position - 1] + 1 < index {
                grid.put(dots, x: x, y: y, Style(dim: true), maxWidth: area.right - x)
                x += 1 + Self.gap
            }
            let column = columns[index]
            let width = min(natural(column), area.right - x)
            let text = row.map { $0 < column.cells.count ? column.cells[$0] : "" } ?? column.name
            let clipped = Text.pad(Text.clip(text, to: width, ellipsis: dots), to: width, column.alignment)
            grid.put(clipped, x: x, y: y, Style(bold: row == nil), maxWidth: max(0, width))
            x += width + Self.gap
        }
    }

    private func note(_ text: String, y: Int, _ area: Rect, into grid: inout Grid, _ glyphs: Glyphs) {
        let dots = glyphs == .ascii ? "..." : "…"
        grid.put(Text.clip("\(dots) \(text)", to: area.width, ellipsis: dots), x: area.x, y: y, Style(dim: true))
    }
}
