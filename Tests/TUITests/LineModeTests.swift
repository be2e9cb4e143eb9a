import Base
import Display
import Sandbox
import Testing
import Views

@testable import Notebook
@testable import TUI

/// Line mode without a terminal: lines go in, lines come out. Cells are evaluated as soon as they are asked for.
private final class Lines {
    private(set) var written: [String] = []
    private var taken = 0
    private(set) var saved: [Saving] = []
    private(set) var app: LineApp!

    init(_ text: String, isSpoken: Bool = true, path: String? = "test.unroll.md", safe: Safekeeping = Safekeeping()) {
        let mailbox = Mailbox<Edit>()
        let session = Session(Document(text), path: path, builtins: Fake.builtins)
        let services = Services(
            evaluate: {
                Worker.run(
                    $0, builtins: Fake.builtins, access: FileAccess(folder: "."), flag: StopFlag(), post: mailbox.post)
            },
            save: { [unowned self] in saved.append($0) }, safe: safe)
        let options = LineOptions(
            isSpoken: isSpoken, isTerminal: true, glyphs: .ascii, width: { 200 },
            write: { [unowned self] in written.append($0) })
        app = LineApp(session, mailbox: mailbox, services: services, options: options)
    }

    convenience init(cells: String...) { self.init(cells.map { "```unroll\n\($0)\n```\n" }.joined(separator: "\n")) }

    var sources: [String] { app.session.cells.map(\.source) }

    /// What is written from here on, for lines that are taken one after the other.
    func say(_ lines: String...) -> [String] {
        taken = written.count
        for line in lines {
            app.take(line)
            // A view at work goes on for a while; what runs tells of itself.
            for _ in 0..<20 { app.frame() }
        }
        return Array(written[taken...])
    }
}

@Test("the cells are listed with number, state in words and first line") func theCellsAreListed() {
    let lines = Lines("# Title\n\n```unroll\na = 1\nb = 2\n```\n\n```unroll\na + 1\n```\n")
    #expect(
        lines.written == [
            "test.unroll.md, 2 cells. :list lists them, :run all runs them, :help tells what else, Ctrl-D leaves.",
            "text 1: # Title",
        ])
    #expect(
        lines.say(":list") == [
            "text 1: # Title (here)", "cell 1, not run: a = 1", "cell 2, not run: a + 1",
        ])
}

@Test("cells run with their outputs below a heading, and what ends otherwise than well says so")
func cellsRun() {
    let lines = Lines(cells: "a = 1", "a + 1", "fail()")
    #expect(
        lines.say(":run all") == [
            "cell 1:", "1", "cell 2:", "2", "cell 3:", "error: it failed on purpose", "cell 3, line 1, at fail",
            "cell 3: failed",
        ])
    #expect(lines.say(":show 2") == ["cell 2, up to date", "a + 1", "output:", "2"])
    #expect(lines.say("a + 5") == ["6"])
    #expect(lines.sources == ["a = 1", "a + 5", "a + 1", "fail()"])
    #expect(
        lines.say(":restart", ":show 1") == [
            "every value is forgotten; outputs count as recorded", "cell 1, recorded", "a = 1", "output:", "1",
        ])
}

@Test("a cell that goes on is read to its end and runs below the current one") func aCellThatGoesOn() {
    let lines = Lines(cells: "a = 1", "b = 2")
    #expect(lines.say(":go 1") == ["cell 1, not run: a = 1"])
    #expect(lines.say("c = [1,") == [])
    #expect(lines.app.prompt == "   ...> ")
    #expect(lines.say("2]", "c") == ["[1, 2]", "[1, 2]"])
    #expect(lines.sources == ["a = 1", "c = [1,\n2]", "c", "b = 2"])
}

