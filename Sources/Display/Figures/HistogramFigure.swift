import Content

extension Histogram {
    package var figure: Figure? {
        let counts = counts(width: Figure.columns)
        guard let most = counts.max() else { return nil }
        var figure = Figure(title, say: say(counts, most))
        let canvas = axes(counts).draw(into: &figure, rows: rows)
        let area = canvas.area
        for (bin, count) in counts.enumerated() {
            guard count > 0, let up = canvas.up(Double(count)) else { continue }
            let edges = [bin, bin + 1].map { Double(area.x) + Double($0 * area.width) / Double(counts.count) }
            let height = up * Double(area.height)
            figure.box(
                x: edges[0] + 0.5, y: Double(area.bottom) - height, width: max(0.5, edges[1] - edges[0] - 1),
                height: height, .skyBlue)
        }
        return figure
    }

    private func say(_ counts: [Int], _ most: Int) -> String {
        let width = (range.upperBound - range.lowerBound) / Double(counts.count)
        let start = range.lowerBound + Double(counts.firstIndex(of: most) ?? 0) * width
        let bin = "\(Numbers.short(start)) to \(Numbers.short(start + width))"
        let total = counts.reduce(0, +)
        let facts = "\(total) values from \(Numbers.short(range.lowerBound)) to \(Numbers.short(range.upperBound))"
        return (title.isEmpty ? "" : title + ": ") + "\(facts), most of them (\(most)) from \(bin)"
    }
}
