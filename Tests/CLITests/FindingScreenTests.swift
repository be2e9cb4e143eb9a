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
            "n.unroll.md", "run = fit(gru(4) |> dense(1), adding_task(length = 10, count = 200), epochs = 100000)", "run.epochs", "1 + 1")
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
        let epochs = session.lines.firstIndex { $0.contains("run.epochs") }.flatMap { Int(session.lines[$0 + 1].filter(\.isNumber)) }
        #expect((epochs ?? 0) > 3)
        session.send("q", "d")
        #expect(session.waitForEnd() == .status(0))
    }

    @Test("what a running cell shows survives scrolling away, folding and a view over it")
    func whatARunningCellShowsSurvives() throws {
        try folder.notebook(
            "n.unroll.md",
            "help(\"count\")\nrun = fit(gru(4) |> dense(1), adding_task(length = 10, count = 200), epochs = 100000)", "1 + 1")
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
            "n.unroll.md", "run = fit(gru(4) |> dense(1), adding_task(length = 10, count = 200), epochs = 100000)", "1 + 1")
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
}
