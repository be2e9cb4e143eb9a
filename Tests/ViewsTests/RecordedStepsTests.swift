import Display
import Testing

@testable import Views

@Suite struct RecordedStepsTests {
    private let steps = RecordedSteps(
        columns: ["t", "c1", "c2", "h1", "h2"],
        rows: [[1, 0.5, -0.25, -0.227405, 0.0433788], [2, 2, .nan, -0.370423, 0.0433788], [3, 1, 0, 0.25, -1]])!

    @Test("the state comes first, and every number can be asked for") func theStateComesFirst() {
        #expect(steps.fields.map(\.name) == ["h", "c"] && steps.units == 2 && steps.count == 3)
        #expect(steps.value(0, unit: 1, step: 2) == -1 && steps.value(1, unit: 0, step: 1) == 2)
        #expect(steps.value(0, unit: 2, step: 0) == nil && steps.value(0, unit: 0, step: 3) == nil)
        #expect(steps.change(0, unit: 0, step: 0) == nil)
        #expect(steps.limit(0) == 1 && steps.limit(1) == 2)
    }

    @Test("headings without numbers of units make no steps") func headingsWithoutUnits() {
        #expect(RecordedSteps(columns: ["t"], rows: [[1]]) == nil)
        #expect(RecordedSteps(columns: ["t", "h1"], rows: []) == nil)
        #expect(RecordedSteps(columns: ["t", "h1"], rows: [[1]]) == nil)
    }

    @Test("the screen at a step", arguments: [(80, 24), (100, 30), (60, 15)])
    func theScreenAtAStep(_ size: (width: Int, height: Int)) throws {
        var view = RecordedStepsView(steps, place: "n.md > cell 4")
        view.strike(Key(.right), Key(.down), Key(.up))
        try expectGolden(view.screen(size.width, size.height), is: "recorded-\(size.width)x\(size.height)")
    }

    @Test("time, units and fields are walked to their ends and no further") func walking() {
        var view = RecordedStepsView(steps)
        view.strike(Key(.left), Key(.up))
        #expect(view.cursor == RecordedCursor())
        view.strike(Key(.right), Key(.right), Key(.right), Key(.down), Key(.down))
        #expect(view.cursor.step == 2)
        #expect(view.screen(80, 24).contains("SAY: recorded step 3 of 3: h u2 falls by 1.043 to -1."))
        view.strike(Key(.tab), Key(.home))
        #expect(view.screen(80, 24).contains("c u2 is -0.25."))
        view.strike(Key(.right))
        #expect(view.screen(80, 24).contains("c u2 is nan."))
        view.strike(Key(.tab))
        #expect(view.screen(80, 24).contains("h u2 is 0.0433788."))
        #expect(view.strike(Key(.escape)).isClose && view.type("?").isHelp)
    }

    @Test("Space plays to the last step") func playing() {
        var view = RecordedStepsView(steps)
        view.type(" ")
        #expect(view.isMoving)
        for _ in 0..<24 { view.tick() }
        #expect(view.cursor.step == 2 && !view.isMoving)
    }

    @Test("the text has every recorded digit, and says what is not there") func theText() throws {
        var view = RecordedStepsView(steps, place: "n.md")
        let text = try #require(view.type("c").copied)
        for number in ["-0.227405", "0.0433788", "-0.370423", "nan", "-0.25"] { #expect(text.contains(number)) }
        #expect(text.contains("six recorded digits, no equations: weights are not recorded"))
    }

    @Test("every size is drawn, of many units, many steps and one of each", arguments: [(1, 1), (300, 2), (2, 400)])
    func everySize(_ size: (units: Int, steps: Int)) {
        let row = (0..<size.units).map { Double($0 % 7) / 7 - 0.4 }
        let steps = RecordedSteps(
            columns: ["t"] + (1...size.units).map { "c_tilde\($0)" },
            rows: (0..<size.steps).map { [Double($0 + 1)] + row })!
        var view = RecordedStepsView(steps)
        view.strike(Key(.end), Key(.down))
        view.expectToFitEverywhere { width, height in
            RecordedStepsLines(steps, at: view.cursor).lines(width: width, height: height, glyphs: .ascii)
        }
        #expect(view.screen(80, 24).contains(">c_tilde u\(min(2, size.units)) "))
    }
}
