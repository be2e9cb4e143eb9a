import Display
import Testing

@testable import Notebook
@testable import TUI

/// Events of a session on a clock set by hand.
private final class Waiting {
    let screen = FakeScreen(80, 24)
    let app: App
    private final class Clock { var now = 100.0 }
    private let clock: Clock

    init() {
        let clock = Clock()
        self.clock = clock
        let session = Session(Document("```unroll\na = 1\n```\n"), path: "lesson.unroll.md", builtins: Fake.builtins)
        app = App(session, screen: screen, services: Services(seconds: { clock.now }))
    }

    /// The only cell.
    var cell: CellID { app.session.cells[0].id }
    func wait(_ seconds: Double) { clock.now += seconds }
    func press(_ key: Key) { _ = app.handle(.key(key)) }
    func tell(_ edit: Edit) {
        app.mailbox.post(edit)
        _ = app.handle(.frame)
    }
    func progress(_ line: String) { tell(.progressed(cell, .init(fraction: 0.5, line: line))) }
}

@Test("a short run ends without a bell and leaves the title alone") func aShortRunEndsQuietly() {
    let waiting = Waiting()
    waiting.press(Key(.function(5)))
    waiting.wait(9)
    waiting.progress("epoch 1/2")
    waiting.tell(.finished(waiting.cell, CellResult(.finished)))
    #expect(waiting.screen.beeps == 0)
    #expect(waiting.screen.titles.isEmpty)
}

@Test("a long run tells its progress in the title, at most once a second, and rings at its end")
func aLongRunRingsAtItsEnd() {
    let waiting = Waiting()
    waiting.press(Key(.function(5)))
    waiting.wait(12)
    waiting.progress("epoch 1/2  loss 0.5")
    waiting.wait(0.5)
    waiting.progress("epoch 2/2  loss 0.4")
    #expect(waiting.screen.titles == ["* lesson.unroll.md: running: epoch 1/2"])
    waiting.wait(64)
    waiting.tell(.finished(waiting.cell, CellResult(.finished)))
    #expect(waiting.screen.beeps == 1)
    #expect(waiting.screen.titles.last == "ok lesson.unroll.md")
    #expect(waiting.screen.grid.text().contains("Cell 1 is done after 1:16."))
    waiting.press(.character("j"))
    #expect(waiting.screen.titles.last == .some(nil))
    #expect(waiting.screen.beeps == 1)
}

@Test("a long run that fails says so") func aLongRunThatFailsSaysSo() {
    let waiting = Waiting()
    waiting.press(Key(.function(5)))
    waiting.wait(30)
    waiting.tell(.finished(waiting.cell, CellResult(.failed)))
    #expect(waiting.screen.titles.last == "! lesson.unroll.md")
    #expect(waiting.screen.grid.text().contains("Cell 1 ended with an error after 0:30."))
}
