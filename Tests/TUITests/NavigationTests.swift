import Display
import Testing

@testable import Notebook
@testable import TUI

@Test("the screen shows where one is, the cells, a sentence and the keys")
func theScreenShowsWhereOneIsTheCellsASentenceAndTheKeys() {
    let bench = Bench("# Title\n\nSome prose.\n\n```unroll\na = 1\n```\n\n```unroll\na + 1\n```\n")
    #expect(bench.lines[0].hasPrefix(" test.unroll.md  NAV"))
    #expect(bench.text.contains(". >1|") == false)
    #expect(bench.text.contains(".  1|a = 1"))
    #expect(bench.text.contains(".  2|a + 1"))
    #expect(bench.say.hasPrefix(" Text."))
    #expect(bench.lines[23].contains("Enter edit"))
}

@Test("j and k move between cells, gg and G to the ends") func jAndKMoveBetweenCellsGgAndGToTheEnds() {
    let bench = Bench(cells: "a = 1", "b = 2", "c = 3")
    bench.press("j")
    #expect(bench.text.contains(". >2|b = 2"))
    bench.press("k")
    #expect(bench.text.contains(". >1|a = 1"))
    bench.press("G")
    #expect(bench.text.contains(". >3|c = 3"))
    bench.press("gg")
    #expect(bench.text.contains(". >1|a = 1"))
}

@Test("r runs the cell and goes on") func rRunsTheCellAndGoesOn() {
    let bench = Bench(cells: "a = 1", "a + 1")
    bench.press("rr")
    #expect(bench.text.contains("ok 1|a = 1"))
    #expect(bench.text.contains("ok 2|a + 1"))
    #expect(bench.text.contains("    | 2"))
    // After the last cell a new one waits for text.
    #expect(bench.sources == ["a = 1", "a + 1", ""])
}

@Test("F5 runs and stays, Alt-Enter runs and adds a cell to write in")
func f5RunsAndStaysAltEnterRunsAndAddsACellToWriteIn() {
    let bench = Bench(cells: "a = 1", "b = 2")
    bench.press("<F5>")
    #expect(bench.text.contains("ok>1|a = 1"))
    bench.press("<Alt-Enter>c = 3<Esc>")
    #expect(bench.sources == ["a = 1", "c = 3", "b = 2"])
}

@Test("cells are added, moved, cut, pasted and brought back") func cellsAreAddedMovedCutPastedAndBroughtBack() {
    let bench = Bench(cells: "a = 1", "b = 2")
    bench.press("b<Enter>new<Esc>")
    #expect(bench.sources == ["a = 1", "new", "b = 2"])
    bench.press("J")
    #expect(bench.sources == ["a = 1", "b = 2", "new"])
    bench.press("K")
    #expect(bench.sources == ["a = 1", "new", "b = 2"])
    bench.press("xv")
    #expect(bench.sources == ["a = 1", "b = 2", "new"])
    bench.press("dd")
    #expect(bench.sources == ["a = 1", "b = 2"])
    bench.press("z")
    #expect(bench.sources == ["a = 1", "b = 2", "new"])
    bench.press("<Ctrl-R>")
    #expect(bench.sources == ["a = 1", "b = 2"])
}

@Test("a single d does nothing") func aSingleDDoesNothing() {
    let bench = Bench(cells: "a = 1", "b = 2")
    bench.press("dj")
    #expect(bench.sources == ["a = 1", "b = 2"])
    #expect(bench.text.contains(". >2|b = 2"))
}

@Test("y and m turn a cell into code and text") func yAndMTurnACellIntoCodeAndText() {
    let bench = Bench(cells: "# hello")
    bench.press("m")
    #expect(bench.app.session.cells.map(\.kind) == [.prose])
    bench.press("y")
    #expect(bench.app.session.cells.map(\.kind) == [.code])
}

@Test("a change makes what reads it stale, and R runs only that") func aChangeMakesWhatReadsItStaleAndRRunsOnlyThat() {
    let bench = Bench(cells: "a = 1", "a + 1", "5")
    bench.press(":run all<Enter>")
    #expect(bench.app.session.cells.map(\.status) == [.ok, .ok, .ok])
    bench.press("gg<Enter><Ctrl-E><Backspace>2<Esc>")
    #expect(bench.text.contains("~ >1|a = 2"))
    #expect(bench.lines[0].contains("2 stale"))
    let before = bench.evaluated.count
    bench.press("R")
    #expect(bench.evaluated.count == before + 2)
    #expect(bench.text.contains("    | 3"))
}

@Test("o folds the output") func oFoldsTheOutput() {
    let bench = Bench(cells: "7")
    bench.press("<F5>o")
    #expect(bench.text.contains("1 output folded"))
    #expect(!bench.text.contains("    | 7"))
}

@Test("ii and Ctrl-C stop what runs") func iiAndCtrlCStopWhatRuns() {
    let bench = Bench(cells: "a = 1", isHeld: true)
    bench.press("<F5>i")
    #expect(bench.stops == 0)
    bench.press("i")
    #expect(bench.stops == 1)
    bench.send(.interrupt)
    #expect(bench.stops == 2)
}

@Test("w shows the names with what they hold") func wShowsTheNamesWithWhatTheyHold() {
    let bench = Bench(cells: "alpha = 12")
    bench.press("<F5>w")
    #expect(bench.text.contains("| name  kind   size"))
    #expect(bench.text.contains("alpha number 12"))
}

@Test("errors are shown below their cell") func errorsAreShownBelowTheirCell() {
    let bench = Bench(cells: "fail()")
    bench.press("<F5>")
    #expect(bench.text.contains("! >1|fail()"))
    #expect(bench.text.contains("error: it failed on purpose"))
}

@Test("drawings are drawn") func drawingsAreDrawn() {
    let bench = Bench(cells: "draw()")
    bench.press("<F5>")
    #expect(bench.text.contains("    | loss |*\n    |      +--"))
}
