/// Named values as horizontal bars from zero, with the number at the end.
package struct Bars: Drawable {
    package var title: String
    package var bars: [(name: String, value: Double)]
    /// Digits after the point; nil: as suits.
    package var digits: Int?
    package init(_ title: String = "", _ bars: [(name: String, value: Double)], digits: Int? = nil) {
        (self.title, self.bars, self.digits) = (title, bars, digits)
    }
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, bars.count + (title.isEmpty ? 0 : 1)) }
    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        grid.put(title, x: area.x, y: area.y, maxWidth: area.width)
    }
}
