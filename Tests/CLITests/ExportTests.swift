import Base
import Foundation
import TerminalKit
import TestKit
import Testing

/// A notebook for other programs: what `unroll export` prints, writes and refuses.
struct ExportTests {
    let folder = Folder()

    private static let fit = """
        w = window([1, 2, 3, 4, 5, 6, 7, 8, 9], length = 2)
        run = fit(simple_rnn(2) |> dense(1), w, epochs = 5)
        """

    @Test("what is printed is what is written, and the notebook stays", arguments: ["ipynb", "html", "script", "cast"])
    func whatIsPrintedIsWhatIsWritten(target: String) throws {
        let name = try folder.copy(ofNotebook: "02-rnns-with-gru")
        let before = folder.bytes(name)
        let printed = try folder.unroll("export", name, "--to", target)
        #expect(printed.ending == .status(0) && printed.errors == "")
        let written = try folder.unroll("export", name, "--to", target, "--output", "out")
        #expect(written.ending == .status(0) && written.output == "" && written.errors == "wrote out\n")
        #expect(folder.read("out") == printed.output)
        #expect(folder.bytes(name) == before)
        #expect(folder.names == [name, "out"])
        #expect(printed.output.contains("RNNs with GRU: the temperature in an hour"))
    }

    @Test("a script runs as the notebook does, output by output", arguments: ["01-stepping-through-an-rnn"])
    func aScriptRunsAsTheNotebookDoes(name: String) throws {
        let notebook = try folder.copy(ofNotebook: name)
        #expect(try folder.unroll("export", notebook, "--to", "script", "-o", "lesson.unroll").ending == .status(0))
        let first = try folder.unroll("run", notebook)
        let second = try folder.unroll("run", "lesson.unroll")
        #expect(first.ending == .status(0) && second.ending == .status(0))
        let lines = [first, second].map {
            $0.output.split(separator: "\n", omittingEmptySubsequences: false).dropFirst()
        }
        #expect(lines[0].count > 100)
        #expect(Array(lines[0]) == Array(lines[1]))
        // Its first line names the program: the shell runs it too.
        let shell = try Program.run(
            ["sh", "-c", "./lesson.unroll"],
            environment: Repository.data.merging(["PATH": try Self.path()]) { $1 }, folder: folder.path)
        #expect(shell.output == second.output)
    }

    /// Where `unroll` is found by its name.
    static func path() throws -> String {
        let program = try Program.path(of: "unroll")
        return program.split(separator: "/").dropLast().reduce("") { $0 + "/" + $1 } + ":/usr/local/bin:/usr/bin:/bin"
    }

