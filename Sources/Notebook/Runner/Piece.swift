/// A part of a line of output, for comparing it with another line. Blanks separate and are not compared: a number with
/// one digit more moves what follows it.
enum Piece: Hashable, Sendable {
    case number(Double, String)
    case word(String)
    case mark(Character)

    var text: String {
        switch self {
        case .number(_, let text), .word(let text): text
        case .mark(let mark): String(mark)
        }
    }

    /// Whether it says something by itself; a drawing's points and lines do not.
    var isTelling: Bool {
        switch self {
        case .number: true
        case .word(let word): word.count > 1
        case .mark: false
        }
    }

    static func split(_ line: String) -> [Piece] {
        var pieces: [Piece] = []
        var rest = line[...]
        while let first = rest.first {
            if first.isWhitespace {
                rest.removeFirst()
            } else if let (number, text) = number(at: rest, after: line[..<rest.startIndex].last) {
                pieces.append(.number(number, String(text)))
                rest = rest[text.endIndex...]
            } else if first.isLetter || first == "_" {
                let word = rest.prefix { $0.isLetter || $0.isNumber || $0 == "_" }
                pieces.append(.word(String(word)))
                rest = rest[word.endIndex...]
            } else {
                pieces.append(.mark(first))
                rest.removeFirst()
            }
        }
        return pieces
    }

    /// A decimal number: `-1.5e-3`, `.5`, `nan`, `inf`. A sign behind a digit or a bracket is an operator.
    private static func number(at text: Substring, after previous: Character?) -> (Double, Substring)? {
        for word in ["nan", "inf", "-inf"] where text.hasPrefix(word) {
            let end = text.index(text.startIndex, offsetBy: word.count)
            if end == text.endIndex || !(text[end].isLetter || text[end].isNumber) {
                return Double(word).map { ($0, text[..<end]) }
            }
        }
        var end = text.startIndex
        func skip(_ isWanted: (Character) -> Bool) -> Int {
            let start = end
            while end < text.endIndex, isWanted(text[end]) { end = text.index(after: end) }
            return text.distance(from: start, to: end)
        }
        let isDigit = { (character: Character) in character.isASCII && character.isNumber }
        let isOperator = previous.map { $0.isNumber || $0.isLetter || $0 == ")" || $0 == "]" } ?? false
        if let first = text.first, first == "-" || first == "+" {
            if isOperator { return nil }
            end = text.index(after: end)
        }
        var digits = skip(isDigit)
        let whole = end
        if end < text.endIndex, text[end] == "." {
            end = text.index(after: end)
            let decimals = skip(isDigit)
            if decimals == 0 { end = whole }
            digits += decimals
        }
        guard digits > 0 else { return nil }
        let mantissa = end
        if end < text.endIndex, text[end] == "e" || text[end] == "E" {
            end = text.index(after: end)
            if end < text.endIndex, text[end] == "-" || text[end] == "+" { end = text.index(after: end) }
            if skip(isDigit) == 0 { end = mantissa }
        }
        return Double(text[..<end]).map { ($0, text[..<end]) }
    }
}
