import Testing

@testable import Language

/// Lists share their parts, so that a short program makes one that no walk would ever end in.
@Suite struct ListSizeTests {
    private func outcome(_ source: String) -> Outcome {
        var environment = Environment()
        let builtins = Builtins.fake
        let parsed = parse(Source(name: "cell 1", text: source), builtins: builtins)
        return Evaluator(builtins: builtins).run(parsed.program, in: &environment, host: TestHost())
    }

    @Test("a list that doubles sixty times is refused where it holds too many values") func doubling() {
        let found = outcome("x = [1]\n" + String(repeating: "x = [x, x]\n", count: 60))
        #expect(
            found.diagnostics.map { $0.render().joined(separator: "\n") } == [
                """
                error: a list may hold 50 million values, and this one holds more
                   cell 1, line 25
                   |
                25 | x = [x, x]
                   |     ^^^^^^ the values of the lists in it count too
                """
            ])
        #expect(found.names.count == 24, "what was given before stays")
    }

    @Test(
        "doubling is refused in whatever way it is written",
        arguments: ["[x, [x]]", "[[x], x]", "[x, 1, x]", "[[x, x]]"])
    func otherDoubling(list: String) {
        let found = outcome("x = [1]\n" + String(repeating: "x = \(list)\n", count: 60))
        #expect(found.diagnostics.first?.head.contains(" may ") == true, "\(found.diagnostics)")
    }

    @Test("a list that is nested deeper than brackets may be is refused") func nesting() {
        let found = outcome("x = [1]\n" + String(repeating: "x = [x]\n", count: 100_000 / 100))
        #expect(found.diagnostics.first?.head == "lists may be nested 64 deep, and this one is deeper")
        #expect(found.names.count == 64)
    }

    @Test("values are counted wherever they occur") func counting() {
        let row = [Value.number(1), .number(2)]
        #expect(ListSize([.list(row), .list(row), .number(3)]).values == 7)
        #expect(ListSize([.list(row), .list([.list(row)])]).depth == 3)
    }

    @Test("an excerpt looks at no more values than it shows") func excerpts() {
        var value = Value.list([.number(1)])
        for _ in 0..<60 { value = .list([value, value]) }
        #expect(value.excerpt(20).hasPrefix("[[[[[[[[[") && value.excerpt(20).count < 2000)
        #expect(Value.list([.number(1), .number(22), .number(333)]).excerpt(9) == "[1, 22, … 1 more]")
    }
}
