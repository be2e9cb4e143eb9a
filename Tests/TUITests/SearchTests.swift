import Display
import Testing

@testable import Notebook
@testable import TUI

@Suite struct SearchTests {
    private let text = """
        # Alpha

        Prose with alpha.

        ```unroll
        alpha = 1
        ```

        ```unroll
        beta = alpha
        ALPHA = 2
        ```

        """

    @Test("what is looked for is found while it is typed, and counted") func findsWhileTyping() {
        let bench = Bench(text)
        bench.press("/alp")
        #expect(bench.say.contains("/alp   1 of 5"))
        bench.press("<Enter>")
        #expect(bench.say.contains("1 of 5 for \"alp\""))
        bench.press("nn")
        #expect(bench.say.contains("3 of 5") && bench.text.contains(". >1|alpha = 1"))
        bench.press("n")
        #expect(bench.say.contains("4 of 5") && bench.text.contains(". >2|beta = alpha"))
        bench.press("N")
        #expect(bench.say.contains("3 of 5") && bench.text.contains(". >1|alpha = 1"))
    }

    @Test("a search goes on from the other end and says so") func aSearchGoesOn() {
        let bench = Bench(text)
        bench.press("/alpha<Enter>N")
        #expect(bench.say.contains("5 of 5 for \"alpha\", went on from the bottom"))
        bench.press("n")
        #expect(bench.say.contains("1 of 5 for \"alpha\", went on from the top"))
    }

    @Test("a capital is looked for as it is") func aCapitalIsLookedForAsItIs() {
        let bench = Bench(text)
        bench.press("/ALP<Enter>")
        #expect(bench.say.contains("1 of 1") && bench.text.contains(". >2|beta = alpha"))
    }

    @Test("outputs are searched, and a folded one opens") func outputsAreSearched() {
        let bench = Bench(cells: "x = 3", "fail()", "y = 4")
        bench.press("j<F5>ogg/on purpose<Enter>")
        #expect(bench.say.contains("1 of 1"))
        #expect(bench.text.contains("! >2|fail()") && bench.text.contains("it failed on purpose"))
    }

    @Test("what a cell gives anew is searched anew") func whatACellGivesAnewIsSearchedAnew() {
        let bench = Bench(cells: "20 + 3")
        bench.press("<F5>/23<Enter>")
        #expect(bench.say.contains("1 of 1"))
        bench.press("<Esc><Enter><End><Backspace>4<Esc><F5>/23<Enter>")
        #expect(bench.say.contains("stands nowhere"))
        bench.press("/24<Enter>")
        #expect(bench.say.contains("1 of 1"))
    }

    @Test("finds are marked where they stand, the one gone to by more") func findsAreMarked() {
        let bench = Bench(cells: "ab = 1\ncd = ab")
        bench.press("/ab<Enter>")
        let grid = bench.screen.grid
        #expect(grid[5, 2].style.underline && grid[5, 2].style.reverse)
        #expect(grid[10, 3].style.underline && !grid[10, 3].style.reverse)
        bench.press("<Esc>")
        #expect(!bench.screen.grid[5, 2].style.underline)
    }

    @Test("while something is searched its keys come first below, and in the help") func itsKeysComeFirst() {
        let bench = Bench(cells: "ab = 1", width: 60, height: 15)
        #expect(!bench.lines[14].contains("n next"))
        bench.press("/ab<Enter>")
        #expect(bench.lines[14].hasPrefix(" n next  N before  Esc end search"))
        bench.press("?")
        #expect(bench.text.contains("clear the search"))
        bench.press("<Esc><Esc>?")
        #expect(!bench.text.contains("clear the search"))
    }

    @Test("Esc goes back to where the search began") func escGoesBack() {
        let bench = Bench(text)
        bench.press("/beta")
        #expect(bench.text.contains(". >2|beta"))
        bench.press("<Esc>")
        #expect(bench.say.hasPrefix(" Text."))
        #expect(!bench.text.contains(". >2|"))
    }

    @Test("what stands nowhere is said, and nothing moves") func whatStandsNowhereIsSaid() {
        let bench = Bench(text)
        bench.press("/zzz")
        #expect(bench.say.contains("0 of 0"))
        bench.press("<Enter>")
        #expect(bench.say.contains("\"zzz\" stands nowhere in this notebook."))
        bench.press("/<Enter>n")
        #expect(bench.say.contains("Nothing was searched yet"))
    }

    @Test("Ctrl-F in a text puts the cursor at the find, and Alt-n at the next") func controlFInAText() {
        let bench = Bench(text)
        bench.press("jj<Enter><Ctrl-F>alpha<Enter>x")
        #expect(bench.sources.dropFirst() == ["alpha = 1", "beta = xalpha\nALPHA = 2"])
        #expect(bench.lines[0].contains("EDIT"))
        bench.press("<Alt-n>y")
        #expect(bench.sources.dropFirst() == ["alpha = 1", "beta = xalpha\nyALPHA = 2"])
    }

    @Test("Esc in a search that began in a text leads back into it") func escLeadsBackIntoTheText() {
        let bench = Bench(text)
        bench.press("jj<Enter><Ctrl-E><Ctrl-F>beta<Esc>!")
        #expect(bench.sources.dropFirst() == ["alpha = 1", "beta = alpha!\nALPHA = 2"])
        #expect(bench.lines[0].contains("EDIT"))
    }
}

@Test(
    "a text is looked through by bytes or by characters with the same finds",
    arguments: [
        ("aa", "aAaa", [0..<2, 2..<4]), ("A", "aAa", [1..<2]), ("k", "xK", [1..<2]), ("[k", "x[K]", [1..<3]),
        ("ab", "a", []), ("{", "[{", [1..<2]), ("é", "ae", []),
    ] as [(String, String, [Range<Int>])])
func asciiAndOtherTexts(_ pattern: String, _ text: String, _ expected: [Range<Int>]) {
    #expect(Pattern(pattern)?.ranges(in: text) == expected)
    #expect(Pattern(pattern)?.ranges(in: text + "\u{2026}") == expected)
}
