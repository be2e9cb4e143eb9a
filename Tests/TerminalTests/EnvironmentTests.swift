import TerminalKit
import Testing

@Suite struct EnvironmentTests {
    @Test("other terminals work too", arguments: ["vt100", "vt220", "linux", "xterm", "ansi", "screen", "rxvt"])
    func otherTerminalsWorkToo(type: String) throws {
        let session = try TerminalSession(["ScreenProbe"], width: 40, height: 12, environment: ["TERM": type])
        #expect(session.wait(for: "ready 40x12"))
        session.send(.up, .function(1))
        #expect(session.wait(for: "function(1)"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isCooked)
        #expect(session.text.contains("bye"))
    }

    @Test("without UTF-8 everything is ASCII") func withoutUTF8EverythingIsASCII() throws {
        let session = try TerminalSession(["ScreenProbe"], width: 40, height: 12, environment: ["LC_ALL": "C"])
        #expect(session.wait(for: "ready"))
        #expect(session.wait { !$0.lines[3].isEmpty && $0.lines[4] == "frames 0" })
        #expect(session.lines[3] == "? ? e*|.[31ms")
        #expect(session.output.allSatisfy { $0 < 0x80 })
    }

    @Test("UNROLL_ASCII keeps letters and replaces signs") func unrollASCIIKeepsLettersAndReplacesSigns() throws {
        let session = try TerminalSession(["ScreenProbe"], width: 40, height: 12, environment: ["UNROLL_ASCII": "1"])
        #expect(session.wait { $0.lines[3] == "日本e\u{301}*|.[31mσ" })
    }

    @Test("NO_COLOR is honoured") func noCOLORIsHonoured() throws {
        let session = try TerminalSession(["ScreenProbe"], width: 40, height: 12, environment: ["NO_COLOR": "1"])
        #expect(session.wait(for: "frames 0"))
        #expect(session.cell(0, 2).isReversed)
        #expect(session.cell(0, 2).foregroundIndex == nil)
    }

    @Test("eight colours are enough") func eightColoursAreEnough() throws {
        let session = try TerminalSession(["ScreenProbe"], width: 40, height: 12, environment: ["TERM": "xterm"])
        #expect(session.wait(for: "frames 0"))
        #expect(session.cell(0, 2).foregroundIndex == 1)
    }

    @Test(
        "a terminal that cannot do it is refused in one sentence",
        arguments: [
            ("dumb", "TERM=dumb cannot move the cursor or clear the screen, which a full screen needs"),
            ("no-such-thing", "TERM=no-such-thing is not known here: terminfo has no entry for it"),
            ("", "TERM is not set, so nothing is known about this terminal"),
        ])
    func aTerminalThatCannotDoItIsRefusedInOneSentence(type: String, sentence: String) throws {
        let session = try TerminalSession(["ScreenProbe"], width: 100, height: 12, environment: ["TERM": type])
        #expect(session.waitForEnd() == .status(1))
        #expect(session.lines[0] == "ScreenProbe: " + sentence)
        #expect(session.isCooked)
    }

    @Test("without a terminal there is no screen") func withoutATerminalThereIsNoScreen() throws {
        let program = try Program.run(["ScreenProbe"])
        #expect(program.ending == .status(1))
        #expect(program.output.isEmpty)
        #expect(
            program.errors == "ScreenProbe: a full screen needs a terminal, and standard input or output is not one\n")
    }

    @Test("a locale that is not installed still gives UTF-8") func aLocaleThatIsNotInstalledStillGivesUTF8() throws {
        let session = try TerminalSession(["ScreenProbe", "probe"], environment: ["LC_ALL": "xx_YY.UTF-8"])
        #expect(session.wait(for: "none braille"))
    }
}
