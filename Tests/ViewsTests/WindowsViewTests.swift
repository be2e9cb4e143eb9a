import Base
import Datasets
import Display
import Engine
import Testing

@testable import Views

/// The slide's 14 rows of temperature, length 7, shift 2, target shift 1.
private let rows: [Double] = [21, 20, 19, 19, 21, 23, 24, 24, 23, 21, 20, 18, 17, 17]

private func slide(_ plan: Windows.Plan = .init(length: 7, shift: 2, targetShift: 1)) -> Windows {
    let column = Column("T degC", .numbers(rows))
    return Windows(inputs: [column], targets: plan.targets == .none ? [] : [column], plan: plan)
}

private func series(_ count: Int, _ plan: Windows.Plan, _ value: (Int) -> Double = { Double($0) }) -> Windows {
    let column = Column("x", .numbers((0..<count).map(value)))
    return Windows(inputs: [column], targets: [column], plan: plan)
}

@Suite struct WindowsViewTests {
    @Test("the slide's rows give 2, 4 and 3 examples", arguments: [(80, 24), (100, 30), (60, 15)])
    func theSlidesRowsGive24And3Examples(_ width: Int, _ height: Int) throws {
        let view = WindowsView([slide()], place: "windows.md > cell 2")
        try expectGolden(view.screen(width, height), is: "windows-\(width)x\(height)")
        let text = view.text(width: 100)
        #expect(text.contains("n = floor(14/7) = 2") && text.contains("n = floor((14-7)/2)+1 = 4"))
        #expect(text.contains("n = floor((14-(7+1+1))/2)+1 = 3"))
        #expect(text.contains("target is 2 rows after the last input (0 = the very next row)"))
    }

    @Test("the audit on a screen of its own") func theAuditOnAScreenOfItsOwn() throws {
        let column = Column("T degC", .numbers(rows)).scaled(.standard)
        let whole = Windows(inputs: [column], targets: [column], plan: .init(length: 4))
        var view = WindowsView(Split(whole, train: 0.7).parts, place: "windows.md > cell 3")
        view.type("a")
        try expectGolden(view.screen(80, 24), is: "windows-audit-80x24")
        #expect(view.text(width: 80).contains("[!!] the scaler saw 14 of 14 rows"))
    }

    @Test("keys change the plan, and the count and the call follow at once")
    func keysChangeThePlanAndTheCountAndTheCallFollowAtOnce() {
        var view = WindowsView([slide()])
        view.type("L")
        #expect(view.plan.length == 8 && view.windows.count == 3)
        view.type("ll")
        #expect(view.plan.length == 6 && view.windows.count == 4)
        view.type("S")
        #expect(view.plan.shift == 3 && view.windows.count == 3)
        view.type("ss")
        #expect(view.plan.shift == 1 && view.windows.count == 7)
        view.type("T")
        #expect(view.plan.targetShift == 2 && view.windows.count == 6)
        view.type("tt")
        #expect(view.plan.targetShift == 0 && view.windows.count == 8)
        #expect(view.screen(80, 24).contains("TYPE: window(series, length = 6, shift = 1, target_shift = 0)"))
        #expect(view.screen(80, 24).contains("target is the very next row after the last input"))
    }

    @Test("digits set what was changed last, and Backspace takes one back")
    func digitsSetWhatWasChangedLast() {
        var view = WindowsView([series(200, .init(length: 5))])
        view.type("24")
        #expect(view.plan.length == 24)
        #expect(view.screen(80, 24).contains("length = 24_"))
        view.strike(Key(.backspace))
        #expect(view.plan.length == 2)
        view.type("S12")
        #expect(view.plan.shift == 12 && view.plan.length == 2)
        view.type("T0")
        #expect(view.plan.targetShift == 0)
        #expect(view.type("999").sentence?.contains("there are 200") == true)
        #expect(view.plan.targetShift == 99)
    }

