import Glibc
import TerminalKit
import TestKit
import Testing

/// Outputs that a file claims, through the real binary: on the machine that computed them, and on another one.
struct VerifiedTests {
    let folder = Folder()
    let here = Folder(), elsewhere = Folder()
    static let doubt = "recorded, not verified on this machine"

    private func unroll(_ home: Folder, _ arguments: String...) throws -> String {
        let program = try Program.run(
            ["unroll"] + arguments, environment: Repository.data.merging(["HOME": home.path]) { $1 },
            folder: folder.path)
        return program.output
    }

    @Test(
        "replay and HTML say what was not computed here, until check or run has computed it",
        arguments: [
            ["check", "n.unroll.md"], ["run", "--write", "n.unroll.md"],
        ])
    func replayAndHTML(command: [String]) throws {
        try folder.notebook("n.unroll.md", "20 + 1")
        _ = try unroll(here, "run", "--write", "n.unroll.md")
        #expect(try !unroll(here, "replay", "n.unroll.md").contains(Self.doubt))
        #expect(try !unroll(here, "export", "n.unroll.md", "--to", "html").contains(Self.doubt))
        #expect(try unroll(elsewhere, "replay", "n.unroll.md").contains(Self.doubt))
        #expect(try unroll(elsewhere, "export", "n.unroll.md", "--to", "html").contains(Self.doubt))
        #expect(try unroll(elsewhere, "export", "n.unroll.md", "--to", "cast").contains(Self.doubt))
        #expect(try unroll(elsewhere, "export", "n.unroll.md", "--to", "ipynb").contains("\"verified\": false"))
        #expect(try !unroll(elsewhere, "export", "--run", "n.unroll.md", "--to", "html").contains(Self.doubt))
        _ = try Program.run(
            ["unroll"] + command, environment: Repository.data.merging(["HOME": elsewhere.path]) { $1 },
            folder: folder.path)
        #expect(try !unroll(elsewhere, "replay", "n.unroll.md").contains(Self.doubt))
    }

    @Test("a forged output is not verified on the machine of its victim, and check finds it") func forged() throws {
        try folder.notebook("n.unroll.md", "20 + 1")
        _ = try unroll(here, "run", "--write", "n.unroll.md")
        try folder.write("n.unroll.md", folder.read("n.unroll.md").replacing("\n21\n", with: "\n99\n"))
        #expect(try unroll(here, "replay", "n.unroll.md").contains(Self.doubt))
        #expect(try unroll(here, "check", "n.unroll.md").contains("DIFFERS"))
        #expect(try unroll(here, "replay", "n.unroll.md").contains(Self.doubt))
    }

    @Test("on the screen the mark goes when the cell has run") func onTheScreen() throws {
        try folder.notebook("n.unroll.md", "20 + 1")
        _ = try unroll(here, "run", "--write", "n.unroll.md")
        let session = try folder.screen("n.unroll.md", environment: ["HOME": elsewhere.path])
        #expect(session.waitForNotebook())
        #expect(session.text.contains("1 not verified") && session.text.contains(/r\? +1/))
        session.send("j")
        #expect(session.wait(for: "Cell 1 shows what the file recorded, not verified on this machine"))
        session.send("r")
        #expect(session.wait { $0.text.contains(/ok +1/) && !$0.text.contains("not verified") })
        session.send(":q!", .enter)
        _ = session.waitForEnd(seconds: 5)
    }
}
