import Glibc
import TerminalKit
import Testing

/// Terminals and files that no screen can be made of, or only a poor one: a sentence, and the terminal as it was.
struct BadScreenTests {
    let folder = Folder()

    /// Trains until it is stopped.
    static let endless = """
        train, test = split(window(scale(load("nile").flow_1e8_m3, first = 0.8), length = 5), 0.8)
        run = fit(gru(4) |> dense(1), train, validation = test, epochs = 1000000)
        """

    @Test("a terminal of 19 × 4 is told that it is too small, and a larger one shows the notebook")
    func aTerminalThatIsTooSmall() throws {
        try folder.notebook("n.unroll.md", "1 + 2")
        let session = try folder.screen("n.unroll.md", width: 19, height: 4)
        #expect(session.wait(for: "too small"))
        #expect(session.lines.filter { !$0.isEmpty }.count == 1)
        session.send("j", "k")
        session.resize(80, 24)
        #expect(session.wait(for: "1 + 2"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("a terminal of 20 × 5 is lived in") func aTerminalOfTwentyByFive() throws {
        try folder.notebook("n.unroll.md", "1 + 2")
        let session = try folder.screen("n.unroll.md", width: 20, height: 5)
        #expect(session.wait(for: "1 + 2"))
        session.send(":1", .enter, .function(5))
        #expect(session.wait(for: "ok>1"))
        session.send("j")
        #expect(session.wait(for: " 3"))
        session.send(.enter, "4", .control("s"))
        #expect(session.wait(for: "Saved"))
        session.send(.escape)
        session.resize(60, 15)
        #expect(session.wait(for: "  NAV "))
        session.resize(20, 5)
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("on a terminal that can't move its cursor a notebook goes on in lines", arguments: ["dumb", "", "nix"])
    func aTerminalThatCannotMoveItsCursor(type: String) throws {
        try folder.notebook("n.unroll.md", "1 + 2")
        let session = try folder.screen("n.unroll.md", environment: ["TERM": type])
        #expect(session.wait { $0.text.replacing("\n", with: "").contains("; so it goes on a line at a time") })
        #expect(session.text.contains("TERM"))
        #expect(session.wait(for: "unroll>"))
        session.send(":run 1", .enter)
        #expect(session.wait { $0.lines.contains("3") })
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
        #expect(!session.output.contains(0x1B))
        #expect(session.output.allSatisfy { $0 < 0x80 })
    }

    @Test("without a terminal a screen is refused with the ways that there are") func withoutATerminal() throws {
        try folder.notebook("n.unroll.md", "1 + 2")
        let program = try folder.unroll("n.unroll.md")
        #expect(program.ending == .status(3))
        #expect(program.errors.contains("without a screen: unroll run n.unroll.md, unroll repl n.unroll.md"))
    }

    @Test("without UTF-8 a screen is of ASCII only, step views and plots too") func withoutUTF8AScreenIsOfASCIIOnly()
        throws
    {
        let ascii = ["LC_ALL": "", "LANG": "C"]
        let path = try folder.copy(ofNotebook: "01-stepping-through-an-rnn")
        let session = try folder.screen(path, environment: ascii)
        #expect(session.waitForNotebook())
        #expect(session.notASCII == [])
        session.send(":run all", .enter)
        #expect(session.wait(for: "t = 1 / 12"))
        #expect(session.notASCII == [])
        session.send(.enter)
        #expect(session.wait(for: "cell opened"))
        #expect(session.notASCII == [])
        session.send(.escape)
        #expect(session.wait(for: "> unrolled"))
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send(":12", .enter)
        #expect(session.wait(for: "p(in stock)"))
        #expect(session.notASCII == [])
        session.send("?")
        #expect(session.wait(for: "filter:"))
        #expect(session.notASCII == [])
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.output.allSatisfy { $0 < 0x80 })
    }

    @Test("a cell of one line of a megabyte is shown and run, and is too long to be edited")
    func aCellOfOneEndlessLine() throws {
        let line = "x = 1" + String(repeating: " + 1", count: 262_144) + " + y"
        try folder.notebook("n.unroll.md", line)
        let text = folder.read("n.unroll.md")
        let session = try folder.screen("n.unroll.md")
        #expect(session.wait(for: "x = 1 + 1 + 1"))
        session.run(cell: 1)
        #expect(session.waitForLine("1 failed"))
        session.send(.enter)
        #expect(session.wait(for: "up to 100,000 can be edited here"))
        #expect(session.waitForLine("NAV"))
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.read("n.unroll.md") == text)
    }

    @Test("broken UTF-8 is shown with a note, and the file is kept") func brokenUTF8IsShownWithANote() throws {
        let bytes = Array("caf".utf8) + [0xE9, 0xFF] + Array(" au lait\n\n```unroll\n1 + 2\n```\n".utf8)
        try folder.write("n.unroll.md", bytes: bytes)
        let session = try folder.screen("n.unroll.md")
        #expect(session.wait(for: "line 1 is not valid UTF-8"))
        #expect(session.waitForLine("caf", " au lait"))
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.bytes("n.unroll.md") == bytes)
    }

    @Test("an unclosed fence is told with its line") func anUnclosedFenceIsToldWithItsLine() throws {
        try folder.write("n.unroll.md", "# Unclosed\n\n```unroll\n1 + 2\n")
        let session = try folder.screen("n.unroll.md")
        #expect(session.wait(for: "line 3 opens a cell that no ``` closes"))
        #expect(session.wait(for: "1 + 2"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test(
        "what is no notebook is refused before the screen is taken",
        arguments: [
            (".", "it is a folder"), ("nowhere.unroll.md", "there is no such file"),
            ("program", "bytes that are not text"),
        ])
    func whatIsNoNotebookIsRefused(name: String, words: String) throws {
        try folder.write("program", bytes: [0x7F, 0x45, 0x4C, 0x46, 0, 1, 2, 3])
        let session = try folder.screen(name)
        #expect(session.waitForEnd() == .status(3))
        #expect(
            session.text.replacing("\n", with: "").contains("cannot open \(name): \(words)")
                || session.text.contains(words))
        #expect(session.isGivenBack)
        #expect(!session.output.contains(0x1B))
    }

    @Test("a signal that ends the program while it trains gives the terminal back", arguments: [SIGTERM, SIGHUP])
    func aSignalGivesTheTerminalBack(signal: Int32) throws {
        try folder.notebook("n.unroll.md", Self.endless)
        let before = folder.bytes("n.unroll.md")
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.run(cell: 1)
        #expect(session.waitForLine("running: epoch"))
        session.signal(signal)
        #expect(session.waitForEnd(seconds: 5) != nil)
        #expect(session.isGivenBack)
        #expect(folder.bytes("n.unroll.md") == before)
    }
}

extension TerminalSession {
    /// The lines with a character that is not of ASCII.
    fileprivate var notASCII: [String] { lines.filter { !$0.utf8.allSatisfy { $0 < 0x7F } } }
}
