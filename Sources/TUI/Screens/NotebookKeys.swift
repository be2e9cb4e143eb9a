import Display
import Notebook
import Views

/// What can be done with a notebook outside a cell's text.
package enum NotebookAction: Hashable, Sendable {
    case edit, runNext, runStay, runAdd, runStale, stop, restart
    case next, previous, first, last, pageDown, pageUp
    case addAbove, addBelow, moveDown, moveUp, delete, cut, copy, paste, undo, redo
    case toCode, toProse, fold, names, step, replay, present, find, findNext, findBefore, endSearch, command
    case save, quit, help, open, data, builtins, nameList, definition, back, pin
}

extension NotebookScreen {
    static let bindings: [Binding<NotebookAction>] = [
        .init(.character("n"), does: .findNext, short: "next", "next find"),
        .init(.character("N"), does: .findBefore, short: "before", "find before"),
        .init(Key(.escape), does: .endSearch, short: "end search", "take the marks of the search away"),
        .init(Key(.enter), does: .edit, short: "edit", "edit the cell"),
        .init(.character("r"), Key(.enter, .shift), does: .runNext, short: "run+next", "run the cell and go on"),
        .init(Key(.function(5)), Key(.enter, .control), does: .runStay, "run the cell and stay"),
        .init(Key(.enter, .alt), does: .runAdd, "run the cell and add one below"),
        .init(.character("R"), does: .runStale, short: "run stale", "run what is stale and nothing more"),
        .init(.character("i"), does: .stop, twice: true, short: "stop", "stop what runs; finished epochs are kept"),
        .init(.character("0"), does: .restart, twice: true, "forget every value"),
        .init(.character("j"), Key(.down), does: .next, "next cell"),
        .init(.character("k"), Key(.up), does: .previous, "cell before"),
        .init(.character("g"), does: .first, twice: true, "first cell"),
        .init(.character("G"), Key(.end), does: .last, "last cell"),
        .init(Key(.pageDown), .character(" "), does: .pageDown, "a screen down"),
        .init(Key(.pageUp), does: .pageUp, "a screen up"),
        .init(.character("a"), does: .addAbove, short: "add above", "add a cell above"),
        .init(.character("b"), does: .addBelow, short: "below", "add a cell below"),
        .init(.character("J"), does: .moveDown, "move the cell down"),
        .init(.character("K"), does: .moveUp, "move the cell up"),
        .init(.character("d"), does: .delete, twice: true, short: "delete", "delete the cell"),
        .init(.character("x"), does: .cut, "cut the cell"),
        .init(.character("c"), does: .copy, "copy the cell"),
        .init(.character("v"), does: .paste, "paste below"),
        .init(.character("z"), .character("u"), does: .undo, short: "undo", "undo"),
        .init(.character("r", .control), does: .redo, "redo"),
        .init(.character("y"), does: .toCode, "make it a code cell"),
        .init(.character("m"), does: .toProse, "make it text"),
        .init(.character("o"), does: .fold, "fold or unfold the output"),
        .init(.character("w"), does: .names, short: "names", "show or hide the names"),
        .init(.character("s"), does: .step, short: "step", "step through what the cell computed, full screen"),
        .init(.character("p"), does: .replay, short: "replay", "play what is recorded, from this cell on"),
        .init(.character("f"), does: .present, "presenter's mode: one large cell and nothing else"),
        .init(.character("/"), does: .find, short: "search", "search text and outputs"),
        .init(.character("W"), does: .nameList, "the names with their values, on the whole screen"),
        .init(Key(.function(12)), .character("]", .control), does: .definition, "go to where a name gets its value"),
        .init(.character("o", .control), does: .back, "back to where you were"),
        .init(.character("P"), does: .pin, "pin the cell's plot beside the cells, or take it away"),
        .init(.character("h"), does: .builtins, short: "functions", "every function with its example"),
        .init(.character("D"), does: .data, "data sets with a preview and a plot"),
        .init(.character("e"), does: .open, "open another notebook"),
        .init(.character(":"), does: .command, short: "command", "run all, w, q, a cell's number …"),
        .init(.character("s", .control), does: .save, "save"),
        .init(.character("q"), does: .quit, short: "quit", "quit"),
        .init(.character("?"), Key(.function(1)), does: .help, short: "help", "the keys that work now"),
    ]

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

    /// True if the action would change something now.
    func isValid(_ action: NotebookAction, _ session: Session) -> Bool {
        let cell = focused(session)
        switch action {
        case .edit, .delete, .cut, .copy: return cell != nil
        case .runNext, .runStay, .runAdd, .fold: return cell?.kind == .code
        case .runStale: return session.cells.contains { $0.status == .stale }
        case .stop: return session.running != nil
        case .moveDown: return index(session).map { $0 + 1 < session.cells.count } ?? false
        case .moveUp: return index(session).map { $0 > 0 } ?? false
        case .paste: return clipboard != nil
        case .undo: return session.canUndo
        case .redo: return session.canRedo
        case .toCode: return cell?.kind == .prose
        case .toProse: return cell?.kind == .code
        case .step: return cell.map { Self.viewable(in: $0) != nil } ?? false
        case .findNext, .findBefore, .endSearch: return search.pattern != nil
        case .find, .replay, .present: return !session.cells.isEmpty
        case .restart, .next, .previous, .first, .last, .pageDown, .pageUp, .addAbove, .addBelow, .names, .command,
            .save, .quit, .help, .open, .data, .builtins, .nameList:
            return true
        case .definition: return cell?.kind == .code
        case .back: return !trail.isEmpty
        case .pin: return pinned != nil || cell.map { Self.plot(of: $0) != nil } ?? false
        }
    }

    /// The binding for a key in NAV; letters of two strokes come back for the first one too.
    func binding(for key: Key) -> Binding<NotebookAction>? { Self.bindings.first { $0.keys.contains(key) } }

    /// The same key without Alt: how NAV's letters are reached from the text of a cell.
    func bindingWithAlt(for key: Key) -> Binding<NotebookAction>? {
        guard key.modifiers.contains(.alt), case .character = key.code else { return nil }
        return binding(for: Key(key.code, key.modifiers.subtracting(.alt)))
    }
}
