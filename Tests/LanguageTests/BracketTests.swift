import Testing

@testable import Language

@Suite struct BracketTests {
    private func pair(_ text: String, _ offset: Int) -> [Int]? {
        bracketPair(in: text, at: offset).map { [$0.open, $0.close] }
    }

    @Test("the bracket under the cursor belongs to its other one") func theBracketUnderTheCursor() {
        #expect(pair("f(a, [1, 2])", 1) == [1, 11])
        #expect(pair("f(a, [1, 2])", 5) == [5, 10])
        #expect(pair("f(a, [1, 2])", 10) == [5, 10])
    }

    @Test("the bracket before the cursor counts where none is under it") func theBracketBeforeTheCursor() {
        #expect(pair("f(a)", 4) == [1, 3])
        #expect(pair("f(a) + 1", 6) == nil)
        #expect(pair("f((a))", 2) == [2, 4])
    }

    @Test("brackets in texts and comments are none") func bracketsInTextsAndCommentsAreNone() {
        #expect(pair("f(\")\", 1)", 1) == [1, 8])
        #expect(pair("f(1 # )\n)", 1) == [1, 8])
        #expect(pair("\"(\" )", 1) == nil)
    }

    @Test("a bracket without its other one, or with one of the other kind, has none") func bracketsThatDoNotMatch() {
        #expect(pair("f(a", 1) == nil)
        #expect(pair("f(a]", 1) == nil)
        #expect(pair(")", 0) == nil)
        #expect(pair("", 0) == nil)
    }

    @Test("a lone bracket is one that closes nothing, or is under the cursor and never closed") func loneBrackets() {
        #expect(loneBracket(in: "f(a)", at: 1) == nil)
        #expect(loneBracket(in: "f(a", at: 1) == 1)
        #expect(loneBracket(in: "f(a", at: 2) == nil)
        #expect(loneBracket(in: "f(a]", at: 4) == 3)
        #expect(loneBracket(in: "a) + 1", at: 2) == 1)
        #expect(loneBracket(in: "\"(\"", at: 1) == nil)
    }

    @Test("the innermost open bracket before a place is found") func theInnermostOpenBracket() {
        #expect(openBracket(in: "f(a, [1, ", before: 9) == 5)
        #expect(openBracket(in: "f(a, [1]", before: 8) == 1)
        #expect(openBracket(in: "f(a)", before: 4) == nil)
    }
}
