/// Values of units (rows) over time (columns), by colour, and by characters where there is no colour.
package struct Heatmap: Drawable {
    package var title: String
    /// [unit][time]
    package var values: [[Double]]
    package var rowNames: [String]
    /// Names above the columns; empty: numbers from 1.
    package var columnNames: [String]
    /// The value of the strongest colour; nil: the largest magnitude (or −1 … 1 if all lie in it).
    package var limit: Double?
    /// (unit, time) to mark, counted from 0.
    package var chosen: (row: Int, column: Int)?

    package init(
        _ title: String = "", _ values: [[Double]], rowNames: [String] = [], columnNames: [String] = [],
        limit: Double? = nil, chosen: (row: Int, column: Int)? = nil
    ) {
        (self.title, self.values, self.rowNames, self.columnNames) = (title, values, rowNames, columnNames)
        (self.limit, self.chosen) = (limit, chosen)
    }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, values.count + (title.isEmpty ? 0 : 1) + 2)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        var body = area
        if !title.isEmpty {
            grid.put(Text.clip(title, to: area.width, ellipsis: "~"), x: area.x, y: area.y, Style(bold: true))
            body = area.split(top: 1).rest
        }
        let times = values.map(\.count).max() ?? 0
        guard times > 0, !body.isEmpty else { return }
        let names = values.indices.map { $0 < rowNames.count ? rowNames[$0] : "u\($0 + 1)" }
        let nameWidth = min(names.map { Text.width(of: $0) }.max() ?? 0, max(1, area.width / 3))
        let plot = body.split(left: nameWidth + 1).rest
        guard !plot.isEmpty else { return }
        let layout = Layout(times: times, width: plot.width)
        let limit = limit ?? strongest
        drawNames(names, width: nameWidth, in: body, into: &grid)
        drawColumnNames(layout, in: plot, into: &grid)
        for (row, unit) in values.enumerated() where row + 1 < plot.height {
            for column in 0..<layout.columns {
                let bin = unit[min(unit.count, layout.start(column))..<min(unit.count, layout.start(column + 1))]
                guard let value = bin.filter(\.isFinite).max(by: { abs($0) < abs($1) }) else { continue }
                let isChosen = chosen.map { $0.row == row && layout.column(of: $0.column) == column } ?? false
                let at = Point(x: plot.x + column * layout.cell, y: plot.y + 1 + row)
                draw(limit > 0 ? value / limit : 0, at: at, layout.cell, isChosen, into: &grid)
            }
        }
        let key = layout.cell == 1
            ? "size \(Heatmap.ramp) of \(Numbers.significant(limit, 3)), negative reversed"
            : "+9 is \(Numbers.significant(limit, 3)), -9 is \(Numbers.significant(-limit, 3))"
        let note = layout.isBinned ? "; \(times) steps in \(layout.columns) columns, the largest of each" : ""
        let y = plot.y + 1 + values.count
        if y < area.bottom { grid.put(key + note, x: area.x, y: y, Style(dim: true), maxWidth: area.width) }
    }

    /// Size by character, from nothing to the limit.
    static let ramp = " .:-=+*#%@"

    /// Orange for positive, blue for negative, from black to full strength at ±1.
    package static func colour(_ share: Double) -> Colour {
        let strength = min(1, abs(share.isFinite ? share : 0))
        let end: (Double, Double, Double) = share < 0 ? (86, 180, 233) : (230, 159, 0)
        return .rgb(UInt8(end.0 * strength), UInt8(end.1 * strength), UInt8(end.2 * strength))
    }

    /// One value, −1 … 1 of the limit: a signed ninth where there is room, else a character of the ramp.
    private func draw(_ share: Double, at point: Point, _ cell: Int, _ isChosen: Bool, into grid: inout Grid) {
        let size = min(9, Int((min(1, abs(share)) * 9).rounded()))
        if cell == 1 {
            let character = Array(Heatmap.ramp.unicodeScalars)[size]
            var style = Style(Heatmap.colour(share), bold: isChosen, underline: isChosen)
            style.reverse = share < 0 && size > 0
            grid[point.x, point.y] = Cell(scalar: character, style: style)
            return
        }
        let digits = size == 0 ? "0" : (share < 0 ? "-" : "+") + String(size)
        let background = Heatmap.colour(share)
        let style = Style(size > 5 ? .rgb(0, 0, 0) : .rgb(255, 255, 255), on: background, bold: isChosen)
        let text = isChosen && cell >= 4 ? "[" + digits + "]" : Text.pad(digits, to: cell - 1, .right) + " "
        grid.put(Text.pad(text, to: cell, .right), x: point.x, y: point.y, style)
    }

    private func drawNames(_ names: [String], width: Int, in body: Rect, into grid: inout Grid) {
        for (row, name) in names.enumerated() where row + 1 < body.height {
            let style = Style(bold: chosen?.row == row)
            grid.put(Text.pad(Text.clip(name, to: width, ellipsis: "~"), to: width, .right), x: body.x, y: body.y + 1 + row, style)
        }
    }

    private func drawColumnNames(_ layout: Layout, in plot: Rect, into grid: inout Grid) {
        if !columnNames.isEmpty, layout.cell >= 3 {
            for column in 0..<min(layout.columns, columnNames.count) {
                let name = Text.pad(Text.clip(columnNames[column], to: layout.cell - 1), to: layout.cell - 1, .right)
                grid.put(name, x: plot.x + column * layout.cell, y: plot.y, maxWidth: plot.right - plot.x)
            }
            return
        }
        let label = String(layout.times).count + 1
        let every = Ticks.linear(0...Double(layout.times), atMost: max(2, plot.width / (label + 1)), whole: true)
        var free = plot.x
        for tick in [1] + every.values.map({ Int($0) }) where tick >= 1 && tick <= layout.times {
            let text = String(tick)
            // The last digit stands above the column, in wider cells above the digit of the value.
            let end = plot.x + layout.column(of: tick - 1) * layout.cell + (layout.cell == 1 ? 1 : layout.cell - 1)
            let start = max(plot.x, end - text.count)
            guard start >= free, start + text.count <= plot.right else { continue }
            grid.put(text, x: start, y: plot.y, Style(dim: true))
            free = start + text.count + 1
        }
    }

    private var strongest: Double {
        let largest = values.lazy.flatMap { $0 }.filter(\.isFinite).map { abs($0) }.max() ?? 1
        return largest <= 1 && largest > 0.1 ? 1 : largest
    }

    /// Steps → columns: as wide as fit, several steps to a column where there are too many.
    private struct Layout {
        let times: Int
        let columns: Int
        let cell: Int
        var isBinned: Bool { columns < times }

        init(times: Int, width: Int) {
            self.times = times
            cell = [5, 4, 3].first { $0 * times <= width } ?? 1
            columns = max(1, min(times, width))
        }

        func start(_ column: Int) -> Int { column * times / columns }
        func column(of time: Int) -> Int { min(columns - 1, max(0, ((time + 1) * columns - 1) / times)) }
    }
}
