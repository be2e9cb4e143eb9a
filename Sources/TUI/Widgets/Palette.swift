import Display
import Language
import Notebook
import Views

/// What can follow `:`, and what of it fits what has been typed.
struct Palette {
    /// One line of the list.
    struct Entry: Equatable {
        /// What Tab writes into the line; of what has a key only, its words.
        let text: String
        let words: String
        /// The key that does the same.
        var keys = ""
        let does: Deed
    }

    enum Deed: Equatable {
        case act(NotebookAction)
        /// The line as typed, once it is complete.
        case line
    }

    /// The line that was typed, without the colon.
    var line = Editor()
    /// What can follow a word, looked up when the word is first there: folders are read for it.
    private var known: [String: [String]] = [:]
    /// Chosen with an arrow or Tab; else Enter takes the line itself where that is a command.
    private(set) var chosen: Int?

    var text: String { line.text }
    private var words: [Substring] { text.split(separator: " ") }

    mutating func move(_ by: Int, among count: Int) {
        guard count > 0 else { return }
        chosen = chosen.map { ($0 + by + count) % count } ?? (by > 0 ? 0 : count - 1)
    }

    mutating func letGo() { chosen = nil }

    /// Asks, after the line has changed, what can follow its first word, if that is not known yet.
    mutating func look(up arguments: (String) -> [String]?) {
        guard let word = words.first.map(String.init), known[word] == nil, let found = arguments(word) else { return }
        known[word] = found
    }

    /// The entries for what was typed: arguments behind a word that takes them, else commands and actions.
    var entries: [Entry] {
        if text.contains(" "), let word = words.first.map(String.init), let known = known[word] {
            let begun = text.drop { $0 != " " }.drop { $0 == " " }.lowercased()
            let fitting = known.filter { begun.isEmpty || $0.lowercased().contains(begun) }
            return fitting.sorted { left, right in
                left.lowercased().hasPrefix(begun) && !right.lowercased().hasPrefix(begun)
            }.map { Entry(text: "\(word) \($0)", words: "", does: .line) }
        }
        let all = Self.commands + NotebookScreen.bindings.filter { Self.isListed($0.action) }.map(Self.entry)
        let typed = words.map { $0.lowercased() }
        guard !typed.isEmpty else { return all }
        let fitting = all.filter { entry in
            let words = (entry.text + " " + entry.words).lowercased().split { !$0.isLetter && !$0.isNumber }
            return typed.allSatisfy { part in words.contains { $0.hasPrefix(part) } }
        }
        let begins = { (entry: Entry) in entry.text.lowercased().hasPrefix(text.lowercased()) }
        return fitting.filter(begins) + fitting.filter { !begins($0) }
    }

    /// Actions that are commands have a line of their own above.
    private static func isListed(_ action: NotebookAction) -> Bool {
        switch action {
        case .command, .replay, .present, .save, .quit, .stop, .restart, .open, .data, .builtins, .runStale: false
        default: true
        }
    }

    private static func entry(_ binding: Binding<NotebookAction>) -> Entry {
        Entry(text: binding.words, words: "", keys: binding.label, does: .act(binding.action))
    }

    /// The commands that are words, with what they take.
    static let commands: [Entry] = [
        Entry(text: "run", words: "run the cell and stay", keys: "F5", does: .line),
        Entry(text: "run all", words: "run every cell in order", does: .line),
        Entry(text: "run stale", words: "run what is stale and nothing more", keys: "R", does: .line),
        Entry(
            text: "stop", words: "stop what runs, empty the queue; finished epochs are kept", keys: "ii", does: .line),
        Entry(text: "restart", words: "forget every value", keys: "00", does: .line),
        Entry(text: "w", words: "save; w NAME saves under another name", keys: "Ctrl-S", does: .line),
        Entry(text: "wq", words: "save and quit", does: .line),
        Entry(text: "q", words: "quit", keys: "q", does: .line),
        Entry(text: "q!", words: "quit without saving", does: .line),
        Entry(text: "e", words: "read the file again, where it has changed on the disk", does: .line),
        Entry(text: "open", words: "another notebook; open NAME opens it at once", keys: "e", does: .line),
        Entry(text: "new", words: "new NAME begins a notebook", does: .line),
        Entry(text: "replay", words: "play what is recorded, from this cell on", keys: "p", does: .line),
        Entry(text: "present", words: "presenter's mode: one large cell and nothing else", keys: "f", does: .line),
        Entry(text: "data", words: "browse the data sets; data NAME one of them", keys: "D", does: .line),
        Entry(text: "help", words: "every function with its example; help NAME one of them", keys: "h", does: .line),
        Entry(
            text: "allow write", words: "let cells write tables and weights below the notebook's folder", does: .line),
        Entry(text: "go", words: "go NAME: the cell that gives the name its value; a number: that cell", does: .line),
    ]

    // MARK: looks

    /// Above the line that is typed, the best fit at the top.
    func draw(_ entries: [Entry], into grid: inout Grid, _ area: Rect, glyphs: Glyphs) {
        let rows = min(entries.count, 10, area.height - 1)
        guard rows > 0 else { return }
        let first = max(0, min((chosen ?? 0) - rows / 2, entries.count - rows))
        let shown = entries[first..<(first + rows)]
        let top = area.bottom - rows
        let keys = shown.map { Text.width(of: $0.keys) }.max() ?? 0
        let room = area.width - 3 - (keys > 0 ? keys + 2 : 0)
        let texts = min(room, max(8, shown.filter { !$0.words.isEmpty }.map { Text.width(of: $0.text) }.max() ?? 0))
        grid.fill(
            Rect(x: area.x, y: top - 1, width: area.width, height: 1), glyphs == .ascii ? "-" : "─", Style(dim: true))
        let count = chosen.map { " \($0 + 1) of \(entries.count) " } ?? " \(entries.count) "
        grid.put(count, right: area.right - 1, y: top - 1, Style(dim: true))
        for (row, entry) in shown.enumerated() {
            let isChosen = first + row == chosen
            let words = entry.words.isEmpty ? entry.text : Text.pad(entry.text, to: texts) + "  " + entry.words
            let text = (isChosen ? " > " : "   ") + Text.pad(Text.clip(words, to: room, ellipsis: ".."), to: room)
            let style = Style(bold: isChosen, reverse: isChosen)
            grid.put(
                Text.pad(text + (keys > 0 ? "  " + entry.keys : ""), to: area.width), x: area.x, y: top + row, style)
        }
    }
}
