import Base
import Display
import Glibc
import Language
import Testing

@testable import Notebook
@testable import TUI

/// Replay and presenter's mode over an open notebook.
@Suite struct PresentTests {
    private let text = "# Title\n\n```unroll\na = 1\n```\n\n```unroll\na + 1\n```\n\n```unroll\ndraw()\n```\n"

    private func inked(_ bench: Bench) -> [Substring] {
        bench.lines.filter { !$0.allSatisfy { $0 == " " } }.map { $0.drop { $0 == " " } }
    }

    @Test("p replays from the cell in focus, q comes back to the one that was played") func pReplays() {
        let bench = Bench(text)
        bench.press(":2<Enter>p")
        #expect(bench.lines[0].contains("test.unroll.md > replay > cell 2/3"))
        bench.press("nq")
        #expect(bench.lines[0].contains("NAV   cell 3/3"))
        bench.press(":replay<Enter>")
        #expect(bench.lines[0].contains("replay > cell 3/3"))
        #expect(bench.evaluated.isEmpty)
    }

    @Test("what was computed today is replayed too") func todaysOutputs() {
        let bench = Bench(text)
        bench.press(":run all<Enter>:3<Enter>pn")
        #expect(bench.text.contains("loss |*") && bench.say.contains("cell 3 as recorded: 1 output."))
    }

    @Test("f presents one cell and nothing else, and cells are run there") func fPresents() {
        let bench = Bench(text)
        bench.press(":1<Enter>f")
        #expect(inked(bench) == ["a = 1"])
        bench.press("rn")
        #expect(inked(bench) == ["a + 1"])
        bench.press("<F5>")
        #expect(inked(bench) == ["a + 1", "2"])
        bench.press("b<Right><Right>")
        #expect(inked(bench) == ["draw()"])
        bench.press("<Esc>")
        #expect(bench.lines[0].contains("NAV   cell 3/3"))
        bench.press(":present<Enter>gg?")
        #expect(bench.text.contains("run the cell"))
    }

    @Test("the progress of a cell that runs is presented, and can be stopped") func progressIsPresented() {
        let bench = Bench(cells: "1", isHeld: true)
        bench.press("fr")
        bench.post(
            .progressed(0, Progress(fraction: 0.5, line: "epoch 1/2  loss 0.5", picture: .object(Picture()))))
        #expect(bench.text.contains("loss |*") && bench.text.contains("epoch 1/2  loss 0.5"))
        bench.press("ii")
        #expect(bench.stops == 1)
    }

    @Test("a view opens over the presented cell and leads back to it") func aViewOpens() {
        let bench = Bench(cells: "step()")
        bench.press("fr")
        #expect(bench.lines[0].contains("unrolled"))
        bench.press("<Esc>")
        #expect(inked(bench).first == "step()")
        bench.press("s")
        #expect(bench.lines[0].contains("unrolled"))
    }

    @Test("any size is presented", arguments: [(1, 1), (20, 5), (300, 100)])
    func anySizeIsPresented(_ width: Int, _ height: Int) {
        let bench = Bench(text, width: width, height: height)
        bench.press("fnrnrnrbbb<Down><Up>G")
        #expect(bench.screen.grid.width == width)
    }
}

/// Screens whose pictures are not ready yet.
@Suite struct SlowPictureTests {
    private let session = Session(
        Document("```unroll\na = 1\n```\n\n```unroll\nb = 2\n```\n"), builtins: Fake.builtins)

    /// A background thread that is busy until the gate is opened.
    private func busy(until gate: Lock<Bool>) -> Background {
        let background = Background(wake: {})
        background.later(at: .links, for: .links(0)) { while !gate.with({ $0 }) { usleep(500) } }
        return background
    }

    private func text(_ screen: inout some Screen, _ session: Session) -> String {
        screen.arrange(width: 40, height: 8, session, glyphs: .ascii)
        var grid = Grid(width: 40, height: 8)
        _ = screen.draw(into: &grid, session, glyphs: .ascii)
        return grid.text()
    }

    private func whole(_ screen: inout some Screen, _ session: Session, _ background: Background) -> String {
        while !background.takeNews() { usleep(500) }
        return text(&screen, session)
    }

    @Test("a presented cell shows dots until it is drawn, and never the cell before") func aPresentedCell() {
        let gate = Lock(false)
        let background = busy(until: gate)
        var session = session
        var screen = PresentScreen(at: session.cells[0].id, background)
        #expect(text(&screen, session).split(separator: "\n").map { $0.filter { $0 != " " } }.joined() == "...")
        gate.with { $0 = true }
        #expect(whole(&screen, session, background).contains("a = 1"))
        gate.with { $0 = false }
        background.later(at: .links, for: .links(1)) { while !gate.with({ $0 }) { usleep(500) } }
        _ = screen.update(.key(Key(.right)), &session)
        #expect(!text(&screen, session).contains("a = 1"))
        gate.with { $0 = true }
        #expect(whole(&screen, session, background).contains("b = 2"))
    }

    @Test("a replay answers keys while its cells are not drawn yet") func aReplay() {
        let gate = Lock(false)
        let background = busy(until: gate)
        let recording = Recording(session) { path, _ in .failure(RecordFault(sentence: path)) }
        var screen = ReplayScreen(recording, ReplayStart(), background: background) { 0 }
        #expect(!text(&screen, session).contains("a = 1"))
        gate.with { $0 = true }
        #expect(whole(&screen, session, background).contains("a = 1"))
    }
}
