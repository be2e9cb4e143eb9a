import Display
import Language
import Notebook
import Views

/// The plot that stays beside the cells: that of the running cell on a wide screen, or the one that was pinned.
extension NotebookScreen {
    /// Columns from which a pinned plot has room, and from which the running cell's is pinned by itself.
    private static let enough = 80, wide = 100

    mutating func pin(_ session: Session) -> [Command] {
        layout.forgetAll()
        guard let cell = controller.focused(session), controller.pinned != cell.id,
            NotebookController.plot(of: cell) != nil
        else {
            message = controller.pinned == nil ? Phrases.nothingToPin : Phrases.unpinned
            controller.pinned = nil
            return []
        }
        controller.pinned = cell.id
        message = lastWidth < Self.enough ? Phrases.pinNeedsRoom(Self.enough) : Phrases.pinned(cell.number ?? 0)
        return []
    }

    func pinnedCell(width: Int, _ session: Session) -> NotebookCell? {
        if width >= Self.enough, let cell = controller.pinned.flatMap({ session[$0] }),
            NotebookController.plot(of: cell) != nil
        {
            return cell
        }
        guard width >= Self.wide, let running = session.running.flatMap({ session[$0] }) else { return nil }
        return running.progress?.drawable == nil ? nil : running
    }

    /// Draws it at the top of the area; what is left of the area is returned.
    func drawPinned(_ cell: NotebookCell, into grid: inout Grid, _ area: Rect, _ glyphs: Glyphs) -> Rect {
        guard let plot = NotebookController.plot(of: cell) else { return area }
        var rest = area
        func put(_ text: String, _ style: Style = .plain) {
            grid.put(text, x: rest.x, y: rest.y, style, maxWidth: rest.width)
            rest = rest.inset(top: 1)
        }
        if controller.pinned == cell.id { put(Phrases.pinnedTitle(cell), Style(dim: true)) }
        let rows = plot.height(width: rest.width, limit: max(4, min(16, rest.height - 3)), glyphs: glyphs)
        let parts = rest.split(top: rows)
        plot.draw(into: &grid, area: parts.top, glyphs: glyphs)
        rest = parts.rest
        if let progress = cell.progress {
            for line in Text.wrap(progress.bar(width: 40), to: rest.width).prefix(rest.height) { put(line) }
        }
        return rest.inset(top: 1)
    }
}

extension Phrases {
    static let nothingToPin = "This cell has no plot to pin; one that trains or plots has."
    static let unpinned = "The plot is no longer pinned."
    static func pinned(_ number: Int) -> String {
        "The plot of cell \(number) stays beside the cells; P takes it away."
    }
    static func pinNeedsRoom(_ columns: Int) -> String { "Pinned; it is shown where there are \(columns) columns." }
    static func pinnedTitle(_ cell: NotebookCell) -> String {
        "cell \(cell.number ?? 0)" + (cell.status == .ok || cell.status == .running ? "" : ", \(cell.stateWord)")
    }
}
