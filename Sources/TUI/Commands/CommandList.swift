import Display
import Notebook

extension NotebookCommand {
    /// Every command, in the order of help and footer.
    static let all: [NotebookCommand] = searchMarks + running + moving + cells + looking + finding + files + leaving

    static let onScreen = all.filter(\.isOnScreen)
    static let inLines = all.filter(\.isInLines)

    private static let byName: [String: NotebookCommand] = {
        let names = all.flatMap { command in ([command.name] + command.aliases).map { ($0, command) } }
        return Dictionary(names) { first, _ in first }
    }()

    private static let byKey: [Key: NotebookCommand] = {
        let keys = onScreen.flatMap { command in command.keys.map { ($0, command) } }
        return Dictionary(keys) { first, _ in first }
    }()

    /// The command of this name or alias.
    static func named(_ name: String) -> NotebookCommand? { byName[name] }

    /// The command for a key outside a cell's text; of a key that is pressed twice, for each press.
    static func forKey(_ key: Key) -> NotebookCommand? { byKey[key] }

    /// The same key without Alt: how letters are reached from the text of a cell.
    static func forKeyWithAlt(_ key: Key) -> NotebookCommand? {
        guard key.modifiers.contains(.alt), case .character = key.code else { return nil }
        return forKey(Key(key.code, key.modifiers.subtracting(.alt)))
    }

    // MARK: reading a line

    /// A line without its colon as a command and its argument: `run all`, `save a b.md`, `7` for `go 7`.
    static func exact(_ line: String) -> (command: NotebookCommand, argument: String)? {
        let words = line.trimmed.split(separator: " ", omittingEmptySubsequences: true)
        guard let first = words.first else { return nil }
        for count in [2, 1] where words.count >= count {
            let rest = words.dropFirst(count - 1).first.map { String(line[$0.endIndex...]).trimmed } ?? ""
            let name = words.prefix(count).joined(separator: " ")
            if let command = named(name), command.argument.accepts(rest) { return (command, rest) }
        }
        return words.count == 1 && Int(first) != nil ? named("go").map { ($0, String(first)) } : nil
    }

    /// What a line of line mode asks for.
    enum Reading {
        case command(NotebookCommand, String)
        /// The names that begin so, if any.
        case unknown([String])
    }

    /// What a line without its colon asks for: a command, the beginning of its name, or a key.
    static func read(_ line: String) -> Reading {
        if let (command, argument) = exact(line) { return .command(command, argument) }
        let word = String(line.trimmed.prefix { !$0.isWhitespace })
        let rest = line.trimmed.dropFirst(word.count).trimmed
        if rest.isEmpty, let command = forKeys(word) { return .command(command, "") }
        let begun = inLines.filter { word.count > 1 && $0.name.hasPrefix(word) }
        guard begun.count == 1, !begun[0].name.contains(" ") else { return .unknown(begun.map(\.name)) }
        return .command(begun[0], rest)
    }

    /// `z`, `dd`: what a letter does on the screen.
    private static func forKeys(_ word: String) -> NotebookCommand? {
        guard let letter = word.first, word.allSatisfy({ $0 == letter }), word.count <= 2 else { return nil }
        return forKey(.character(letter)).flatMap { (word.count == 2) == $0.isTwice ? $0 : nil }
    }
}
