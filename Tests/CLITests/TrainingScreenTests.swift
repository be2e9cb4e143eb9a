import Glibc
import TerminalKit
import Testing

/// A fit that goes on, seen and steered on its own screen through the real program.
struct TrainingScreenTests {
    /// Opens a notebook whose second cell would train for a very long time, runs it and opens its dashboard.
    private func opened(_ folder: Folder, width: Int = 80, height: Int = 24) throws -> TerminalSession {
        try folder.notebook(
            "n.unroll.md",
            """
            train, test = split(window(scale(load("nile").flow_1e8_m3, first = 0.8), length = 7), 0.8)
            old = fit(simple_rnn(3) |> dense(1), train, validation = test, epochs = 3, seed = 2)
            """,
            """
            run = fit(gru(6) |> dropout(0.1) |> dense(1), train, validation = test, epochs = 1000000, optimizer = adam(0.01), seed = 1)
            """)
        let session = try folder.screen("n.unroll.md", width: width, height: height)
        #expect(session.waitForNotebook())
        session.run(cell: 1)
        #expect(session.waitForLine("run: 3 epochs"))
        session.run(cell: 2)
        #expect(session.wait { ($0.epoch ?? 0) >= 2 })
        session.send("s")
        #expect(session.wait(for: " > fit > gru 6"))
        return session
    }

    private func paused(_ folder: Folder) throws -> TerminalSession {
        let session = try opened(folder)
        session.send(.space)
        #expect(session.wait(for: "SAY: paused at epoch "))
        return session
    }

    @Test("a fit is watched, paused, stepped into, changed, resumed and stopped", arguments: [(80, 24), (100, 30)])
    func aFitIsWatchedAndSteered(_ width: Int, _ height: Int) throws {
        let folder = Folder()
        let session = try opened(folder, width: width, height: height)
        let before = folder.read("n.unroll.md")
        let first = session.epoch ?? 0
        #expect(session.wait { ($0.epoch ?? 0) > first + 5 })
        #expect(session.waitForLine("speed ", " seq/s"))
        #expect(session.hasLine(" watch  [ok] finite"))
        #expect(session.hasLine(" gates gru  z 0.", "saturated"))

        // Paused, nothing moves; the words in the footer follow.
        session.send(.space)
        #expect(session.wait(for: "SAY: paused at epoch "))
        #expect(session.waitForLine(" Space go on"))
        // The last figures from before the pause may still be on their way.
        usleep(300_000)
        let (epoch, lines) = (session.epoch, session.lines)
        usleep(300_000)
        #expect(session.epoch == epoch && session.lines == lines)

        // Into the worst example at that very batch, deeper, and back.
        session.send(.enter)
        #expect(session.waitForLine("worst of ", " at epoch \(epoch ?? 0), batch ", "unrolled"))
        session.send(.enter)
        #expect(session.wait(for: "cell opened"))
        session.send(.escape)
        #expect(session.wait(for: "> unrolled"))
        session.send(.escape)
        #expect(session.wait(for: "SAY: paused at epoch \(epoch ?? 0), batch "))

        // Every other key of the screen.
        session.send("l")
        #expect(session.waitForLine("l linear axis"))
        session.send("l")
        #expect(session.waitForLine("l log axis"))
        session.send("c")
        session.send("+")
        #expect(session.waitForLine("Learning rate 0.01778 from the next batch on"))
        #expect(session.waitForLine("lr    0.01778 adam"))
        session.send("-")
        #expect(session.waitForLine("lr    0.01 adam"))
        session.send("r")
        #expect(session.waitForLine("SAY: learning rate: _"))
        session.type("0.x0023")
        session.send(.backspace)
        #expect(session.waitForLine("SAY: learning rate: 0.002_"))
        session.send(.enter)
        #expect(session.waitForLine("lr    0.002 adam"))
        session.send("r", .escape, "r")
        session.type("0")
        session.send(.enter)
        #expect(session.waitForLine("A learning rate is a number above 0"))
        session.send("k")
        session.type("0.5")
        session.send(.enter)
        #expect(session.waitForLine("clip  to 0.5, 0 of "))
        session.send("y")
        #expect(session.waitForLine("Copied ", " lines."))
        session.send("?")
        #expect(session.waitForLine("learning rate divided by 1.78"))
        session.send(.escape)
        #expect(session.waitForLine("changed  ! epoch \(epoch ?? 0), batch "))

        // On it goes, and ends with all that is finished.
        session.send(.space)
        #expect(session.wait { ($0.epoch ?? 0) > (epoch ?? 0) + 3 })
        session.send("s")
        #expect(session.waitForLine(" run > ", " epochs, stopped"))
        #expect(session.waitForLine(" Enter worst example"))
        session.send(.enter)
        #expect(session.waitForLine("worst of ", " at epoch "))
        session.send("q", "q")
        #expect(session.waitForNotebook())
        #expect(session.waitForLine("cell 2/2", "1 stale"))
        #expect(folder.read("n.unroll.md") == before)
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("a paused fit is told of in the notebook and ends with Ctrl-C") func aPausedFitEndsWithCtrlC() throws {
        let folder = Folder()
        let session = try paused(folder)
        session.send(.escape)
        #expect(session.waitForNotebook())
        #expect(session.waitForLine("paused, epoch "))
        session.send("s")
        #expect(session.wait(for: "SAY: paused at epoch "))
        session.send(.control("c"))
        #expect(session.waitForLine(" epochs, stopped"))
        session.send(.escape)
        #expect(session.waitForLine("cell 2/2", "1 stale"))
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("the program quits while a fit is paused") func theProgramQuitsWhileAFitIsPaused() throws {
        let session = try paused(Folder())
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send(":q!", .enter)
        #expect(session.waitForEnd(seconds: 5) == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("a signal ends the program while a fit is paused", arguments: [SIGTERM, SIGHUP])
    func aSignalEndsTheProgram(_ signal: Int32) throws {
        let session = try paused(Folder())
        session.signal(signal)
        #expect(session.waitForEnd(seconds: 5) != nil)
        #expect(session.isGivenBack)
    }

    @Test(
        "any size shows a paused fit, and none loses its figures", arguments: [(60, 15), (40, 12), (20, 5), (140, 45)])
    func anySizeShowsAPausedFit(_ width: Int, _ height: Int) throws {
        let session = try paused(Folder())
        session.resize(width, height)
        #expect(session.wait { $0.lines.count == height && (height < 6 || $0.lines[height - 1].hasSuffix("? keys")) })
        #expect(session.lines.allSatisfy { $0.count <= width })
        if width >= 40 { #expect(session.waitForLine("now ")) }
        session.resize(100, 30)
        #expect(session.waitForLine(" watch  [ok] finite"))
    }
}
