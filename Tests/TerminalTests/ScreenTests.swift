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

    @Test func `a grid is shown cell by cell`() throws {
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

    @Test func `keys arrive as what they are`() throws {
        let session = try open(height: 30)
        session.send(.up, .function(5), .shiftEnter, .alt("r"), .backspace, .control("s"), "é")
        #expect(session.wait(for: #"character("é")"#))
        #expect(
            Array(session.lines[5..<12]) == [
                "up", "function(5)", "enter 1", #"character("r") 2"#, "backspace", #"character("s") 4"#,
                #"character("é")"#,
            ])
    }

    @Test func `escape alone is a key`() throws {
        let session = try open()
        session.send(.escape)
        #expect(session.wait(for: "escape"))
    }

    @Test func `a paste comes in one piece`() throws {
        let session = try open()
        session.paste("a\r\nb\tc")
        #expect(session.wait(for: #"paste "a\nb\tc""#))
    }

    @Test(arguments: [(20, 5), (10, 2), (1, 1), (300, 100)])
    func `a resize is drawn at once`(width: Int, height: Int) throws {
        let session = try open()
        session.resize(width, height)
        let expected = String("ready \(width)x\(height)".prefix(width - (height == 1 ? 1 : 0)))
        #expect(session.wait { $0.lines[0].hasPrefix(expected) && $0.cell(width - 1, height - 1).text == "#" })
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        expectRestored(session)
    }

    @Test func `frames are few however many are asked for`() throws {
        let session = try open()
        session.send("t")
        #expect(session.wait(for: "frames 5"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test(arguments: [SIGTERM, SIGHUP])
    func `a signal to end gives the terminal back`(signal: Int32) throws {
        let session = try open()
        session.signal(signal)
        #expect(session.waitForEnd() == .status(0))
        expectRestored(session)
    }

    @Test func `a second SIGTERM ends a program that hangs`() throws {
        let session = try open()
        session.send("H")
        #expect(session.wait(for: "hanging"))
        // Signals that come at once may arrive as one.
        #expect(
            session.wait { session in
                session.signal(SIGTERM)
                return session.waitForEnd(seconds: 0.05) != nil
            })
        #expect(session.waitForEnd() == .status(128 + SIGTERM))
        expectRestored(session)
    }

    @Test func `SIGINT and Ctrl-C are events`() throws {
        let session = try open()
        session.send(.control("c"))
        #expect(session.wait(for: "interrupt"))
        session.signal(SIGINT)
        #expect(session.wait { $0.lines[6] == "interrupt" })
    }

    @Test(.disabled(if: isSanitized), arguments: [("F", "a fault on purpose"), ("A", ""), ("S", ""), ("D", "")])
    func `a crash gives the terminal back with its message`(key: String, message: String) throws {
        let session = try open(width: 100, height: 60)
        session.type(key)
        guard case .signal = session.waitForEnd() else {
            Issue.record("it did not end by a signal")
            return
        }
        expectRestored(session)
        #expect(session.text.contains(message))
    }

    @Test func `exit from anywhere gives the terminal back`() throws {
        let session = try open()
        session.send("X")
        #expect(session.waitForEnd() == .status(3))
        expectRestored(session)
    }

    @Test func `stderr is kept back and shown at the end`() throws {
        let session = try open()
        session.send("E")
        #expect(session.wait(for: #"character("E")"#))
        #expect(!session.text.contains("a line for stderr"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(session.text.contains("a line for stderr"))
    }

    @Test func `stopping gives the terminal to the shell and continuing takes it again`() throws {
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
