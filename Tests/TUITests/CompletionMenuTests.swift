import Display
import Testing

@testable import Notebook
@testable import TUI

private let list = "| window(  function |"

@Suite struct CompletionMenuTests {
    @Test("two letters bring up what begins with them, beside the line and never on it") func twoLettersBringUp() {
        let bench = Bench(cells: "", "b = 2")
        bench.press("<Enter>w")
        #expect(!bench.text.contains(list))
        bench.press("i")
        #expect(bench.text.contains(list))
        #expect(bench.text.contains(". >1|wi\n"))
        #expect(bench.lines[23].contains("Enter take"))
        bench.press("x")
        #expect(!bench.text.contains(list))
        bench.press("<Backspace>")
        #expect(!bench.text.contains(list))
    }

    @Test("Enter without a chosen line is a new line") func enterWithoutAChosenLineIsANewLine() {
        let bench = Bench(cells: "")
        bench.press("<Enter>wi<Enter>x")
        #expect(bench.sources == ["wi\nx"])
    }

    @Test("an arrow chooses, marked by a sign, and Enter or Tab takes", arguments: ["<Enter>", "<Tab>"])
    func anArrowChoosesAndEnterTakes(_ key: String) {
        let bench = Bench(cells: "")
        bench.press("<Enter>wi<Down>")
        #expect(bench.text.contains("|>window(  function |"))
        #expect(bench.say.contains("Cuts windows."))
        bench.press(key)
        #expect(bench.sources == ["window("])
        #expect(!bench.text.contains(list))
    }

    @Test(
        "keys that do something else close the list", arguments: ["<F5>", "<Ctrl-S>", "<Ctrl-Z>", "<Alt-o>", "<Left>"])
    func otherKeysCloseTheList(_ key: String) {
        let bench = Bench(cells: "")
        bench.press("<Enter>wi" + key)
        #expect(!bench.text.contains(list) && bench.lines[0].contains("EDIT"))
    }

    @Test("Esc closes the list, and then leaves the text") func escClosesTheList() {
        let bench = Bench(cells: "")
        bench.press("<Enter>wi<Esc>")
        #expect(!bench.text.contains(list) && bench.lines[0].contains("EDIT"))
        bench.press("<Esc>")
        #expect(bench.lines[0].contains("NAV"))
        #expect(bench.sources == ["wi"])
    }

    @Test("Tab lists the arguments of a call, goes through them, and Enter takes") func tabGoesThroughArguments() {
        let bench = Bench(cells: "")
        bench.press("<Enter>window(<Tab>")
        #expect(bench.text.contains("| series =   argument |"))
        bench.press("<Tab><Tab>")
        #expect(bench.text.contains("|>length =   argument |"))
        bench.press("<Enter>7")
        #expect(bench.sources == ["window(length = 7"])
    }

    @Test("what stands behind the cursor is not written twice") func nothingIsWrittenTwice() {
        let bench = Bench(cells: "wi(3)")
        bench.press("<Enter><Right><Right><Tab>7, ")
        #expect(bench.sources == ["window(7, 3)"])
    }

    @Test("names of cells above are offered, run or not, and those of cells below are not") func namesAbove() {
        let bench = Bench(cells: "alpha = 1", "", "album = 2")
        bench.press("<F5>j<Enter>al<Tab>")
        #expect(bench.sources[1] == "alpha")
        bench.press("<Esc>k<Enter><Ctrl-E><Enter>alps = 2<Esc>j<Enter><Ctrl-E><Ctrl-U>al")
        #expect(bench.text.contains("| alpha  number |") && bench.text.contains("| alps   name   |"))
    }

    @Test("a name that is whole already brings up nothing") func aWholeNameBringsUpNothing() {
        let bench = Bench(cells: "run = 1\nrun2 = 2", "")
        bench.press("<F5>j<Enter>ru")
        #expect(bench.text.contains("| run2  number |"))
        bench.press("n")
        #expect(!bench.text.contains("| run2  number |"))
        bench.press("<Esc>")
        #expect(bench.lines[0].contains("NAV"))
    }

    @Test("where there is no room for a list, the line of words tells what fits") func withoutRoomTheLineTells() {
        let bench = Bench(cells: "", width: 40, height: 6)
        bench.press("<Enter>fail(<Enter>wi<Down>")
        #expect(bench.text.contains(">window(") && bench.sources == ["fail(\n  wi"])
    }

    @Test(
        "the list is drawn in any size and never on the cursor's line",
        arguments: [(20, 5), (24, 8), (60, 15), (100, 30)])
    func theListIsDrawnInAnySize(_ width: Int, _ height: Int) {
        let bench = Bench(cells: "", width: width, height: height)
        bench.press("<Enter>x<Enter>y<Enter>wi<Tab><Down>")
        #expect(bench.screen.cursor.map { bench.lines[$0.y].contains("wi") } == true)
    }

    @Test("Tab indents where nothing is to be completed, and what is selected") func tabIndents() {
        let bench = Bench(cells: "a\nb")
        bench.press("<Enter><Tab>")
        #expect(bench.sources == ["  a\nb"])
        bench.press("<Shift-Down><Shift-End><Tab>")
        #expect(bench.sources == ["    a\n  b"])
    }

    @Test("no list opens in prose") func noListOpensInProse() {
        let bench = Bench("Some text.\n")
        bench.press("<Enter>wi")
        #expect(!bench.text.contains(list))
    }
}

@Suite struct BracketLookTests {
    @Test("the pair at the cursor is underlined and bold") func thePairIsUnderlined() {
        let bench = Bench(cells: "f(a, [1])")
        bench.press("<Enter><End>")
        let styles = (0..<80).map { bench.screen.grid[$0, 2].style }
        #expect(styles.indices.filter { styles[$0].underline && styles[$0].bold } == [6, 13])
    }

    @Test("a bracket without its other one is marked and told of, unless it was just opened")
    func aLoneBracketIsMarked() {
        let bench = Bench(cells: "f(a]")
        bench.press("<Enter><End>")
        let reversed = {
            (0..<80).filter { bench.screen.grid[$0, 2].style.reverse && bench.screen.grid[$0, 2].style.bold }
        }
        #expect(reversed() == [8])
        #expect(bench.say.contains("No other bracket belongs to this one."))
        bench.press("<Home><Ctrl-K>f(")
        #expect(reversed() == [])
        bench.press("<Left>")
        #expect(reversed() == [6])
    }

    @Test("what is selected is seen reversed, its end of line too") func theSelectionIsReversed() {
        let bench = Bench(cells: "ab\ncd")
        bench.press("<Enter><Shift-Down>")
        let reversed = (0..<80).filter { bench.screen.grid[$0, 2].style.reverse }
        #expect(reversed == [5, 6, 7])
        #expect(bench.lines[23].contains("Ctrl-W cut"))
    }
}
