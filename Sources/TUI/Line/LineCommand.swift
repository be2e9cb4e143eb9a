import Notebook
import Views

/// A command of line mode: what `:help` lists and Tab completes.
struct LineCommand: Sendable {
    enum Deed: Hashable, Sendable {
        /// As a key of the notebook, on the cell that is named or the current one.
        case act(NotebookAction)
        /// As the line after `:` on the screen.
        case palette
        case own(Own)
    }

    /// What line mode does itself, as the screen shows it by drawing.
    enum Own: Hashable, Sendable {
        case help, list, show, up, down, first, last, go, run, start, wait, step, edit, text, above, below, move
        case find, names, functions, example, data, load, notebooks
    }

    let name: String
    var others: [String] = []
    /// What may follow, as the list shows it: `[CELL]`.
    var argument = ""
    let sentence: String
    let does: Deed

    static let all: [LineCommand] = reading + running + writing + finding + leaving

    private static let reading: [LineCommand] = [
        .init(
            name: "help", argument: "[NAME]",
            sentence: "these commands; with a name, the function called so", does: .own(.help)),
        .init(name: "list", others: ["ls"], sentence: "all cells: number, state, first line", does: .own(.list)),
        .init(
            name: "show", others: ["p", "print"], argument: "[CELL]",
            sentence: "a cell with its output", does: .own(.show)),
        .init(name: "down", others: ["j"], sentence: "to the next cell", does: .own(.down)),
        .init(name: "up", others: ["k"], sentence: "to the cell before", does: .own(.up)),
        .init(name: "first", others: ["gg"], sentence: "to the first cell", does: .own(.first)),
        .init(name: "last", others: ["G"], sentence: "to the last cell", does: .own(.last)),
        .init(
            name: "go", argument: "CELL",
            sentence: "to a cell: its number, t2 for the second text, or a name that it defines", does: .own(.go)),
        .init(name: "back", sentence: "to where you were before you went", does: .act(.back)),
    ]

    private static let running: [LineCommand] = [
        .init(
            name: "run", argument: "[CELL, all, stale]",
            sentence: "run a cell and what it needs; Ctrl-C stops it", does: .own(.run)),
        .init(
            name: "start", argument: "[CELL, all, stale]",
            sentence: "the same without waiting: commands go on meanwhile", does: .own(.start)),
        .init(name: "wait", sentence: "wait until nothing runs", does: .own(.wait)),
        .init(name: "stop", sentence: "stop what runs; finished epochs are kept", does: .act(.stop)),
        .init(name: "restart", sentence: "forget every value", does: .act(.restart)),
        .init(
            name: "step", others: ["s", "watch"], argument: "[CELL]",
            sentence: "look into what a cell computed, or is at work on, with the keys of its view", does: .own(.step)),
    ]

    private static let writing: [LineCommand] = [
        .init(name: "edit", argument: "[CELL]", sentence: "change a cell line by line", does: .own(.edit)),
        .init(name: "below", sentence: "write a new cell below, until a line with a dot", does: .own(.below)),
        .init(name: "above", sentence: "write a new cell above", does: .own(.above)),
        .init(name: "text", sentence: "write a text below", does: .own(.text)),
        .init(name: "code", argument: "[CELL]", sentence: "make a text a code cell", does: .act(.toCode)),
        .init(name: "prose", argument: "[CELL]", sentence: "make a code cell a text", does: .act(.toProse)),
        .init(name: "move", argument: "up, down", sentence: "move the cell", does: .own(.move)),
        .init(name: "delete", argument: "[CELL]", sentence: "delete the cell", does: .act(.delete)),
        .init(name: "cut", argument: "[CELL]", sentence: "cut the cell", does: .act(.cut)),
        .init(name: "copy", argument: "[CELL]", sentence: "copy the cell", does: .act(.copy)),
        .init(name: "paste", argument: "[CELL]", sentence: "paste below", does: .act(.paste)),
        .init(name: "undo", sentence: "take the last change back", does: .act(.undo)),
        .init(name: "redo", sentence: "make it again", does: .act(.redo)),
    ]