    @Test("a plan that does not fit is told and not taken") func aPlanThatDoesNotFitIsToldAndNotTaken() {
        var view = WindowsView([slide(.init(length: 13))])
        #expect(view.type("L").sentence == "that takes 15 rows for one window, but there are 14")
        #expect(view.plan.length == 13 && view.windows.count == 1)
        view = WindowsView([slide(.init(length: 1))])
        #expect(view.type("l").sentence == "length is at least 1")
        #expect(view.type("t").sentence == "target_shift is at least 0")
        #expect(view.type("99999999999999").isStay || view.plan.targetShift < 14)
        #expect(view.plan.targetShift == 9)
    }

    @Test("a window is chosen, told with its values and target, and listed as numbers")
    func aWindowIsChosenToldAndListed() {
        var view = WindowsView([slide()])
        view.strike(Key(.down), Key(.down), Key(.down))
        #expect(view.chosen == 2)
        #expect(view.screen(80, 24).contains("ex 3: rows 5 to 11: 21 23 24 24 23 21 20 -> row 13: 17"))
        view.strike(Key(.up), Key(.enter))
        #expect(view.page == .rows)
        let lines = view.screen(80, 24).split(separator: "\n").map(String.init)
        #expect(lines.contains { $0.hasPrefix(" t7") && $0.hasSuffix(" 23") })
        #expect(lines.contains { $0.hasPrefix(" target") && $0.hasSuffix("T degC = 20") })
        #expect(view.strike(Key(.escape)).isStay && view.page == .drawing)
        #expect(view.strike(Key(.escape)).isClose)
    }

    @Test("the last window that lacks its target is drawn and said to be dropped")
    func theLastWindowThatLacksItsTargetIsSaidToBeDropped() {
        let screen = WindowsView([slide()]).screen(100, 30)
        #expect(screen.contains("needs row 15: dropped"))
        #expect(screen.contains("4th needs row 15: dropped."))
    }

    @Test("r leaves the windows alone, and more of them are seen") func rLeavesTheWindowsAlone() {
        var view = WindowsView([series(60, .init(length: 4))])
        #expect(view.screen(80, 24).contains("RESHAPE length 4"))
        let before = view.screen(80, 24).split(separator: "\n").count { $0.contains("Y") && $0.contains("ex ") }
        view.type("r")
        #expect(!view.screen(80, 24).contains("RESHAPE"))
        let after = view.screen(80, 24).split(separator: "\n").count { $0.contains("Y") && $0.contains("ex ") }
        #expect(after > before)
    }

    @Test("a long series slides, and the chosen window is slid to") func aLongSeriesSlides() {
        var view = WindowsView([series(1000, .init(length: 6, shift: 6))])
        view.strike(Key(.right))
        #expect(view.firstRow == 1)
        view.strike(Key(.end))
        #expect(view.screen(80, 24).contains(" 1000"))
        view.strike(Key(.home))
        #expect(view.firstRow == 0)
        for _ in 0..<4 { view.strike(Key(.pageDown)) }
        #expect(view.chosen == 40)
        #expect(view.screen(80, 24).contains(">ex 41"))
        #expect(view.screen(80, 24).contains(" 241"))
        view.strike(Key(.pageUp), Key(.left))
        #expect(view.chosen == 30)
    }

    @Test("pieces without a target get one with T, and many columns are asked which")
    func piecesWithoutATargetGetOneWithT() {
        var view = WindowsView([slide(.init(length: 7, shift: 7, targets: .none))])
        #expect(view.screen(80, 24).contains("TYPE: reshape(series, length = 7)"))
        view.type("T")
        #expect(view.plan.targets == .last && view.plan.targetShift == 0 && view.windows.count == 1)
        let (a, b) = (Column("a", .numbers(rows)), Column("b", .numbers(rows)))
        view = WindowsView([Windows(inputs: [a, b], targets: [], plan: .init(length: 7, shift: 7, targets: .none))])
        #expect(view.type("T").sentence == "which column is the target? window(series, ..., target = \"name\")")
    }

