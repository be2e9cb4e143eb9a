import Display
import Views

/// A line as keys of a view: names of keys, words of its list of keys, how often, or what is typed where it asks.
struct LineKeys {
    enum Reading: Equatable {
        case keys([Key])
        /// Letters, and Enter behind them if the view still wants it.
        case text(String)
        case show, say, help
        /// The keys whose words it could mean, if any.
        case unknown([String])
    }

    /// The keys that an empty line repeats.
    private(set) var last: [Key] = []

    /// `help`: the keys that work now.
    mutating func read(_ line: String, _ help: [HelpLine], isTyping: Bool) -> Reading {
        let line = line.trimmed
        if isTyping { return typing(line) }
        if line.isEmpty { return last.isEmpty ? .unknown([]) : .keys(last) }
        switch line.lowercased() {
        case "show": return .show
        case "say": return .say
        case "help", "?": return .help
        default: break
        }
        if let keys = counted(line, help) {
            last = keys
            return .keys(keys)
        }
        if let first = line.first, first.isNumber || "+-.".contains(first) { return .text(line) }
        let meant = Self.meant(by: line, help)
        guard meant.count == 1 else { return .unknown(meant.map { Self.label($0) }) }
        last = meant[0].run
        return .keys(last)
    }

    private func typing(_ line: String) -> Reading {
        if line.isEmpty { return .keys([Key(.enter)]) }
        if line.lowercased() == "show" { return .show }
        if line.lowercased() == "help" { return .help }
        if let code = Self.names[line.lowercased()] { return .keys([Key(code)]) }
        return .text(line)
    }

    /// `right`, `right 3`, `>>>`, `b`.
    private func counted(_ line: String, _ help: [HelpLine]) -> [Key]? {
        if line.allSatisfy({ $0 == ">" }) { return Array(repeating: Key(.right), count: line.count) }
        if line.allSatisfy({ $0 == "<" }) { return Array(repeating: Key(.left), count: line.count) }
        let words = line.split(separator: " ").map(String.init)
        guard words.count <= 2, let key = Self.key(words[0], help) else { return nil }
        guard words.count == 2 else { return [key] }
        guard let count = Int(words[1]), (1...Self.most).contains(count) else { return nil }
        return Array(repeating: key, count: count)
    }

    /// Steps that one line may go.
    private static let most = 10_000

    /// A key by its name, or a letter that the view takes now.
    private static func key(_ word: String, _ help: [HelpLine]) -> Key? {
        if let code = names[word.lowercased()] { return Key(code) }
        guard word.count == 1, let letter = word.first else { return nil }
        let isTaken = help.contains { line in line.keys.split(separator: ",").contains { $0.trimmed == word } }
        return isTaken ? .character(letter) : nil
    }

    private static let names: [String: Key.Code] = [
        "left": .left, "right": .right, "up": .up, "down": .down, "home": .home, "end": .end, "enter": .enter,
        "tab": .tab, "esc": .escape, "escape": .escape, "back": .escape, "backspace": .backspace, "pgup": .pageUp,
        "pgdn": .pageDown, "pageup": .pageUp, "pagedown": .pageDown, "space": .character(" "), "f1": .function(1),
    ]

    /// The line of the list that is called so in short, or those that have words beginning with all of these.
    private static func meant(by line: String, _ help: [HelpLine]) -> [HelpLine] {
        let typed = line.lowercased().split(separator: " ")
        guard line.count > 2 else { return [] }
        if let exact = help.first(where: { $0.short == line.lowercased() && !$0.run.isEmpty }) { return [exact] }
        return help.filter { entry in
            let words = entry.words.lowercased().split { !$0.isLetter && !$0.isNumber }
            return !entry.run.isEmpty && typed.allSatisfy { part in words.contains { $0.hasPrefix(part) } }
        }
    }

    /// `right: one time step on`.
    static func label(_ line: HelpLine) -> String {
        let keys = line.keys.split(separator: ",").map { key -> String in
            let name = key.trimmed
            return name.count > 1 ? name.lowercased() : name
        }
        return keys.joined(separator: " or ") + ": " + line.words
    }
}
