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
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, rows + 4) }
    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        grid.put(title, x: area.x, y: area.y, maxWidth: area.width)
    }
}
