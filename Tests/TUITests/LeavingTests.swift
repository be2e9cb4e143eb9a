import Display
import Testing

@testable import Notebook
@testable import TUI

@Test("q quits what is saved") func qQuitsWhatIsSaved() {
    let bench = Bench(cells: "a = 1")
    bench.press("q")
    #expect(bench.status == .quit)
}

@Test("q asks before unsaved work is lost") func qAsksBeforeUnsavedWorkIsLost() {
    let bench = Bench(cells: "a = 1")
    bench.press("<Enter>b<Esc>q")
    #expect(bench.status == .running)
    #expect(bench.say.contains("Save changes to test.unroll.md?"))
    bench.press("c")
    #expect(bench.status == .running)
    bench.press("qs")
    #expect(bench.status == .quit)
    #expect(bench.saved.map(\.path) == ["test.unroll.md"])
}

@Test("unsaved work can be thrown away") func unsavedWorkCanBeThrownAway() {
    let bench = Bench(cells: "a = 1")
    bench.press("<Enter>b<Esc>qd")
    #expect(bench.status == .quit)
    #expect(bench.saved.isEmpty)
}

@Test("Ctrl-S saves and says so") func ctrlSSavesAndSaysSo() {
    let bench = Bench(cells: "a = 1")
    bench.press("<Enter>b<Ctrl-S>")
    #expect(bench.saved.count == 1)
    #expect(bench.say.contains("Saved test.unroll.md."))
    #expect(!bench.lines[0].contains("[+]"))
}

@Test("a full disk keeps the text and the program") func aFullDiskKeepsTheTextAndTheProgram() {
    let bench = Bench(cells: "a = 1")
    bench.refuseSaving(.diskFull)
    bench.press("<Enter>b<Esc>:wq<Enter>")
    #expect(bench.status == .running)
    #expect(bench.say.contains("the disk is full"))
    #expect(bench.sources == ["ba = 1"])
}

@Test("the command line knows run all, w, q, numbers, and says what it does not know")
func theCommandLineKnowsRunAllWQNumbersAndSaysWhatItDoesNotKnow() {
    let bench = Bench(cells: "1", "2", "3")
    bench.press(":3<Enter>")
    #expect(bench.text.contains(". >3|3"))
    bench.press(":fly<Enter>")
    #expect(bench.say.contains("There is no command \"fly\""))
    bench.press(":w other.unroll.md<Enter>")
    #expect(bench.saved.map(\.path) == ["other.unroll.md"])
    bench.press(":q<Enter>")
    #expect(bench.status == .quit)
}

@Test("a signal ends the app") func aSignalEndsTheApp() {
    let bench = Bench(cells: "a = 1")
    bench.send(.terminate)
    #expect(bench.status == .quit)
}

@Test("leaving while a cell runs is asked about, and nothing but a letter of its own leaves")
func leavingWhileACellRunsIsAskedAbout() {
    let bench = Bench(cells: "a = 1", isHeld: true)
    bench.press("<F5>q")
    #expect(bench.say.contains("Cell 1 is running. Stop it, and lose what it has come to?   l leave  c cancel"))
    bench.press("<Enter>")
    #expect(bench.status == .running && bench.lines[0].contains("NAV"))
    bench.press("qd")
    #expect(bench.status == .running)
    bench.press("l")
    #expect(bench.status == .quit)
}

@Test("a run that ends while it is asked about makes it a question about saving") func theQuestionFollowsTheRun() {
    let bench = Bench(cells: "1", isHeld: true)
    bench.press("<F5>q")
    bench.post(.output(0, .text("1")))
    bench.post(.finished(0, CellResult(.finished)))
    #expect(bench.say.contains("Save changes to test.unroll.md?   s save  d discard  c cancel"))
    bench.press("s")
    #expect(bench.saved.count == 1)
    #expect(bench.status == .quit)
}
