import Display
import Notebook

extension NotebookCommand {
    /// Writing in a cell, and running it.
    static let running: [NotebookCommand] = [
        NotebookCommand(
            "edit", keys: [Key(.enter)], argument: .cell, footer: "edit", "edit the cell",
            inLines: .written { $0.beginEditing($1) }, isEnabled: hasCell
        ) { controller, session, _ in controller.enterText(session) },
        NotebookCommand(
            "run-next", keys: [.character("r"), Key(.enter, .shift)], footer: "run+next", "run the cell and go on",
            inLines: .written { app, _ in app.runAndWait { $0.runNext(&$1) } }, isEnabled: hasCode
        ) { controller, session, _ in controller.runNext(&session) },
        NotebookCommand(
            "run", keys: [Key(.function(5)), Key(.enter, .control)], argument: .cell, "run the cell and stay",
            inLines: .written { $0.run($1, waits: true) }, isEnabled: hasCode
        ) { controller, session, _ in controller.runCell(&session) },
        NotebookCommand(
            "run-add", keys: [Key(.enter, .alt)], "run the cell and add one below",
            inLines: .written { app, _ in app.runAndWait { $0.runAdd(&$1) } }, isEnabled: hasCode
        ) { controller, session, _ in controller.runAdd(&session) },
        NotebookCommand(
            "run all", "run every cell in order", inLines: .written { app, _ in app.run("all", waits: true) },
            isEnabled: hasCells
        ) { controller, session, _ in controller.runAll(&session) },
        NotebookCommand(
            "run stale", keys: [.character("R")], footer: "run stale", "run what is stale and nothing more",
            inLines: .written { app, _ in app.run("stale", waits: true) },
            isEnabled: hasStale
        ) { controller, session, _ in controller.runStale(&session) },
        NotebookCommand(
            "start", argument: .cells, "run without waiting: commands go on meanwhile",
            inLines: .written { $0.run($1, waits: false) }, run: nil),
        NotebookCommand(
            "wait", "wait until nothing runs",
            inLines: .written { app, _ in app.waits = app.session.running != nil }, run: nil),
        NotebookCommand(
            "stop", keys: [.character("i")], twice: true, footer: "stop", "stop what runs; finished epochs are kept",
            isEnabled: isRunning
        ) { controller, session, _ in controller.stop(&session) },
        NotebookCommand(
            "restart", keys: [.character("0")], twice: true, "forget every value",
            inLines: .written { app, _ in app.restart() }
        ) { controller, session, _ in controller.restart(&session) },
    ]
}
