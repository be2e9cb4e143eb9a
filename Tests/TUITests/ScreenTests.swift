import Display
import Language
import Testing

@testable import Notebook
@testable import TUI

@Test("step opens the unrolled network, Enter the cell, Esc leads back")
func stepOpensTheUnrolledNetworkEnterTheCellEscLeadsBack() {
    let bench = Bench(cells: "step()")
    bench.press("<F5>")
    #expect(bench.lines[0].contains("test.unroll.md > cell 1 > SimpleRNN(2) > unrolled"))
    #expect(bench.lines[0].contains("t = 1 / 3"))
    bench.press("<Right><Down>")
    #expect(bench.lines[0].contains("t = 2 / 3"))
    #expect(bench.text.contains("*-0.50*"))
    bench.press("<Enter>")
    #expect(bench.lines[0].contains("cell opened"))
    bench.press("<Esc><Esc>")
    #expect(bench.lines[0].contains("NAV"))
    bench.press("s")
    #expect(bench.lines[0].contains("unrolled"))
}

@Test("what was not opened in the middle of a run does not name the views after it")
func whatWasNotOpenedInTheMiddleOfARunDoesNotNameTheViewsAfterIt() {
    let bench = Bench(cells: "step()", "step()", "1")
    bench.press(":run all<Enter>")
    #expect(bench.lines[0].contains("NAV"))
    bench.press(":1<Enter>s")
    #expect(bench.lines[0].contains("cell 1 > SimpleRNN(2)"))
}

@Test("Space plays to the last step") func spacePlaysToTheLastStep() {
    let bench = Bench(cells: "step()")
    bench.press("<F5><Space>")
    for _ in 0..<3 { bench.send(.frame) }
    #expect(bench.lines[0].contains("t = 3 / 3"))
}

@Test("c copies the step view as text") func cCopiesTheStepViewAsText() {
    let bench = Bench(cells: "step()")
    bench.press("<F5>c")
    #expect(bench.copied.first?.contains("SimpleRNN(2) > unrolled") == true)
    #expect(bench.say.contains("Copied"))
}

@Test("help lists the keys that work now, filters and runs them") func helpListsTheKeysThatWorkNowFiltersAndRunsThem() {
    let bench = Bench(cells: "1", "2", "3")
    bench.press("?")
    #expect(bench.text.contains("run the cell and go on"))
    #expect(!bench.text.contains("step through"))
    bench.press("last cell<Enter>")
    #expect(bench.text.contains(". >3|3"))
}

@Test("progress is drawn below the cell, and beside the notebook where it is wide")
func progressIsDrawnBelowTheCellAndBesideTheNotebookWhereItIsWide() {
    let bench = Bench(cells: "1", isHeld: true)
    bench.press("<F5>")
    bench.post(
        .progressed(
            0,
            Progress(
                fraction: 0.38, line: "epoch 23/60  loss 0.1931", picture: .object(Picture()), secondsLeft: 76)))
    #expect(bench.text.contains("    | loss |*"))
    #expect(bench.text.contains("[#######.............] epoch 23/60  loss 0.1931  1:16 left"))
    #expect(bench.lines[0].contains("running: epoch 23/60"))
    bench.resize(100, 30)
    #expect(bench.lines[2].hasSuffix("| loss |*"))
}

@Test("keys answer while a cell runs") func keysAnswerWhileACellRuns() {
    let bench = Bench(cells: "1", "2", isHeld: true)
    bench.press("<F5>j<Enter>x<Esc>")
    #expect(bench.text.contains("x2"))
    #expect(bench.text.contains("*  1|1"))
}

@Test("nothing is drawn when nothing has changed") func nothingIsDrawnWhenNothingHasChanged() {
    let bench = Bench(cells: "1")
    let frames = bench.screen.frames
    _ = bench.app.handle(.frame)
    #expect(bench.screen.frames == frames)
}

@Test("any size is drawn", arguments: [(1, 1), (10, 2), (20, 5), (60, 15), (79, 23), (300, 100)])
func anySizeIsDrawn(_ width: Int, _ height: Int) {
    let bench = Bench("# Title\n\ntext\n\n```unroll\nstep()\n```\n", width: width, height: height)
    bench.press("jw<F5><Enter><Esc><Esc>?<Esc>")
    bench.press("<Enter>text<Esc>")
    #expect(bench.screen.grid.width == width)
    #expect(bench.app.session.cells.last?.source.contains("text") == true)
}

@Test("a long notebook is drawn around the focus only") func aLongNotebookIsDrawnAroundTheFocusOnly() {
    let text = (1...1000).map { "```unroll\nx\($0) = \($0)\n```\n" }.joined(separator: "\n")
    let bench = Bench(text)
    bench.press("G")
    #expect(bench.text.contains(".  >1000|x1000 = 1000") || bench.text.contains(". >1000|x1000 = 1000"))
    bench.press("kkk")
    #expect(bench.text.contains(". > 997|x997 = 997"))
    bench.press("gg")
    #expect(bench.text.contains(". >   1|x1 = 1"))
}

@Test("the focus stays in sight when its cell is taller than the screen")
func theFocusStaysInSightWhenItsCellIsTallerThanTheScreen() {
    let bench = Bench(cells: "1", (1...60).map { "# line \($0)" }.joined(separator: "\n"), "3")
    bench.press("j")
    #expect(bench.text.contains("# line 1\n"))
    bench.press("jjjjj")
    #expect(bench.text.contains("# line 60"))
    bench.press("j")
    #expect(bench.text.contains(". >3|3"))
}

@Test("an empty notebook says how to begin") func anEmptyNotebookSaysHowToBegin() {
    let bench = Bench("")
    bench.press("jkGxvddr")
    bench.press("a<Enter>x = 1<Esc>")
    #expect(bench.sources.contains("x = 1"))
}
