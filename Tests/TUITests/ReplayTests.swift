import Display
import Testing
import Views

@testable import Notebook
@testable import TUI

@Suite struct ReplayTests {
    /// At the beginning of a cell, paused.
    private func bench(
        at cell: Int, _ width: Int = 80, _ height: Int = 24, glyphs: Glyphs = .ascii, isPresenting: Bool = false
    ) -> ReplayBench {
        let session = Recorded.session()
        let id = session.cells.first { $0.number == cell }?.id
        let start = ReplayStart(at: id, isPresenting: isPresenting, isAlone: true)
        return ReplayBench(session, width: width, height: height, glyphs: glyphs, start: start)
    }

    @Test("the screens of a replay", arguments: [(60, 15), (80, 24), (100, 30)])
    func theScreensOfAReplay(_ size: (Int, Int)) throws {
        let bench = self.bench(at: 2, size.0, size.1)
        bench.play(1.7)
        try bench.expectGolden("history")
        bench.press(Key(.right))
        bench.play(0.1)
        try bench.expectGolden("fitted")
        bench.press(Key(.right))
        bench.play(2.1)
        try bench.expectGolden("steps")
        bench.type(" ")
        bench.press(Key(.enter), Key(.right))
        try bench.expectGolden("by-hand")
        bench.press(Key(.escape))
        bench.type("nnn")
        try bench.expectGolden("stale")
        bench.type("G")
        try bench.expectGolden("end")
    }

    @Test("the screens of a presenter", arguments: [(60, 15), (80, 24), (100, 30)])
    func theScreensOfAPresenter(_ size: (Int, Int)) throws {
        let bench = self.bench(at: 2, size.0, size.1, glyphs: .braille, isPresenting: true)
        bench.play(1.7)
        try bench.expectGolden("large-history")
        bench.press(Key(.right))
        try bench.expectGolden("large-fitted")
        bench.type("gg")
        try bench.expectGolden("large-title")
    }

    @Test("nothing is evaluated, from the first cell to the last") func nothingIsEvaluated() {
        let bench = ReplayBench(Recorded.session())
        bench.play(120)
        #expect(bench.lines[0].hasSuffix("end"))
        bench.type("ggnnnnnnnbbbb++--fnnf c")
        bench.press(Key(.enter), Key(.escape))
        #expect(bench.evaluated == 0)
        #expect(!bench.app.session.isModified && bench.app.session.running == nil)
    }