    @Test("a split keeps its shares under another plan, and Tab goes to the next part")
    func aSplitKeepsItsShares() {
        let parts = Split(series(110, .init(length: 10)), train: 0.8).parts
        var view = WindowsView(parts)
        view.strike(Key(.tab))
        #expect(view.windows.part == "test" && view.windows.count == 20)
        // 110 − 51 = 59 windows and one more: 48 for the training part.
        view.type("50")
        #expect(view.parts.map(\.count) == [48, 12])
        #expect(view.windows.part == "test")
    }

    @Test("examples that were given as they are cannot be cut in another way")
    func examplesThatWereGivenCannotBeCutInAnotherWay() {
        var view = WindowsView([Windows(inputs: Tensor([1, 2, 3, 4], shape: [2, 2, 1]), targets: nil)])
        #expect(
            view.type("L").sentence == "these examples were given as they are: there is no series to cut in another way"
        )
        #expect(!view.screen(80, 24).contains("TYPE:"))
        view.expectToFitEverywhere { view.lines(width: $0, height: $1, glyphs: .ascii) }
    }

    @Test("text is drawn as its symbols, wide ones too") func textIsDrawnAsItsSymbols() {
        let text = "日本 語"
        let vocabulary = Vocabulary(text.map(String.init), Tokeniser(.characters))
        let numbers = text.map { Double(vocabulary.number(of: String($0)) ?? 0) }
        let column = Column("text", .numbers(numbers), vocabulary: vocabulary)
        let view = WindowsView([Windows(inputs: [column], targets: [column], plan: .init(length: 2))])
        let screen = view.screen(80, 24)
        #expect(screen.contains(" text       日  本   _  語"))
        #expect(screen.contains("ex 1: rows 1 to 2: 日 本 -> row 3: _"))
    }

    @Test("gaps in time and missing values are counted where they are left out")
    func gapsAndMissingValuesAreCounted() {
        let column = Column("x", .numbers((0..<30).map { $0 == 20 ? .nan : Double($0) }))
        let times = (0..<30).map { Double($0 < 10 ? $0 : $0 + 100) }
        let windows = Windows(inputs: [column], targets: [column], times: times, plan: .init(length: 3, shift: 2))
        let view = WindowsView([windows])
        #expect(view.text(width: 80).contains("1 left out: they cross a gap in time"))
        #expect(view.text(width: 80).contains("2 left out: a value is missing"))
        view.expectToFitEverywhere { view.lines(width: $0, height: $1, glyphs: .ascii) }
    }

    @Test("a plan of which every window crosses a gap leaves none, and says so")
    func aPlanOfWhichEveryWindowCrossesAGap() {
        let column = Column("x", .numbers((0..<24).map(Double.init)))
        let times = (0..<24).map { Double($0 + $0 / 4 * 100) }
        var view = WindowsView([Windows(inputs: [column], targets: [column], times: times, plan: .init(length: 3))])
        #expect(view.windows.count == 6)
        view.type("L")
        #expect(view.windows.count == 0)
        #expect(view.screen(80, 24).contains("SAY: no window is left: all cross a gap or miss a value."))
        view.expectToFitEverywhere { view.lines(width: $0, height: $1, glyphs: .ascii) }
        view.strike(Key(.down), Key(.enter), Key(.end))
        view.type("ac")
        #expect(view.page == .audit)
        view.type("l")
        #expect(view.windows.count == 6)
    }

    @Test("targets at each step are drawn over their inputs") func targetsAtEachStep() {
        let view = WindowsView([series(10, .init(length: 3, shift: 3, targets: .all))])
        let screen = view.screen(80, 24)
        #expect(screen.contains(" >ex 1      ==  =Y  =Y   Y"))
        #expect(screen.contains("READ: each step's target is the very next row"))
        #expect(screen.contains("-> rows 2 to 4"))
        #expect(screen.contains("target_shift = 0, targets = \"all\")"))
    }

    @Test("a million rows are cut, drawn and slid through, and audited when asked")
    func aMillionRowsAreCutDrawnAndSlidThrough() {
        var view = WindowsView([series(1_000_000, .init(length: 24)) { Double($0 % 97) }])
        #expect(view.findings == nil)
        view.type("LS")
        #expect(view.windows.count == 499_988)
        view.strike(Key(.end), Key(.pageDown))
        #expect(view.screen(80, 24).contains("+1 = 499988"))
        view.type("a")
        #expect(view.findings?.isEmpty == false)
    }

    @Test("every size of terminal shows the slide's windows without a cut line")
    func everySizeShowsTheSlidesWindows() {
        var view = WindowsView([slide()])
        view.strike(Key(.down))
        view.expectToFitEverywhere { view.lines(width: $0, height: $1, glyphs: .braille) }
        let long = WindowsView([series(20_000, .init(length: 24)) { Double($0 % 97) }])
        long.expectToFitEverywhere { long.lines(width: $0, height: $1, glyphs: .ascii) }
        // Digits stay where little else does.
        #expect(view.screen(60, 15).contains("ex 2: rows 3 to 9: 19 19 21 23 24 24 23 -> row 11: 20"))
    }

    @Test("what the screen shows is in the text, which c copies") func whatTheScreenShowsIsInTheText() throws {
        var view = WindowsView([slide()], place: "w.md > cell 1")
        let text = try #require(view.type("c").copied)
        for line in view.screen(100, 30).split(separator: "\n").dropLast(3) {
            let words = line.split(separator: " ").joined(separator: " ")
            if words.contains("more finding") { continue }
            let isThere = text.split(separator: "\n").contains {
                $0.split(separator: " ").joined(separator: " ") == words
            }
            #expect(isThere, "\(line)")
        }
        #expect(view.type("?").isHelp)
        #expect(view.help.contains { $0.keys.hasPrefix("0-9") })
    }
}

