import Display
import Views

extension NotebookScreen {
    /// The keys that work in the text of a cell, for footer and help; most letters of the list above work with Alt.
    static let editHelp: [HelpLine] = [
        .init(keys: "Esc", words: "let go of list, selection, text", run: [Key(.escape)]),
        .init(keys: "Tab", words: "complete; in a list: the next line, or take it", run: [Key(.tab)]),
        .init(keys: "Up, Down, Shift-Tab", words: "in a list: choose; Enter takes", run: []),
        .init(keys: "Ctrl-Z", words: "undo, in text and cells", run: [.character("z", .control)]),
        .init(keys: "Ctrl-R", words: "redo; Ctrl-Y too, right after an undo", run: [.character("r", .control)]),
        .init(keys: "Ctrl-F", words: "search text and outputs", run: [.character("f", .control)]),
        .init(keys: "Alt-b, Alt-f", words: "a word back, on; Ctrl-Left, Ctrl-Right too", run: []),
        .init(keys: "Ctrl-A, Ctrl-E", words: "beginning and end of the line", run: []),
        .init(keys: "Home, End", words: "beginning of the text, then of the line; end", run: []),
        .init(keys: "Ctrl-Home, Ctrl-End", words: "beginning and end of the cell", run: []),
        .init(keys: "PgUp, PgDn", words: "a screen up, down", run: []),
        .init(keys: "Ctrl-W, Alt-d", words: "cut the word before, behind", run: []),
        .init(keys: "Ctrl-U, Ctrl-K", words: "cut the beginning, the rest of the line", run: []),
        .init(keys: "Shift-arrows", words: "select; with Home, End, Ctrl too", run: []),
        .init(keys: "Ctrl-Space", words: "set the mark: motions select", run: [.character(" ", .control)]),
        .init(keys: "Ctrl-W, Ctrl-X", words: "cut what is selected", run: []),
        .init(keys: "Alt-w, Alt-c", words: "copy what is selected", run: []),
        .init(keys: "Ctrl-Y, Alt-v", words: "paste what was cut or copied", run: [.character("y", .control)]),
        .init(keys: "Ctrl-D, Del", words: "delete the character behind", run: []),
        .init(keys: "Shift-Tab", words: "lines two columns left; Tab: what is selected, right", run: []),
    ]
}
