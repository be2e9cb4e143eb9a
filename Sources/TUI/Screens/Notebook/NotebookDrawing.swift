import Display
import Language
import Notebook
import Views

/// How the notebook looks. Heights: title, rule, cells, rule, sentence, keys; low screens lose the rules first.
extension NotebookScreen {
    private struct Areas {
        var title: Rect
        var body: Rect
        var panel: Rect?
        var say: Rect
        var keys: Rect?
        var hasRules: Bool
    }

    private func areas(width: Int, height: Int, _ session: Session) -> Areas {
        let all = Rect(x: 0, y: 0, width: width, height: height)
        let hasRules = height >= 15
        let head = all.split(top: hasRules ? 2 : 1)
        let foot = head.rest.split(bottom: hasRules ? 3 : height >= 8 ? 2 : 1)
        let lines = hasRules ? foot.bottom.split(top: 1).rest : foot.bottom
        var body = foot.rest
        var panel: Rect?
        if hasPanel(width: width, session) {
            let parts = body.split(right: min(40, max(30, width / 3)))
            (body, panel) = (parts.rest, parts.right)
        }
        let keys = lines.split(top: 1)
        return Areas(
            title: head.top, body: body, panel: panel, say: keys.top, keys: keys.rest.isEmpty ? nil : keys.rest,
            hasRules: hasRules)
    }

    /// The names panel needs 60 columns.
    private func hasPanel(width: Int, _ session: Session) -> Bool {
        pinnedCell(width: width, session) != nil || (showsNames && width >= 60)
    }

    private func margin(_ session: Session) -> Int {
        4 + String(max(1, session.cells.last { $0.number != nil }?.number ?? 1)).count
    }

    mutating func arrange(width: Int, height: Int, _ session: Session, glyphs: Glyphs) {
        follow(session)
        let areas = areas(width: width, height: height, session)
        var setting = CellPicture.Setting(width: max(1, areas.body.width - margin(session)), glyphs: glyphs)
        lastWidth = width
        setting.isPinned = session.running != nil && pinnedCell(width: width, session)?.id == session.running
        setting.plotRows = max(4, min(16, areas.body.height * 2 / 3))
        setting.pattern = controller.search.pattern
        var editor: Editor?
        if case .edit(var open) = mode {
            (open.width, open.page) = (setting.width, max(1, areas.body.height - 2))
            mode = .edit(open)
            editor = open
        }
        layout.arrange(
            session.cells, focus: controller.index(session), editor: editor,
            current: controller.search.current(in: focus), setting: setting,
            rows: areas.body.height)
    }

    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? {
        let areas = areas(width: grid.width, height: grid.height, session)
        var cursor = drawCells(into: &grid, areas.body, session, glyphs)
        drawTitle(into: &grid, areas, session)
        if let panel = areas.panel { drawPanel(into: &grid, panel, session, glyphs) }
        if areas.hasRules {
            let rule: Unicode.Scalar = glyphs == .ascii ? "-" : "─"
            for y in [1, areas.say.y - 1] {
                grid.fill(Rect(x: 0, y: y, width: grid.width, height: 1), rule, Style(dim: true))
            }
        }
        if case .command(let palette) = mode {
            palette.draw(entries(palette, session), into: &grid, areas.body, glyphs: glyphs)
        }
        let isListed = drawMenu(into: &grid, areas.body, cursor, session, glyphs)
        if let line = drawSay(into: &grid, areas.say, session, isListed: isListed) { cursor = line }
        if let keys = areas.keys {
            grid.put(" " + footer(session, width: keys.width - 1), x: keys.x, y: keys.y, Style(dim: true))
        }
        return cursor
    }

    /// The list of completions, beside the line that is written; false if there is none, or no room for it.
    private func drawMenu(
        into grid: inout Grid, _ area: Rect, _ cursor: Point?, _ session: Session, _ glyphs: Glyphs
    ) -> Bool {
        guard case .edit = mode, let menu, let cursor, let at = controller.index(session),
            let placed = layout.placed.first(where: { $0.index == at })
        else { return false }
        let top = area.y + placed.y
        let line = (top + placed.picture.line.lowerBound)..<(top + placed.picture.line.upperBound)
        let x = cursor.x - Text.width(of: menu.found.word)
        return menu.draw(into: &grid, area, line: line, x: x, glyphs: glyphs)
    }

    // MARK: cells

