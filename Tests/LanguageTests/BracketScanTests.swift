import Testing

@testable import Language

@Suite struct BracketScanTests {
    @Test("the brackets that are found without tokens are those of the lexer", arguments: 0..<400)
    func theBracketsAreThoseOfTheLexer(seed: Int) {
        let signs = [
            "(", ")", "[", "]", "\"", "'", "\\", "#", "\n", "“", "”", "«", "‘", "é", "e\u{301}", "a", " ", "日", "`",
            "(",
        ]
        var dice = Dice(UInt64(seed) + 7000)
        let text = (0..<dice.roll(60)).map { _ in signs[dice.roll(signs.count)] }.joined()
        let tokens = Lexer.tokens(of: Array(text.utf8)).filter {
            $0.is(.openRound) || $0.is(.closeRound) || $0.is(.openSquare) || $0.is(.closeSquare)
        }
        #expect(brackets(in: text).map(\.offset) == tokens.map(\.range.lowerBound), "\(text)")
    }

    @Test("a line that is inside brackets begins no statement") func aLineOutsideBrackets() {
        #expect(lineOutsideBrackets(in: "a\nf(\nb", before: 6) == 2)
        #expect(lineOutsideBrackets(in: "a\nf(\n)\nb", before: 7) == 7)
        #expect(lineOutsideBrackets(in: "a # (\nb", before: 7) == 6)
        #expect(lineOutsideBrackets(in: "a", before: 1) == 0)
    }

    @Test("far down in a long text the same is offered as in a short one") func completionFarDown() {
        let above = (0..<4000).map { "name\($0) = \($0)\n" }.joined()
        let text = above + "near = 1\nwindow(temps, le"
        let found = complete(text, at: text.utf8.count, names: [:], builtins: .fake)
        #expect(found.items.map(\.text) == ["length = "])
        #expect(found.range == (text.utf8.count - 2)..<text.utf8.count)
        let next = text + "ngth = nea"
        #expect(complete(next, at: next.utf8.count, names: [:], builtins: .fake).items.map(\.text) == ["near"])
        #expect(openCall(text, at: text.utf8.count, builtins: .fake)?.builtin.name == "window")
    }
}
