import Display
import Notebook

extension NotebookCommand {
    /// Looking at cells and into what they computed.
    static let looking: [NotebookCommand] = [
        NotebookCommand(
            "list", aliases: ["ls"], "all cells: number, state, first line",
            inLines: .written { app, _ in
                app.write(app.list)
            }, run: nil),
        NotebookCommand(
            "show", aliases: ["p", "print"], argument: .cell, "a cell with its output",
            inLines: .written { app, argument in if let cell = app.cell(argument) { app.write(app.shown(cell)) } },
            run: nil),
        NotebookCommand(
            "fold", keys: [.character("o")], argument: .cell, "fold or unfold the output", inLines: .unavailable,
            isEnabled: hasCode
        ) { controller, session, _ in controller.fold(&session) },
        NotebookCommand(
            "names", keys: [.character("w")], footer: "names", "show or hide the names with their values",
            inLines: .written { app, _ in app.write(app.names) },
            run: .onScreen { screen, session, _ in screen.toggleNames(session) }),
        NotebookCommand(
            "step", aliases: ["s", "watch"], keys: [.character("s")], argument: .cell, footer: "step",
            "step through what the cell computed", inLines: .written { $0.step($1) },
            isEnabled: hasView
        ) { controller, session, _ in controller.step(session) },
        NotebookCommand(
            "replay", keys: [.character("p")], footer: "replay", "play what is recorded, from this cell on",
            inLines: .unavailable, isEnabled: hasCells
        ) { controller, session, _ in controller.replay(&session) },
        NotebookCommand(
            "present", keys: [.character("f")], "presenter's mode: one large cell and nothing else",
            inLines: .unavailable, isEnabled: hasCells
        ) { controller, session, _ in controller.present(&session) },
    ]
}