    private func drawCells(into grid: inout Grid, _ area: Rect, _ session: Session, _ glyphs: Glyphs) -> Point? {
        let margin = margin(session)
        var cursor: Point?
        for placed in layout.placed where session.cells.indices.contains(placed.index) {
            let cell = session.cells[placed.index]
            let y = area.y + placed.y
            let picture = placed.picture
            grid.copy(picture.grid, at: Point(x: area.x + margin, y: y + picture.top), within: area)
            drawMargin(into: &grid, area, cell, y: y, rows: picture.height, width: margin, glyphs)
            if cell.id == focus, let point = picture.cursor {
                cursor = Point(x: area.x + margin + point.x, y: y + point.y)
            }
        }
        if session.cells.isEmpty { grid.put(Phrases.emptyNotebook, x: area.x + 1, y: area.y) }
        return cursor.flatMap { area.contains($0) ? $0 : nil }
    }

    private func drawMargin(
        into grid: inout Grid, _ area: Rect, _ cell: NotebookCell, y: Int, rows: Int, width: Int, _ glyphs: Glyphs
    ) {
        let isFocused = cell.id == focus
        let bar = glyphs == .ascii ? "|" : isFocused ? "┃" : "│"
        for row in 0..<rows where area.contains(Point(x: area.x, y: y + row)) {
            var text = Text.blanks(width - 1)
            if row == 0 || (y + row == area.y && isFocused) {
                let mark = cell.kind == .code ? cell.mark : ""
                text =
                    Text.pad(mark, to: 2) + (isFocused ? ">" : " ")
                    + Text.pad(cell.number.map(String.init) ?? "", to: width - 4, .right)
            }
            let hasBar = cell.kind == .code || isFocused
            let style = isFocused ? Style(bold: true) : cell.status == .failed ? Style(.vermilion) : Style(dim: true)
            grid.put(text + (hasBar ? bar : " "), x: area.x, y: y + row, style)
        }
    }

    // MARK: lines

    private func drawTitle(into grid: inout Grid, _ areas: Areas, _ session: Session) {
        let width = areas.title.width
        let name = session.path.map(Phrases.fileName) ?? Phrases.unnamed
        var left = " " + name + (session.isModified ? " [+]" : "")
        for mark in controller.marks { left += " [\(mark)]" }
        if case .edit = mode { left += "  EDIT" } else { left += "  NAV" }
        let count = session.cells.filter { $0.kind == .code }.count
        if let number = controller.focused(session)?.number { left += "   cell \(number)/\(count)" }
        var parts: [String] = []
        if let running = session.running.flatMap({ session[$0] }) { parts.append(Phrases.running(running)) }
        if !session.queue.isEmpty { parts.append("\(session.queue.count) waiting") }
        let stale = session.cells.filter { $0.status == .stale }.count
        let unverified = session.cells.filter(\.isUnverified).count
        let recorded = session.cells.filter { $0.status == .recorded }.count - unverified
        let failed = session.cells.filter { $0.status == .failed }.count
        if failed > 0 { parts.append("\(failed) failed") }
        if stale > 0 { parts.append("\(stale) stale") }
        if recorded > 0 { parts.append("\(recorded) recorded") }
        if unverified > 0 { parts.append("\(unverified) not verified") }
        let right = "F1 help "
        grid.put(
            Text.clip(left + "   " + parts.joined(separator: "   "), to: max(0, width - right.count - 1)), x: 0, y: 0,
            Style(bold: true))
        if width >= 40 { grid.put(right, right: width, y: 0, Style(dim: true)) }
    }

    // MARK: the panel

    private func drawPanel(into grid: inout Grid, _ area: Rect, _ session: Session, _ glyphs: Glyphs) {
        let bar: Unicode.Scalar = glyphs == .ascii ? "|" : "│"
        grid.fill(area)
        grid.fill(Rect(x: area.x, y: area.y, width: 1, height: area.height), bar, Style(dim: true))
        var rest = area.inset(left: 2)
        if let cell = pinnedCell(width: grid.width, session) { rest = drawPinned(cell, into: &grid, rest, glyphs) }
        if showsNames { NamesPanel.draw(controller.nameEntries(session).value, into: &grid, rest, glyphs) }
    }

}

extension Phrases {
    /// `running: epoch 23/60`, the first words of its progress.
    static func running(_ cell: NotebookCell) -> String {
        guard let line = cell.progress?.line, !line.isEmpty else { return "running" }
        let words = line.split(separator: " ", omittingEmptySubsequences: false)
        let first = words.prefix { !$0.isEmpty }.joined(separator: " ")
        return "running: \(first)"
    }
}
