import Display
import Testing

@testable import Engine
@testable import Views

@Test("the cursor stops at the first and the last step and unit")
func theCursorStopsAtTheFirstAndTheLastStepAndUnit() throws {
    var view = StepView(try Course.iceCream())
    _ = view.update(.earlier)
    _ = view.update(.previousUnit)
    #expect(view.cursor == StepCursor(step: 0, unit: 0, layer: 0, equation: 0))
    _ = view.update(.lastStep)
    for _ in 0..<9 { _ = view.update(.nextUnit) }
    _ = view.update(.later)
    #expect(view.cursor == StepCursor(step: 11, unit: 3, layer: 0, equation: 0))
}

@Test("Enter goes into the cell, Esc back and then out") func enterGoesIntoTheCellEscBackAndThenOut() throws {
    var view = StepView(try Course.iceCream())
    #expect(view.update(.deeper).isStay)
    #expect(view.depth == .cell)
    #expect(view.update(.back).isStay)
    #expect(view.depth == .network)
    #expect(view.update(.back).isClose)
}

@Test("Tab goes round the equations") func tabGoesRoundTheEquations() {
    var view = StepView(Course.lstm)
    #expect(view.cursor.equation == 5)
    _ = view.update(.nextEquation)
    #expect(view.cursor.equation == 0)
}

@Test("keys that would do nothing are not offered") func keysThatWouldDoNothingAreNotOffered() throws {
    var view = StepView(Course.lstm)
    #expect(view.action(for: Key(.right)) == nil)
    #expect(view.action(for: Key(.down)) == .nextUnit)
    _ = view.update(.deeper)
    #expect(view.action(for: Key(.enter)) == nil)
}

@Test("what the screen shows is in the text form") func whatTheScreenShowsIsInTheTextForm() throws {
    let view = StepView(try Course.iceCream(), cursor: StepCursor(step: 4, unit: 1))
    let text = view.text(width: 80)
    for number in ["+1.2080", "+0.1862", "+0.2815", "+1.6757", "+0.9323", "2.716"] {
        #expect(text.contains(number))
    }
}

@Test("numbers that are none are shown as such") func numbersThatAreNoneAreShownAsSuch() throws {
    var trace = Course.lstm
    trace.layers[0].fields["f"] = [[.nan, 0.4]]
    trace.layers[0].fields["h"] = [[.nan, .infinity]]
    let view = StepView(trace, depth: .cell)
    #expect(view.text(width: 80).contains("nan"))
    #expect(StepView(trace).statusLine(.ascii).contains("is not a number: nan"))
}

@Test("a masked position has no target and no loss") func aMaskedPositionHasNoTargetAndNoLoss() throws {
    var trace = try Course.iceCream()
    trace.target?[1] = [-1]
    trace.stepLosses[1] = nil
    let lines = StepView(trace, cursor: StepCursor(step: 4)).text(width: 80).split(separator: "\n")
    #expect(lines.contains { $0.hasPrefix(" target") && $0.contains("none") })
}

@Test("wide labels keep their columns") func wideLabelsKeepTheirColumns() throws {
    var trace = try Course.iceCream()
    trace.inputLabels = (1...12).map { "晴れ\($0)" }
    var grid = Grid(width: 80, height: 24)
    StepView(trace, cursor: StepCursor(step: 4)).draw(into: &grid, area: grid.bounds, glyphs: .ascii)
    #expect(grid.line(3).contains("晴れ2"))
    #expect(Text.width(of: grid.line(3)) <= 80)
}

@Test("every size can be drawn") func everySizeCanBeDrawn() throws {
    let trace = try Course.weather()
    for (width, height) in [(1, 1), (5, 3), (20, 5), (30, 8), (40, 12), (200, 80)] {
        for depth in [StepView.Depth.network, .cell] {
            var grid = Grid(width: width, height: height)
            StepView(trace, depth: depth).draw(into: &grid, area: grid.bounds, glyphs: .blocks)
            #expect(grid.width == width)
        }
    }
}

@Test("the numbers of the course are met") func theNumbersOfTheCourseAreMet() throws {
    let trace = try Course.iceCream()
    let h = trace.layers[0].states
    for (value, expected) in zip(
        h[0] + h[4],
        [
            -0.0711118, 0.08873004, 0.70417075, -0.69960102, 0.82809942, 0.93229872, -0.29620752, -0.50640012,
        ])
    {
        #expect(abs(Double(value) - expected) < 1e-5)
    }
    #expect(abs(trace.output[0][1] - 0.71388615) < 1e-5)
}
