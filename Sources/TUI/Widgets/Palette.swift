import Display
import Language
import Notebook
import Views

/// What can follow `:`, and what of it fits what has been typed.
struct Palette {
    /// One line of the list.
    struct Entry: Equatable {
        /// What Tab writes into the line and Enter carries out.
        let text: String
        let words: String
        /// The keys that do the same.
        var keys = ""
        /// Other names, which find it too.
        var aliases: [String] = []
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

    /// The entries for what was typed: arguments behind a word that takes them, else the commands that it fits.
    func entries(among commands: [NotebookCommand]) -> [Entry] {
        let all = commands.map { Entry(text: $0.name, words: $0.summary, keys: $0.keyLabel, aliases: $0.aliases) }
        if text.contains(" "), let word = words.first.map(String.init), let known = known[word] {
            let forms = all.filter { $0.text.hasPrefix(word + " ") && $0.text.hasPrefix(text.lowercased()) }
            return forms + arguments(of: word, among: known)
        }
        return fitting(all)
    }

    private func arguments(of word: String, among known: [String]) -> [Entry] {
        let begun = text.drop { $0 != " " }.drop { $0 == " " }.lowercased()
        let fitting = known.filter { begun.isEmpty || $0.lowercased().contains(begun) }
        return fitting.sorted { left, right in
            left.lowercased().hasPrefix(begun) && !right.lowercased().hasPrefix(begun)
        }.map { Entry(text: "\(word) \($0)", words: "") }
    }

    private func fitting(_ all: [Entry]) -> [Entry] {
        let typed = words.map { $0.lowercased() }
        guard !typed.isEmpty else { return all }
        let fitting = all.filter { entry in
            let words = ([entry.text, entry.words] + entry.aliases).joined(separator: " ").lowercased()
                .split { !$0.isLetter && !$0.isNumber }
            return typed.allSatisfy { part in words.contains { $0.hasPrefix(part) } }
        }
        let line = text.lowercased()
        let begins = { (entry: Entry) in
            ([entry.text, entry.words] + entry.aliases).contains { $0.lowercased().hasPrefix(line) }
        }
        return fitting.filter(begins) + fitting.filter { !begins($0) }
    }

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
