/// A table with headers: numbers to the right, text to the left, and a note where rows or columns are left out.
package struct TableText: Drawable {
    package struct Column: Sendable {
        package var name: String
        package var alignment: Alignment
        package var cells: [String]
        package init(_ name: String, _ alignment: Alignment, _ cells: [String]) {
            (self.name, self.alignment, self.cells) = (name, alignment, cells)
        }
        package static func text(_ name: String, _ cells: [String]) -> Column { Column(name, .left, cells) }
        /// Points below each other; nil is an empty cell. With `digits`, that many places after the point.
        package static func numbers(_ name: String, _ numbers: [Double?], digits: Int? = nil) -> Column {
            Column(name, .right, digits.map { digits in
                numbers.map { $0.map { Numbers.fixed($0, digits) } ?? "" }
            } ?? Numbers.column(numbers))
        }
    }
    package var columns: [Column]
    /// Rows that the caller left out after row `after` (of those in `columns`), to be told in a note.
    package var leftOut: (after: Int, count: Int)?

    package init(_ columns: [Column], leftOut: (after: Int, count: Int)? = nil) {
        (self.columns, self.leftOut) = (columns, leftOut)
    }
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, (columns.map(\.cells.count).max() ?? 0) + 1)
    }
    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {}
}
