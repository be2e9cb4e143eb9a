import Display
import Notebook

extension NotebookCommand {
    /// From cell to cell.
    static let moving: [NotebookCommand] = [
        NotebookCommand(
            "down", keys: [.character("j"), Key(.down)], "next cell", inLines: .written { app, _ in app.move(by: 1) },
            run: .onScreen { screen, session, _ in screen.move(by: 1, &session) }),
        NotebookCommand(
            "up", keys: [.character("k"), Key(.up)], "cell before", inLines: .written { app, _ in app.move(by: -1) },
            run: .onScreen { screen, session, _ in screen.move(by: -1, &session) }),
        NotebookCommand(
            "first", keys: [.character("g")], twice: true, "first cell",
            inLines: .written { app, _ in app.move(to: 0) },
            run: .onScreen { screen, session, _ in screen.move(to: 0, &session) }),
        NotebookCommand(
            "last", keys: [.character("G"), Key(.end)], "last cell",
            inLines: .written { app, _ in app.move(to: app.session.cells.count - 1) },
            run: .onScreen { screen, session, _ in screen.move(to: session.cells.count - 1, &session) }),
        NotebookCommand(
            "page-down", keys: [Key(.pageDown), .character(" ")], "a screen down", inLines: .unavailable,
            run: .onScreen { screen, session, _ in screen.movePage(1, &session) }),
        NotebookCommand(
            "page-up", keys: [Key(.pageUp)], "a screen up", inLines: .unavailable,
            run: .onScreen { screen, session, _ in screen.movePage(-1, &session) }),
        NotebookCommand(
            "go", argument: .place, "to a cell: its number, t2 for the second text, or a name that it defines",
            inLines: .written { $0.go($1) }
        ) { controller, session, argument in controller.go(to: argument, &session) },
        NotebookCommand(
            "first-error", keys: [.character("E")], "first cell that failed", inLines: .reported, isEnabled: hasFailed
        ) { controller, session, _ in
            guard let cell = session.cells.first(where: { $0.status == .failed }) else {
                return controller.refuse(Phrases.noneFailed)
            }
            return controller.leaveText(&session) + controller.jump(to: cell.id, session)
        },
    ]

    private static let hasFailed: Condition = { _, session in session.cells.contains { $0.status == .failed } }
}

extension Phrases {
    static let noneFailed = "No cell has failed."
}
