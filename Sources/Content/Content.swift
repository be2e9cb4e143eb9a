/// What a value or a view shows, described once: text, words, images, exports and records are made from it.
package struct Content: Sendable {
    /// One line that names it.
    package var summary: String
    /// From top to bottom.
    package var blocks: [Block]

    package init(_ summary: String, _ blocks: [Block]) { (self.summary, self.blocks) = (summary, blocks) }

    package enum Block: Sendable {
        case chart(Chart)
        case histogram(Histogram)
        case heatmap(Heatmap)
        case table(TextTable)
        /// Facts in words, one each; wrapped.
        case sentences([String])
        /// Lines that are clipped at the edge.
        case lines([String])
        /// Lines that are wrapped at blanks; what goes on below is moved in by so many columns more.
        case paragraphs([String], indent: Int)
    }

    /// The summary is said too, before all else.
    package var withSummaryFirst: Content { Content(summary, [.sentences([summary])] + blocks) }

    /// The first chart.
    package var chart: Chart? {
        for case .chart(let chart) in blocks { return chart }
        return nil
    }
}

/// A value that is described by its content.
package protocol Described: Sendable {
    var content: Content { get }
}
