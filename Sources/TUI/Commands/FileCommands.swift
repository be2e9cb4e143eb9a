import Display
import Notebook

extension NotebookCommand {
    /// Notebooks on the disk.
    static let files: [NotebookCommand] = [
        NotebookCommand(
            "open", aliases: ["notebooks"], keys: [.character("e")], argument: .notebook,
            "another notebook; with a name, that one at once", inLines: .written { $0.open($1) }
        ) { controller, session, argument in
            argument.isEmpty ? controller.openNotebooks() : controller.open(argument, isNew: false, session)
        },
        NotebookCommand("new", argument: .newName, "begin a notebook") { controller, session, argument in
            controller.newNotebook(argument, session)
        },
        NotebookCommand(
            "command", keys: [.character(":")], footer: "command", "run all, w, q, a cell's number …",
            inLines: .unavailable, run: .onScreen { screen, session, _ in screen.openPalette() }),
        NotebookCommand(
            "save", aliases: ["w", "write"], keys: [.character("s", .control)], argument: .fileName,
            "save, under another name if one is given"
        ) { controller, session, argument in controller.save(path: argument.isEmpty ? nil : argument, &session) },
        NotebookCommand(
            "disk", aliases: ["e"], argument: .notebook, "read the file again, where it has changed on the disk"
        ) { controller, session, argument in
            argument.isEmpty ? [.lookAtDisk] : controller.open(argument, isNew: false, session)
        },
        NotebookCommand("allow write", "let cells write tables and weights below the notebook's folder") { _, _, _ in
            [.allowWriting]
        },
    ]

    /// Leaving, and help.
    static let leaving: [NotebookCommand] = [
        NotebookCommand("wq", aliases: ["x"], argument: .fileName, "save and quit") { controller, session, argument in
            controller.saveAndLeave(.quit, path: argument.isEmpty ? nil : argument, &session)
        },
        NotebookCommand(
            "quit", aliases: ["q", "exit"], keys: [.character("q")], footer: "quit", "quit",
            inLines: .written { app, _ in app.quit() }
        ) { controller, session, _ in controller.leave(.quit, session) },
        NotebookCommand("q!", "quit without saving") { _, _, _ in [.leave(.quit)] },
        NotebookCommand(
            "keys", keys: [.character("?"), Key(.function(1))], footer: "help", "the keys and commands that work now",
            inLines: .written { app, _ in app.help("") },
            run: .onScreen { screen, session, _ in [.open(.help(screen.help(session), title: "notebook"))] }),
        NotebookCommand(
            "help", argument: .function, "help; with the name of a function, on that one",
            inLines: .written { $0.help($1) },
            run: .onScreen { screen, session, argument in screen.help(with: argument, session) }),
    ]
}
