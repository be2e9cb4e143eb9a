import TerminalKit
import Testing

/// Finding one's way with the real data, files and fits.
struct FindingScreenTests {
    let folder = Folder()

    @Test("the data browser reads a set and draws its first telling column", arguments: [(80, 24), (60, 15)])
    func theDataBrowserReadsASet(width: Int, height: Int) throws {
        try folder.notebook("n.unroll.md", "a = 1")
        let session = try folder.screen("n.unroll.md", width: width, height: height)
        #expect(session.waitForNotebook())
        session.type("D")
        #expect(session.wait(for: " data (31)"))
        session.type("co2")
        #expect(session.waitForLine("> co2_weekly", "CO2 at Mauna Loa"))
        #expect(session.waitForLine("table: 2284 rows, 2 columns"))
        if height >= 24 { #expect(session.waitForLine("⠤ co2_ppm") && session.waitForLine("┤")) }
        session.send(.enter)
        #expect(session.waitForLine("co2_weekly = load(\"co2_weekly\")"))
        session.send("q", "d")
        #expect(session.waitForEnd() == .status(0))
        #expect(session.isGivenBack)
    }

    @Test("a file beside the notebook is among the data, whatever it is called")
    func aFileBesideTheNotebookIsAmongTheData() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        try folder.write("my 2nd file.csv", "t,x\n1,5\n2,7\n3,6\n")
        let session = try folder.screen("n.unroll.md", width: 80, height: 24)
        #expect(session.waitForNotebook())
        session.type("Dmy")
        #expect(session.waitForLine("> my 2nd file", "table: 3 rows, 2 columns"))
        session.send(.enter)
        #expect(session.waitForLine("my_2nd_file = load(\"my 2nd file\")"))
        session.send(.function(5))
        #expect(session.waitForLine("ok>1"))
        session.send("q", "d")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("a broken file is told in the browser and stops nothing") func aBrokenFileIsTold() throws {
        try folder.notebook("n.unroll.md", "a = 1")
        try folder.write("broken.csv", bytes: [0, 1, 2, 0])
        let session = try folder.screen("n.unroll.md", width: 80, height: 24)
        #expect(session.waitForNotebook())
        session.type("Dbroken")
        #expect(session.waitForLine("│", "error: "))
        session.send(.escape)
        #expect(session.wait(for: " data (32)"))
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send("q")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("another notebook takes the place of this one, with a swap file of its own")
    func anotherNotebookTakesThePlace() throws {
        try folder.notebook("one.unroll.md", "a = 1")
        try folder.notebook("two.unroll.md", "b = 2")
        let session = try folder.screen("one.unroll.md", width: 80, height: 24)
        #expect(session.waitForNotebook())
        session.type("e")
        #expect(session.waitForLine("> two", "two.unroll.md: 1 cell"))
        session.send(.enter)
        #expect(session.waitForLine("two.unroll.md", "NAV"))
        #expect(folder.names == [".two.unroll.md.swap", "one.unroll.md", "two.unroll.md"])
        session.send(":open three.unroll.md", .enter)
        #expect(session.wait(for: "There is no notebook three.unroll.md here"))
        try folder.write("prose.unroll", "#!/usr/bin/env -S unroll run\n1 + 1\n")
        session.send(":open prose.unroll", .enter)
        #expect(session.waitForLine("prose.unroll", "script"))
        _ = try Program.run(["rm", folder.path + "/prose.unroll"])
        session.send(":new three.unroll.md", .enter)
        #expect(session.waitForLine("three.unroll.md", "NAV"))
        session.send("a", .enter)
        #expect(session.wait(for: "  EDIT "))
        session.type("c = 3")
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send(.control("s"))
        #expect(session.wait(for: "Saved three.unroll.md."))
        session.send(":open one.unroll.md", .enter)
        #expect(session.waitForLine("one.unroll.md", "NAV"))
        session.type("q")
        #expect(session.waitForEnd() == .status(0))
        #expect(folder.names == ["one.unroll.md", "three.unroll.md", "two.unroll.md"])
        #expect(folder.read("three.unroll.md").contains("```unroll\nc = 3\n```"))
    }

    @Test("the queue is counted and shown; stopping empties it and keeps the finished epochs")
    func theQueueIsShownAndEmptied() throws {
        try folder.notebook(
            "n.unroll.md", "run = fit(gru(4) |> dense(1), adding_task(length = 10, count = 200), epochs = 100000)",
            "run.epochs", "1 + 1")
        let session = try folder.screen("n.unroll.md", width: 80, height: 24)
        #expect(session.waitForNotebook())
        session.send(":run all", .enter)
        #expect(session.waitForLine("2 waiting"))
        #expect(session.wait { ($0.epoch ?? 0) > 3 })
        session.send(":3", .enter)
        #expect(session.wait(for: "Cell 3 waits: number 2 of 2 in the queue."))
        session.type("ii")
        #expect(session.waitForLine("NAV", "cell 3/3", "1 stale"))
        #expect(!session.hasLine("waiting"))
        // What is finished is kept: the next cell reads it.
        session.send(":2", .enter, .function(5))
        #expect(session.waitForLine("~ >2"))
        let epochs = session.lines.firstIndex { $0.contains("run.epochs") }.flatMap {
            Int(session.lines[$0 + 1].filter(\.isNumber))
        }
        #expect((epochs ?? 0) > 3)
        session.send("q", "d")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("what a running cell shows survives scrolling away, folding and a view over it")
    func whatARunningCellShowsSurvives() throws {
        try folder.notebook(
            "n.unroll.md",
            "help(\"count\")\nrun = fit(gru(4) |> dense(1), adding_task(length = 10, count = 200), epochs = 100000)",
            "1 + 1")
        let session = try folder.screen("n.unroll.md", width: 80, height: 40)
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .function(5))
        #expect(session.wait { ($0.epoch ?? 0) > 2 })
        #expect(session.waitForLine("How many there are"))
        session.type("o")
        #expect(session.wait(for: "folded: o unfolds"))
        #expect(!session.hasLine("How many there are"))
        session.type("s")
        #expect(session.waitForLine("> fit >"))
        session.send(.escape)
        #expect(session.waitForLine("NAV"))
        session.type("G")
        session.send(":1", .enter, "o")
        #expect(session.waitForLine("How many there are"))
        let before = session.epoch ?? 0
        #expect(session.wait { ($0.epoch ?? 0) > before })
        session.type("ii")
        #expect(session.wait(for: "Cell 1 is stale"))
        #expect(session.hasLine("How many there are"))
        session.send("q", "d")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("a pinned plot grows at 80 columns while one writes elsewhere") func aPinnedPlotGrows() throws {
        try folder.notebook(
            "n.unroll.md", "run = fit(gru(4) |> dense(1), adding_task(length = 10, count = 200), epochs = 100000)",
            "1 + 1")
        let session = try folder.screen("n.unroll.md", width: 80, height: 24)
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .function(5))
        #expect(session.wait { ($0.epoch ?? 0) > 2 })
        session.type("P")
        #expect(session.waitForLine("│ cell 1"))
        session.send("j", .enter)
        #expect(session.wait(for: "  EDIT "))
        session.type("7 * ")
        #expect(session.waitForLine("7 * 1 + 1"))
        let before = session.epoch ?? 0
        #expect(session.wait { ($0.epoch ?? 0) > before })
        session.send(.escape)
        #expect(session.waitForNotebook())
        session.send("ii")
        session.send("q", "d")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("the end of a long run rings and is told in the window's title, which a file's name cannot break")
    func theEndOfALongRunRings() throws {
        let name = "a\u{1B}]2;evil\u{07}b.unroll.md"
        try folder.notebook(name, "run = fit(gru(8) |> dense(1), adding_task(length = 20, count = 2000), epochs = 10)")
        let session = try folder.screen(name, width: 80, height: 24, environment: ["UNROLL_BELL": "0"])
        #expect(session.waitForNotebook())
        session.send(":1", .enter, .function(5))
        #expect(session.wait(for: "Cell 1 is done after 0:"))
        #expect(titles(session).last == "ok a]2;evilb.unroll.md")
        #expect(session.output.filter { $0 == 0x07 }.count == 1)
        session.send("j")
        session.send("q", "d")
        #expect(session.waitForEnd() == .status(0))
        #expect(String(decoding: session.output, as: UTF8.self).contains("\u{1B}[23;2t"))

        let quiet = try folder.screen(name, width: 80, height: 24, environment: ["UNROLL_BELL": "off"])
        #expect(quiet.waitForNotebook())
        quiet.send(":1", .enter, .function(5))
        #expect(quiet.wait(for: "Cell 1 is up to date."))
        #expect(titles(quiet).isEmpty && !quiet.output.contains(0x07))
        quiet.send("q", "d")
        #expect(quiet.waitForEnd() == .status(0))
    }

    /// What the window was called, in order.
    private func titles(_ session: TerminalSession) -> [String] {
        let text = String(decoding: session.output, as: UTF8.self)
        return text.components(after: "\u{1B}]2;").map { String($0.prefix { $0 != "\u{1B}" }) }
    }
}

extension String {
    /// What stands behind each place of a text.
    fileprivate func components(after text: String) -> [Substring] {
        ranges(of: text).map { self[$0.upperBound...] }
    }
}
