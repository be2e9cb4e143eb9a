/// Which side of its column a text is at.
package enum Alignment: Hashable, Sendable { case left, right, centre }

/// A table with headers, its cells as text.
package struct TextTable: Sendable {
    package struct Column: Sendable {
        package var name: String
        package var alignment: Alignment
        package var cells: [String]
        package init(_ name: String, _ alignment: Alignment, _ cells: [String]) {
            (self.name, self.alignment, self.cells) = (name, alignment, cells)
        }
        package static func text(_ name: String, _ cells: [String]) -> Column { Column(name, .left, cells) }
    }
    package var columns: [Column]
    /// Rows that are not among those of `columns`, after row `after`; a note says how many.
    package var leftOut: (after: Int, count: Int)?

    package init(_ columns: [Column], leftOut: (after: Int, count: Int)? = nil) {
        (self.columns, self.leftOut) = (columns, leftOut)
    }
}
