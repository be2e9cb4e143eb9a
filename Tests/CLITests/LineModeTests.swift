import Base
import Glibc
import TerminalKit
import Testing

/// Notebooks a line at a time: from a script, and at a terminal that is heard rather than seen.
struct LineModeTests {
    let folder = Folder()
    private let spoken = ["ACCESSIBLE": "1"]

    /// `unroll repl FILE` with these lines, without a terminal; its lines.
    private func script(
        _ file: String, _ lines: String..., environment: [String: String] = ["ACCESSIBLE": "1"]
    ) throws -> [String] {
        let input = lines.map { $0 + "\n" }.joined()
        let program = try folder.unroll("repl", file, input: input, environment: environment)
        #expect(program.ending == .status(0))
        #expect(program.errors == "")
        #expect(!program.output.contains("\r") && !program.output.contains("\u{1B}"))
        return program.output.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    @Test("the first notebook is stepped through to its end, and every state is the recorded one")
    func theFirstNotebookIsSteppedThrough() throws {
        let path = try folder.copy(ofNotebook: "01-stepping-through-an-rnn")
        let before = folder.bytes(path)
        let walk =
            (1...11).flatMap { _ in ["show", "right"] }
            + ["show", "home", "right 4", "open", "show", "back", "back", ":quit"]
        let program = try folder.unroll(
            "repl", path, input: ([":run all"] + walk).joined(separator: "\n"), environment: spoken)
        #expect(program.ending == .status(0))
        let lines = program.output.split(separator: "\n").map(String.init)
        let states = lines.filter { $0.hasPrefix("SimpleRNN(4): h ") }
        #expect(states.count == 12)
        #expect(states == recorded(in: String(decoding: before, as: UTF8.self)))
        // What the notebook says of day 1 and day 5.
        #expect(lines.contains("output: p(0) 0.286, p(1) 0.714"))
        #expect(lines.contains("step 5; unit 1 rises to +0.83; predicts class 0 with 98%; correct."))
        #expect(lines.contains("unit 1: h is +0.83."))
        #expect(lines.contains { $0.contains("tanh(+1.1821) = +0.8281") })
        #expect(lines.last == "back in the notebook: text 1: # Stepping through an RNN")
        #expect(folder.bytes(path) == before && folder.names == [path])
    }

    /// The states that the notebook's record of steps holds, as line mode says them.
    private func recorded(in text: String) -> [String] {
        let record = text.split(separator: "t,h1,h2,h3,h4\n")[1].prefix { $0 != "`" }
        return record.split(separator: "\n").map { row in
            let numbers = row.split(separator: ",").dropFirst().compactMap { Double($0) }
            let units = numbers.enumerated().map { index, number in
                let hundredths = Int(clamping: (abs(number) * 100).rounded())
                let digits = hundredths % 100
                return "u\(index + 1) \(number < 0 ? "-" : "+")\(hundredths / 100).\(digits < 10 ? "0" : "")\(digits)"
            }
            return "SimpleRNN(4): h " + units.joined(separator: ", ")
        }
    }

    @Test("every view can be heard: heat map, way back, loss, a value set by hand, a guess")
    func everyViewCanBeHeard() throws {
        let path = try folder.copy(ofNotebook: "01-stepping-through-an-rnn")
        let lines = try script(
            path, ":run all", "heat map", "show", "f", "b", "show", "f", "l", "say", "back", "home", "e", "0.5", "d",
            "show", "f", "x", "predict", "0.9", "circuit", "show", ":q!")
        #expect(lines.contains { $0.hasPrefix("u1 from -0.8213 to 0.9167, strongest +0.92 at step 7: -0.07 +0.77") })
        #expect(lines.contains("step 12: 0.0605; it grows from 0.0605 at step 12 to 17.1 at step 1."))
        let place = "01-stepping-through-an-rnn.unroll.md > cell 13"
        #expect(lines.contains { $0.hasPrefix("loss, \(place): instance 1, t12: ") })
        #expect(lines.contains { $0.hasPrefix("set h u1 at t=1, now -0.0711, to: ") })
        #expect(lines.contains { $0.hasPrefix("largest at t=") })
        #expect(lines.contains { $0.hasPrefix("step 12: |dL/dh_t| 0.0605") })
        #expect(lines.contains("step 1, input 1 at 3: h u1 -0.0711, changed +0.5000, states apart 0.5711"))
        #expect(lines.contains("sign wrong, too large: it is -0.0711. 0 of 1 guesses right."))
        #expect(lines.contains { $0.hasPrefix("SimpleRNN(4), chosen, h = tanh(") })
        #expect(lines.allSatisfy { $0.utf8.allSatisfy { $0 < 0x80 } })
    }

    @Test("a fit is watched, paused, given another rate and stopped by lines") func aFitIsWatched() throws {
        try folder.notebook("n.unroll.md", BadScreenTests.endless)
        let lines = try script(
            "n.unroll.md", ":start 1", ":step", "space", "rate", "r", "0.02", "space", "back", ":stop", ":wait",
            ":names", ":q!")
        #expect(lines[0].hasPrefix("cell 1, running: train, test = split("))
        #expect(lines[0].hasSuffix("; :step watches it, :wait waits, :stop stops"))
        #expect(lines.contains { $0.hasPrefix("training, n.unroll.md > cell 1: ") })
        #expect(lines.contains { $0.hasPrefix("paused at epoch ") })
        #expect(lines.contains("Learning rate 0.02 from the next batch on; the run keeps it as a fork."))
        #expect(lines.contains { $0.hasPrefix("run: ") && $0.contains("; stopped; changed at epoch ") })
        #expect(lines.contains("cell 1: stopped; what is finished is kept"))
        #expect(lines.contains { $0.hasPrefix("run: run ") && $0.hasSuffix(", cell 1") })
    }

    @Test("cells are written, saved and told without a terminal, and nothing else is written")
    func cellsAreWrittenAndSaved() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        let lines = try script("n.unroll.md", ":go 1", "a + 1", ":text", "## More", ".", ":save", ":quit")
        #expect(
            lines == [
                "cell 1, not run: a = 1", "cell 1:", "1", "2",
                "every line is one of the cell, until a line with a dot alone", "text 2: ## More",
                "Saved n.unroll.md.", "",
            ])
        let text = folder.read("n.unroll.md")
        #expect(text.contains("```unroll\na + 1\n```\n<!-- out src="))
        #expect(text.hasSuffix(" -->\n```text\n2\n```\n<!-- /out -->\n\n## More\n"))
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("the end of a script leaves the file as it was, and says so") func theEndOfAScript() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        let before = folder.bytes("n.unroll.md")
        let lines = try script("n.unroll.md", ":edit 1", "1 a = 2", ".", ":quit")
        #expect(
            lines.suffix(6) == [
                "Save changes to n.unroll.md?", "1  save", "2  discard", "3  cancel",
                "n.unroll.md is as it was: what changed was not saved", "",
            ])
        #expect(folder.bytes("n.unroll.md") == before && folder.names == ["n.unroll.md"])
    }

    @Test("a notebook that is open elsewhere is told with numbered answers")
    func aNotebookThatIsOpenElsewhere() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        let other = try folder.screen("n.unroll.md")
        #expect(other.waitForNotebook())
        let lines = try script("n.unroll.md", "1", ":edit 1", "1 a = 2", ".", ":save", ":q!")
        #expect(lines[0] == "n.unroll.md > open elsewhere")
        #expect(lines[3] == "1  read only: look and run; saving needs another name")
        #expect(lines.contains("n.unroll.md is open read only; :w NAME saves under another name."))
        #expect(folder.read("n.unroll.md").contains("a = 1"))
    }

    @Test("work that kill -9 cut off is offered and recovered, a line at a time") func workIsRecovered() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        let session = try folder.screen("n.unroll.md", environment: spoken)
        #expect(session.wait(for: "unroll>"))
        session.send(":edit 1", .enter)
        #expect(session.wait(for: "edit cell 1>"))
        session.send("1 b = 2", .enter)
        #expect(session.wait { _ in folder.read(".n.unroll.md.swap").contains("b = 2") })
        session.signal(SIGKILL)
        #expect(session.waitForEnd() == .signal(SIGKILL))
        let lines = try script("n.unroll.md", "1", ":save", ":quit")
        #expect(lines[0] == "n.unroll.md > unsaved work")
        #expect(lines.contains("1  recover it: it comes into the editor; the file stays as it is until you save"))
        #expect(lines.contains("Saved n.unroll.md."))
        #expect(folder.read("n.unroll.md").contains("```unroll\nb = 2\n```\n"))
        #expect(folder.names == ["n.unroll.md"])
    }

    @Test("a file that was changed by something else is asked about, and both are kept") func aChangedFile() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        let session = try folder.screen("n.unroll.md", environment: spoken)
        #expect(session.wait(for: "unroll>"))
        session.send(":edit 1", .enter, "1 a = 2", .enter, ".", .enter)
        #expect(session.wait { $0.lines.contains { $0.hasPrefix("cell 1, not run: a = 2") } })
        try folder.notebook("n.unroll.md", "theirs = 1")
        session.send(":save", .enter)
        #expect(session.wait(for: "1 to 4>"))
        #expect(session.waitForLine("3  both: save mine as n.mine.unroll.md, leave theirs"))
        session.send("both", .enter)
        #expect(session.wait(for: "Saved n.mine.unroll.md."))
        #expect(folder.read("n.mine.unroll.md").contains("a = 2"))
        #expect(folder.read("n.unroll.md").contains("theirs = 1"))
        session.send(":quit", .enter)
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("ACCESSIBLE=1 opens a notebook in lines: ASCII, words, a line of the text at the prompt, Ctrl-C")
    func accessibleOpensInLines() throws {
        try folder.notebook("n.unroll.md", "[1, 2]\nplot([1, 4, 2])", BadScreenTests.endless)
        let session = try folder.screen("n.unroll.md", width: 80, height: 24, environment: spoken)
        #expect(session.wait(for: "n.unroll.md, 2 cells."))
        #expect(!session.isAlternateScreen)
        session.send(":run 1", .enter)
        #expect(session.waitForLine("values: 1 at 1, 4 at 2, 2 at 3"))
        session.send(":edit 1", .enter)
        #expect(session.wait(for: "edit cell 1>"))
        session.send("1", .enter)
        #expect(session.wait(for: "cell 1, line 1> [1, 2]"))
        session.send(" + 1", .enter, ".", .enter)
        #expect(session.wait(for: "cell 1, stale: [1, 2] + 1"))
        session.send(":run 2", .enter)
        // A line that is typed while it runs is taken at once.
        session.send(":list", .enter)
        #expect(session.wait(for: "cell 2, running: "))
        session.send(.control("c"))
        #expect(session.waitForLine("cell 2: stopped; what is finished is kept"))
        session.send(":q!", .enter)
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isCooked)
        #expect(session.output.allSatisfy { $0 < 0x80 })
    }

    @Test("a run without a screen tells in words too, and writes what it would write without")
    func aRunTellsInWords() throws {
        try folder.notebook("n.unroll.md", "plot([1, 4, 2])")
        let program = try folder.unroll("run", "--write", "n.unroll.md", environment: spoken)
        #expect(
            program.output == """
                n.unroll.md: 1 cell, seed 1
                cell 1
                > plot([1, 4, 2])
                  plot
                  values: 1 at 1, 4 at 2, 2 at 3
                saved the outputs in n.unroll.md

                """)
        let written = folder.read("n.unroll.md")
        try folder.notebook("n.unroll.md", "plot([1, 4, 2])")
        _ = try folder.unroll("run", "--write", "n.unroll.md")
        #expect(folder.read("n.unroll.md") == written && written.contains("+-----"))
    }

    @Test("another notebook is gone on with, and one that is not there is refused") func anotherNotebook() throws {
        try folder.notebook("a.unroll.md", "a = 1")
        try folder.notebook("b.unroll.md", "b = 2")
        let lines = try script("a.unroll.md", ":notebooks", ":open b.unroll.md", ":list", ":quit")
        #expect(lines == ["b.unroll.md", "text 1: # Test (here)", "cell 1, not run: b = 2", ""])
        let program = try folder.unroll("repl", "c.unroll.md")
        #expect(program.ending == .status(3))
        #expect(program.errors.hasPrefix("unroll: cannot open c.unroll.md: there is no such file; to make it: "))
    }
}
