/// Values of units (rows) over time (columns), by colour, and by characters where there is no colour.
package struct Heatmap: Drawable {
    package var title: String
    /// [unit][time]
    package var values: [[Double]]
    package var rowNames: [String]
    /// Names above the columns; empty: numbers from 1.
    package var columnNames: [String]
    /// The value of the strongest colour; nil: the largest magnitude (or −1 … 1 if all lie in it).
    package var limit: Double?
    /// (unit, time) to mark, counted from 0.
    package var chosen: (row: Int, column: Int)?

    package init(
        _ title: String = "", _ values: [[Double]], rowNames: [String] = [], columnNames: [String] = [],
        limit: Double? = nil, chosen: (row: Int, column: Int)? = nil
    ) {
        (self.title, self.values, self.rowNames, self.columnNames) = (title, values, rowNames, columnNames)
        (self.limit, self.chosen) = (limit, chosen)
    }
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, values.count + 3) }
    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        grid.put(title, x: area.x, y: area.y, maxWidth: area.width)
    }
}
