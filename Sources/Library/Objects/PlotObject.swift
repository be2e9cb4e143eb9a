import Content
import Display
import Language

/// Something to be looked at: a plot, a table, a list of findings.
package struct PlotObject: Object, Described, Drawable {
    package static let kind: Kind = "plot"
    package let content: Content

    package init(_ summary: String, _ blocks: Content.Block...) { content = Content(summary, blocks) }

    package var summary: String { content.summary }
    package var isElastic: Bool { content.isElastic }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        content.height(width: width, limit: limit, glyphs: glyphs)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        content.draw(into: &grid, area: area, glyphs: glyphs)
    }
}
