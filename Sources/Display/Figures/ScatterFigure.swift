import Base

extension Scatter: Figured {
    package var figure: Figure? {
        guard groups.contains(where: { $0.points.contains { $0.x.isFinite && $0.y.isFinite } }) else { return nil }
        let axes = axes()
        var figure = Figure(title, say: say(axes))
        let canvas = axes.draw(into: &figure, rows: rows)
        if hasDiagonal, let from = canvas.place(canvas.xRange.lowerBound, canvas.yRange.lowerBound),
            let to = canvas.place(canvas.xRange.upperBound, canvas.yRange.upperBound)
        {
            figure.line(from, to, .dashed)
        }
        for (index, group) in groups.enumerated() {
            // What would cover another point of its group exactly is left out.
            var taken: Set<Point> = []
            for point in group.points.lazy.compactMap({ canvas.place($0.x, $0.y) }) {
                let pixel = Point(x: Int(clamping: point.x.rounded()), y: Int(clamping: point.y.rounded()))
                guard taken.insert(pixel).inserted else { continue }
                figure.mark(group.mark ?? Marks.mark(index), point, style(index).foreground)
            }
        }
        return figure
    }

    private func say(_ axes: Axes) -> String {
        let count = groups.reduce(0) { $0 + $1.points.count }
        let names = groups.map(\.name).filter { !$0.isEmpty }
        let of = names.isEmpty ? "" : " of " + names.joined(separator: ", ")
        let ranges = [("x", xLabel, axes.xRange), ("y", yLabel, axes.yRange)].map { letter, label, range in
            let name = label.isEmpty ? letter : label
            return "\(name) \(Numbers.short(range.lowerBound)) to \(Numbers.short(range.upperBound))"
        }
        return (title.isEmpty ? "" : title + ": ") + "\(count) points\(of), " + ranges.joined(separator: ", ")
    }
}
