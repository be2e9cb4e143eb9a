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
