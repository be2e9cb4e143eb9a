import Testing

@testable import Display

@Suite struct LargeHeadingTests {
    private func lines(_ source: String, _ width: Int, _ glyphs: Glyphs = .ascii) -> [String] {
        Markdown(source, isLarge: true).lines(width: width, glyphs: glyphs).map(\.text)
    }

    @Test("a title is written in block letters") func aTitleIsWrittenInBlockLetters() {
        #expect(
            lines("# RNN 2", 40) == [
                "##  #  # #  #   ## ", "# # ## # ## #     #", "##  # ## # ##    # ", "# # #  # #  #   #  ",
                "# # #  # #  #   ###",
            ])
        #expect(
            lines("# RNN 2", 40, .braille) == ["█▀▄ █▄ █ █▄ █   ▀▀▄", "█▀▄ █ ▀█ █ ▀█   ▄▀ ", "▀ ▀ ▀  ▀ ▀  ▀   ▀▀▀"])
    }

    @Test("a title without block letters, or too long for them, is underlined") func otherTitlesAreUnderlined() {
        #expect(lines("# Größe σ", 40) == ["Größe σ", "======="])
        #expect(lines("# unrolled in time", 20) == ["unrolled in time", "================"])
        #expect(lines("## The data", 40) == ["The data", "--------"])
        #expect(lines("### Small", 40) == ["Small"])
        #expect(lines("#", 40) == ["", ""])
    }
}