    @Test("a script is run, and neither opened nor checked") func aScriptIsRunOnly() throws {
        try folder.write("a.unroll", "6 * 7\n")
        #expect(try folder.unroll("run", "a.unroll").output.contains("\n  42\n"))
        for arguments in [["check", "a.unroll"], ["open", "a.unroll"], ["run", "--write", "a.unroll"]] {
            let program = try Program.run(["unroll"] + arguments, folder: folder.path)
            #expect(program.ending == .status(3))
            #expect(
                (program.output + program.errors).contains("a.unroll is a script, which keeps no outputs; to run it"))
        }
        #expect(folder.read("a.unroll") == "6 * 7\n")
    }

    @Test("nothing is computed unless it is asked for") func nothingIsComputed() throws {
        try folder.notebook("n.md", "1 + 1", Self.fit, "plot([1, 2, 3])", "histogram([1, 2, 2])", "heatmap([[1, -1]])")
        let before = folder.bytes("n.md")
        let recorded = try folder.unroll("export", "n.md", "--to", "html")
        #expect(recorded.ending == .status(0))
        #expect(!recorded.output.contains("<figure>"))
        #expect(recorded.output.components(separatedBy: "<span class=\"state\">not run</span>").count == 6)
        let fresh = try folder.unroll("export", "n.md", "--to", "html", "--run")
        #expect(fresh.ending == .status(0))
        #expect(fresh.output.components(separatedBy: "<figure>").count == 5)
        #expect(fresh.output.contains("<pre class=\"output\">2</pre>"))
        #expect(fresh.output.contains("aria-label=\"loss (mse) by epoch: train from "))
        #expect(fresh.output.contains("last value at "), "the line to beat, from the value itself")
        #expect(fresh.errors.hasPrefix("n.md: 5 cells, seed 1\n"))
        #expect(folder.bytes("n.md") == before)
    }

    @Test("a cell that fails ends it, and nothing is written") func aCellThatFailsEndsIt() throws {
        try folder.notebook("n.md", "1 + 1", "nowhere")
        let program = try folder.unroll("export", "n.md", "--to", "ipynb", "--run", "-o", "out.ipynb")
        #expect(program.ending == .status(2) && program.output == "")
        #expect(program.errors.contains("error: there is nothing called `nowhere`"))
        #expect(program.errors.hasSuffix("cell 2 failed; those after it did not run, and nothing was written\n"))
        #expect(folder.names == ["n.md"])
    }

    @Test("the numbers of a file beside the notebook are drawn, if they are the ones it was saved with")
    func theNumbersOfAFileBeside() throws {
        try folder.notebook("n.unroll.md", Self.fit.replacing("epochs = 5", with: "epochs = 210"))
        #expect(try folder.unroll("run", "--write", "n.unroll.md").ending == .status(0))
        #expect(folder.names == ["n.unroll.d", "n.unroll.md"])
        let page = try folder.unroll("export", "n.unroll.md", "--to", "html")
        #expect(page.errors == "" && page.output.contains("epoch 1 to 210\""))
        #expect(page.output.contains("<summary>record history: 210 rows</summary>"))
        let name = "n.unroll.d/" + (try Program.run(["ls", folder.path + "/n.unroll.d"]).output.dropLast())
        try folder.write(name, "epoch,loss\n1,2\n")
        let other = try folder.unroll("export", "n.unroll.md", "--to", "html")
        // The chart has numbers of its own in the notebook; nothing is taken from the other file.
        #expect(other.ending == .status(0) && other.output.contains("epoch 1 to 210\""))
        #expect(!other.output.contains("<summary>record history"))
        #expect(other.errors == "note: \(name) is not the file that the notebook was saved with\n")
    }

    @Test("the notebook itself is never written over") func theNotebookIsNeverWrittenOver() throws {
        try folder.notebook("n.md", "1")
        _ = try Program.run(["ln", "-s", "n.md", "link"], folder: folder.path)
        let before = folder.bytes("n.md")
        for (target, output) in [("html", "n.md"), ("ipynb", "./n.md"), ("script", "link"), ("keras", "n.md")] {
            let program = try folder.unroll("export", "n.md", "--to", target, "-o", output)
            #expect(program.ending == .status(3))
            #expect(program.errors == "unroll: \(output) is the notebook itself; choose another name for --output\n")
        }
        #expect(folder.bytes("n.md") == before)
    }

    @Test("what cannot be read or written is told in a sentence") func whatCannotBeReadOrWritten() throws {
        try folder.notebook("n.md", "1")
        try folder.write("program", bytes: [0x7F, 0x45, 0, 1])
        let cases = [
            (["nowhere.md", "--to", "html"], "cannot open nowhere.md: there is no such file"),
            (["program", "--to", "html"], "cannot open program: it holds bytes that are not text"),
            ([".", "--to", "cast"], "cannot open .: it is a folder"),
            (["n.md", "--to", "html", "-o", "no/out"], "cannot save no/out: its folder does not exist"),
            (["n.md", "--to", "pdf"], "pdf"),
            (["n.md", "--to", "script", "--run"], "--run has no use here: --to script writes no outputs"),
            (["n.md", "--to", "cast", "--width", "5"], "--width goes from 20 to 300"),
        ]
        for (arguments, words) in cases {
            let program = try Program.run(["unroll", "export"] + arguments, folder: folder.path)
            #expect(program.ending == .status(3))
            #expect(program.errors.contains(words) && program.output == "")
        }
        #expect(folder.names == ["n.md", "program"])
    }

    @Test(
        "bytes that are no text are told, and every format is written", arguments: ["ipynb", "html", "script", "cast"])
    func bytesThatAreNoText(target: String) throws {
        try folder.write("n.md", bytes: Array("caf".utf8) + [0xE9] + Array("\n\n```unroll\n1\n```\n".utf8))
        let program = try folder.unroll("export", "n.md", "--to", target)
        #expect(program.ending == .status(0))
        #expect(program.errors.hasPrefix("note: line 1 is not valid UTF-8"))
        #expect(program.output.contains("caf\u{FFFD}"))
    }

    @Test("a recording plays on a terminal as the notebook reads") func aRecordingPlays() throws {
        try folder.notebook("n.md", "1 + 1", Self.fit, "round(0.5, 1)")
        #expect(try folder.unroll("run", "--write", "n.md").ending == .status(0))
        let cast = try folder.unroll("export", "n.md", "--to", "cast").output
        let events = try cast.split(separator: "\n").dropFirst().map {
            try #require(JSONSerialization.jsonObject(with: Data($0.utf8)) as? [Any])
        }
        let middle = try #require(events.lastIndex { ($0[2] as? String)?.contains("epoch 3/5") == true })
        #expect(try screen(events[...middle])[23].hasPrefix(" epoch 3/5  loss "))
        let end = try screen(events[...])
        #expect(end[0].hasPrefix(" n.md") && end[0].hasSuffix("cell 3 of 3"))
        #expect(end[19].hasPrefix("run: 5 epochs, loss "))
        #expect(Array(end[20...]) == ["", "> round(0.5, 1)", "0.5", ""])
    }

    /// What a terminal shows after these events.
    private func screen(_ events: ArraySlice<[Any]>) throws -> [String] {
        try folder.write("play", events.filter { $0[1] as? String == "o" }.compactMap { $0[2] as? String }.joined())
        let session = try TerminalSession(["cat", "play"], width: 80, height: 24, folder: folder.path)
        #expect(session.waitForEnd(seconds: 10) == .status(0))
        return session.lines
    }
}
