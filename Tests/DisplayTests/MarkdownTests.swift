import Testing

@testable import Display

@Suite struct MarkdownTests {
    private let sample = """
        # Will it be *warmer* tomorrow?
        One `GRU` layer reads **30 days** and predicts the next one, which is
        a paragraph long enough to be wrapped.
        Hard break follows\\
        here. See [the course](https://example.org/course) or <https://example.org>.

        <!-- a comment nobody sees -->

        ## Lists
        - one
        - two with a long text that has to go on in the next line below itself
          1. nested
          2. ordered
             - deeper
        - [x] done
        - [ ] to do

        9. nine
        10. ten

        > A quote
        > of *two* lines.
        >
        > > deeper

        ```unroll
        net = gru(units = 10) |> dense(1)
        \tindented(by = "a tab")
        ```

        | model | error | note |
        |:------|------:|:----:|
        | gru   | 0.04  | best |
        | `last value` | 0.0642 | a **longer** remark that has to wrap somewhere |

        ---
        Maths $h_t = z_t * h_{t-1} + (1 - z_t) * n_t$ stays, as does $$a*b*c$$; it costs $5 or *$6*.
        An ~~old~~ idea &amp; a <b>tag</b> and ![a picture](x.png).

        <details><summary>record</summary>
        hidden <!-- really --> tags
        </details>
        """

    @Test("everything is rendered") func everythingIsRendered() { expectGolden("markdown", everyWay(Markdown(sample))) }

    @Test("emphasis is a style") func emphasisIsAStyle() {
        let line = Markdown("a *b* **c** `d` [e](f)").lines(width: 80)[0]
        #expect(
            line.pieces == [
                Piece("a "), Piece("b", Style(italic: true)), Piece(" "), Piece("c", Style(bold: true)), Piece(" "),
                Piece("d", Style(.skyBlue)), Piece(" "), Piece("e", Style(underline: true)),
                Piece(" (f)", Style(dim: true)),
            ])
    }

    @Test("nothing gives nothing") func nothingGivesNothing() {
        #expect(Markdown("").lines(width: 10).isEmpty)
        #expect(Markdown("<!-- only -->").lines(width: 10).isEmpty)
    }

    @Test("no source is too deep, too narrow or too strange") func noSourceIsTooDeepTooNarrowOrTooStrange() {
        let deep = String(repeating: "> ", count: 3000) + "x"
        #expect(!Markdown(deep).lines(width: 20).isEmpty)
        #expect(!Markdown(String(repeating: "*a **b ", count: 500)).lines(width: 20).isEmpty)
        #expect(!Markdown(String(repeating: "[", count: 2000) + "x").lines(width: 20).isEmpty)
        #expect(
            !Markdown((0..<300).map { String(repeating: " ", count: $0 * 2) + "- x\n" }.joined()).lines(width: 20)
                .isEmpty)
        #expect(Markdown("a\0b \u{1B}[31m").lines(width: 40).map(\.text) == ["a\u{FFFD}b \u{1B}[31m"])
    }

    @Test("noise never traps and keeps to the width") func noiseNeverTrapsAndKeepsToTheWidth() {
        let parts = [
            "#", "*", "_", "`", "```\n", "\n", " ", "- ", "1. ", "> ", "|", "--", "$", "[a](b)", "<!--", "-->", "<b>",
            "\\", "日本", "\t", "\0", "é", "x", "~~", "[ ] ", "| - |\n", "&#0;", "![",
        ]
        var state: UInt64 = 11
        for _ in 0..<150 {
            var source = ""
            for _ in 0..<60 {
                state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
                source += parts[Int(state >> 33) % parts.count]
            }
            let width = 8 + Int(state >> 40) % 40
            var grid = Grid(width: width, height: 40)
            Markdown(source).draw(into: &grid, area: grid.bounds, glyphs: .blocks)
            for glyphs in [Glyphs.ascii, .braille] {
                _ = Markdown(source).lines(width: 1, glyphs: glyphs)
                _ = Markdown(source).lines(width: width, glyphs: glyphs)
            }
        }
    }
}
