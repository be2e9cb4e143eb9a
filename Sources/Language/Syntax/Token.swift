/// A piece of program text: a word, a number, an operator.
struct Token: Sendable {
    let kind: Kind
    /// Offsets into the UTF-8 of the source.
    let range: Range<Int>

    enum Kind: Sendable, Hashable {
        case name, number, text
        case constant(Constant)
        case symbol(Symbol)
        case newline, comment
        case stray(Stray)
        case end
    }

    /// Both accents: `true`, `True`, `TRUE`.
    enum Constant: Sendable {
        case yes, no, none

        init?(_ word: String) {
            switch word {
            case "true", "True", "TRUE": self = .yes
            case "false", "False", "FALSE": self = .no
            case "none", "None", "NULL": self = .none
            default: return nil
            }
        }
    }

    enum Symbol: String, Sendable, CaseIterable {
        case rPipe = "%>%"
        case pipe = "|>"
        case arrow = "<-"
        case starStar = "**"
        case equal = "=="
        case notEqual = "!="
        case atMost = "<="
        case atLeast = ">="
        case scope = "::"
        case assign = "="
        case less = "<"
        case greater = ">"
        case plus = "+"
        case minus = "-"
        case star = "*"
        case slash = "/"
        case at = "@"
        case caret = "^"
        case dot = "."
        case dollar = "$"
        case comma = ","
        case semicolon = ";"
        case openRound = "("
        case closeRound = ")"
        case openSquare = "["
        case closeSquare = "]"
    }

    /// What does not belong to the language; each has its own words in `Messages`.
    enum Stray: Sendable, Hashable {
        /// A text without its closing quote.
        case openText
        /// Typographic quotes, with what stands between them.
        case quotes
        /// A space that is not the plain one, or an invisible character.
        case space
        /// A character or operator with a plain equivalent: `−` for `-`.
        case lookalike(String)
        /// An operator or sign of another language, with what to write.
        case foreign(String)
        case number
        case other
    }

    func `is`(_ symbol: Symbol) -> Bool { kind == .symbol(symbol) }

    /// Whether a value can start here with a word or a literal.
    var startsWord: Bool {
        switch kind {
        case .name, .number, .text, .constant: true
        case .symbol, .newline, .comment, .stray, .end: false
        }
    }
}
