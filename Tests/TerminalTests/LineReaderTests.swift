import Glibc
import TerminalKit
import Testing

@Suite struct LineReaderTests {
    @Test("a line is edited and read") func aLineIsEditedAndRead() throws {
        let session = try TerminalSession(["ScreenProbe", "lines"])
        #expect(session.wait(for: "1>"))
        session.send("helo", .left, "l", .enter)
        #expect(session.wait(for: "got [hello]"))
        session.send(.up, "!", .enter)
        #expect(session.wait(for: "got [hello!]"))
        session.send(.control("d"))
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isCooked)
    }

    @Test("Tab completes") func tabCompletes() throws {
        let session = try TerminalSession(["ScreenProbe", "lines"])
        #expect(session.wait(for: "1>"))
        session.send("x |> spl", .tab, .enter)
        #expect(session.wait(for: "got [x |> split]"))
    }

    @Test("Ctrl-C gives a fresh line") func ctrlCGivesAFreshLine() throws {
        let session = try TerminalSession(["ScreenProbe", "lines"])
        #expect(session.wait(for: "1>"))
        session.send("half a li")
        #expect(session.wait(for: "half a li"))
        session.send(.control("c"))
        #expect(session.wait(for: "interrupted"))
        session.send("new", .enter)
        #expect(session.wait(for: "got [new]"))
    }

    @Test("a pasted text of two lines stays one") func aPastedTextOfTwoLinesStaysOne() throws {
        let session = try TerminalSession(["ScreenProbe", "lines"])
        #expect(session.wait(for: "1>"))
        session.paste("a = 1\nb = 2")
        session.send(.enter)
        #expect(session.wait(for: "got [a = 1|b = 2]"))
    }

    @Test("another thread writes above the prompt") func anotherThreadWritesAboveThePrompt() throws {
        let session = try TerminalSession(["ScreenProbe", "lines"])
        #expect(session.wait(for: "1>"))
        session.send("later", .enter)
        #expect(session.wait(for: "2>"))
        session.send("half")
        #expect(session.wait(for: "a note from a thread"))
        #expect(
            session.wait { session in
                guard let note = session.lines.firstIndex(of: "a note from a thread") else { return false }
                return session.lines[note + 1] == "2> half"
            })
    }

    @Test("history is kept in its file") func historyIsKeptInItsFile() throws {
        let file = Program.temporaryHome + "/history-\(getpid())"
        for (typed, expected) in [(["first", KeyName.enter], "got [first]"), ([.up, .enter], "got [first]")] {
            let session = try TerminalSession(["ScreenProbe", "lines", file])
            #expect(session.wait(for: "1>"))
            for key in typed { session.send(key) }
            #expect(session.wait(for: expected))
            session.send(.control("d"))
            #expect(session.waitForEnd() == .status(0))
        }
    }

    @Test("SIGTERM ends the reading and gives the terminal back")
    func sigtermEndsTheReadingAndGivesTheTerminalBack() throws {
        let session = try TerminalSession(["ScreenProbe", "lines"])
        #expect(session.wait(for: "1>"))
        session.signal(SIGTERM)
        #expect(session.wait(for: "end"))
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isCooked)
    }

    @Test("without a terminal lines are read plainly") func withoutATerminalLinesAreReadPlainly() throws {
        let program = try Program.run(["ScreenProbe", "lines"], input: "one\r\ntwo\nlast without an end")
        #expect(program.output == "got [one]\ngot [two]\ngot [last without an end]\nend\n")
        #expect(program.errors.isEmpty)
        #expect(program.ending == .status(0))
    }
}
