import Testing

@testable import Display

@Suite struct TextTests {
    @Test("width counts columns, not characters") func widthCountsColumnsNotCharacters() {
        #expect(Text.width(of: "abc") == 3)
        #expect(Text.width(of: "日本") == 4)
        #expect(Text.width(of: "e\u{301}") == 1)
        #expect(Text.width(of: "😀") == 2)
        #expect(Text.width(of: "a\u{200B}b\u{FEFF}") == 4)
        #expect(Text.width(of: "می\u{200C}خواهم") == 7)
        #expect(Text.width(of: "σ⊙→│⠿█·") == 7)
        #expect(Text.width(of: "\u{1B}[31m") == 5)
        #expect(Text.width(of: "한글") == 4)
    }

    @Test("clipping never cuts a wide character in two") func clippingNeverCutsAWideCharacterInTwo() {
        #expect(Text.clip("日本語", to: 5) == "日本")
        #expect(Text.clip("abcdef", to: 4, ellipsis: "…") == "abc…")
        #expect(Text.clip("abcd", to: 4, ellipsis: "…") == "abcd")
        #expect(Text.clip("abcd", to: 0) == "")
        #expect(Text.clip("e\u{301}x", to: 1) == "e\u{301}")
    }

    @Test("padding fills to the width exactly") func paddingFillsToTheWidthExactly() {
        #expect(Text.pad("ab", to: 5) == "ab   ")
        #expect(Text.pad("ab", to: 5, .right) == "   ab")
        #expect(Text.pad("ab", to: 5, .centre) == " ab  ")
        #expect(Text.pad("日本", to: 3) == "日 ")
    }

    @Test("text is broken at blanks, long words anywhere") func textIsBrokenAtBlanksLongWordsAnywhere() {
        #expect(Text.wrap("the quick brown fox", to: 10) == ["the quick", "brown fox"])
        #expect(Text.wrap("abcdefgh ij", to: 5) == ["abcde", "fgh", "ij"])
        #expect(Text.wrap("a\n\n  b", to: 5) == ["a", "", "  b"])
        #expect(Text.wrap("日本語", to: 4) == ["日本", "語"])
        #expect(Text.wrap("", to: 4) == [""])
    }

    @Test("numbers are written for people") func numbersAreWrittenForPeople() {
        #expect(Numbers.fixed(0.887, 4) == "0.8870")
        #expect(Numbers.fixed(-0.0004, 2) == "0.00")
        #expect(Numbers.signed(0.83, 2) == "+0.83")
        #expect(Numbers.signed(-0.83, 2) == "-0.83")
        #expect(Numbers.signed(0, 2) == "+0.00")
        #expect(Numbers.significant(0.19312, 4) == "0.1931")
        #expect(Numbers.significant(3650, 3) == "3650")
        #expect(Numbers.significant(1.2e-7, 3) == "1.2e-07")
        #expect(Numbers.significant(6.022e23, 3) == "6.02e+23")
        #expect(Numbers.short(3) == "3")
        #expect(Numbers.short(0.1 + 0.2) == "0.3")
        #expect(Numbers.fixed(.nan, 2) == "nan")
        #expect(Numbers.short(-.infinity) == "-inf")
        #expect(Numbers.percent(0.384) == "38%")
    }

    @Test("numbers of a column share their places") func numbersOfAColumnShareTheirPlaces() {
        #expect(Numbers.column([20.7, 17.95, nil, 3]) == ["20.70", "17.95", "", "3.00"])
        #expect(Numbers.column([1, 20, 300]) == ["1", "20", "300"])
        #expect(Numbers.column([1e-9, 2]) == ["1e-09", "2"])
        #expect(Numbers.column([0.5, .nan]) == ["0.5", "nan"])
    }

    @Test("ticks are round numbers") func ticksAreRoundNumbers() {
        #expect(Ticks.linear(0...60, atMost: 7, whole: true).labels == ["0", "10", "20", "30", "40", "50", "60"])
        #expect(Ticks.linear(1...5, atMost: 10, whole: true).labels == ["1", "2", "3", "4", "5"])
        #expect(Ticks.linear(0...1, atMost: 5).labels == ["0.00", "0.25", "0.50", "0.75", "1.00"])
        #expect(Ticks.logarithmic(0.001...10, atMost: 6).labels == ["0.001", "0.01", "0.1", "1", "10"])
        let widened = Ticks.widened(0.13...0.97, atMost: 6)
        #expect(widened.range == 0...1)
        #expect(widened.ticks.labels == ["0.0", "0.2", "0.4", "0.6", "0.8", "1.0"])
    }
}
