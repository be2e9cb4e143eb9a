import Display

/// What is around every full-screen view: line 1 tells where, the last line the keys, and the line above it one plain
/// sentence. Everything between is the view.
package struct ViewFrame: Sendable {
    /// From the file to the view: the first ones give way where there is no room.
    package var crumbs: [String]
    /// At the right end of the first line; never cut.
    package var right: String
    package var statusLine: String
    /// `←→ time`: whole words that fit, the last two always.
    package var keys: [String]

    package init(crumbs: [String], right: String, statusLine: String, keys: [String]) {
        (self.crumbs, self.right, self.statusLine, self.keys) = (crumbs, right, statusLine, keys)
    }

    /// `body` gives the lines of the view for a width and a height.
    package func draw(
        into grid: inout Grid, area: Rect, glyphs: Glyphs, body lines: (_ width: Int, _ height: Int) -> [StyledLine]
    ) {
        guard area.height > 0, area.width > 0 else { return }
        grid.fill(area)
        let ink = Ink(glyphs: glyphs)
        var body = area
        if area.height >= 6 {
            Self.put(head(area.width), into: &grid, area, row: 0)
            Self.put(ink.rule(area.width), into: &grid, area, row: 1)
            Self.put(sentence(area.width), into: &grid, area, row: area.height - 2)
            Self.put(footer(area.width), into: &grid, area, row: area.height - 1)
            body = area.inset(top: 2, bottom: 2)
        }
        for (row, line) in lines(body.width, body.height).prefix(body.height).enumerated() {
            Self.put(line, into: &grid, body, row: row)
        }
    }

    /// The view's lines with head, rule and sentence, for a text.
    package func lines(around body: [StyledLine], width: Int, glyphs: Glyphs) -> [StyledLine] {
        [head(width), Ink(glyphs: glyphs).rule(width)] + body + statusLines(width: width)
    }

    /// The status line with its label, as often as it has to be wrapped.
    func statusLines(width: Int) -> [StyledLine] {
        flow(statusLine.split(separator: " ").map(String.init), after: Self.label, width: width)
    }

    private static let label = " SAY: "

    package static func text(_ lines: [StyledLine]) -> String {
        lines.map { $0.text.trimmedAtEnd + "\n" }.joined()
    }

    private func head(_ width: Int) -> StyledLine {
        let room = max(0, width - Text.width(of: right) - 1)
        let crumbs = crumbs.flatMap { $0.split(separator: " > ").map(String.init) }
        let fitting = crumbs.indices.map { " " + crumbs[$0...].joined(separator: " > ") }
        let left = fitting.first { Text.width(of: $0) < room } ?? fitting.last ?? ""
        return StyledLine(Text.pad(Text.clip(left, to: room - 1, ellipsis: ".."), to: room) + right + " ", Ink.strong)
    }

    /// A sentence that is too long ends with a mark, for all of it stands in the text.
    private func sentence(_ width: Int) -> StyledLine {
        StyledLine(Text.clip(Self.label + statusLine, to: width, ellipsis: ".."))
    }

    private func footer(_ width: Int) -> StyledLine {
        let last = keys.suffix(2).joined(separator: "  ")
        var line = " "
        for key in keys.dropLast(2) {
            guard Text.width(of: line + key) + 2 + Text.width(of: last) < width else { break }
            line += key + "  "
        }
        return StyledLine(Text.clip(line + last, to: max(0, width - 1)), Ink.faint)
    }

    private static func put(_ line: StyledLine, into grid: inout Grid, _ area: Rect, row: Int) {
        grid.put(line, x: area.x, y: area.y + row, maxWidth: area.width)
    }
}