@Test("cells are changed, moved, cut, pasted, and all of it is undone") func cellsAreChanged() {
    let lines = Lines(cells: "a = 1", "b = 2")
    #expect(
        lines.say(":edit 1", "1 a = 10", ".") == [
            "cell 1, not run: a = 1", "1  a = 1",
            "a number and text replaces that line, + and text adds one at the end, -2 deletes, ? tells more, "
                + "a dot ends",
            "1  a = 10", "cell 1, not run: a = 10",
        ])
    #expect(lines.say(":move down") == ["cell 2, not run: a = 10"])
    #expect(lines.say(":cut") == ["cell 1, not run: b = 2"])
    #expect(lines.say(":paste") == ["cell 2, not run: a = 10"])
    #expect(lines.say(":text", "# New", ".").last == "text 1: # New")
    #expect(lines.sources == ["b = 2", "a = 10", "# New"])
    _ = lines.say(":undo", ":undo", ":undo", ":z", ":z", ":z")
    #expect(lines.sources == ["a = 1", "b = 2"])
    #expect(lines.say(":undo").first == "Nothing to undo.")
}

@Test("a text is found in cells and outputs, one find after the other") func aTextIsFound() {
    let lines = Lines(cells: "alpha = 1", "beta = 2\n[7, 8]")
    _ = lines.say(":run all", ":first")
    #expect(lines.say(":find beta") == ["1 of 1 for \"beta\"", "cell 2, up to date: beta = 2", "line 1: beta = 2"])
    #expect(lines.say(":find 7").first == "1 of 2 for \"7\"")
    #expect(lines.say(":next") == ["2 of 2 for \"7\"", "cell 2, up to date: beta = 2", "it stands in the output"])
    #expect(lines.say(":find nowhere") == ["\"nowhere\" stands nowhere in this notebook."])
}

@Test("names, functions and examples are told") func namesAndFunctions() {
    let lines = Lines(cells: "a = [1, 2]")
    _ = lines.say(":run 1")
    #expect(lines.say(":names") == ["a: list 2 values, cell 1"])
    #expect(lines.say(":functions window") == ["window: Cuts windows."])
    #expect(lines.say(":go a") == ["cell 1, up to date: a = [1, 2]"])
    #expect(lines.say(":help window").first?.hasPrefix("window(") == true)
    #expect(lines.say(":example window") == ["window has 0 examples"])
    #expect(lines.say(":folded") == ["there is no command :folded; :help lists them"])
    #expect(lines.say(":o") == ["that needs a screen; :show writes a cell with its output"])
}

@Test("a cell that steps opens its view: the sentence first, then keys a line at a time") func aCellThatSteps() {
    let lines = Lines(cells: "step()")
    let opened = lines.say(":run 1")
    #expect(opened.count == 2)
    #expect(opened[0].hasPrefix("stepping, test.unroll.md > cell 1: step 1"))
    #expect(opened[1].hasPrefix("help lists the keys that work here"))
    #expect(lines.app.prompt == "stepping> ")
    #expect(lines.say("right").first?.hasPrefix("step 2") == true)
    #expect(lines.say("help").contains("right: one time step on"))
    #expect(lines.say("").first?.hasPrefix("step 3") == true)
    #expect(lines.say("home", "space").contains { $0.hasPrefix("step 2") })
    #expect(lines.say("space", "end").last?.hasPrefix("step 3") == true)
    #expect(lines.say("show").first == "step 3 of \(Samples.trace.steps)")
    #expect(lines.say("nonsense") == ["there is no key nonsense here now; help lists them"])
    #expect(lines.say("open").first?.hasPrefix("unit 1: ") == true)
    _ = lines.say("back")
    #expect(lines.say("back") == ["back in the notebook: cell 1, up to date: step()"])
    #expect(lines.say(":step").first?.hasPrefix("stepping, test.unroll.md > cell 1: step 1") == true)
    #expect(lines.say(":list") == ["cell 1, up to date: step() (here)"])
}

