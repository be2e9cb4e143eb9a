/// The bracket at a place of a program and the one that belongs to it, as offsets into the UTF-8; nil where there is
/// none, or no other. The bracket that begins at the offset counts before the one that ends there.
///
/// Brackets in texts and comments are none.
package func bracketPair(in text: String, at offset: Int) -> (open: Int, close: Int)? {
    bracket(in: text, at: offset).flatMap { pair($0.index, in: $0.all) }
}

/// The bracket at a place of a program to which no other belongs: one that is under the cursor, or closes before it. One
/// that was just opened is no fault yet.
package func loneBracket(in text: String, at offset: Int) -> Int? {
    guard let (all, index) = bracket(in: text, at: offset), pair(index, in: all) == nil else { return nil }
    let start = all[index].range.lowerBound
    return start == offset || !all[index].opens ? start : nil
}

private func bracket(in text: String, at offset: Int) -> (all: [Token], index: Int)? {
    guard text.utf8.count <= Parser.longestSource else { return nil }
    let brackets = Lexer.tokens(of: Array(text.utf8)).filter(\.isBracket)
    let index =
        brackets.firstIndex { $0.range.lowerBound == offset } ?? brackets.firstIndex { $0.range.upperBound == offset }
    return index.map { (brackets, $0) }
}

private func pair(_ index: Int, in brackets: [Token]) -> (open: Int, close: Int)? {
    let isOpen = brackets[index].opens
    let others = isOpen ? Array(brackets[index...]) : brackets[...index].reversed()
    var waiting: [Token] = []
    for bracket in others {
        if bracket.opens == isOpen {
            waiting.append(bracket)
        } else if let last = waiting.popLast() {
            guard last.isRound == bracket.isRound else { return nil }
            if waiting.isEmpty {
                let pair = [last.range.lowerBound, bracket.range.lowerBound].sorted()
                return (pair[0], pair[1])
            }
        }
    }
    return nil
}

/// Where the innermost bracket begins that is still open at a place of a program.
package func openBracket(in text: String, before offset: Int) -> Int? {
    guard text.utf8.count <= Parser.longestSource else { return nil }
    var open: [Int] = []
    for token in Lexer.tokens(of: Array(text.utf8.prefix(max(0, offset)))) where token.isBracket {
        if token.opens { open.append(token.range.lowerBound) } else { _ = open.popLast() }
    }
    return open.last
}

extension Token {
    fileprivate var isBracket: Bool { opens || self.is(.closeRound) || self.is(.closeSquare) }
    fileprivate var opens: Bool { self.is(.openRound) || self.is(.openSquare) }
    fileprivate var isRound: Bool { self.is(.openRound) || self.is(.closeRound) }
}
