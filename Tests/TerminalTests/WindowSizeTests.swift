import TerminalKit
import Testing

/// Windows of sizes that no screen has.
@Suite struct WindowSizeTests {
    @Test(
        "a program that starts in an impossible window shows its screen and ends",
        arguments: [(65_535, 65_535), (1, 1), (0, 0), (65_535, 1), (1, 65_535)])
    func atTheStart(columns: Int, rows: Int) throws {
        let probe = try Program.path(of: "ScreenProbe")
        let session = try TerminalSession(["sh", "-c", "stty cols \(columns) rows \(rows); exec \(probe)"])
        #expect(session.wait { String(decoding: $0.output, as: UTF8.self).contains("\u{1B}[?1049h") })
        session.type("q")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("a window that becomes impossible does not end the program", arguments: [(65_535, 65_535), (1, 1), (0, 0)])
    func later(columns: Int, rows: Int) throws {
        let session = try TerminalSession(["ScreenProbe"], width: 80, height: 24)
        #expect(session.wait { !$0.text.isEmpty })
        session.resizeOnlyTerminal(columns, rows)
        session.resizeOnlyTerminal(80, 24)
        session.type("q")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test(
        "sizes in the environment that are too large are left aside",
        arguments: ["65535", "99999999999999999999", "-1"])
    func environment(size: String) throws {
        let session = try TerminalSession(
            ["ScreenProbe"], width: 80, height: 24, environment: ["COLUMNS": size, "LINES": size])
        #expect(session.wait { !$0.text.isEmpty })
        session.type("q")
        #expect(session.waitForEnd() == .status(0))
    }
}
