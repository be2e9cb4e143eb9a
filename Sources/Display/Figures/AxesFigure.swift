import Base

/// The frame of a plot in vectors: ticks, ranges and labels are those of the text, from the same numbers.
extension Axes {
    private static let top = 22
    /// The frame keeps off the data, so that marks at its ends are seen whole.
    private static let margin = 6

    /// Draws the frame around a plotting area of so many rows and returns the area with its scales.
    func draw(into figure: inout Figure, rows: Int) -> Canvas {
        let edge = Figure.width - 12
        var y = 6
        if !title.isEmpty {
            y += Figure.line
            figure.text(title, x: 12, y: Double(y - 4), isBold: true)
        }
        y = drawLegend(into: &figure, from: y, edge: edge)
        if !yLabel.isEmpty {
            y += Figure.line
            figure.text(yLabel, x: 12, y: Double(y - 4), isDim: true)
        }
        let (range, ticks) = yTicks(rows: rows)
        let left = 12 + room(ticks.labels) + 10
        let right = levels.isEmpty ? edge : edge - min(room(levels.map(\.label)) + 8, Figure.width / 3)
        let frame = Rect(x: left, y: y + 4, width: right - left, height: rows * Figure.line + 2 * Self.margin)
        let area = frame.inset(left: Self.margin, top: Self.margin, right: Self.margin, bottom: Self.margin)
        let canvas = Canvas(area: area, xRange: xRange, yRange: range, isYLogarithmic: isYLogarithmic)
        drawY(ticks, canvas, frame, into: &figure)
        drawX(canvas, frame, edge: edge, into: &figure)
        drawLevels(canvas, frame, into: &figure)
        figure.height = frame.bottom + Self.top + (xLabel.isEmpty ? 0 : Figure.line) + 8
        return canvas
    }

    private func room(_ labels: [String]) -> Int {
        Int(clamping: (Double(labels.map { Text.width(of: $0) }.max() ?? 0) * Figure.letter).rounded(.up))
    }

    /// The names side by side, in as many lines as they need; below the title, outside the plot.
    private func drawLegend(into figure: inout Figure, from top: Int, edge: Int) -> Int {
        var (x, y) = (12, top + Figure.line)
        for entry in legend {
            let width = 16 + room([entry.name])
            if x > 12, x + width > edge { (x, y) = (12, y + Figure.line) }
            figure.mark(entry.mark, (Double(x + 5), Double(y - 8)), entry.style.foreground)
            figure.text(entry.name, x: Double(x + 16), y: Double(y - 4))
            x += width + 20
        }
        return legend.isEmpty ? top : y
    }

    private func drawY(_ ticks: Ticks, _ canvas: Canvas, _ frame: Rect, into figure: inout Figure) {
        let (left, right) = (Double(frame.x), Double(frame.right))
        figure.line((left, Double(frame.y)), (left, Double(frame.bottom)))
        for (value, label) in zip(ticks.values, ticks.labels) {
            guard let y = canvas.place(canvas.xRange.lowerBound, value)?.y else { continue }
            figure.line((left, y), (right, y), .guide)
            figure.line((left - 4, y), (left, y))
            figure.text(label, x: left - 8, y: y + 4, .end)
        }
    }

    private func drawX(_ canvas: Canvas, _ frame: Rect, edge: Int, into figure: inout Figure) {
        let area = canvas.area
        let bottom = Double(frame.bottom)
        figure.line((Double(frame.x), bottom), (Double(frame.right), bottom))
        let ticks = xTicks(width: Int(clamping: Double(area.width) / Figure.letter))
        var free = 0.0
        for (value, label) in zip(ticks.values, ticks.labels) {
            let half = Double(Text.width(of: label)) * Figure.letter / 2
            guard let share = canvas.across(value) else { continue }
            let x = Double(area.x) + share * Double(area.width)
            let middle = min(x, Double(edge) - half)
            guard middle - half >= free else { continue }
            figure.line((x, bottom), (x, bottom + 4))
            figure.text(label, x: middle, y: bottom + 17, .middle)
            free = middle + half + Figure.letter
        }
        if !xLabel.isEmpty {
            figure.text(
                xLabel, x: Double(area.right), y: bottom + Double(Self.top + Figure.line) - 4, .end, isDim: true)
        }
    }

    /// Dashed lines with their labels at the right, which keep clear of each other.
    private func drawLevels(_ canvas: Canvas, _ area: Rect, into figure: inout Figure) {
        let columns = Int(clamping: Double(Figure.width - 12 - area.right - 8) / Figure.letter)
        var free = Double(area.y)
        for level in levels.sorted(by: { $0.y > $1.y }) {
            guard let y = canvas.place(canvas.xRange.lowerBound, level.y)?.y else { continue }
            figure.line((Double(area.x), y), (Double(area.right), y), .dashed)
            let label = Text.clip(level.label, to: columns, ellipsis: "…")
            free = max(y + 4, free)
            figure.text(label, x: Double(area.right + 8), y: free, isDim: true)
            free += 14
        }
    }
}

extension Canvas {
    /// Numbers → pixels, where the area is one of pixels; nil outside.
    func place(_ x: Double, _ y: Double) -> (x: Double, y: Double)? {
        guard let across = across(x), let up = up(y) else { return nil }
        return (
            Double(area.x) + across * Double(area.width), Double(area.bottom) - up * Double(area.height)
        )
    }
}
