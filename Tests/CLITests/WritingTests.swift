import TerminalKit
import Testing

/// Completion, selection, search and undo with the real keys of a terminal.
struct WritingTests {
    let folder = Folder()

    /// A notebook of these cells, the first of them open in the editor with the cursor at its beginning.
    private func open(
        _ cells: String..., width: Int = 100, height: Int = 30, environment: [String: String] = [:]
    ) throws -> TerminalSession {
        try folder.write("n.unroll.md", cells.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n"))
        let session = try folder.screen("n.unroll.md", width: width, height: height, environment: environment)
        #expect(session.waitForNotebook())
        session.send(.enter)
        #expect(session.wait(for: "  EDIT "))
        return session
    }

    /// Leaves the text, saves and gives the cells' part of the file.
    private func saved(_ session: TerminalSession) -> String {
        session.send(.control("s"))
        #expect(session.wait(for: "Saved n.unroll.md."))
        return folder.read("n.unroll.md")
    }

    // MARK: completion

    @Test("functions, data sets and columns are completed from a list, and the call is explained")
    func functionsDataSetsAndColumnsAreCompleted() throws {
        let session = try open("", "d = load(\"nile\")")
        session.type("loa")
        #expect(session.wait(for: "│ load("))
        session.send(.down, .enter)
        #expect(session.wait(for: "┃load("))
        #expect(session.wait(for: "load(*name*)"))
        session.type("\"nil")
        #expect(session.waitForLine("│ nile\"", "data │"))
        session.send(.tab)
        #expect(session.wait(for: "┃load(\"nile\""))
        #expect(!session.text.contains("data │"))
    }

    @Test("columns of a table that was computed are offered after a dot and where one is named")
    func columnsAreOffered() throws {
        let session = try open("d = load(\"nile\")", "")
        session.send(.shiftEnter)
        #expect(session.wait(for: "ok 1"))
        session.send(.enter)
        session.type("d.")
        #expect(session.waitForLine("│ flow_1e8_m3", "number │"))
        session.send(.control("u"))
        session.type("window(d, length = 4, target = \"fl")
        #expect(session.waitForLine("│ flow_1e8_m3\"", "number │"))
        #expect(session.wait(for: "*target = none*"))
    }

    @Test("a list of completions stays off the line that is written, and Enter without a choice is a new line")
    func aListStaysOffTheLine() throws {
        let session = try open("x = 1", width: 60, height: 15)
        for _ in 0..<8 { session.send(.control("e"), .enter) }
        session.type("loa")
        #expect(session.waitForLine("load(", "function"))
        #expect(session.wait { now in now.cursor.map { now.lines[$0.y].hasSuffix("┃loa") } == true })
        #expect(session.hasLine("load(", "function"))
        session.send(.enter)
        session.type("y")
        #expect(session.wait { !$0.text.contains("function │") })
        session.send(.escape)
        #expect(session.waitForLine("NAV"))
        #expect(saved(session).contains("\nloa\ny\n"))
    }

    // MARK: selecting, words

    @Test("Shift-arrows select, Alt-w copies, Ctrl-W cuts and Ctrl-Y pastes") func selectingCuttingPasting() throws {
        let session = try open("one two")
        session.send(.shiftRight, .shiftRight, .shiftRight)
        #expect(session.wait { $0.cell(5, 2).isReversed && $0.cell(7, 2).isReversed && !$0.cell(8, 2).isReversed })
        #expect(session.hasLine("Ctrl-W cut", "Alt-w copy"))
        session.send(.alt("w"))
        #expect(session.wait(for: "Copied 1 line."))
        session.send(.end, .control("y"))
        #expect(session.wait(for: "┃one twoone"))
        session.send(.home, .controlSpace, .controlRight, .control("w"))
        #expect(session.wait(for: "┃ twoone"))
        session.send(.alt("f"), .control("y"))
        #expect(session.wait(for: "┃ twooneone"))
        session.send(.escape)
        #expect(session.waitForLine("NAV"))
        // What was cut in a text can be put below as a cell.
        session.send("v")
        #expect(session.waitForLine(">2┃one"))
    }

    @Test("Alt-d cuts the word behind, and no cell") func altDCutsAWord() throws {
        let session = try open("one two")
        session.send(.alt("d"), .alt("d"))
        #expect(session.wait { $0.hasLine("EDIT") && $0.lines[2].hasSuffix("┃") })
        session.send(.control("y"))
        #expect(session.wait(for: "┃one two"))
    }

    // MARK: pasting

    @Test("a paste keeps its indentation and brings nothing that steers the terminal")
    func aPasteKeepsItsIndentation() throws {
        let session = try open("")
        session.paste("f(\r\n\ta,\r\n\t\tb\u{1B}]0;x\u{7}\u{1})")
        #expect(session.wait(for: "┃    b]0;x)"))
        session.send(.escape)
        #expect(session.waitForLine("NAV"))
        #expect(saved(session) == "```unroll\nf(\n  a,\n    b]0;x)\n```\n")
    }

    @Test("a paste of a megabyte is refused, one of no UTF-8 is taken, and the cell can be written in")
    func aLargePaste() throws {
        let session = try open("")
        session.paste(String(repeating: "# eine Zeile 日本 👨‍👩‍👧\n", count: 20_000))
        #expect(session.wait(for: "up to 100,000 can be edited here", seconds: 60))
        session.write(Array("\u{1B}[200~".utf8) + [0xFF, 0xFE, 0xC3] + Array("\u{1B}[201~".utf8))
        session.paste(String(repeating: "# eine Zeile 日本 👨‍👩‍👧\n", count: 2000))
        session.type("last")
        #expect(session.wait(for: "┃last", seconds: 60))
        session.send(.control("z"))
        #expect(session.wait(seconds: 60) { !$0.text.contains("┃last") })
    }

    // MARK: characters

    @Test("wide and joined characters are written, passed and deleted whole") func wideAndJoinedCharacters() throws {
        let session = try open("")
        session.type("# e\u{301}日👨‍👩‍👧🇨🇭x")
        #expect(session.wait(for: "日"))
        session.send(.left, .backspace)
        #expect(session.wait { $0.lines[2].hasSuffix("x") && !$0.text.contains("🇨") })
        session.send(.backspace, .backspace)
        #expect(session.wait { $0.lines[2].hasSuffix("┃# e\u{301}x") })
        #expect(session.wait { $0.cursor.map { $0.x } == 8 })
        session.send(.backspace)
        #expect(session.wait { $0.lines[2].hasSuffix("┃# x") })
    }

    @Test("a line longer than the screen goes on in the next row, with the cursor in sight", arguments: [60, 80])
    func aLongLineGoesOn(_ width: Int) throws {
        let words = (1...40).map { "word\($0)" }.joined(separator: " ")
        let session = try open("# " + words, width: width, height: 15)
        #expect(session.wait(for: "word40"))
        #expect(session.text.contains("word1 ") && session.text.contains("↵"))
        session.send(.end)
        session.type("!")
        #expect(session.wait(for: "word40!"))
        #expect(session.wait { now in now.cursor.map { now.lines[$0.y].hasSuffix("word40!") } == true })
    }

    // MARK: search

    @Test("/ finds in texts and outputs, n goes on across cells, and the end is told")
    func searchingAcrossCells() throws {
        let session = try open("alpha = 1", "beta = 2", "alpha + 40")
        session.send(.escape)
        #expect(session.waitForLine("NAV"))
        session.send(":run all", .enter)
        #expect(session.wait(for: "ok 3"))
        session.send("/", "alpha")
        #expect(session.wait(for: "/alpha   1 of 2"))
        session.send(.enter, "n")
        #expect(session.wait(for: "2 of 2 for \"alpha\""))
        #expect(session.hasLine("ok>3"))
        session.send("n")
        #expect(session.wait(for: "went on from the top"))
        session.send("/", "41", .enter)
        #expect(session.wait(for: "1 of 1 for \"41\""))
        #expect(session.hasLine("ok>3"))
        session.send(.enter, .control("f"), "beta", .enter)
        #expect(session.wait { $0.hasLine("EDIT   cell 2/3") })
        session.type("x")
        #expect(session.wait(for: "┃xbeta = 2"))
    }

    // MARK: undo

    @Test("one list undoes text and cells, also after saving, and redoes them")
    func oneListUndoesTextAndCells() throws {
        let session = try open("a = 1", "b = 2", "c = 3")
        session.type("x")
        #expect(session.wait(for: "┃xa = 1"))
        session.send(.escape)
        #expect(session.waitForLine("NAV"))
        session.send("j", "d", "d")
        #expect(session.wait { !$0.text.contains("b = 2") })
        _ = saved(session)
        session.send("K")
        #expect(session.waitForLine("[+]"))
        _ = saved(session)
        session.send("z")
        #expect(session.waitForLine("n.unroll.md [+]"))
        session.send("z")
        #expect(session.wait(for: "b = 2"))
        session.send("z")
        #expect(session.wait(for: "┃a = 1"))
        #expect(saved(session) == "```unroll\na = 1\n```\n\n```unroll\nb = 2\n```\n\n```unroll\nc = 3\n```\n")
        session.send("z")
        #expect(session.wait(for: "Nothing to undo."))
        session.send(.control("r"), .control("r"), .control("r"), .control("r"))
        #expect(session.wait(for: "Nothing to redo."))
        let redone = saved(session).split(separator: "\n").filter { $0.contains("=") }
        #expect(redone == ["c = 3", "xa = 1"])
    }

    @Test("undo in a text that undoes something elsewhere goes there and says so") func undoGoesThere() throws {
        let session = try open("a = 1", "b = 2")
        session.type("x")
        #expect(session.wait(for: "┃xa = 1"))
        session.send(.escape)
        #expect(session.waitForLine("NAV"))
        session.send("j", .enter)
        #expect(session.waitForLine("EDIT", "cell 2/2"))
        session.send(.control("z"))
        #expect(session.wait(for: "This changed in cell 1."))
        #expect(session.hasLine("NAV", "cell 1/2") && session.text.contains("┃a = 1"))
    }

    // MARK: help and plain terminals

    @Test("the keys of the editor are listed by F1 in it") func theKeysAreListed() throws {
        let session = try open("a = 1", height: 60)
        session.send(.function(1))
        #expect(session.wait(for: "keys: notebook"))
        let keys = ["Ctrl-Space", "Alt-w, Alt-c", "Alt-b, Alt-f", "Ctrl-F", "Home, End", "Ctrl-R", "Shift-Tab", "PgUp"]
        for key in keys { #expect(session.text.contains(key)) }
    }

    @Test("without colours and beyond ASCII the marks are still there") func withoutColours() throws {
        let session = try open("f(a)", environment: ["NO_COLOR": "1", "UNROLL_ASCII": "1"])
        session.send(.end)
        #expect(session.wait { $0.cell(6, 2).isUnderlined && $0.cell(8, 2).isUnderlined })
        #expect(session.cell(6, 2).foregroundIndex == nil && session.cell(5, 2).foregroundIndex == nil)
        session.send(.enter)
        session.type("loa")
        #expect(session.waitForLine("| load(", "function |"))
        session.send(.down)
        #expect(session.wait(for: "|>load("))
    }
}
