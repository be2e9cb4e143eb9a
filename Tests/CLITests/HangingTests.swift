import Glibc
import TerminalKit
import Testing

/// The screen's own thread is busy for a long time, or would be: keys, leaving and signals work all the same.
struct HangingTests {
    let folder = Folder()

    /// A cell in which every key takes a while, for it is so long.
    private func longCell() throws -> TerminalSession {
        try folder.notebook("n.unroll.md", (0..<4000).map { "name\($0) = \($0)" }.joined(separator: "\n"))
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.send("j", .enter)
        #expect(session.wait(for: "EDIT"))
        session.type("typed")
        #expect(session.wait(seconds: 60) { $0.text.contains("typedname0") })
        return session
    }

    @Test("the first signal ends a program whose screen is busy, and keeps the work", arguments: [SIGTERM, SIGHUP])
    func busyScreen(signal: Int32) throws {
        let session = try longCell()
        // Many seconds of work, in one go.
        session.type(String(repeating: "x", count: 1000))
        usleep(200_000)
        session.signal(signal)
        #expect(session.waitForEnd(seconds: 10) == .status(128 + signal))
        #expect(session.isGivenBack)
        #expect(folder.read(".n.unroll.md.swap").contains("typed"))
        #expect(!folder.read("n.unroll.md").contains("typed"), "nothing is saved that nobody has saved")
    }

    @Test("a list that doubles is refused, and keys work after it") func doubling() throws {
        try folder.notebook("n.unroll.md", "x = [1]\n" + String(repeating: "x = [x, x]\n", count: 60) + "x")
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .function(5))
        #expect(session.wait(for: "1 failed", seconds: 60))
        session.send("w")
        #expect(session.wait(for: "name"))
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("of thousands of outputs the beginning is shown, and leaving works at any time") func outputs() throws {
        try folder.notebook("n.unroll.md", String(repeating: "1\n", count: 3000) + "2")
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .function(5), ":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        let run = try folder.unroll("run", "n.unroll.md")
        #expect(run.ending == .status(0))
        #expect(run.output.hasSuffix("  1\n  … 2000 outputs left out\n  2\n"), "\(run.output.suffix(200))")
    }

    @Test("names and cells by the thousand are shown when they are found") func names() throws {
        let cells = (0..<5).map { part in (0..<2000).map { "n\(part)_\($0) = \($0)" }.joined(separator: "\n") }
        try folder.write("n.unroll.md", cells.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n"))
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.send(":run all", .enter)
        session.send("w")
        #expect(
            session.wait(for: "9972 more: W lists them all", seconds: 60)
                || session.text.contains("more: W lists them all"))
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("what does not ask whether to stop ends soon after one Ctrl-C") func unheard() throws {
        try folder.notebook("n.unroll.md", "zeros(1500, 1500) @ zeros(1500, 1500)")
        let session = try folder.screen("run", "n.unroll.md")
        #expect(session.wait(for: "zeros(1500"))
        session.signal(SIGINT)
        #expect(session.waitForEnd() == .status(130))
    }

    @Test(
        "what does not ask whether to stop ends about a second after the first SIGTERM",
        arguments: ["run", "check", "repl"])
    func busyWorker(command: String) throws {
        let cell = "zeros(1500, 1500) @ zeros(1500, 1500)"
        try folder.notebook("n.unroll.md", cell)
        let session = try command == "repl" ? folder.screen("repl") : folder.screen(command, "n.unroll.md")
        if command == "repl" {
            #expect(session.wait(for: "unroll>"))
            session.type(cell + "\r")
        }
        usleep(700_000)
        session.signal(SIGTERM)
        let end = try #require(session.waitForEnd(seconds: 10))
        #expect([.status(128 + SIGTERM), .status(0), .status(130)].contains(end), "\(end)")
    }
}
