import CMarkdown

/// Markdown text, rendered to styled lines for a width.
package struct Markdown: Drawable, Hashable {
    package let source: String

    package init(_ source: String) { self.source = source }

    /// Headings, paragraphs, lists, quotes, code, tables and rules, wrapped to `width` columns; comments are hidden.
    package func lines(width: Int, glyphs: Glyphs = .braille) -> [StyledLine] {
        source.split(separator: "\n", omittingEmptySubsequences: false)
            .flatMap { Text.wrap([Piece(String($0))], to: width) }
    }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, lines(width: width, glyphs: glyphs).count)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        for (row, line) in lines(width: area.width, glyphs: glyphs).prefix(area.height).enumerated() {
            grid.put(line, x: area.x, y: area.y + row, maxWidth: area.width)
        }
    }
}
