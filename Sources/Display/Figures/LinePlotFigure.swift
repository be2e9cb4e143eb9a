extension LinePlot: Figured {
    package var figure: Figure? {
        guard lines.contains(where: { $0.points.contains { $0.x.isFinite && $0.y.isFinite } }) else { return nil }
        var figure = Figure(title, say: say)
        let canvas = axes(width: Figure.columns, glyphs: .blocks).draw(into: &figure, rows: rows)
        for (index, line) in lines.enumerated() {
            let stretches = stretches(of: line, on: canvas)
            let colour = style(index).foreground
            if line.mark != "!" { figure.path(stretches.map { thinned($0) }, colour) }
            for point in marked(stretches) { figure.mark(mark(index, .blocks), point, colour) }
        }
        return figure
    }

    /// `loss by epoch: train from 0.9 to 0.1, validation from 0.8 to 0.2, epoch 1 to 60`.
    private var say: String {
        let parts = lines.compactMap { line -> String? in
            let known = line.points.map(\.y).filter(\.isFinite)
            guard let first = known.first, let last = known.last else { return nil }
            let name = line.name.isEmpty ? "values" : line.name
            return "\(name) from \(Numbers.significant(first, 3)) to \(Numbers.significant(last, 3))"
        }
        let compared = baselines.map { "\($0.name) at \(Numbers.significant($0.value, 3))" }
        let range = span(of: lines.lazy.flatMap { $0.points.lazy.map(\.x) })
        let reach = range.map {
            "\(xLabel.isEmpty ? "x" : xLabel) \(Numbers.short($0.lowerBound)) to \(Numbers.short($0.upperBound))"
        }
        let facts = (parts + compared + [reach].compactMap { $0 }).joined(separator: ", ")
        return title.isEmpty ? facts : "\(title): \(facts)"
    }

    /// A point that is none ends a stretch.
    private func stretches(of line: Line, on canvas: Canvas) -> [[(x: Double, y: Double)]] {
        line.points.map { canvas.place($0.x, $0.y) }.split(omittingEmptySubsequences: true) { $0 == nil }
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

    /// Marks stand apart, so that each is seen for itself.
    private func marked(_ stretches: [[(x: Double, y: Double)]]) -> [(x: Double, y: Double)] {
        var last = -Double.infinity
        return stretches.joined().filter { point in
            guard point.x - last >= 16 else { return false }
            last = point.x
            return true
        }
    }
}
