/// Whether a statement goes on in the next line: a bracket is open, or the text ends in a pipe or another operator.
package func isUnfinished(_ text: String) -> Bool {
    var depth = 0
    var last = Token.Kind.end
    for token in Lexer.tokens(of: Array(text.utf8)) {
        switch token.kind {
        case .symbol(.openRound), .symbol(.openSquare): depth += 1
        case .symbol(.closeRound), .symbol(.closeSquare): depth -= 1
        case .newline, .comment, .end: continue
        case .name, .number, .text, .constant, .symbol, .stray: break
        }
        last = token.kind
    }
    if depth > 0 { return true }
    guard case .symbol(let symbol) = last else { return false }
    switch symbol {
    case .rPipe, .pipe, .arrow, .starStar, .equal, .notEqual, .atMost, .atLeast, .assign, .less, .greater, .plus,
        .minus, .star, .slash, .at, .caret, .comma:
        return true
    case .scope, .dot, .dollar, .semicolon, .openRound, .closeRound, .openSquare, .closeSquare:
        return false
    }
}
