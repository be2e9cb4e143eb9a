import TerminalKit
import Testing

/// Writing in a notebook on the real screen, and what reaches the file.
struct EditingTests {
    let folder = Folder()

    /// Blanks at the ends of lines, CRLF and broken UTF-8 around two cells: what a careless writer would tidy.
    private static let before = Array("# Title  \r\n\n* one\n*  two \n\n```unroll id=first\n".utf8)
    private static let between =
        Array("\n```\n\nBe".utf8) + [0xFF] + Array("tween\t\n\n```unroll\n2 +   2\n```\n***".utf8)

    private static func file(_ cell: String) -> [UInt8] { before + Array(cell.utf8) + between }

    @Test("several lines are typed, undone, redone and saved, and only that cell of the file is another")
    func severalLinesAreTypedUndoneRedoneAndSaved() throws {
        try folder.write("n.unroll.md", bytes: Self.file("a = 1"))
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .enter)
        #expect(session.wait(for: "  EDIT "))
        session.send(.end, .enter, "b = 2", .enter, "a + b")
        #expect(session.wait(for: "┃a + b"))
        session.send(.control("z"))
        #expect(session.wait { !$0.text.contains("a + b") && $0.text.contains("b = 2") })
        session.send(.control("y"))
        #expect(session.wait(for: "┃a + b"))
        session.send(.escape)
        #expect(session.waitForLine("n.unroll.md [+]", "NAV"))
        session.send(.control("s"))
        #expect(session.wait(for: "Saved n.unroll.md."))
        #expect(!session.hasLine("[+]"))
        #expect(folder.bytes("n.unroll.md") == Self.file("a = 1\nb = 2\na + b"))
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("the keys of a notebook undo what was typed in a cell") func theKeysOfANotebookUndoWhatWasTyped() throws {
        try folder.write("n.unroll.md", bytes: Self.file("a = 1"))
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .enter)
        #expect(session.wait(for: "  EDIT "))
        session.send("x", .escape)
        #expect(session.waitForLine("[+]", "NAV"))
        #expect(session.wait(for: "┃xa = 1"))
        session.send("z")
        #expect(session.wait(for: "┃a = 1"))
        session.send(.control("r"))
        #expect(session.wait(for: "┃xa = 1"))
    }

    @Test("leaving with unsaved work asks: cancel stays, save saves and leaves")
    func leavingWithUnsavedWorkAsks() throws {
        try folder.write("n.unroll.md", bytes: Self.file("a = 1"))
        let session = try folder.screen("n.unroll.md")
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .enter)
        #expect(session.wait(for: "  EDIT "))
        session.send("b = ", .escape, "q")
        #expect(session.wait(for: "Save changes to n.unroll.md?"))
        session.send("c")
        #expect(session.wait { !$0.text.contains("Save changes") })
        #expect(session.hasLine("[+]", "NAV"))
        #expect(folder.bytes("n.unroll.md") == Self.file("a = 1"))
        session.send("q")
        #expect(session.wait(for: "Save changes to n.unroll.md?"))
        session.send("s")
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.bytes("n.unroll.md") == Self.file("b = a = 1"))
    }
}
