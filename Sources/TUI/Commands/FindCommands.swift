import Display
import Notebook

extension NotebookCommand {
    /// What works while a search is marked.
    static let searchMarks: [NotebookCommand] = [
        NotebookCommand(
            "next", keys: [.character("n")], footer: "next", "next find",
            inLines: .written { app, _ in app.goToFind(1) }, isEnabled: hasSearch,
            run: .onScreen { screen, session, _ in screen.go(toFind: 1, &session) }),
        NotebookCommand(
            "before", keys: [.character("N")], footer: "before", "find before",
            inLines: .written { app, _ in app.goToFind(-1) }, isEnabled: hasSearch,
            run: .onScreen { screen, session, _ in screen.go(toFind: -1, &session) }),
        NotebookCommand(
            "end-search", keys: [Key(.escape)], footer: "end search", "clear the search", inLines: .unavailable,
            isEnabled: hasSearch
        ) { controller, _, _ in controller.endSearch() },
    ]

    /// Texts, names, functions and data.
    static let finding: [NotebookCommand] = [
        NotebookCommand(
            "find", aliases: ["/"], keys: [.character("/")], argument: .text, footer: "search",
            "search text and outputs", inLines: .written { $0.find($1) }, isEnabled: hasCells,
            run: .onScreen { screen, session, argument in screen.find(argument, &session) }),
        NotebookCommand(
            "name-list", keys: [.character("W")], "the names with their values, on the whole screen",
            inLines: .written { app, _ in app.write(app.names) }
        ) { controller, session, _ in controller.openNames(session) },
        NotebookCommand(
            "definition", keys: [Key(.function(12)), .character("]", .control)], argument: .cell,
            "go to where a name gets its value", inLines: .written { $0.goToDefinition($1) }, isEnabled: hasCode,
            run: .onScreen { screen, session, _ in screen.goToDefinition(&session) }),
        NotebookCommand(
            "back", keys: [.character("o", .control)], "back to where you were",
            isEnabled: hasTrail
        ) { controller, session, _ in controller.goBack(&session) },
        NotebookCommand(
            "pin", keys: [.character("P")], "pin the cell's plot next to the cells, or unpin it",
            inLines: .unavailable, isEnabled: canPin, run: .onScreen { screen, session, _ in screen.pin(session) }),
        NotebookCommand(
            "functions", keys: [.character("h")], argument: .word, footer: "functions",
            "every function with its example", inLines: .written { $0.functions($1) },
            run: .onScreen { screen, session, argument in screen.openBuiltins(at: argument, session) }),
        NotebookCommand(
            "example", argument: .example, "put a function's example below as a cell",
            inLines: .written { $0.insertExample($1) }, run: nil),
        NotebookCommand(
            "data", keys: [.character("D")], argument: .dataSet, "data sets with a preview and a plot",
            inLines: .written { $0.data($1) }
        ) { controller, _, argument in controller.openData(at: argument.isEmpty ? nil : argument) },
        NotebookCommand(
            "load", argument: .dataSet, "put the call that loads a data set below as a cell",
            inLines: .written { $0.load($1) }, run: nil),
    ]
}
