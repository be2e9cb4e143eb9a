import Display
import Notebook

extension NotebookCommand {
    /// Adding, changing and removing cells.
    static let cells: [NotebookCommand] = [
        NotebookCommand(
            "above", keys: [.character("a")], footer: "add above", "add a cell above",
            inLines: .written { app, _ in app.beginWriting(.code, isAbove: true) }
        ) { controller, session, _ in controller.addAbove(&session) },
        NotebookCommand(
            "below", keys: [.character("b")], footer: "below", "add a cell below",
            inLines: .written { app, _ in app.beginWriting(.code, isAbove: false) }
        ) { controller, session, _ in controller.addBelow(.code, &session) },
        NotebookCommand(
            "text", "add a text below", inLines: .written { app, _ in app.beginWriting(.prose, isAbove: false) }
        ) { controller, session, _ in controller.addBelow(.prose, &session) },
        NotebookCommand(
            "move down", keys: [.character("J")], "move the cell down", inLines: .reported,
            isEnabled: hasCellBelow
        ) { controller, session, _ in controller.moveCell(by: 1, &session) },
        NotebookCommand(
            "move up", keys: [.character("K")], "move the cell up", inLines: .reported,
            isEnabled: hasCellAbove
        ) { controller, session, _ in controller.moveCell(by: -1, &session) },
        NotebookCommand(
            "delete", keys: [.character("d")], twice: true, argument: .cell, footer: "delete", "delete the cell",
            isEnabled: hasCell
        ) { controller, session, _ in controller.deleteCell(&session) },
        NotebookCommand("cut", keys: [.character("x")], argument: .cell, "cut the cell", isEnabled: hasCell) {
            controller, session, _ in controller.cutCell(&session)
        },
        NotebookCommand("copy", keys: [.character("c")], argument: .cell, "copy the cell", isEnabled: hasCell) {
            controller, session, _ in controller.copyCell(session)
        },
        NotebookCommand(
            "paste", keys: [.character("v")], argument: .cell, "paste below", inLines: .reported,
            isEnabled: hasClipboard
        ) { controller, session, _ in controller.pasteCell(&session) },
        NotebookCommand(
            "undo", keys: [.character("z"), .character("u")], footer: "undo", "undo", inLines: .reported,
            isEnabled: canUndo
        ) { controller, session, _ in controller.undo(&session) },
        NotebookCommand(
            "redo", keys: [.character("r", .control)], "redo", inLines: .reported,
            isEnabled: canRedo
        ) { controller, session, _ in controller.redo(&session) },
        NotebookCommand(
            "code", keys: [.character("y")], argument: .cell, "make it a code cell", inLines: .reported,
            isEnabled: hasText
        ) { controller, session, _ in controller.changeCell(to: .code, &session) },
        NotebookCommand(
            "prose", keys: [.character("m")], argument: .cell, "make it text", inLines: .reported, isEnabled: hasCode
        ) { controller, session, _ in controller.changeCell(to: .prose, &session) },
    ]
}
