import Display
import Language

/// Something drawn: a plot, the windows over their series, an audit.
package struct PlotObject: Object, Drawable, Figured {
    package static let kind: Kind = "plot"
    package let summary: String
    private let drawing: any Drawable

    package init(_ summary: String, _ drawing: any Drawable) {
        self.summary = summary
        self.drawing = drawing
    }

    package var isElastic: Bool { drawing.isElastic }
    package var figure: Figure? { (drawing as? any Figured)?.figure }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        drawing.height(width: width, limit: limit, glyphs: glyphs)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        drawing.draw(into: &grid, area: area, glyphs: glyphs)
    }

    package var spoken: [String] { drawing.spoken }
}

/// Lines of text, wrapped at blanks; what goes on stands below where the line's text began.
struct Paragraphs: Drawable {
    var lines: [String]
    /// Columns that a line which goes on is moved in by, beyond the blanks at its beginning.
    var indent = 4

    init(_ lines: [String], indent: Int = 4) {
        self.lines = lines
        self.indent = indent
    }

    private func wrapped(_ width: Int) -> [String] {
        lines.flatMap { line -> [String] in
            guard Text.width(of: line) > width else { return [line] }
            let blanks = line.prefix { $0 == " " }.count
            let inside = String(repeating: " ", count: min(blanks + indent, width / 2))
            let first = Text.wrap(line, to: width)[0]
            let rest = String(line.dropFirst(first.count)).drop { $0 == " " }
            return [first] + Text.wrap(String(rest), to: max(1, width - inside.count)).map { inside + $0 }
        }
    }

    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, wrapped(width).count) }

    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        Lines(wrapped(area.width)).draw(into: &grid, area: area, glyphs: glyphs)
    }

    var spoken: [String] { lines.flatMap(Spoken.plain) }
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

    var spoken: [String] { lines.flatMap { Spoken.plain($0.text) } }
}
