import Glibc
import TerminalKit
import TestKit
import Testing

/// Notebooks without a screen: what scripts and teachers rely on.
struct CheckTests {
    let folder = Folder()

    @Test(
        "the notebooks that come with the program give what they have recorded",
        arguments: ["01-stepping-through-an-rnn", "02-rnns-with-gru"])
    func theNotebooksGiveWhatTheyHaveRecorded(name: String) throws {
        let before = Repository.bytes(Repository.notebook(name))
        let program = try folder.unroll("check", Repository.notebook(name))
        #expect(program.ending == .status(0), "\(program.output)\(program.errors)")
        #expect(Repository.bytes(Repository.notebook(name)) == before)
    }

    @Test("outputs are written once: the second time the file has the same bytes")
    func outputsAreWrittenOnce() throws {
        try folder.notebook(
            "n.unroll.md", "a = [1, 2, 3] / 7\na", "plot(a)", "seed(4)\nnormal = dense(2)", "load(\"nile\")")
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(0))
        let once = folder.bytes("n.unroll.md")
        #expect(String(decoding: once, as: UTF8.self).contains("0.1429"))
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(0))
        #expect(folder.bytes("n.unroll.md") == once)
        #expect(try folder.unroll("check", "n.unroll.md").ending == .status(0))
    }

    @Test("another number than the recorded one is named, with status 1") func anotherNumberIsNamed() throws {
        try folder.notebook("n.unroll.md", "1 / 8", "2 + 3")
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(0))
        let changed = folder.read("n.unroll.md").replacing("0.125", with: "0.126")
        try folder.write("n.unroll.md", changed)
        let program = try folder.unroll("check", "n.unroll.md")
        #expect(program.ending == .status(1))
        #expect(program.output.contains("in the file 0.126   now 0.125"))
        #expect(program.output.contains("1 of 2 cells differs (exit status 1)"))
        #expect(folder.read("n.unroll.md") == changed)
        #expect(try folder.unroll("check", "n.unroll.md", "--accept", "1").ending == .status(0))
        #expect(try folder.unroll("check", "n.unroll.md").ending == .status(0))
    }

    @Test("a cell that fails is status 2, and nothing is written") func aCellThatFails() throws {
        try folder.notebook("n.unroll.md", "1 + 2", "nowhere + 1", "3 + 4")
        let before = folder.bytes("n.unroll.md")
        let program = try folder.unroll("check", "n.unroll.md")
        #expect(program.ending == .status(2))
        #expect(program.output.contains("cell 2 failed (exit status 2)"))
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(2))
        #expect(folder.bytes("n.unroll.md") == before)
    }

    @Test("a missing file is status 3") func aMissingFile() throws {
        let program = try folder.unroll("check", "nowhere.unroll.md")
        #expect(program.ending == .status(3))
        #expect((program.output + program.errors).contains("cannot open nowhere.unroll.md: there is no such file"))
    }

    @Test("Ctrl-C during a fit is status 130, and the file is untouched", arguments: [["check"], ["run", "--write"]])
    func ctrlCDuringAFit(command: [String]) throws {
        try folder.notebook(
            "n.unroll.md", BadScreenTests.endless.replacing("epochs = 1000000", with: "epochs = 20000"), "run")
        let before = folder.bytes("n.unroll.md")
        let session = try TerminalSession(
            ["unroll"] + command + ["n.unroll.md"], environment: Repository.data, folder: folder.path)
        #expect(session.wait(for: "epoch "))
        session.signal(SIGINT)
        #expect(session.waitForEnd(seconds: 5) == .status(130))
        #expect(session.text.contains("stopped"))
        #expect(folder.bytes("n.unroll.md") == before)
    }
}
