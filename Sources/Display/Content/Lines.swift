/// Lines of text, wrapped at blanks; what goes on stands below where the line's text began.
package struct Paragraphs: Drawable {
    package var lines: [String]
    /// Columns that a line which goes on is moved in by, beyond the blanks at its beginning.
    package var indent = 4

    package init(_ lines: [String], indent: Int = 4) {
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

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, wrapped(width).count) }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        Lines(wrapped(area.width)).draw(into: &grid, area: area, glyphs: glyphs)
    }
}

/// Lines of text, clipped at the edge.
package struct Lines: Drawable {
    package var lines: [StyledLine]

    package init(_ lines: [StyledLine]) { self.lines = lines }
    package init(_ lines: [String]) { self.lines = lines.map { StyledLine($0) } }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, lines.count) }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        for (row, line) in lines.prefix(area.height).enumerated() {
            grid.put(line, x: area.x, y: area.y + row, maxWidth: area.width)
        }
    }
}
