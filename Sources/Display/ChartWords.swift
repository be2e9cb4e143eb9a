import Base
import Content

/// A chart in words: what a screen reader says in its place, and the one sentence of its image.
extension Chart {
    package var spoken: [String] {
        isScatter ? pointWords : lineWords
    }

    /// `loss by epoch: train from 0.9 to 0.1, validation from 0.8 to 0.2, epoch 1 to 60`.
    var sentence: String {
        let facts = isScatter ? pointFacts : lineFacts
        return title.isEmpty ? facts : "\(title): \(facts)"
    }

    /// Points that are not joined are described as a cloud.
    private var isScatter: Bool { !series.isEmpty && series.allSatisfy { $0.shape.name == SeriesShape.points.name } }
}

/// Values in order.
extension Chart {
    private var lineWords: [String] {
        let head = "plot" + (title.isEmpty ? "" : " of " + title) + (isYLogarithmic ? ", logarithmic axis" : "")
        return [head] + series.flatMap { Spoken.series($0.name, $0.points, of: $0.total, at: place) }
            + baselines.map { "to compare, \($0.name): \(Numbers.significant($0.value, 4))" }
    }

    /// `epoch 7`, `1961`
    private func place(_ x: Double) -> String {
        if let names = xNames, let index = Int(exactly: x.rounded()), names.indices.contains(index - 1) {
            return names[index - 1]
        }
        return (xLabel.isEmpty ? "" : xLabel + " ") + Numbers.short(x)
    }

    private var lineFacts: String {
        let parts = series.compactMap { line -> String? in
            let known = line.points.map(\.y).filter(\.isFinite)
            guard let first = known.first, let last = known.last else { return nil }
            let name = line.name.isEmpty ? "values" : line.name
            return "\(name) from \(Numbers.significant(first, 3)) to \(Numbers.significant(last, 3))"
        }
        let compared = baselines.map { "\($0.name) at \(Numbers.significant($0.value, 3))" }
        let range = span(of: series.lazy.flatMap { $0.points.lazy.map(\.x) })
        let reach = range.map {
            "\(xLabel.isEmpty ? "x" : xLabel) \(Numbers.short($0.lowerBound)) to \(Numbers.short($0.upperBound))"
        }
        return (parts + compared + [reach].compactMap { $0 }).joined(separator: ", ")
    }
}

/// Points in the plane.
extension Chart {
    private var axisNames: [String] { [xLabel, yLabel].enumerated().map { $1.isEmpty ? ["x", "y"][$0] : $1 } }

    private var pointWords: [String] {
        let axes = axisNames
        let head = "points" + (title.isEmpty ? "" : ": " + title) + ", \(axes[0]) across and \(axes[1]) up"
        return [head] + series.map { words(of: $0, axes) }
    }

    private func words(of group: Series, _ axes: [String]) -> String {
        let (xs, ys) = (group.points.map(\.x), group.points.map(\.y))
        var words = Spoken.prefix(group.name) + Spoken.count(group.count, "point")
        words += ", \(axes[0]) \(Spoken.range(xs)), \(axes[1]) \(Spoken.range(ys))"
        if let together = Self.correlation(group.points) {
            words += ", correlation \(Numbers.significant(together, 2))"
        }
        guard hasDiagonal, !group.points.isEmpty else { return words }
        let distances = group.points.map { abs($0.x - $0.y) }
        let mean = distances.reduce(0, +) / Double(distances.count)
        return words + ", on average \(Numbers.significant(mean, 3)) off the diagonal"
    }

    private var pointFacts: String {
        let count = series.reduce(0) { $0 + $1.count }
        let names = series.map(\.name).filter { !$0.isEmpty }
        let of = names.isEmpty ? "" : " of " + names.joined(separator: ", ")
        let axes = axes(width: Figure.columns, glyphs: .blocks)
        let ranges = zip(axisNames, [axes.xRange, axes.yRange]).map { name, range in
            "\(name) \(Numbers.short(range.lowerBound)) to \(Numbers.short(range.upperBound))"
        }
        return "\(count) points\(of), " + ranges.joined(separator: ", ")
    }

    /// Pearson's; nil where one of the two does not vary.
    private static func correlation(_ points: [Point]) -> Double? {
        guard points.count > 1 else { return nil }
        let count = Double(points.count)
        let (mx, my) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
        let xx = points.reduce(0) { $0 + ($1.x - mx) * ($1.x - mx) }
        let yy = points.reduce(0) { $0 + ($1.y - my) * ($1.y - my) }
        let xy = points.reduce(0) { $0 + ($1.x - mx) * ($1.y - my) }
        return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
    }
}
