import Glibc
import TerminalKit
import Testing

/// The kit itself, with programs that are not ours.
@Suite struct KitTests {
    @Test("a shell's output is on the screen") func aShellSOutputIsOnTheScreen() throws {
        let session = try TerminalSession(
            ["sh", "-c", "printf 'a\\033[1mb\\033[0m\\n'; stty size; exit 7"], width: 50, height: 9)
        #expect(session.waitForEnd() == .status(7))
        #expect(session.lines[0] == "ab")
        #expect(session.lines[1] == "9 50")
        #expect(!session.cell(0, 0).isBold)
        #expect(session.cell(1, 0).isBold)
    }

    @Test("raw mode and the alternate screen are seen") func rawModeAndTheAlternateScreenAreSeen() throws {
        let session = try TerminalSession(["sh", "-c", "stty raw -echo; printf '\\033[?1049h\\033[?25lin'; read x"])
        #expect(session.wait(for: "in"))
        #expect(session.isAlternateScreen)
        #expect(session.cursor == nil)
        #expect(!session.isCooked)
    }

    @Test("a signal's end is told") func aSignalSEndIsTold() throws {
        let session = try TerminalSession(["sh", "-c", "kill -9 $$"])
        #expect(session.waitForEnd() == .signal(9))
    }

    @Test("a program without a terminal is run to its end") func aProgramWithoutATerminalIsRunToItsEnd() throws {
        let program = try Program.run(["sh", "-c", "cat; echo oops >&2; exit 4"], input: "hello")
        #expect(program.output == "hello")
        #expect(program.errors == "oops\n")
        #expect(program.ending == .status(4))
    }

    @Test("a program that does not exist is an error") func aProgramThatDoesNotExistIsAnError() {
        #expect(throws: KitError.self) { try TerminalSession(["no-such-program"]) }
    }
}
