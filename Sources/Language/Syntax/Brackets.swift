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
    let start = all[index].offset
    return start == offset || !all[index].opens ? start : nil
}

/// Whether a text is too long to be a program.
package func isTooLong(bytes: Int) -> Bool { bytes > Parser.longestSource }

/// How many brackets are open at a place of a program; one too many that is closed counts for nothing.
package func bracketDepth(in text: String, before offset: Int) -> Int {
    guard text.utf8.count <= Parser.longestSource else { return 0 }
    return brackets(in: text, before: offset).reduce(0) { max(0, $0 + ($1.opens ? 1 : -1)) }
}

private func bracket(in text: String, at offset: Int) -> (all: [Bracket], index: Int)? {
    guard text.utf8.count <= Parser.longestSource else { return nil }
    let near = text.utf8.dropFirst(max(0, offset - 1)).prefix(2)
    guard near.contains(where: Bracket.isSign) else { return nil }
    let all = brackets(in: text)
    let index = all.firstIndex { $0.offset == offset } ?? all.firstIndex { $0.offset + 1 == offset }
    return index.map { (all, $0) }
}

private func pair(_ index: Int, in brackets: [Bracket]) -> (open: Int, close: Int)? {
    let isOpen = brackets[index].opens
    let others = isOpen ? Array(brackets[index...]) : brackets[...index].reversed()
    var waiting: [Bracket] = []
    for bracket in others {
        if bracket.opens == isOpen {
            waiting.append(bracket)
        } else if let last = waiting.popLast() {
            guard last.isRound == bracket.isRound else { return nil }
            if waiting.isEmpty {
                let pair = [last.offset, bracket.offset].sorted()
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
    for bracket in brackets(in: text, before: offset) {
        if bracket.opens { open.append(bracket.offset) } else { _ = open.popLast() }
    }
    return open.last
}
