import Testing

@testable import Language

@Suite struct SuggestionTests {
    @Test(
        "the single nearest name within two edits is suggested",
        arguments: [
            ("grru", "gru"), ("gur", "gru"), ("GRU", "gru"), ("densee", "dense"), ("windo", "window"), ("lsmt", "lstm"),
        ]) func theSingleNearestNameWithinTwoEditsIsSuggested(word: String, name: String)
    {
        #expect(Suggestion(for: word, among: ["gru", "lstm", "dense", "window"]).best == name)
    }

    @Test("two names equally near are listed") func twoNamesEquallyNearAreListed() {
        let suggestion = Suggestion(for: "tamp", among: ["temp", "tamb", "other"])
        #expect(suggestion.best == nil)
        #expect(suggestion.others == ["temp", "tamb"])
    }

    @Test("without a near name six at most are listed") func withoutANearNameSixAtMostAreListed() {
        let suggestion = Suggestion(for: "zzzzzz", among: ["a", "b", "c", "d", "e", "f", "g"])
        #expect(suggestion == Suggestion(for: "yyyyyy", among: ["a", "b", "c", "d", "e", "f", "g"]))
        #expect(suggestion.others == ["a", "b", "c", "d", "e", "f"])
    }

    @Test("names of one letter are never near") func namesOfOneLetterAreNeverNear() {
        #expect(Suggestion(for: "x", among: ["y"]).best == nil)
    }
}

@Suite struct ValueTextTests {
    @Test(
        "numbers have up to six digits",
        arguments: [
            (0.1 + 0.2, "0.3"), (1e12, "1e12"), (-1.5, "-1.5"), (1.0 / 3, "0.333333"), (1_234_567, "1234567"),
            (1234567.5, "1.23457e6"),
            (1e-5, "1e-5"), (-0.0, "0"), (.nan, "nan"), (.infinity, "inf"), (2e300, "2e300"),
        ]) func numbersHaveUpToSixDigits(number: Double, text: String)
    {
        #expect(numberText(number) == text)
    }

    @Test("long lists are cut short") func longListsAreCutShort() {
        let list = Value.list((1...1000).map { .number(Double($0)) })
        #expect(
            list.text
                == "[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, … 974 more]"
        )
    }

    @Test("texts are in quotes inside lists only") func textsAreInQuotesInsideListsOnly() {
        #expect(Value.text("a\nb").text == "a\nb")
        #expect(Value.list([.text("a\nb")]).text == "[\"a·b\"]")
    }
}

@Suite struct HelpTests {
    @Test("a signature shows parameters and defaults") func aSignatureShowsParametersAndDefaults() {
        #expect(signature(Builtins.window) == "window(series, length, shift = 1, target = none, targets = \"last\")")
        #expect(signature(Builtins.sequential) == "sequential(layers …)")
        #expect(signature(Builtins.dense).hasPrefix("dense(units, activation = \"tanh\""))
    }

    @Test("help shows the record") func helpShowsTheRecord() {
        #expect(
            help(for: Builtins.gru) == [
                "[before |>] gru(units, activation = \"tanh\", dropout = 0, return_sequences =",
                "    false)",
                "  A layer.",
                "",
                "  before            the layers before it (a layer or a network; may be left",
                "                    out)",
                "  units             how many outputs (a whole number of 1 or more)",
                "  activation        what bends the sum (\"tanh\", \"relu\", \"sigmoid\"; default",
                "                    \"tanh\")",
                "  dropout           the share that is left out (a number between 0 and 1;",
                "                    default 0)",
                "  return_sequences  pass on every step (true or false; default false)",
                "",
                "  example",
                "    gru(units = 4)",
                "    → layer: gru 4",
                "",
                "  also: layer_gru, GRU",
            ])
    }

    @Test("the manual has every record under its family") func theManualHasEveryRecordUnderItsFamily() {
        let text = manual(.fake)
        #expect(
            text.contains("## Layers\n\n`gru` · `lstm` · `dense` · `sequential` · `shape`\n\n### gru\n\nA layer.\n"))
        #expect(text.contains("| `units` | a whole number of 1 or more | how many outputs |"))
        #expect(text.contains("```unroll\ngru(units = 4)   # → layer: gru 4\n```"))
        #expect(!text.contains("## Text"))
    }

    @Test("help fits the width that it is given", arguments: [36, 51, 80]) func helpFits(width: Int) throws {
        let example = Builtin(
            "window", "Cuts a series into overlapping windows, each with the row that is to be forecast after it.",
            family: .data,
            (1...6).map { Parameter("argument_\($0)", .number, "a number that says something", default: .number(0)) },
            examples: []
        ) { _ in .none }
        let lines = help(for: example, width: width)
        #expect(lines.allSatisfy { $0.count <= width }, "\(lines.filter { $0.count > width })")
        // Filled as far as a word fits.
        #expect(lines.contains { $0.count > width - 12 })
    }

    @Test("an example that writes a file is shown in the manual and not run") func anExampleThatWrites() {
        let record = Builtin("keep", "Keeps.", family: .data, [], examples: [.init("keep()", writes: true)]) { _ in
            .none
        }
        #expect(manual(Builtins([record])).contains("```unroll skip\nkeep()\n```"))
    }
}

@Suite struct HighlightTests {
    @Test("each word has the colour of what it does") func eachWordHasTheColourOfWhatItDoes() {
        let text = "w = gru(units = 1e3, 'a') # c"
        let kinds = highlight(text).filter { $0.kind != .space }.map(\.kind)
        #expect(
            kinds == [
                .name, .symbol, .function, .bracket, .argument, .symbol, .number, .symbol, .text, .bracket, .comment,
            ])
        #expect(highlight("x = \"open").last?.kind == .text)
        #expect(highlight("x ? y").map(\.kind) == [.name, .space, .unknown, .space, .name])
    }
}
