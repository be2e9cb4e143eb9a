import Testing

@testable import Language

@Suite struct RenderingTests {
    private func at(_ text: String, _ range: Range<Int>, _ label: String = "here", notes: [String] = []) -> [String] {
        let source = Source(name: "cell 1", text: text)
        return Diagnostic("something is off", labels: [.init(Span(source, range), label)], notes: notes).render()
    }

    @Test("line numbers of two digits widen the gutter") func lineNumbersOfTwoDigitsWidenTheGutter() {
        let text = String(repeating: "\n", count: 11) + "abc"
        #expect(
            at(text, 11..<14) == ["error: something is off", "   cell 1, line 12", "   |", "12 | abc", "   | ^^^ here"])
    }

    @Test("carets stand below wide, combined and tabbed characters")
    func caretsStandBelowWideCombinedAndTabbedCharacters() {
        #expect(at("温度 x", 7..<8).suffix(2) == ["1 | 温度 x", "  |      ^ here"])
        #expect(at("e\u{301} x", 4..<5).suffix(2) == ["1 | e\u{301} x", "  |   ^ here"])
        #expect(at("\tx", 1..<2).suffix(2) == ["1 |     x", "  |     ^ here"])
        #expect(at("温 x", 0..<3).suffix(2) == ["1 | 温 x", "  | ^^ here"])
    }

    @Test("control characters are shown as dots") func controlCharactersAreShownAsDots() {
        #expect(at("a\u{1B}[31m x", 0..<1)[3] == "1 | a·[31m x")
    }

    @Test("a long line is cut around the caret") func aLongLineIsCutAroundTheCaret() {
        let text = String(repeating: "abcdefghi ", count: 100_000)
        let lines = at(text, 500_000..<500_009)
        #expect(lines[3].columns <= 100 && lines[4].columns <= 100)
        #expect(lines[3].hasPrefix("1 | … ") && lines[3].hasSuffix(" …"))
        let columns = lines[4].prefix { $0 != "^" }.count
        #expect(lines[3].dropFirst(columns).hasPrefix("abcdefghi"))
    }

    @Test("a label that does not fit stands on the next line") func aLabelThatDoesNotFitStandsOnTheNextLine() {
        let lines = at(String(repeating: "x", count: 80), 70..<80, String(repeating: "word ", count: 8))
        #expect(lines.count == 6)
        #expect(lines.allSatisfy { $0.columns <= 100 })
    }

    @Test("a span over several lines is marked to the end of the first")
    func aSpanOverSeveralLinesIsMarkedToTheEndOfTheFirst() {
        #expect(at("f(\n1)", 0..<5).suffix(2) == ["1 | f(", "  | ^^ here"])
    }

    @Test("a span at the end of the text has one caret") func aSpanAtTheEndOfTheTextHasOneCaret() {
        #expect(at("x =", 3..<3).suffix(2) == ["1 | x =", "  |    ^ here"])
        #expect(at("", 0..<0).suffix(2) == ["1 |", "  | ^ here"])
    }

    @Test("labels in two cells show both") func labelsInTwoCellsShowBoth() {
        let first = Source(name: "cell 1", text: "g = gru(10)")
        let second = Source(name: "cell 2", text: "sequential(g, g)")
        let diagnostic = Diagnostic(
            "two do not fit",
            labels: [.init(Span(first, 4..<11), "gives [10]", isFault: false), .init(Span(second, 14..<15), "here")])
        #expect(
            diagnostic.render() == [
                "error: two do not fit", "  cell 1, line 1", "  |", "1 | g = gru(10)", "  |     ------- gives [10]",
                "  cell 2, line 1", "  |", "1 | sequential(g, g)", "  |               ^ here",
            ])
    }

    @Test("a message has ten lines at most") func aMessageHasTenLinesAtMost() {
        let lines = at("x", 0..<1, notes: (1...20).map { "note \($0)" })
        #expect(lines.count == 10)
        #expect(lines.last == "  note 4")
    }

    @Test("a message without a place has its head and notes") func aMessageWithoutAPlaceHasItsHeadAndNotes() {
        #expect(
            Diagnostic(.warning, "all windows are zero", notes: ["rows: 3"]).render() == [
                "warning: all windows are zero", "  rows: 3",
            ])
    }
}
