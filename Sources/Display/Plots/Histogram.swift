/// How often values fall into bins of equal width.
package struct Histogram: Drawable {
    package var title: String
    package var values: [Double]
    /// Nil: as many as suit the width and the number of values.
    package var bins: Int?
    package var rows: Int

    package init(_ title: String = "", _ values: [Double], bins: Int? = nil, rows: Int = 8) {
        (self.title, self.values, self.bins, self.rows) = (title, values, bins, rows)
    }
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, rows + 3) }
    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        grid.put(title, x: area.x, y: area.y, maxWidth: area.width)
    }
}
