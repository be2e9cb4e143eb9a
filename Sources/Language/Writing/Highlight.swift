/// What a stretch of program text is, for its colour.
package enum TokenClass: Sendable, Hashable {
    case space, name, function, argument, number, text, constant, symbol, bracket, comment, unknown
}

/// The whole text as stretches of one class each, as offsets into its UTF-8: in order, without gaps.
/// A text that is too long to be a program is one stretch. `depth`: the brackets that are open before it.
package func highlight(_ text: String, depth: Int = 0) -> [(range: Range<Int>, kind: TokenClass)] {
    guard text.utf8.count <= Parser.longestSource else { return [(0..<text.utf8.count, .unknown)] }
    let tokens = Lexer.tokens(of: Array(text.utf8))
    var stretches: [(range: Range<Int>, kind: TokenClass)] = []
    var end = 0
    var depth = depth
    for (index, token) in tokens.enumerated() {
        if token.range.lowerBound > end { stretches.append((end..<token.range.lowerBound, .space)) }
        if token.is(.openRound) || token.is(.openSquare) { depth += 1 }
        if token.is(.closeRound) || token.is(.closeSquare) { depth = max(0, depth - 1) }
        let next = index + 1 < tokens.count ? tokens[index + 1] : nil
        if !token.range.isEmpty { stretches.append((token.range, token.color(before: next, isInBrackets: depth > 0))) }
        end = token.range.upperBound
    }
    return stretches
}

extension Token {
    fileprivate func color(before next: Token?, isInBrackets: Bool) -> TokenClass {
        switch kind {
        case .name where next?.is(.openRound) == true: .function
        case .name where isInBrackets && next?.is(.assign) == true: .argument
        case .name: .name
        case .number: .number
        case .text, .stray(.openText): .text
        case .constant: .constant
        case .symbol(.openRound), .symbol(.closeRound), .symbol(.openSquare), .symbol(.closeSquare): .bracket
        case .symbol: .symbol
        case .comment: .comment
        case .newline, .end: .space
        case .stray: .unknown
        }
    }
}