    private static let finding: [LineCommand] = [
        .init(name: "find", others: ["/"], argument: "TEXT", sentence: "search texts and outputs", does: .own(.find)),
        .init(name: "next", others: ["n"], sentence: "next find", does: .act(.findNext)),
        .init(name: "before", others: ["N"], sentence: "find before", does: .act(.findBefore)),
        .init(name: "names", sentence: "what is defined: name, kind, size, cell", does: .own(.names)),
        .init(
            name: "definition", argument: "[CELL]",
            sentence: "to the cell that a cell reads from", does: .act(.definition)),
        .init(
            name: "functions", argument: "[WORD]",
            sentence: "the functions, each with its sentence", does: .own(.functions)),
        .init(
            name: "example", argument: "NAME [N]",
            sentence: "put a function's example below as a cell", does: .own(.example)),
        .init(
            name: "data", argument: "[NAME]",
            sentence: "the data sets; with a name, what is in one", does: .own(.data)),
        .init(
            name: "load", argument: "NAME",
            sentence: "put the call that loads a data set below as a cell", does: .own(.load)),
    ]

    private static let leaving: [LineCommand] = [
        .init(
            name: "save", others: ["w", "write"], argument: "[NAME]",
            sentence: "save, under another name if one is given", does: .palette),
        .init(
            name: "disk", others: ["e"],
            sentence: "the file as it stands on the disk, where it has changed", does: .palette),
        .init(name: "notebooks", sentence: "the other notebooks here", does: .own(.notebooks)),
        .init(name: "open", argument: "NAME", sentence: "go on with another notebook", does: .palette),
        .init(name: "new", argument: "NAME", sentence: "begin a notebook", does: .palette),
        .init(
            name: "allow", argument: "write",
            sentence: "let cells write tables and weights below the notebook's folder", does: .palette),
        .init(name: "wq", others: ["x"], sentence: "save and leave", does: .palette),
        .init(name: "quit", others: ["q", "exit"], sentence: "leave; asks about what is not saved", does: .act(.quit)),
        .init(name: "q!", sentence: "leave without saving", does: .palette),
    ]

    /// Keys of the screen that need a screen: a cell is always told whole, recorded outputs at once (`show`), and there
    /// is nothing to pin it to.
    static let onlyOnScreens: Set<NotebookAction> = [
        .fold, .pin, .pageUp, .pageDown, .endSearch, .command, .replay, .present,
    ]

    // MARK: reading a line

    enum Reading: Equatable {
        case command(LineCommand, String)
        case act(NotebookAction)
        /// The names that begin so, if any.
        case unknown([String])
    }

    /// What a line without its colon asks for: a name, its beginning, or a key of the screen.
    static func read(_ line: String) -> Reading {
        let word = String(line.prefix { !$0.isWhitespace })
        let rest = line.dropFirst(word.count).trimmed
        if let command = all.first(where: { $0.name == word || $0.others.contains(word) }) {
            return .command(command, rest)
        }
        if let number = Int(word), rest.isEmpty { return .command(named("go"), "\(number)") }
        if rest.isEmpty, let action = action(ofKey: word) { return .act(action) }
        let begun = all.filter { word.count > 1 && $0.name.hasPrefix(word) }
        return begun.count == 1 ? .command(begun[0], rest) : .unknown(begun.map(\.name))
    }

    private static func named(_ name: String) -> LineCommand { all.first { $0.name == name } ?? all[0] }

    /// `z`, `dd`: what a letter means on the screen.
    private static func action(ofKey word: String) -> NotebookAction? {
        guard let letter = word.first, word.allSatisfy({ $0 == letter }), word.count <= 2 else { return nil }
        return NotebookScreen.bindings.first { $0.keys.contains(.character(letter)) && (word.count == 2) == $0.isTwice }
            .map(\.action)
    }

    static func == (left: LineCommand, right: LineCommand) -> Bool { left.name == right.name }
}

extension LineCommand: Equatable {
    /// `:run [CELL, all, stale]`.
    var usage: String { ":" + name + (argument.isEmpty ? "" : " " + argument) }
}

extension StringProtocol {
    /// Without blanks at both ends.
    var trimmed: String {
        String(drop(while: \.isWhitespace).reversed().drop(while: \.isWhitespace).reversed())
    }
}
