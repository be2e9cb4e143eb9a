/// Values of units (rows) over time (columns).
package struct Heatmap: Sendable {
    package var title: String
    /// [unit][time]
    package var values: [[Double]]
    package var rowNames: [String]
    /// Names above the columns; empty: numbers from 1.
    package var columnNames: [String]
    /// What the columns count: "step".
    package var columnWord: String
    /// The value of the strongest colour; nil: the largest magnitude (or −1 … 1 if all lie in it).
    package var limit: Double?

    package init(
        _ title: String = "", _ values: [[Double]], rowNames: [String] = [], columnNames: [String] = [],
        columnWord: String = "",
        limit: Double? = nil
    ) {
        (self.title, self.values, self.rowNames, self.columnNames) = (title, values, rowNames, columnNames)
        (self.columnWord, self.limit) = (columnWord, limit)
    }
}
