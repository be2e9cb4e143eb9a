/// Points in the plane, in groups with a mark each.
package struct Scatter: Drawable {
    package struct Group: Sendable {
        package var name: String
        package var points: [(x: Double, y: Double)]
        package var mark: Unicode.Scalar?
        package var colour: Colour?
        package init(
            _ name: String, _ points: [(x: Double, y: Double)], mark: Unicode.Scalar? = nil, colour: Colour? = nil
        ) {
            (self.name, self.points, self.mark, self.colour) = (name, points, mark, colour)
        }
    }
    package var title: String
    package var groups: [Group]
    package var xLabel: String
    package var yLabel: String
    /// Draws y = x, for predictions against the truth.
    package var hasDiagonal: Bool
    package var rows: Int

    package init(
        _ title: String = "", groups: [Group], xLabel: String = "", yLabel: String = "", hasDiagonal: Bool = false,
        rows: Int = 16
    ) {
        (self.title, self.groups, self.xLabel, self.yLabel) = (title, groups, xLabel, yLabel)
        (self.hasDiagonal, self.rows) = (hasDiagonal, rows)
    }

    package var isElastic: Bool { true }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, rows + axes().surroundings(width: width))
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let canvas = axes().draw(into: &grid, area: area, glyphs: glyphs)
        guard !canvas.area.isEmpty else { return }
        if hasDiagonal {
            for column in canvas.area.x..<canvas.area.right {
                guard let row = canvas.row(canvas.x(ofColumn: column)) else { continue }
                grid.put(glyphs == .ascii ? "." : "·", x: column, y: row, Style(.grey, dim: true))
            }
        }
        for (index, group) in groups.enumerated() {
            let cell = Cell(scalar: Text.visible(group.mark ?? Marks.mark(index)), style: style(index))
            for point in group.points {
                guard let column = canvas.column(point.x), let row = canvas.row(point.y) else { continue }
                grid[column, row] = cell
            }
        }
    }

    func style(_ index: Int) -> Style { Style(groups[index].colour ?? Marks.colour(index)) }

    func axes() -> Axes {
        let points = groups.lazy.flatMap { $0.points }.filter { $0.x.isFinite && $0.y.isFinite }
        var xRange = span(of: points.lazy.map(\.x)) ?? 0...1
        var yRange = span(of: points.lazy.map(\.y)) ?? 0...1
        if hasDiagonal {
            let both = min(xRange.lowerBound, yRange.lowerBound)...max(xRange.upperBound, yRange.upperBound)
            (xRange, yRange) = (both, both)
        }
        var axes = Axes(title: title, xLabel: xLabel, yLabel: yLabel, xRange: xRange, yRange: yRange)
        axes.legend = groups.indices.filter { !groups[$0].name.isEmpty }.map {
            (groups[$0].mark ?? Marks.mark($0), groups[$0].name, style($0))
        }
        return axes
    }
}
