/// Markdown text, rendered to styled lines for a width.
package struct Markdown: Drawable, Hashable {
    package let source: String
    /// Headings stand out as far as characters can: to be read from the last row of a room.
    package let isLarge: Bool

    package init(_ source: String, isLarge: Bool = false) { (self.source, self.isLarge) = (source, isLarge) }

    /// Headings, paragraphs, lists, quotes, code, tables and rules, wrapped to `width` columns; comments are hidden.
    ///
    /// Parses anew at each call: who draws often keeps the result.
    package func lines(width: Int, glyphs: Glyphs = .braille) -> [StyledLine] {
        let renderer = MarkdownRenderer(glyphs: glyphs, isLarge: isLarge)
        let width = max(1, width)
        // What is nested too deep for its width, and a table of more columns than there is room for, is cut.
        return MarkdownTree.with(source) { renderer.lines(of: $0, width: width, depth: 0) }
            .map { $0.clipped(to: width) }
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

/// Blocks → lines. The inner lines of lists and quotes are rendered narrower, then given their prefix.
struct MarkdownRenderer {
    let glyphs: Glyphs
    var isLarge = false

    /// What is nested deeper than this is left out, with `...` in its place.
    static let deepest = 40

    /// The lines of the blocks inside `node`, with a blank line between them unless the list is tight.
    func lines(of node: MarkdownNode, width: Int, depth: Int, isTight: Bool = false) -> [StyledLine] {
        guard depth < Self.deepest else { return ["..."] }
        var result: [StyledLine] = []
        for child in node.children {
            let block = block(child, width: width, depth: depth + 1)
            if block.isEmpty { continue }
            if !result.isEmpty, !isTight { result.append(StyledLine()) }
            result += block
        }
        return result
    }

    private func block(_ node: MarkdownNode, width: Int, depth: Int) -> [StyledLine] {
        switch node.kind {
        case "heading" where isLarge: return BigText.lines(inlines(node, .plain), node.headingLevel, width, glyphs)
        case "heading":
            let style = Style(bold: true)
            let mark = Piece(String(repeating: "#", count: node.headingLevel) + " ", Style(dim: true))
            return wrap([mark] + inlines(node, style), width)
        case "paragraph": return wrap(inlines(node, .plain), width)
        case "block_quote":
            let bar = Piece(glyphs == .ascii ? "| " : "│ ", Style(dim: true))
            return lines(of: node, width: max(1, width - 2), depth: depth).map { StyledLine([bar] + $0.pieces) }
        case "list": return list(node, width, depth)
        case "code_block": return code(node.literal, width)
        case "thematic_break":
            return [StyledLine(String(repeating: glyphs == .ascii ? "-" : "─", count: width), Style(dim: true))]
        case "table": return table(node, width)
        case "html_block":
            let text = MarkdownTree.withoutTags(node.literal)
            return text.allSatisfy(\.isWhitespace) ? [] : wrap([Piece(text)], width)
        default: return lines(of: node, width: width, depth: depth)
        }
    }

    private func list(_ node: MarkdownNode, _ width: Int, _ depth: Int) -> [StyledLine] {
        let items = node.children
        let last = String(node.listStart + max(0, items.count - 1))
        var result: [StyledLine] = []
        for (index, item) in items.enumerated() {
            var marker = glyphs == .ascii ? "- " : "• "
            if node.isOrdered { marker = Text.pad(String(node.listStart + index), to: last.count, .right) + ". " }
            if let isDone = item.isTaskDone { marker = isDone ? "[x] " : "[ ] " }
            let indent = Text.width(of: marker)
            var inner = lines(of: item, width: max(1, width - indent), depth: depth, isTight: node.isTight)
            if inner.isEmpty { inner = [StyledLine()] }
            if index > 0, !node.isTight { result.append(StyledLine()) }
            for (row, line) in inner.enumerated() {
                let prefix = row == 0 ? marker : line.pieces.isEmpty ? "" : Text.blanks(indent)
                result.append(StyledLine([Piece(prefix)] + line.pieces))
            }
        }
        return result
    }

    /// Code is kept as typed, indented by two; a line that is too long goes on below.
    private func code(_ literal: String, _ width: Int) -> [StyledLine] {
        var source = literal.split(separator: "\n", omittingEmptySubsequences: false)
        if source.last?.isEmpty == true { source.removeLast() }
        let room = max(1, width - 2)
        var result: [StyledLine] = []
        for line in source {
            var rest = MarkdownTree.expandingTabs(line)[...]
            repeat {
                let part = Text.clip(rest, to: room)
                let taken = part.isEmpty ? String(rest.prefix(1)) : part
                result.append(StyledLine([Piece("  "), Piece(taken, MarkdownRenderer.codeStyle)]))
                rest = Substring(rest.unicodeScalars.dropFirst(taken.unicodeScalars.count))
            } while !rest.isEmpty
        }
        return result
    }

    static let codeStyle = Style(.skyBlue)

    private func wrap(_ pieces: [Piece], _ width: Int) -> [StyledLine] {
        // A piece that ends a line holds "\n" alone.
        pieces.split(omittingEmptySubsequences: false) { $0.text == "\n" }.flatMap { Text.wrap(Array($0), to: width) }
    }

    // MARK: Inlines

    private func inlines(_ node: MarkdownNode, _ style: Style, depth: Int = 0) -> [Piece] {
        guard depth < Self.deepest else { return [Piece("...", style)] }
        return node.children.flatMap { child -> [Piece] in
            var style = style
            switch child.kind {
            case "text": return [Piece(child.literal, style)]
            case "softbreak": return [Piece(" ", style)]
            case "linebreak": return [Piece("\n")]
            case "code":
                style.foreground = MarkdownRenderer.codeStyle.foreground
                return [Piece(child.literal, style)]
            case "emph": style.italic = true
            case "strong": style.bold = true
            case "strikethrough":
                style.dim = true
                return [Piece("~", style)] + inlines(child, style, depth: depth + 1) + [Piece("~", style)]
            case "link": return link(child, style, depth: depth + 1)
            case "image":
                return [Piece("[image: ", style)] + inlines(child, style, depth: depth + 1) + [Piece("]", style)]
            case "html_inline": return child.literal.lowercased().hasPrefix("<br") ? [Piece("\n")] : []
            default: break
            }
            return inlines(child, style, depth: depth + 1)
        }
    }

    private func link(_ node: MarkdownNode, _ style: Style, depth: Int) -> [Piece] {
        var underlined = style
        underlined.underline = true
        let text = inlines(node, underlined, depth: depth)
        let address = node.address
        let shown = text.map(\.text).joined()
        if address.isEmpty || address == shown || address == "mailto:" + shown { return text }
        return text + [Piece(" (\(address))", Style(dim: true))]
    }

    // MARK: Tables

    /// Columns as wide as their widest cell; where that is too much, the widest ones give way and their cells wrap.
    private func table(_ node: MarkdownNode, _ width: Int) -> [StyledLine] {
        let rows = node.children.map { row in
            row.children.map { inlines($0, row.kind == "table_header" ? Style(bold: true) : .plain) }
        }
        let count = rows.map(\.count).max() ?? 0
        guard count > 0 else { return [] }
        let alignments = node.tableAlignments
        var widths = (0..<count).map { column in
            max(1, rows.map { $0.count > column ? StyledLine($0[column]).width : 0 }.max() ?? 1)
        }
        let room = max(count, width - 3 * (count - 1))
        while widths.reduce(0, +) > room, let widest = widths.indices.max(by: { widths[$0] < widths[$1] }),
            widths[widest] > 1
        {
            widths[widest] -= 1
        }
        let bar = glyphs == .ascii ? "|" : "│"
        var result: [StyledLine] = []
        for (index, row) in rows.enumerated() {
            let cells = (0..<count).map { $0 < row.count ? wrap(row[$0], widths[$0]) : [] }
            for line in 0..<max(1, cells.map(\.count).max() ?? 1) {
                var styled = StyledLine()
                for column in 0..<count {
                    if column > 0 { styled.append(" \(bar) ", Style(dim: true)) }
                    let text = line < cells[column].count ? cells[column][line] : StyledLine()
                    let missing = widths[column] - text.width
                    let before =
                        alignments.count <= column || alignments[column] == .left
                        ? 0 : alignments[column] == .right ? missing : missing / 2
                    styled.append(Text.blanks(before))
                    styled.pieces += text.pieces
                    if column < count - 1 { styled.append(Text.blanks(missing - before)) }
                }
                result.append(styled)
            }
            if index == 0 {
                let dash = glyphs == .ascii ? "-" : "─"
                let rule = widths.map { String(repeating: dash, count: $0) }
                    .joined(separator: glyphs == .ascii ? "-+-" : "─┼─")
                result.append(StyledLine(rule, Style(dim: true)))
            }
        }
        return result
    }
}
