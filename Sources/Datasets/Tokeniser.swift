/// How a text is cut into tokens, and tokens are put together again.
package struct Tokeniser: Hashable, Sendable {
    package enum Unit: String, Sendable { case characters, words }

    package var unit: Unit
    package var lower: Bool
    /// Of words: marks such as . and ! are tokens of their own, and not left out.
    package var punctuation: Bool
    /// Each line is a text of its own: what comes before it says nothing about it.
    package var isByLine: Bool

    package init(_ unit: Unit, lower: Bool = false, punctuation: Bool = false, isByLine: Bool = false) {
        self.unit = unit
        self.lower = lower
        self.punctuation = punctuation
        self.isByLine = isByLine
    }

    package func tokens(in text: String) -> [String] {
        let text = lower ? text.lowercased() : text
        switch unit {
        case .characters: return text.map { $0 == "\r\n" ? "\n" : String($0) }
        case .words: return words(Array(text))
        }
    }

    /// Runs of letters and digits, with apostrophes and hyphens that stand between two of them.
    private func words(_ text: [Character]) -> [String] {
        var (words, word) = ([String](), "")
        for (place, character) in text.enumerated() {
            let isJoint =
                "'’-".contains(character) && !word.isEmpty && place + 1 < text.count
                && text[place + 1].isPartOfWord
            if character.isPartOfWord || isJoint {
                word.append(character)
                continue
            }
            if !word.isEmpty { words.append(word) }
            word = ""
            if punctuation, !character.isWhitespace { words.append(String(character)) }
        }
        return word.isEmpty ? words : words + [word]
    }

    /// Words with spaces between them, and none before the marks that close.
    package func text(of tokens: [String]) -> String {
        guard unit == .words else { return tokens.joined() }
        return tokens.reduce(into: "") { text, token in
            let isClosing = token.count == 1 && ".,;:!?)]}…".contains(token)
            if !text.isEmpty, !isClosing { text += " " }
            text += token
        }
    }
}

extension Character {
    fileprivate var isPartOfWord: Bool { isLetter || isNumber }
}
