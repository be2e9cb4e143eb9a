/// A line of values in one row: `▁▂▅█`, or `_.-^` digits of height in ASCII.
package struct Sparkline: Drawable {
    package var values: [Double]
    package init(_ values: [Double]) { self.values = values }
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, 1) }
    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {}
}
