/// How often values fall into bins of equal width.
package struct Histogram: Sendable {
    package var title: String
    package var values: [Double]
    /// Nil: as many as suit the width and the number of values.
    package var bins: Int?
    package var rows: Int

    package init(_ title: String = "", _ values: [Double], bins: Int? = nil, rows: Int = 8) {
        (self.title, self.values, self.bins, self.rows) = (title, values, bins, rows)
    }
}
