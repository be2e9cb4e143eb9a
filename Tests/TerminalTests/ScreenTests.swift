import Glibc
import TerminalKit
import Testing

@Suite struct ScreenTests {
    private func open(
        width: Int = 40, height: Int = 12, _ environment: [String: String] = [:]
    ) throws -> TerminalSession {
        let session = try TerminalSession(["ScreenProbe"], width: width, height: height, environment: environment)
        // The last thing that is drawn.
        #expect(session.wait { $0.cell(width - 1, height - 1).text == "#" })
        return session
    }

    private func expectRestored(_ session: TerminalSession) {
        #expect(session.isCooked)
        #expect(!session.isAlternateScreen)
        #expect(session.cursor != nil)
    }

    @Test("a grid is shown cell by cell") func aGridIsShownCellByCell() throws {
        let session = try open()
        #expect(session.isAlternateScreen)
        #expect(!session.isCooked)
        #expect(session.lines[0] == "ready 40x12 40x12")
        #expect(session.cell(0, 0).isBold)
        #expect(session.lines[3] == "日本e\u{301}⠿│·[31mσ")
        #expect(session.cell(0, 2).isReversed)
        #expect(session.cell(0, 2).foregroundIndex == 196)
        #expect(session.cell(39, 11).text == "#")
        #expect(session.cursor?.x == 2)
        #expect(session.cursor?.y == 1)
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        expectRestored(session)
        #expect(session.text.contains("bye"))
    }

    @Test("keys arrive as what they are") func keysArriveAsWhatTheyAre() throws {
        let session = try open(height: 30)
        session.send(.up, .function(5), .shiftEnter, .alt("r"), .backspace, .control("s"), "é")
        #expect(session.wait(for: #"character("é")"#))
        #expect(
            Array(session.lines[5..<12]) == [
                "up", "function(5)", "enter 1", #"character("r") 2"#, "backspace", #"character("s") 4"#,
                #"character("é")"#,
            ])
    }

    @Test("escape alone is a key") func escapeAloneIsAKey() throws {
        let session = try open()
        session.send(.escape)
        #expect(session.wait(for: "escape"))
    }

    @Test("a paste comes in one piece") func aPasteComesInOnePiece() throws {
        let session = try open()
        session.paste("a\r\nb\tc")
        #expect(session.wait(for: #"paste "a\nb\tc""#))
    }

    @Test("a resize is drawn at once", arguments: [(20, 5), (10, 2), (1, 1), (300, 100)])
    func aResizeIsDrawnAtOnce(width: Int, height: Int) throws {
        let session = try open()
        session.resize(width, height)
        let expected = String("ready \(width)x\(height)".prefix(width - (height == 1 ? 1 : 0)))
        #expect(session.wait { $0.lines[0].hasPrefix(expected) && $0.cell(width - 1, height - 1).text == "#" })
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        expectRestored(session)
    }

    @Test("frames are few however many are asked for") func framesAreFewHoweverManyAreAskedFor() throws {
        let session = try open()
        session.send("t")
        #expect(session.wait(for: "frames 5"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("a signal to end gives the terminal back", arguments: [SIGTERM, SIGHUP])
    func aSignalToEndGivesTheTerminalBack(signal: Int32) throws {
        let session = try open()
        session.signal(signal)
        #expect(session.waitForEnd() == .status(0))
        expectRestored(session)
    }

    @Test("one signal ends a program that hangs and gives the terminal back", arguments: [SIGTERM, SIGHUP, SIGINT])
    func aSignalEndsAProgramThatHangs(signal: Int32) throws {
        let session = try open()
        session.send("H")
        #expect(session.wait(for: "hanging"))
        session.signal(signal)
        #expect(session.waitForEnd() == .status(128 + signal))
        expectRestored(session)
    }

    @Test("SIGINT and Ctrl-C are events") func sigintAndCtrlCAreEvents() throws {
        let session = try open()
        session.send(.control("c"))
        #expect(session.wait(for: "interrupt"))
        session.signal(SIGINT)
        #expect(session.wait { $0.lines[6] == "interrupt" })
    }

    @Test(
        "a crash gives the terminal back with its message", .disabled(if: isSanitized),
        arguments: [("F", "a fault on purpose"), ("A", ""), ("S", ""), ("D", "")])
    func aCrashGivesTheTerminalBackWithItsMessage(key: String, message: String) throws {
        let session = try open(width: 100, height: 60)
        session.type(key)
        guard case .signal = session.waitForEnd() else {
            Issue.record("it did not end by a signal")
            return
        }
        expectRestored(session)
        #expect(session.text.contains(message))
    }

    @Test("exit from anywhere gives the terminal back") func exitFromAnywhereGivesTheTerminalBack() throws {
        let session = try open()
        session.send("X")
        #expect(session.waitForEnd() == .status(3))
        expectRestored(session)
    }

    @Test("stderr is kept back and shown at the end") func stderrIsKeptBackAndShownAtTheEnd() throws {
        let session = try open()
        session.send("E")
        #expect(session.wait(for: #"character("E")"#))
        #expect(!session.text.contains("a line for stderr"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(session.text.contains("a line for stderr"))
    }

    @Test("stopping gives the terminal to the shell and continuing takes it again")
    func stoppingGivesTheTerminalToTheShellAndContinuingTakesItAgain() throws {
        let probe = try Program.path(of: "ScreenProbe")
        let session = try TerminalSession(
            ["bash", "--norc", "--noprofile", "-i"], width: 60, height: 12, environment: ["PS1": "$ "])
        #expect(session.wait(for: "$"))
        session.type("\(probe)\r")
        #expect(session.wait(for: "ready 60x12"))
        session.send(.control("z"))
        #expect(session.wait { !$0.isAlternateScreen && $0.text.contains("Stopped") })
        session.resize(50, 10)
        session.type("fg\r")
        #expect(session.wait(for: "ready 50x10"))
        #expect(session.isAlternateScreen)
        session.send("q")
        #expect(session.wait(for: "bye"))
        session.type("exit\r")
        #expect(session.waitForEnd() != nil)
    }
}

/// A sanitizer owns the crash signals.
let isSanitized = getenv("UNROLL_SANITIZED") != nil
