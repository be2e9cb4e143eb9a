import Base
import Content

extension Heatmap {
    /// Cells that one figure may have; more are shown as text.
    private static let most = 20_000

    package var figure: Figure? {
        guard times > 0 else { return nil }
        let columns = min(times, 320)
        guard columns * values.count <= Self.most else { return nil }
        var figure = Figure(title, say: say)
        var y = 8
        if !title.isEmpty {
            y += Figure.line
            figure.text(title, x: 12, y: Double(y - 4), isBold: true)
        }
        let left = 12 + Int(clamping: Double(names.map { Text.width(of: $0) }.max() ?? 0) * Figure.letter) + 8
        let grid = CellGrid(
            columns: columns, rows: values.count, x: Double(left), y: Double(y + Figure.line),
            room: Double(Figure.width - 12 - left))
        drawNames(grid, into: &figure)
        let limit = limit ?? strongest
        for (row, unit) in values.enumerated() {
            for column in 0..<columns {
                let bin = unit[
                    min(unit.count, grid.start(column, times))..<min(unit.count, grid.start(column + 1, times))]
                guard let value = bin.max(by: { abs($0) < abs($1) || $0.isNaN }) else { continue }
                draw(value, share: limit > 0 ? value / limit : 0, column, row, grid, into: &figure)
            }
        }
        drawKey(limit, columns, y: grid.bottom + 18, x: grid.x, into: &figure)
        figure.height = Int(clamping: grid.bottom) + 28
        return figure
    }

    /// The colour tells the sign; digits do too where there is room, and a dash marks what is negative where there is
    /// none.
    private func draw(
        _ value: Double, share: Double, _ column: Int, _ row: Int, _ grid: CellGrid, into figure: inout Figure
    ) {
        let (x, y) = (grid.x + Double(column) * grid.width, grid.y + Double(row) * grid.height)
        guard value.isFinite else {
            figure.line((x, y), (x + grid.width, y + grid.height))
            return
        }
        let size = min(1, abs(share))
        let gap = grid.width > 3 ? 0.5 : 0
        let colour: Colour = share < 0 ? .skyBlue : .orange
        if size >= 0.01 {
            figure.box(x: x, y: y, width: grid.width - gap, height: grid.height - 0.5, colour, share: size)
        }
        let ninths = Int(clamping: (size * 9).rounded())
        guard ninths > 0 else { return }
        let middle = (x: x + grid.width / 2, y: y + grid.height / 2)
        if grid.width >= 20, grid.height >= 14 {
            let digits = (share < 0 ? "-" : "+") + "\(ninths)"
            figure.text(digits, x: middle.x, y: middle.y + 4, .middle, isOnColour: size > 0.55)
        } else if share < 0, grid.width >= 2 {
            figure.line((middle.x - grid.width / 4, middle.y), (middle.x + grid.width / 4, middle.y))
        }
    }

    private func drawNames(_ grid: CellGrid, into figure: inout Figure) {
        for (row, name) in names.enumerated() where grid.height >= 11 || row == 0 || row == names.count - 1 {
            let y = grid.y + (Double(row) + 0.5) * grid.height + 4
            figure.text(name, x: grid.x - 6, y: y, .end)
        }
        let numbers = Ticks.linear(1...Double(max(2, times)), atMost: 14, whole: true).values.map { Int(clamping: $0) }
        var free = 0.0
        for step in columnNames.isEmpty ? [1] + numbers : Array(1...times) where step <= times && step >= 1 {
            let name = columnNames.isEmpty ? "\(step)" : step <= columnNames.count ? columnNames[step - 1] : ""
            let half = Double(Text.width(of: name)) * Figure.letter / 2
            let x = grid.x + (Double((step - 1) * grid.columns / times) + 0.5) * grid.width
            guard x - half >= free else { continue }
            figure.text(name, x: x, y: grid.y - 5, .middle, isDim: true)
            free = x + half + Figure.letter
        }
    }

    private func drawKey(_ limit: Double, _ columns: Int, y: Double, x: Double, into figure: inout Figure) {
        let strongest = Numbers.significant(limit, 3)
        let note = columns < times ? "; \(times) steps in \(columns) columns, the largest of each" : ""
        figure.text("full orange is \(strongest), full blue is -\(strongest)\(note)", x: x, y: y, isDim: true)
    }

    private var say: String {
        let size = "\(values.count) by \(times) values"
        guard let range = span(of: values.lazy.flatMap { $0 }) else { return size }
        let reach = "from \(Numbers.short(range.lowerBound)) to \(Numbers.short(range.upperBound))"
        return (title.isEmpty ? "heat map: " : title + ": ") + "\(size) \(reach)"
    }

    /// Where the cells stand, in pixels.
    private struct CellGrid {
        let columns: Int
        let x, y, width, height, bottom: Double

        init(columns: Int, rows: Int, x: Double, y: Double, room: Double) {
            (self.columns, self.x, self.y) = (columns, x, y)
            width = min(40, room / Double(columns))
            height = max(2, min(20, 480 / Double(max(1, rows))))
            bottom = y + Double(rows) * height
        }

        func start(_ column: Int, _ times: Int) -> Int { column * times / columns }
    }
}
