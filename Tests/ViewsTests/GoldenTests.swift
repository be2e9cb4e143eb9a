import Display
import Engine
import Foundation
import Testing

@testable import Views

/// Screens of the step view, and the same as text.
@Suite struct GoldenTests {
    private func expect(_ text: String, is name: String) throws { try expectGolden(text, is: name) }

    private func screen(_ view: StepView, _ width: Int, _ height: Int, _ glyphs: Glyphs = .ascii) -> String {
        var grid = Grid(width: width, height: height)
        view.draw(into: &grid, area: grid.bounds, glyphs: glyphs)
        return grid.text()
    }

    private static let sizes = [(80, 24), (100, 30), (60, 15)]

    @Test("the unrolled network of the course at step 5", arguments: sizes)
    func theUnrolledNetworkOfTheCourseAtStep5(_ width: Int, _ height: Int) throws {
        let view = StepView(
            try Course.iceCream(), place: "ice-cream.md > cell 4", cursor: StepCursor(step: 4, unit: 1))
        try expect(screen(view, width, height), is: "unrolled-\(width)x\(height)")
    }

    @Test("the opened cell of the course's hand example", arguments: sizes)
    func theOpenedCellOfTheCourseSHandExample(_ width: Int, _ height: Int) throws {
        let view = StepView(Course.lstm, place: "lstm-hand.md > cell 2", depth: .cell)
        try expect(screen(view, width, height), is: "cell-\(width)x\(height)")
    }

    @Test("a network with one answer at the end", arguments: sizes)
    func aNetworkWithOneAnswerAtTheEnd(_ width: Int, _ height: Int) throws {
        let view = StepView(
            try Course.weather(), place: "weather.md > cell 7", cursor: StepCursor(step: 1, unit: 3, equation: 3))
        try expect(screen(view, width, height, .blocks), is: "many-to-one-\(width)x\(height)")
    }

    @Test("a cell with reset and update gates", arguments: sizes)
    func aCellWithResetAndUpdateGates(_ width: Int, _ height: Int) throws {
        let view = StepView(
            try Course.weather(), place: "weather.md > cell 7", cursor: StepCursor(step: 2, unit: 3, equation: 2),
            depth: .cell)
        try expect(screen(view, width, height, .blocks), is: "gated-cell-\(width)x\(height)")
    }

    /// The course's network held open, after some keys.
    private func walked(_ keys: [Key], step: Int = 4, unit: Int = 1) throws -> StepView {
        var view = StepView(
            try Course.iceCreamSubject(), place: "ice-cream.md > cell 4", cursor: StepCursor(step: step, unit: unit))
        for key in keys { _ = view.press(key) }
        if view.depth == .backward {
            view.back.want(view.back.showsTable ? view.tableRows : [])
            view.back.finish()
        }
        return view
    }

    private static let views: [(String, [Key])] = [
        ("circuit", [.character("o")]), ("heat", [.character("h")]),
        ("heat-turned", [.character("h"), .character("t"), .character("s")]),
        ("backward", [.character("b"), Key(.home)]),
        ("backward-half", [.character("b")] + Array(repeating: Key(.left), count: 7) + [.character("g")]),
        ("table", [.character("b"), .character("t"), .character("1")]),
        ("both-runs", [.character("e"), Key(.tab), .character("3"), Key(.enter), .character("d")]),
        ("edited", [.character("e"), .character("1"), Key(.enter)]), ("editing", [.character("e"), Key(.down)]),
        ("guessing", [.character("p"), .character("0"), .character(".")]),
    ]

    @Test("the other views of the course's network", arguments: views.map(\.0), sizes)
    func theOtherViewsOfTheCourseSNetwork(_ name: String, _ size: (Int, Int)) throws {
        let keys = try #require(Self.views.first { $0.0 == name }).1
        try expect(screen(walked(keys), size.0, size.1), is: "\(name)-\(size.0)x\(size.1)")
    }

    @Test("the way back as text") func theWayBackAsText() throws {
        try expect(
            walked([.character("b"), Key(.home)]).text(width: 80).trimmingCharacters(in: .newlines),
            is: "backward-text-80")
    }

    @Test("all steps as text") func allStepsAsText() throws {
        var grid = Grid(width: 72, height: 60)
        StepText(try Course.iceCream()).draw(into: &grid, area: grid.bounds, glyphs: .ascii)
        try expect(grid.text().trimmingCharacters(in: .newlines), is: "all-steps-72")
    }

    @Test("one step as text") func oneStepAsText() throws {
        try expect(
            StepText(try Course.iceCream(), step: 5, unit: 2).lines(width: 80, glyphs: .ascii).map(\.text.trimmedAtEnd)
                .joined(separator: "\n"), is: "one-step-80")
    }
}
