import Display
import Testing

@testable import Engine
@testable import Views

private func press(_ view: inout StepView, _ keys: Key...) { for key in keys { _ = view.press(key) } }

@Test("the way back begins behind the last step and shows what it has come to")
func theWayBackBeginsBehindTheLastStep() throws {
    var view = StepView(try Course.iceCreamSubject())
    press(&view, .character("b"))
    #expect(view.depth == .backward && view.cursor.step == 11)
    var grid = Grid(width: 100, height: 30)
    view.draw(into: &grid, area: grid.bounds, glyphs: .ascii)
    #expect(grid.text().contains("0.06053"))
    #expect(!grid.text().contains("17.06"), "step 1 has not been reached")
    press(&view, Key(.home))
    view.draw(into: &grid, area: grid.bounds, glyphs: .ascii)
    #expect(grid.text().contains("17.06"))
    press(&view, .character("f"))
    #expect(view.depth == .network)
}

@Test("the lengths of all steps and what is left of them are those of the course")
func theLengthsOfAllStepsAreThoseOfTheCourse() throws {
    // course.md: ||dL/dh_t||, t = 1 … 12, and mock-up d for the norms.
    let view = try StepView(Course.iceCreamSubject(), cursor: nil, depth: .backward)
    let lengths = [
        17.0556, 14.4337, 5.7322, 3.2169, 0.1133, 0.1722, 0.2844, 0.2102, 0.4434, 0.3856, 0.3105, 0.0605,
    ]
    for (found, expected) in zip(view.gradientLengths, lengths) { #expect(abs(found - expected) < 1e-4) }
    let left = try #require(view.memoryLeft)
    for (step, expected) in [(11, 2.40), (10, 2.79), (9, 2.06), (8, 0.77), (6, 0.52), (4, 0.32), (2, 0.19), (1, 0.15)] {
        #expect(abs(left[step - 1] - expected) < 6e-3)
    }
    let text = view.text(width: 100)
    for number in ["0.06053", "0.3105", "5.732", "14.43", "17.06", "2.397", "2.793", "0.152"] {
        #expect(text.contains(number))
    }
}

@Test("another loss is followed on a key, and its fate is said in words")
func anotherLossIsFollowedOnAKey() throws {
    var view = StepView(try Course.iceCreamSubject())
    press(&view, .character("b"), Key(.home))
    #expect(view.back.position == 1, "the largest")
    for _ in 0..<8 { press(&view, .character("1")) }
    #expect(view.back.position == 5)
    // Mock-up d: L_6 goes from .078 to .002.
    #expect(
        view.text(width: 120).contains(
            "L_6 alone: 0.0782 at its step, 0.00206 5 steps back, x0.48 a step on average: it VANISHES"))
    for _ in 0..<2 { press(&view, .character("1")) }
    #expect(
        view.text(width: 120).contains(
            "L_4 alone (a miss): 3.27 at its step, 11.5 3 steps back, x1.5 a step on average: it EXPLODES"))
}

@Test("the number under the cursor is checked by differences")
func theNumberUnderTheCursorIsCheckedByDifferences() throws {
    var view = StepView(try Course.iceCreamSubject())
    press(&view, .character("b"), Key(.left), Key(.down), .character("g"))
    let check = try #require(view.back.check)
    #expect(check.distance < 1e-3 && check.backward != 0)
    #expect(view.text(width: 100).contains("they agree"))
    press(&view, Key(.left))
    #expect(view.back.check == nil, "it is of the place where it was asked for")
}

@Test("what a limit cuts is told, the fit's own and those to try")
func whatALimitCutsIsTold() throws {
    var view = StepView(try Course.iceCreamSubject())
    press(&view, .character("b"))
    // The fit's own limit is 5, the gradients of this example are 40.98 long: 5 / 40.98 = 0.122.
    #expect(
        view.text(width: 140).contains(
            "clip: all gradients of this example together are 40.98 long, cut to 5: every gradient x0.122"))
    press(&view, .character("w"))
    #expect(
        view.text(width: 140).contains(
            "clip at 10, to try: all gradients of this example together are 40.98 long, cut to 10: every gradient x0.244"
        ))
}

@Test("a memory beside the state has a way back of its own")
func aMemoryBesideTheStateHasAWayBackOfItsOwn() throws {
    let subject = try Course.subject([LSTM(units: 3, returnSequences: true), Dense(units: 1)])
    var view = StepView(subject)
    press(&view, .character("b"), Key(.tab))
    #expect(view.back.name == "c")
    let lengths = subject.trace.layers[0].gradients["c"]!.dropFirst().map(BackwardState.length)
    #expect(view.gradientLengths == lengths)
    #expect(view.text(width: 100).contains("the direct way from c_t-1 to c_t is times f"))
    press(&view, Key(.tab))
    #expect(view.back.name == "h")
}

@Test("another kind of cell is swapped in, and both are compared")
func anotherKindOfCellIsSwappedIn() throws {
    var subject = try Course.subject([LSTM(units: 3, returnSequences: true), Dense(units: 1)])
    let other = try Course.subject([SimpleRNN(units: 3, returnSequences: true), Dense(units: 1)])
    subject.twins = [.init(trace: other.trace, inspector: try #require(other.inspector))]
    var view = StepView(subject)
    press(&view, .character("b"))
    #expect(view.text(width: 120).contains("in the twin (SimpleRNN(3))"))
    press(&view, .character("v"))
    #expect(view.trace.layers[0].title == "SimpleRNN(3)")
    #expect(view.gradientLengths == other.trace.layers[0].stateGradients!.dropFirst().map(BackwardState.length))
    press(&view, .character("v"))
    #expect(view.trace.layers[0].title == "LSTM(3)")
}

@Test("the table has every loss by every state")
func theTableHasEveryLossByEveryState() throws {
    var view = StepView(try Course.iceCreamSubject())
    press(&view, .character("b"), .character("t"))
    var count = 0
    while view.isMoving, count < 1000 {
        view.tick()
        count += 1
        if view.back.paths.count == 12 { break }
    }
    var grid = Grid(width: 120, height: 30)
    view.draw(into: &grid, area: grid.bounds, glyphs: .ascii)
    for number in ["11.5", "10.4", "5.18", "3.27", "0.0303", "0.121", "0.405"] { #expect(grid.text().contains(number)) }
}

@Test("where nothing is to be learnt what is left of a state is told all the same")
func whereNothingIsToBeLearntWhatIsLeftIsTold() throws {
    var view = StepView(try Course.subject([GRU(units: 3)], targets: false))
    press(&view, .character("b"))
    let text = view.text(width: 100)
    #expect(text.contains("there is no target here"))
    #expect(text.contains("|dh_6/dh_1| ="))
    #expect(view.action(for: .character("g")) == nil)
}

@Test("a backward half's way back goes to its first step")
func aBackwardHalfsWayBackGoesToItsFirstStep() throws {
    let subject = try Course.subject([Bidirectional(LSTM(units: 2, returnSequences: true)), Dense(units: 1)])
    var view = StepView(subject)
    press(&view, Key(.pageDown), .character("b"))
    #expect(view.layer?.isBackwards == true && view.cursor.step == 0)
    #expect(BackwardView(view)?.order == [0, 1, 2, 3, 4, 5])
    #expect(view.text(width: 100).contains("|dh_1/dh_6| ="))
}
