/// How the points of a series are drawn, as strokes and marks on any paper: a new kind of plot is one more of these.
///
/// Words and records of a series are made from its points, whatever the shape.
package struct SeriesShape: Sendable {
    /// As a notebook records it.
    package let name: String
    /// Lines through points, in the numbers of the axes; a point of NaN ends one of them.
    package let strokes: @Sendable ([Chart.Point]) -> [Chart.Point]
    /// Whether each point has a mark of its own.
    package let marksEveryPoint: Bool
    /// A number that the y axis reaches to, so that strokes can begin there.
    package let base: Double?

    package init(
        _ name: String, base: Double? = nil, marksEveryPoint: Bool = false,
        strokes: @escaping @Sendable ([Chart.Point]) -> [Chart.Point]
    ) {
        (self.name, self.base, self.marksEveryPoint, self.strokes) = (name, base, marksEveryPoint, strokes)
    }
}

extension SeriesShape {
    /// Each point joined to the next.
    package static let line = SeriesShape("line") { $0 }
    /// Marks alone: a scatter plot.
    package static let points = SeriesShape("points", marksEveryPoint: true) { _ in [] }

    /// Those that a record can name.
    package static let all = [line, points]
}
