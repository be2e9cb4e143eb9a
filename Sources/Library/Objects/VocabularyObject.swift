import Datasets
import Display
import Language

/// Tokens and their numbers.
package struct VocabularyObject: Object {
    package static let kind: Kind = "vocabulary"
    package let vocabulary: Vocabulary

    package init(_ vocabulary: Vocabulary) { self.vocabulary = vocabulary }

    package var summary: String {
        let first = vocabulary.hasUnknown ? 2 : 1
        let shown = vocabulary.tokens.dropFirst(first).prefix(8).map(\.quotedOnOneLine)
        let more = vocabulary.size - first > shown.count ? ", …" : ""
        return "vocabulary: size \(vocabulary.size), 0 padding" + (vocabulary.hasUnknown ? ", 1 unknown" : "")
            + (shown.isEmpty ? "" : ", from \(first) on: " + shown.joined(separator: " ") + more)
    }

    package var members: [(name: String, kind: Kind)] { [("size", .number), ("tokens", TableObject.kind)] }

    package func member(_ name: String) -> Value? {
        switch name {
        case "size": .number(Double(vocabulary.size))
        case "tokens": .object(TableObject(table))
        default: nil
        }
    }

    /// Number, token and how often it is in the text that the vocabulary was made from.
    private var table: Table {
        let numbers = Array(vocabulary.tokens.indices.dropFirst())
        return Table([
            Column("number", .numbers(numbers.map(Double.init))),
            Column("token", .texts(numbers.map { vocabulary.tokens[$0].onOneLine })),
            Column("count", .numbers(numbers.map { Double(vocabulary.counts[$0]) })),
        ])
    }

    package var count: Int? { vocabulary.size - 1 }
    package func element(_ index: Int) -> Value { .text(vocabulary.tokens[index]) }
}

extension String {
    /// With line ends as \n and tabs as \t, so that the text stays on its line.
    var onOneLine: String {
        guard utf8.contains(where: { $0 < 32 }) else { return self }
        return map { $0 == "\n" ? "\\n" : $0 == "\t" ? "\\t" : String($0) }.joined()
    }

    var quotedOnOneLine: String { "\"" + onOneLine + "\"" }
}