@Suite struct InterleavingTests {
    private func finding(_ windows: Windows, _ batch: Int?) -> Audit.Finding? {
        Audit.findings([windows], batch: batch).first { $0.text.contains("stateful") }
    }

    @Test("pieces in time order may carry a state on one at a time, and not two at a time")
    func piecesInTimeOrder() {
        let pieces = series(41, .init(length: 10, shift: 10))
        #expect(finding(pieces, 1)?.level == .fine)
        #expect(finding(pieces, nil)?.text == "a stateful network may be trained on them with batch_size = 1")
        let wrong = finding(pieces, 2)
        #expect(wrong?.level == .fault)
        #expect(
            wrong?.text.contains("example 1 of batch 2 starts at row 21, but the one before ended at row 10") == true)
    }

    @Test("pieces interleaved for batches of two carry their states on") func interleavedPieces() {
        let pieces = series(41, .init(length: 10, shift: 10))
        let interleaved = pieces.reordered([0, 2, 1, 3])
        #expect(finding(interleaved, 2)?.level == .fine)
        #expect(finding(interleaved, nil)?.text.contains("batch_size = 2") == true)
        #expect(finding(interleaved, 1)?.level == .fault)
    }

    @Test("windows that overlap carry no state on") func windowsThatOverlap() {
        let windows = series(20, .init(length: 4))
        // Example 5 starts where example 1 ended: in batches of four each goes on.
        #expect(finding(windows, nil)?.text == "a stateful network may be trained on them with batch_size = 4")
        #expect(finding(windows, 1)?.text.contains("cut with shift = 4") == true)
        #expect(finding(series(21, .init(length: 10, shift: 5)), 4)?.text.contains("no whole batches of 4") == true)
    }

    @Test("the audit names each fault in words") func theAuditNamesEachFault() {
        let zeros = Column("x", .numbers([0, 0, 0, 0, 1, 2, 3, 4])).scaled(.minmax)
        let windows = Windows(inputs: [zeros], targets: [zeros], plan: .init(length: 2, targetShift: -1))
        let lines = Audit.findings([windows]).map(\.line)
        #expect(lines.contains(" [!!] the target lies inside its own window: the network can read it off"))
        #expect(lines.contains(" [!!] 3 windows hold nothing but zeros"))
        #expect(lines.contains { $0.hasPrefix(" [!!] the scaler saw all 8 rows") })
    }
}
