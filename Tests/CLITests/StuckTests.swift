import Glibc
import TerminalKit
import Testing

/// What does not ask whether to stop, such as one large product, ends with the program.
struct StuckTests {
    let folder = Folder()

    @Test("a second Ctrl-C ends a run that the first did not stop") func aSecondInterrupt() throws {
        try folder.notebook("n.unroll.md", "zeros(1500, 1500) @ zeros(1500, 1500)")
        let session = try folder.screen("run", "n.unroll.md")
        #expect(session.wait(for: "zeros(1500"))
        session.signal(SIGINT)
        usleep(300_000)
        session.signal(SIGINT)
        #expect(session.waitForEnd() == .status(130))
        #expect(session.text.contains("stopped at once"))
    }

    @Test("a run that goes on after its time is ended some seconds later") func aStuckRun() throws {
        try folder.notebook("n.unroll.md", "zeros(1500, 1500) @ zeros(1500, 1500)")
        let program = try folder.unroll("run", "--time-limit", "0.2", "n.unroll.md")
        #expect(program.ending == .status(124))
        #expect(program.output.hasSuffix("a cell took too long and did not stop\n"))
    }
}
