/// What a stretch of program text is, for its colour.
package enum TokenClass: Sendable, Hashable {
    case space, name, function, argument, number, text, constant, symbol, bracket, comment, unknown
}

/// The whole text as stretches of one class each, as offsets into its UTF-8: in order, without gaps.
package func highlight(_ text: String) -> [(range: Range<Int>, kind: TokenClass)] {
    text.isEmpty ? [] : [(0..<text.utf8.count, .space)]
}