    @Test("the history grows by whole epochs to the recorded output, and the axes stand still") func theHistoryGrows() {
        let bench = self.bench(at: 2, 100, 30)
        bench.play(0.7)
        var (axes, epochs): (Set<String>, [Int]) = ([], [])
        for _ in 0..<40 {
            if let line = bench.lines.first(where: { $0.contains("] epoch ") }) {
                #expect(line.contains("/24  loss "))
                epochs.append(Int(line.split(separator: "epoch ")[1].prefix { $0.isNumber }) ?? 0)
                let labels = bench.lines[5...10].map { $0.filter { "0123456789.+".contains($0) } }
                axes.insert(labels.joined(separator: "|"))
            }
            bench.play(0.1)
        }
        #expect(epochs.first == 1 && epochs.last == 24 && epochs == epochs.sorted())
        #expect(axes.count == 1)
        bench.play(10)
        let outputs = Recorded.plot + ["run: 24 epochs, loss 0.04167"]
        bench.type("ggnnnn ")
        for line in outputs { #expect(bench.text.contains(line), "\(line)") }
        #expect(!bench.text.contains("] epoch"))
    }

    @Test("Space pauses, and nothing moves until it is pressed again") func spacePauses() {
        let bench = self.bench(at: 2)
        bench.play(2)
        #expect(bench.lines[0].hasSuffix("1x  playing"))
        bench.type(" ")
        let (text, frames) = (bench.text, bench.screen.frames)
        #expect(bench.lines[0].hasSuffix("1x  paused"))
        bench.play(5)
        #expect(bench.text == text && bench.screen.frames == frames, "no frame is drawn")
        bench.type(" ")
        bench.play(0.3)
        #expect(bench.text != text && bench.lines[0].hasSuffix("playing"))
    }

    @Test("twice the speed is half the time; the ends of the scale are ends") func speeds() {
        func epoch(_ keys: String, after seconds: Double) -> String? {
            let bench = self.bench(at: 2)
            bench.type(keys)
            bench.play(seconds)
            return bench.lines.first { $0.contains("] epoch ") }
        }
        #expect(epoch("", after: 1.7) != nil)
        #expect(epoch("+", after: 0.9) == epoch("", after: 1.8))
        #expect(epoch("-", after: 3.4) == epoch("", after: 1.7))
        let bench = self.bench(at: 2)
        bench.type("++++++++")
        #expect(bench.lines[0].contains(" 16x  "))
        bench.type("-----------")
        #expect(bench.lines[0].contains(" 1/4x  "))
        bench.type(">")
        #expect(bench.lines[0].contains(" 1/2x  "))
    }

    @Test("next finishes what plays, then goes on; back goes the same way") func nextAndBack() {
        let bench = self.bench(at: 2)
        bench.type(" ")
        #expect(bench.say.contains("cell 2: what it gave comes next."))
        bench.press(Key(.right))
        #expect(bench.say.contains("cell 2 as recorded: 2 outputs."))
        bench.press(Key(.right))
        #expect(bench.lines[0].contains("cell 3/6") && bench.say.contains("comes next"))
        bench.press(Key(.left))
        #expect(bench.say.contains("cell 2 as recorded: 2 outputs."))
        bench.type("b")
        #expect(bench.say.contains("cell 2: what it gave comes next."))
        bench.press(Key(.home))
        #expect(bench.say.contains("SAY: text, \"Will it rain?\"."))
        bench.press(Key(.end))
        #expect(bench.lines[0].hasSuffix("end") && bench.lines[23].hasPrefix(" Space again  "))
        bench.type(" ")
        #expect(bench.lines[0].hasSuffix("playing") && bench.say.contains("Will it rain?"))
    }

    @Test("stale, skipped, missing: each is said and played on") func states() {
        let bench = self.bench(at: 4)
        bench.type(" n")
        #expect(bench.say.contains("cell 4 is stale (~): recorded before it or what it reads was changed."))
        #expect(bench.text.contains("~4 |rows + 1") && bench.text.contains("error: a list and a number"))
        bench.type("n")
        #expect(bench.say.contains("cell 5 is skipped: it is shown, and never run."))
        bench.type("n")
        #expect(bench.say.contains("cell 6: its output is not recorded, and nothing is run here. The end."))
        #expect(bench.text.contains("(not recorded)"))
    }

    @Test("the source of a hidden cell is hidden, a record that is missing is said") func hiddenAndMissing() {
        let text = """
            ```unroll hide
            secret = 1
            ```
            <!-- out src=00000000 file=r.d/a.history.csv sha=00 -->
            ```text
            shown
            ```
            <!-- /out -->
            """
        let session = Session(Document(text), path: "r.unroll.md", builtins: Fake.builtins)
        let bench = ReplayBench(session)
        bench.type("n")
        #expect(bench.text.contains("~1 | shown") && !bench.text.contains("secret"))
        #expect(bench.say.contains("cell 1: its record history is left out: cannot open r.d/a.history.csv: "))
        #expect(bench.text.contains("(its record history is left out: cannot open r.d/a.history.csv: there"))
        #expect(bench.text.contains("is no such file)"))
        bench.type("f")
        #expect(!bench.text.contains("secret"))
    }

    @Test("both sides of a merge are shown as such") func bothSides() {
        let text = "```unroll\n<<<<<<< ours\na = 1\n=======\na = 2\n>>>>>>> theirs\n```\n"
        let bench = ReplayBench(Session(Document(text), path: nil, builtins: Fake.builtins))
        #expect(bench.text.contains("!1 |<<<<<<< ours") && bench.text.contains("(both sides of a merge)"))
        #expect(bench.say.contains("cell 1 holds both sides of a merge."))
    }

    @Test("an empty notebook says that there is nothing to play") func anEmptyNotebook() {
        let bench = ReplayBench(Session(Document(""), builtins: Fake.builtins))
        bench.type(" nb+gGf c?")
        bench.press(Key(.escape))
        #expect(bench.say.contains("there is nothing to play"))
        bench.type("q")
        #expect(bench.status == .quit)
    }

    @Test("a trace is stepped by hand over the replay, which waits") func byHand() {
        let bench = self.bench(at: 3)
        bench.play(2)
        #expect(bench.say.contains("as recorded: h u1 "))
        bench.press(Key(.enter))
        #expect(bench.lines[0].contains("rain.unroll.md > replay > cell 3/6 > recorded steps > h"))
        bench.press(Key(.end))
        #expect(bench.lines[0].contains("t = 3 / 3"))
        bench.press(Key(.escape))
        #expect(bench.lines[0].hasSuffix("paused"))
        bench.press(Key(.home), Key(.enter))
        #expect(bench.lines[0].contains("replay > text"), "prose has no trace")
    }

    @Test("what has gone by can be read again; going on comes back to what plays") func scrolling() {
        let bench = self.bench(at: 2, 80, 15)
        bench.press(Key(.right))
        #expect(!bench.text.contains("run = fit"))
        bench.type("kkkkkkkkk")
        #expect(bench.lines[0].hasSuffix("paused") && bench.text.contains("run = fit"))
        bench.press(Key(.pageUp), Key(.pageUp), Key(.pageUp))
        #expect(bench.text.contains("# Will it rain?"))
        bench.press(Key(.pageDown), Key(.pageDown), Key(.pageDown), Key(.pageDown))
        #expect(bench.text.contains("run: 24 epochs"))
        bench.type("kkkk ")
        #expect(bench.lines[0].hasSuffix("playing") && bench.text.contains("run: 24 epochs"))
    }

    @Test("the same moment is shown after a resize") func resizing() {
        let bench = self.bench(at: 2)
        bench.play(2)
        bench.type(" ")
        let line = bench.say
        for (width, height) in [(60, 15), (20, 5), (1, 1), (133, 40), (80, 24)] {
            bench.resize(width, height)
            #expect(bench.screen.grid.width == width)
        }
        #expect(bench.say == line)
        bench.type("f")
        for (width, height) in [(60, 15), (20, 5), (133, 40)] { bench.resize(width, height) }
        #expect(bench.text.contains("epoch "))
    }

    @Test("c copies the cell as far as it is seen; ? lists the keys that work; q ends it") func otherKeys() {
        let bench = self.bench(at: 1)
        bench.type(" c")
        #expect(bench.copied.last?.contains("count(rows)") == true && bench.copied.last?.contains(" 2\n") == false)
        bench.type("?")
        #expect(bench.text.contains("finish what plays, then the next cell"))
        #expect(!bench.text.contains("step through the recorded trace"))
        bench.press(Key(.escape))
        bench.type("q")
        #expect(bench.status == .quit)
    }

    @Test("in presenter's mode nothing but the cell is on the screen; Esc leads back") func presenting() {
        let bench = self.bench(at: 1)
        bench.type(" fn")
        let lines = bench.lines.filter { !$0.allSatisfy { $0 == " " } }.map { $0.drop { $0 == " " } }
        #expect(lines == ["rows = [1, 2]", "count(rows)", "2"])
        bench.press(Key(.escape))
        #expect(bench.lines[0].contains("replay > cell 1/6") && bench.status == .running)
    }

    @Test("outputs that this machine has not computed are shown as not verified") func notVerified() {
        let bench = ReplayBench(Recorded.session(ledger: NoLedger()))
        bench.type("nnnn")
        #expect(bench.text.contains("r?2 |") || bench.text.contains("r?2|"))
        #expect(bench.text.contains("(recorded, not verified on this machine)"))
        #expect(bench.say.contains("cell 2 as recorded, not verified on this machine: 2 outputs."))
    }

    @Test("a cell that is taller than the presenter's screen is scrolled") func presentingATallCell() {
        let source = (1...40).map { "# line \($0)" }.joined(separator: "\n")
        let session = Session(Document("```unroll\n\(source)\n```\n"), builtins: Fake.builtins)
        let bench = ReplayBench(session, start: ReplayStart(isPresenting: true, isAlone: true))
        #expect(bench.lines[0].hasSuffix("# line 1"))
        bench.press(Key(.down), Key(.down))
        #expect(bench.lines[0].hasSuffix("# line 3"))
        bench.press(Key(.pageDown), Key(.pageDown))
        #expect(bench.lines[23].contains("(not recorded)"))
        bench.press(Key(.pageUp), Key(.pageUp), Key(.pageUp))
        #expect(bench.lines[0].hasSuffix("# line 1"))
    }

    @Test("whatever keys are pressed at whatever time, it is drawn", arguments: 1...4)
    func whateverKeys(_ seed: Int) {
        let keys =
            Array(" nb+-<>=gGfckj").map { Key.character($0) }
            + [Key(.enter), Key(.left), Key(.right), Key(.up), Key(.down), Key(.home), Key(.end), Key(.pageUp)]
            + [Key(.pageDown), Key(.function(1)), Key(.tab)]
        let bench = ReplayBench(Recorded.session())
        var state = UInt64(seed)
        func next(_ count: Int) -> Int {
            state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
            return Int((state >> 33) % UInt64(count))
        }
        for count in 1...400 {
            bench.press(keys[next(keys.count)])
            if count % 3 == 0 { bench.play(0.3) }
            if count % 50 == 0 { bench.resize(1 + next(120), 1 + next(40)) }
            // Out of the help and of the steps; here Esc would leave the program.
            if count % 20 == 0, ["keys: ", "recorded steps"].contains(where: bench.lines[0].contains) {
                bench.press(Key(.escape))
            }
            #expect(bench.status == .running && bench.screen.grid.width == bench.screen.width)
        }
        #expect(bench.evaluated == 0)
    }
}
