import Base
import Content

/// A histogram in characters.
extension Histogram: Drawable {
    package var isElastic: Bool { true }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, rows + axes(counts(width: width)).surroundings(width: width))
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let counts = counts(width: area.width)
        let canvas = axes(counts).draw(into: &grid, area: area, glyphs: glyphs)
        guard !canvas.area.isEmpty, !counts.isEmpty else { return }
        for column in canvas.area.x..<canvas.area.right {
            let share = (Double(column - canvas.area.x) + 0.5) / Double(canvas.area.width)
            let count = counts[min(counts.count - 1, Int(clamping: share * Double(counts.count)))]
            guard count > 0, let up = canvas.up(Double(count)) else { continue }
            let eighths = max(1, Int(clamping: (up * Double(8 * canvas.area.height)).rounded()))
            drawColumn(column, eighths: eighths, canvas, &grid, glyphs)
        }
    }

    /// The bins with how many values lie in each.
    package var spoken: [String] {
        let counts = counts(width: 30)
        let scale = Scale(range)
        let bins = Double(max(1, counts.count))
        let finite = values.filter(\.isFinite)
        let mean = finite.reduce(0, +) / Double(max(1, finite.count))
        let head = "histogram" + (title.isEmpty ? "" : " of " + title)
        let size =
            ", \(Spoken.count(finite.count, "value")) \(Spoken.range(values)), mean \(Numbers.significant(mean, 4))"
        return [head + size]
            + counts.enumerated().map { bin, count in
                let ends = [bin, bin + 1].map { Numbers.significant(scale.number(at: Double($0) / bins), 4) }
                return "\(ends[0]) to \(ends[1]): \(count)"
            }
    }

    private func drawColumn(_ x: Int, eighths: Int, _ canvas: Canvas, _ grid: inout Grid, _ glyphs: Glyphs) {
        let style = Style(.skyBlue)
        for row in 0..<(eighths + 7) / 8 {
            let left = eighths - 8 * row
            let y = canvas.area.bottom - 1 - row
            if glyphs == .ascii {
                grid.put("#", x: x, y: y, style)
            } else {
                grid[x, y] = Cell(scalar: Blocks.lower(min(8, left)), style: style)
            }
        }
    }

    var range: ClosedRange<Double> { span(of: values) ?? 0...1 }

    /// How many values lie in each bin; the last bin holds its upper end too.
    func counts(width: Int) -> [Int] {
        let finite = values.filter(\.isFinite)
        guard !finite.isEmpty else { return [] }
        let roots = Int(clamping: Double(finite.count).squareRoot().rounded(.up))
        let suits = max(1, min(roots * 2, max(1, width - 10) / 2, 60))
        let bins = max(1, min(bins ?? suits, 10_000))
        let scale = Scale(range)
        var counts = Array(repeating: 0, count: bins)
        for value in finite {
            counts[min(bins - 1, max(0, Int(clamping: scale.share(of: value) * Double(bins))))] += 1
        }
        return counts
    }

    func axes(_ counts: [Int]) -> Axes {
        Axes(title: title, xRange: range, yRange: 0...Double(max(1, counts.max() ?? 1)))
    }
}
