import Display
import Language

/// Something drawn: a plot, the windows over their series, an audit.
package struct PlotObject: Object, Drawable {
    package static let kind: Kind = "plot"
    package let summary: String
    private let drawing: any Drawable

    package init(_ summary: String, _ drawing: any Drawable) {
        self.summary = summary
        self.drawing = drawing
    }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        drawing.height(width: width, limit: limit, glyphs: glyphs)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        drawing.draw(into: &grid, area: area, glyphs: glyphs)
    }
}

/// Lines of text, clipped at the edge.
struct Lines: Drawable {
    var lines: [StyledLine]

    init(_ lines: [StyledLine]) { self.lines = lines }
    init(_ lines: [String]) { self.lines = lines.map { StyledLine($0) } }

    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, lines.count) }

    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        for (row, line) in lines.prefix(area.height).enumerated() {
            grid.put(line, x: area.x, y: area.y + row, maxWidth: area.width)
        }
    }
}
