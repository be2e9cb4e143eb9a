import Base
import Content

extension Chart {
    package var figure: Figure? {
        guard series.contains(where: { $0.points.contains { $0.x.isFinite && $0.y.isFinite } }) else { return nil }
        var figure = Figure(title, say: sentence)
        let canvas = axes(width: Figure.columns, glyphs: .blocks).draw(into: &figure, rows: rows)
        if hasDiagonal, let from = canvas.place(canvas.xRange.lowerBound, canvas.yRange.lowerBound),
            let to = canvas.place(canvas.xRange.upperBound, canvas.yRange.upperBound)
        {
            figure.line(from, to, .dashed)
        }
        for index in series.indices { draw(index, on: canvas, into: &figure) }
        return figure
    }

    private func draw(_ index: Int, on canvas: Canvas, into figure: inout Figure) {
        let line = series[index]
        let colour = style(index).foreground
        let stretches = stretches(of: line.shape.strokes(line.points), on: canvas)
        figure.path(stretches.map { thinned($0) }, colour)
        let marked = line.shape.marksEveryPoint ? distinct(line.points, on: canvas) : spaced(stretches)
        for point in marked { figure.mark(mark(index, .blocks), point, colour) }
    }

    /// A point that is none ends a stretch.
    private func stretches(of points: [Point], on canvas: Canvas) -> [[(x: Double, y: Double)]] {
        points.map { canvas.place($0.x, $0.y) }.split(omittingEmptySubsequences: true) { $0 == nil }
            .map { $0.compactMap { $0 } }
    }

    /// Of the points that share a pixel column the first, the lowest, the highest and the last.
    private func thinned(_ points: [(x: Double, y: Double)]) -> [(x: Double, y: Double)] {
        guard points.count > 2 * Figure.width else { return points }
        var kept: [(x: Double, y: Double)] = []
        var start = 0
        while start < points.count {
            let column = points[start].x.rounded()
            let end = points[start...].firstIndex { $0.x.rounded() != column } ?? points.count
            let ys = points[start..<end].map(\.y)
            let extremes = [ys.min(), ys.max()].compactMap { $0.flatMap(ys.firstIndex) }.map { start + $0 }
            kept += Set([start, end - 1] + extremes).sorted().map { points[$0] }
            start = end
        }
        return kept
    }

    /// Marks of a line are apart from each other, so that each is seen for itself.
    private func spaced(_ stretches: [[(x: Double, y: Double)]]) -> [(x: Double, y: Double)] {
        var last = -Double.infinity
        return stretches.joined().filter { point in
            guard point.x - last >= 16 else { return false }
            last = point.x
            return true
        }
    }

    /// What would cover another point of its series exactly is left out.
    private func distinct(_ points: [Point], on canvas: Canvas) -> [Point] {
        var taken: Set<Display.Point> = []
        return points.compactMap { canvas.place($0.x, $0.y) }.filter { point in
            taken.insert(.init(x: Int(clamping: point.x.rounded()), y: Int(clamping: point.y.rounded()))).inserted
        }
    }
}