@Test("leaving asks about what is not saved, with numbered answers") func leavingAsks() {
    let lines = Lines(cells: "a = 1")
    _ = lines.say(":edit 1", "1 a = 2", ".")
    #expect(lines.say(":quit") == ["Save changes to test.unroll.md?", "1  save", "2  discard", "3  cancel"])
    #expect(lines.app.prompt == "1 to 3> ")
    #expect(lines.say("x") == ["the answer is a number from 1 to 3, or the first word; an empty line changes nothing"])
    #expect(lines.say("cancel") == [])
    #expect(!lines.app.isOver)
    _ = lines.say(":q", "1")
    #expect(lines.app.isOver)
    #expect(lines.saved.map { String(decoding: $0.bytes, as: UTF8.self) } == ["```unroll\na = 2\n```\n"])
}

@Test("unsaved work that was found is offered before anything else") func unsavedWorkIsOffered() {
    let work = Unsaved(
        bytes: Array("```unroll\nb = 2\n```\n".utf8), facts: FileFacts(lines: 3, bytes: 20, ago: 130),
        file: FileFacts(lines: 3, bytes: 20, ago: 300), hasFileChanged: false, places: [])
    let lines = Lines("```unroll\na = 1\n```\n", safe: Safekeeping(findings: [.unsaved(work)]))
    #expect(lines.written.contains("1  recover it: it comes into the editor; the file stays as it is until you save"))
    #expect(lines.app.prompt == "1 to 3> ")
    _ = lines.say("1")
    #expect(lines.sources == ["b = 2"])
}

@Test("without a name there is nothing to ask, and saving takes one") func withoutAName() {
    let lines = Lines("", path: nil)
    #expect(lines.written == ["unroll 1.0   ?name explains   :help commands   Tab completes   Ctrl-D quits"])
    _ = lines.say("a = 1")
    #expect(lines.say(":save") == ["The notebook has no name yet: :w NAME.unroll.md"])
    #expect(lines.say(":save new.unroll.md") == ["Saved new.unroll.md."])
    #expect(lines.saved.map(\.path) == ["new.unroll.md"])
    _ = lines.say(":quit")
    #expect(lines.app.isOver)
}

@Test("Tab knows commands, what they take, keys of a view and the language") func tabKnows() {
    let lines = Lines(cells: "alpha = 1", "step()")
    _ = lines.say(":run all")
    #expect(lines.app.completions(for: "ri") == ["right"])
    _ = lines.say("back")
    #expect(lines.app.completions(for: ":de") == ["delete", "definition"])
    #expect(lines.app.completions(for: ":run a") == ["all", "alpha"])
    #expect(lines.app.completions(for: ":help wi") == ["window"])
    #expect(lines.app.completions(for: "alp") == ["alpha"])
}

@Test("whatever lines are typed, the next one can be", arguments: 1...4) func whateverLinesAreTyped(_ seed: Int) {
    let words =
        NotebookCommand.all.map { ":" + $0.name } + [
            "", ".", "right", "enter", "back", "e", "0.5", "show", "help", "?", "1", "2", "+", "- 1", "(", "a = 1",
            "f(",
            "step()", ":z", ":go 2", ":run all", ":step", ":edit 1", ":find a", ":::", "日本 🇨🇭", ":save ../x", "p", "h",
            "99999999999",
        ]
    let lines = Lines("# Prose\n\n```unroll\na = 1\n```\n\n```unroll\nstep()\n```\n")
    var state = UInt64(seed) &* 0x9E37_79B9_7F4A_7C15 | 1
    for _ in 0..<400 {
        state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
        let line = words[Int((state >> 33) % UInt64(words.count))]
        // Leaving is no part of this.
        if [":quit", ":q!", ":wq", ":open", ":new"].contains(line) { continue }
        _ = lines.say(line)
        if lines.app.isOver { break }
        #expect(lines.app.prompt.hasSuffix("> "))
        if state >> 60 == 0 { lines.app.interrupt() }
    }
    #expect(!lines.written.isEmpty)
}
