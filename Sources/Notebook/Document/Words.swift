/// The words of a fence or a comment: `unroll id=fit check="rtol=0.02" skip`.
///
/// Words that nobody knows are kept as they were written.
package struct Words: Sendable, Hashable {
    package struct Word: Sendable, Hashable {
        package var key: String
        /// nil for a word without `=`.
        package var value: String?
        /// As written.
        var raw: String
    }
    package var all: [Word] = []

    /// Words are separated by blanks; a value may stand in double quotes.
    package init(_ text: some StringProtocol) {
        var rest = text[...]
        while let first = rest.first {
            if first == " " || first == "\t" {
                rest.removeFirst()
                continue
            }
            var end = rest.startIndex
            var isQuoted = false
            while end < rest.endIndex, isQuoted || !(rest[end] == " " || rest[end] == "\t") {
                if rest[end] == "\"" { isQuoted.toggle() }
                end = rest.index(after: end)
            }
            all.append(Word(raw: String(rest[..<end])))
            rest = rest[end...]
        }
    }

    package init() {}

    package subscript(key: String) -> String? {
        get { all.first { $0.key == key }?.value }
        set {
            let word = newValue.map { Word(key: key, value: $0) }
            guard let index = all.firstIndex(where: { $0.key == key }) else {
                if let word { all.append(word) }
                return
            }
            if let word { all[index] = word } else { all.remove(at: index) }
        }
    }

    package func contains(_ key: String) -> Bool { all.contains { $0.key == key } }

    /// All values of a key that may stand several times.
    package func values(_ key: String) -> [String] { all.filter { $0.key == key }.compactMap(\.value) }

    package mutating func removeAll(_ keys: Set<String>) { all.removeAll { keys.contains($0.key) } }

    package var text: String { all.map(\.raw).joined(separator: " ") }
}

extension Words.Word {
    init(raw: String) {
        self.raw = raw
        guard let equals = raw.firstIndex(of: "=") else {
            key = raw
            return
        }
        key = String(raw[..<equals])
        value = raw[raw.index(after: equals)...].filter { $0 != "\"" }
    }

    init(key: String, value: String) {
        self.key = key
        self.value = value
        raw = value.contains(" ") || value.isEmpty ? "\(key)=\"\(value)\"" : "\(key)=\(value)"
    }
}

extension Words {
    /// The words of a comment that stands alone on a line, `<!-- out src=1 -->`; nil for any other line.
    init?(comment line: Line) {
        guard line.indent < 4, line.content.dropFirst(line.indent).starts(with: "<!--".utf8) else { return nil }
        let text = line.trimmed
        guard text.hasPrefix("<!--"), text.hasSuffix("-->"), text.utf8.count >= 7 else { return nil }
        let inside = text.dropFirst(4).dropLast(3)
        guard !inside.contains("-->"), !inside.hasPrefix(">"), !inside.hasPrefix("->") else { return nil }
        self.init(inside)
    }
}
