import Display
import Notebook

/// How a browser looks: title, filter, list and details, what is chosen, keys.
extension BrowserScreen {
    struct Areas {
        var list: Rect
        var details: Rect
        var isBeside: Bool
    }

    /// Beside each other where there are 60 columns, else the list above.
    func areas(_ width: Int, _ height: Int) -> Areas {
        let body = Rect(x: 0, y: 2, width: width, height: max(0, height - 4))
        guard width >= 60 else {
            let parts = body.split(top: max(1, min(shown.count, body.height / 3)))
            return Areas(list: parts.top, details: parts.rest.inset(left: 1).inset(top: 1), isBeside: false)
        }
        let labels = browser.items.map {
            Text.width(of: $0.label) + ($0.note.isEmpty ? 0 : Text.width(of: $0.note) + 2)
        }
        let wanted = min(max(14, (labels.max() ?? 0) + 4), max(22, width * 2 / 5))
        let parts = body.split(left: wanted)
        return Areas(list: parts.left, details: parts.rest.inset(left: 2), isBeside: true)
    }

    /// Everything about what is chosen, as high as it needs to be.
    func sheet(_ contents: Preview.Contents, _ width: Int, _ room: Int, _ glyphs: Glyphs) -> Grid {
        let lines = contents.lines(width).flatMap { wrap($0, to: width) }
        let count = contents.pictures.count
        let share = count == 0 ? 0 : (room - lines.count - (lines.isEmpty ? count - 1 : count)) / count
        let limit = min(16, max(6, share))
        let heights = contents.pictures.map { $0.height(width: width, limit: limit, glyphs: glyphs) }
        let gaps = max(0, count - (lines.isEmpty ? 1 : 0))
        var sheet = Grid(width: width, height: max(1, lines.count + heights.reduce(0, +) + gaps))
        for (y, line) in lines.enumerated() { sheet.put(line, x: 0, y: y) }
        var y = lines.count
        for (picture, height) in zip(contents.pictures, heights) {
            if y > 0 { y += 1 }
            picture.draw(into: &sheet, area: Rect(x: 0, y: y, width: width, height: height), glyphs: glyphs)
            y += height
        }
        return sheet
    }

    /// Lines that go on are indented as the first.
    private func wrap(_ line: StyledLine, to width: Int) -> [StyledLine] {
        guard line.width > width, width > 0 else { return [line] }
        let indent = String(line.text.prefix { $0 == " " }.prefix(width / 2))
        let parts = Text.wrap(String(line.text.drop { $0 == " " }), to: width - indent.count)
        return parts.map { StyledLine(indent + $0, line.pieces.last?.style ?? .plain) }
    }

    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? {
        let count = filter.isEmpty ? "\(shown.count)" : "\(shown.count) of \(browser.items.count)"
        grid.put(" \(browser.title) (\(count))", x: 0, y: 0, Style(bold: true))
        grid.put(" filter: \(filter)", x: 0, y: 1)
        let areas = areas(grid.width, grid.height)
        drawList(into: &grid, areas.list, glyphs)
        if areas.isBeside {
            let bar: Unicode.Scalar = glyphs == .ascii ? "|" : "│"
            let line = Rect(x: areas.details.x - 2, y: 2, width: 1, height: areas.details.height)
            grid.fill(line, bar, Style(dim: true))
        }
        drawDetails(into: &grid, areas.details, glyphs)
        drawLastLines(into: &grid)
        return Point(x: min(grid.width - 1, 9 + Text.width(of: filter)), y: 1)
    }

    private func drawList(into grid: inout Grid, _ area: Rect, _ glyphs: Glyphs) {
        let first = max(0, min(chosen - area.height / 2, shown.count - area.height))
        let labels = min(browser.items.map { Text.width(of: $0.label) }.max() ?? 0, max(8, area.width - 4))
        for (row, index) in shown.dropFirst(first).prefix(area.height).enumerated() {
            let item = browser.items[index]
            let isChosen = first + row == chosen
            var text = (isChosen ? " > " : "   ") + Text.clip(item.label, to: labels, ellipsis: "..")
            if !item.note.isEmpty { text = Text.pad(text, to: labels + 5) + item.note }
            text = Text.clip(text, to: area.width, ellipsis: "..")
            grid.put(text, x: area.x, y: area.y + row, Style(bold: isChosen), maxWidth: area.width)
        }
        if shown.isEmpty {
            let text = browser.items.isEmpty ? browser.ifEmpty : Phrases.nothingFits(filter)
            for (row, line) in Text.wrap(text, to: max(1, area.width - 3)).prefix(area.height).enumerated() {
                grid.put("   " + line, x: area.x, y: area.y + row)
            }
        }
    }

    private func drawDetails(into grid: inout Grid, _ area: Rect, _ glyphs: Glyphs) {
        guard let index = item?.index, !area.isEmpty else { return }
        guard let contents = previews[index]?.now else {
            grid.put(Phrases.reading, x: area.x, y: area.y)
            return
        }
        let sheet = sheet(contents, area.width, area.height, glyphs)
        grid.copy(sheet, at: Point(x: area.x, y: area.y - scroll), within: area)
        if scroll < hidden {
            let more = Text.pad(Phrases.moreBelow(hidden - scroll), to: area.width)
            grid.put(more, x: area.x, y: area.bottom - 1, Style(dim: true))
        }
    }

    private func drawLastLines(into grid: inout Grid) {
        let say = item.map { Phrases.chosen($0.item.label, $0.item.say) } ?? ""
        grid.put(" " + Text.clip(say, to: max(1, grid.width - 2), ellipsis: ".."), x: 0, y: grid.height - 2)
        var keys = (item?.item.choices ?? []).map { "\($0.key.label) \($0.words)" }
        keys += ["type to filter", "Up/Dn choose"] + (hidden > 0 ? ["PgUp/PgDn scroll"] : []) + ["Esc back"]
        grid.put(" " + Phrases.fitting(keys, grid.width - 2), x: 0, y: grid.height - 1, Style(dim: true))
    }
}

extension Phrases {
    static func nothingFits(_ filter: String) -> String { "nothing fits \(filter)" }
    static let reading = "reading …"
    static func moreBelow(_ rows: Int) -> String { "\(rows) more \(rows == 1 ? "line" : "lines"): PgDn" }
    static func chosen(_ label: String, _ words: String) -> String { words.isEmpty ? label : "\(label): \(words)" }
}
