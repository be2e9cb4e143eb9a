import Base
import Content

/// A heat map by colour, and by characters where there is no colour.
extension Heatmap: Drawable {
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        let bands = bands(width: width - nameWidth(width) - 1, glyphs).count
        return min(limit, bands * (values.count + 1) + (title.isEmpty ? 0 : 1) + 1)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        var body = area
        if !title.isEmpty {
            grid.put(Text.clip(title, to: area.width, ellipsis: "~"), x: area.x, y: area.y, Style(bold: true))
            body = area.split(top: 1).rest
        }
        let plotWidth = body.width - nameWidth(area.width) - 1
        let limit = limit ?? strongest
        var cell = 1
        var columns = times
        for band in bands(width: plotWidth, glyphs) where !body.isEmpty {
            let layout = Layout(band, width: plotWidth)
            (cell, columns) = (layout.cell, layout.columns)
            let parts = body.split(top: values.count + 1)
            draw(layout, limit: limit, in: parts.top, into: &grid)
            body = parts.rest
        }
        guard times > 0, plotWidth > 0, !body.isEmpty else { return }
        let strongest = Numbers.significant(limit, 3)
        let key =
            cell == 1
            ? "size \(Shade.ramp) of \(strongest), negative reversed" : "+9 is \(strongest), -9 is -\(strongest)"
        let note = cell == 1 && columns < times ? "; \(times) steps in \(columns) columns, the largest of each" : ""
        let x = area.x + nameWidth(area.width) + 1
        grid.put(key + note, x: x, y: body.y, Style(dim: true), maxWidth: area.right - x)
    }

    /// The steps side by side. A plain file knows no reverse to tell signs apart: there a long series goes on below.
    private func bands(width: Int, _ glyphs: Glyphs) -> [Range<Int>] {
        guard times > 0, width > 0 else { return [] }
        let room = width / 3
        guard glyphs != .braille, times > room, room > 0, (times + room - 1) / room <= 8 else { return [0..<times] }
        return stride(from: 0, to: times, by: room).map { $0..<min(times, $0 + room) }
    }

    private func draw(_ layout: Layout, limit: Double, in area: Rect, into grid: inout Grid) {
        let nameWidth = nameWidth(area.width)
        let plot = area.split(left: nameWidth + 1).rest
        drawNames(width: nameWidth, in: area, into: &grid)
        drawColumnNames(layout, in: plot, into: &grid)
        for (row, unit) in values.enumerated() where row + 1 < plot.height {
            for column in 0..<layout.columns {
                let bin = unit[min(unit.count, layout.start(column))..<min(unit.count, layout.start(column + 1))]
                guard let value = bin.filter(\.isFinite).max(by: { abs($0) < abs($1) }) else { continue }
                let piece = Shade.piece(value, share: limit > 0 ? value / limit : 0, width: layout.cell)
                grid.put(piece.text, x: plot.x + column * layout.cell, y: plot.y + 1 + row, piece.style)
            }
        }
    }

    var times: Int { values.map(\.count).max() ?? 0 }

    var names: [String] { values.indices.map { $0 < rowNames.count ? rowNames[$0] : "u\($0 + 1)" } }

    private func nameWidth(_ width: Int) -> Int { min(names.map { Text.width(of: $0) }.max() ?? 0, max(1, width / 3)) }

    /// Orange for positive, blue for negative, from black to full strength at ±1.
    package static func colour(_ share: Double) -> Colour {
        let strength = min(1, abs(share.isFinite ? share : 0))
        let end: (Double, Double, Double) = share < 0 ? (86, 180, 233) : (230, 159, 0)
        func part(_ full: Double) -> UInt8 { UInt8(clamping: full * strength) }
        return .rgb(part(end.0), part(end.1), part(end.2))
    }

    private func drawNames(width: Int, in body: Rect, into grid: inout Grid) {
        for (row, name) in names.enumerated() where row + 1 < body.height {
            grid.put(
                Text.pad(Text.clip(name, to: width, ellipsis: "~"), to: width, .right), x: body.x, y: body.y + 1 + row)
        }
    }

    private func drawColumnNames(_ layout: Layout, in plot: Rect, into grid: inout Grid) {
        if !columnNames.isEmpty, layout.cell >= 3 {
            for column in 0..<layout.columns where layout.start(column) < columnNames.count {
                let name = Text.clip(columnNames[layout.start(column)], to: layout.cell - 1)
                let x = plot.x + column * layout.cell
                grid.put(Text.pad(name, to: layout.cell - 1, .right), x: x, y: plot.y, maxWidth: plot.right - x)
            }
            return
        }
        let (first, last) = (layout.steps.lowerBound + 1, layout.steps.upperBound)
        let label = String(last).count + 1
        let round = Ticks.linear(
            Double(first)...Double(max(first, last)), atMost: max(2, plot.width / (label + 1)), whole: true)
        var free = plot.x
        for tick in [first] + round.values.map({ Int(clamping: $0) }) where tick >= first && tick <= last {
            let text = String(tick)
            // The last digit stands above the column, in wider cells above the digit of the value.
            let end = plot.x + layout.column(of: tick - 1) * layout.cell + (layout.cell == 1 ? 1 : layout.cell - 1)
            let start = max(plot.x, end - text.count)
            guard start >= free, start + text.count <= plot.right else { continue }
            grid.put(text, x: start, y: plot.y, Style(dim: true))
            free = start + text.count + 1
        }
    }

    var strongest: Double {
        let largest = values.lazy.flatMap { $0 }.filter(\.isFinite).map { abs($0) }.max() ?? 1
        return largest <= 1 && largest > 0.1 ? 1 : largest
    }

    /// Steps → columns: as wide as fit, several steps to a column where there are too many.
    private struct Layout {
        let steps: Range<Int>
        let columns: Int
        let cell: Int

        init(_ steps: Range<Int>, width: Int) {
            self.steps = steps
            cell = [5, 4, 3].first { $0 * steps.count <= width } ?? 1
            columns = max(1, min(steps.count, width))
        }

        func start(_ column: Int) -> Int { steps.lowerBound + column * steps.count / columns }

        /// −1 for a step that is not among these.
        func column(of step: Int) -> Int {
            guard steps.contains(step) else { return -1 }
            return min(columns - 1, ((step - steps.lowerBound + 1) * columns - 1) / steps.count)
        }
    }
}
