import Display
import Notebook

extension NotebookCommand {
    /// From cell to cell.
    static let moving: [NotebookCommand] = [
        NotebookCommand(
            "down", keys: [.character("j"), Key(.down)], "next cell", inLines: .written { app, _ in app.move(by: 1) }
        ) { screen, session, _ in screen.move(by: 1, &session) },
        NotebookCommand(
            "up", keys: [.character("k"), Key(.up)], "cell before", inLines: .written { app, _ in app.move(by: -1) }
        ) { screen, session, _ in screen.move(by: -1, &session) },
        NotebookCommand(
            "first", keys: [.character("g")], twice: true, "first cell",
            inLines: .written { app, _ in app.move(to: 0) }
        ) { screen, session, _ in screen.move(to: 0, &session) },
        NotebookCommand(
            "last", keys: [.character("G"), Key(.end)], "last cell",
            inLines: .written { app, _ in app.move(to: app.session.cells.count - 1) }
        ) { screen, session, _ in screen.move(to: session.cells.count - 1, &session) },
        NotebookCommand(
            "page-down", keys: [Key(.pageDown), .character(" ")], "a screen down", inLines: .unavailable
        ) { screen, session, _ in screen.movePage(1, &session) },
        NotebookCommand("page-up", keys: [Key(.pageUp)], "a screen up", inLines: .unavailable) { screen, session, _ in
            screen.movePage(-1, &session)
        },
        NotebookCommand(
            "go", argument: .place, "to a cell: its number, t2 for the second text, or a name that it defines",
            inLines: .written { $0.go($1) }
        ) { screen, session, argument in screen.go(to: argument, &session) },
        NotebookCommand(
            "first-error", keys: [.character("E")], "first cell that failed", inLines: .reported, isEnabled: hasFailed
        ) { screen, session, _ in
            guard let cell = session.cells.first(where: { $0.status == .failed }) else {
                screen.message = Phrases.noneFailed
                return [.beep]
            }
            return screen.leaveText(&session) + screen.jump(to: cell.id, session)
        },
    ]

    private static let hasFailed: Condition = { _, session in session.cells.contains { $0.status == .failed } }
}

extension Phrases {
    static let noneFailed = "No cell has failed."
}
