import Display
import Testing

@testable import Engine
@testable import Views

/// Everything that may be looked into: one step, many steps, one unit, many units, what is no number, what is masked.
private struct Odd: Sendable, CustomStringConvertible {
    let description: String
    let make: @Sendable () throws -> Subject

    static let all: [Odd] = [
        Odd(description: "one step") { try Course.subject([LSTM(units: 3), Dense(units: 1)], steps: 1) },
        Odd(description: "5,000 steps") {
            try Course.subject([GRU(units: 2, returnSequences: true), Dense(units: 1)], steps: 5000)
        },
        Odd(description: "one unit") { try Course.subject([SimpleRNN(units: 1, returnSequences: true)]) },
        Odd(description: "1,024 units") { try Course.subject([LSTM(units: 1024), Dense(units: 1)], steps: 3) },
        Odd(description: "bidirectional, stacked") {
            try Course.subject([
                Bidirectional(GRU(units: 3, returnSequences: true)), LSTM(units: 2, returnSequences: true),
                Dense(units: 2),
            ])
        },
        Odd(description: "embedded") {
            try Course.subject(
                [Embedding(vocabulary: 3, units: 4), GRU(units: 2), Dense(units: 2, activation: .softmax)], features: 1,
                loss: .categoricalCrossEntropy, tokens: true)
        },
        Odd(description: "not a number in the weights") {
            try Course.subject(
                [LSTM(units: 2, returnSequences: true), Dense(units: 1)],
                change: { model in
                    var weights = model.weights.map(\.tensor)
                    weights[1].values[3] = .nan
                    try? model.setWeights(weights)
                })
        },
        Odd(description: "masked at the end") {
            try Course.subject([GRU(units: 2, returnSequences: true), Dense(units: 1)], lengths: [2])
        },
        Odd(description: "masked as a whole") {
            try Course.subject([LSTM(units: 2, returnSequences: true), Dense(units: 1)], lengths: [0])
        },
        Odd(description: "dropout") {
            let subject = try Course.subject([
                LSTM(units: 2, returnSequences: true, options: .init(dropout: 0.3, recurrentDropout: 0.5)),
                Dense(units: 1),
            ])
            let inspector = try Inspector(
                subject.inspector!.model, subject.inspector!.example, losses: [.meanSquaredError], dropoutSeed: 7)
            return Subject(inspector.trace, inspector: inspector)
        },
        Odd(description: "no target") { try Course.subject([GRU(units: 2)], targets: false) },
        Odd(description: "wide and combining names") {
            var subject = try Course.iceCreamSubject()
            let names = ["晴れ", "e\u{301}té", "👩‍👩‍👧"]
            subject.inputNames = names
            subject.trace.inputLabels = subject.trace.labels(names)
            subject.trace.outputNames = ["売り切れ", "あり"]
            return subject
        },
    ]
}

@Suite(.serialized) struct EverySizeTests {
    @Test("nothing crashes, and no line is wider than the screen", arguments: Odd.all)
    private func nothingCrashes(_ odd: Odd) throws {
        let subject = try odd.make()
        let walks: [[Key]] = [
            [], [.character("o")], [Key(.enter)], [.character("h")], [.character("h"), .character("t")],
            [.character("h"), .character("z"), .character("z"), .character("z")], [.character("b")],
            [.character("b"), .character("t")], [.character("e"), .character("1"), Key(.enter), .character("d")],
            [.character("p")], [.character("e")],
        ]
        for walk in walks {
            var view = StepView(subject)
            for key in walk + [Key(.end), Key(.left), Key(.down), Key(.tab)] { _ = view.press(key) }
            for _ in 0..<3 { view.tick() }
            // Where there is much to draw, every size once: it is the size of the example that is tried there.
            let isLarge = subject.trace.steps > 1000 || (subject.trace.layers.first?.units ?? 0) > 1000
            for (width, height) in [(80, 24), (100, 30), (60, 15), (20, 5), (1, 1), (200, 50)] {
                for glyphs in isLarge ? [Glyphs.ascii] : [.ascii, .blocks] {
                    var grid = Grid(width: width, height: height)
                    view.draw(into: &grid, area: grid.bounds, glyphs: glyphs)
                    let lines = grid.text().split(separator: "\n", omittingEmptySubsequences: false)
                    #expect(lines.count <= height + 1)
                    #expect(lines.allSatisfy { Text.width(of: String($0)) <= width })
                    if width >= 60 { #expect(lines.contains { $0.contains("SAY:") }, "\(odd) \(walk.map(\.label))") }
                }
            }
        }
    }

    @Test("where numbers stop being any is said") func whereNumbersStopBeingAnyIsSaid() throws {
        let odd = try #require(Odd.all.first { $0.description.hasPrefix("not a number") })
        let text = StepView(try odd.make()).text(width: 100)
        #expect(text.contains("not a number: it begins in LSTM(2), recurrent_kernel, a weight"))
        #expect(text.contains("nan"))
    }

    @Test("a mask of recurrent dropout is a row that is the same at every step")
    func aMaskOfRecurrentDropoutIsTheSameAtEveryStep() throws {
        let odd = try #require(Odd.all.first { $0.description == "dropout" })
        var view = StepView(try odd.make())
        _ = view.press(.character("h"))
        let rows = view.text(width: 100).split(separator: "\n").filter { $0.hasPrefix(" drop") }
        #expect(rows.count == 8, "x and h for each of four gate blocks")
        for row in rows {
            let marks = row.dropFirst(9).split(separator: " ")
            #expect(marks.count == 6 && Set(marks).count == 1)
            #expect(marks[0] == "o" || marks[0] == "x")
        }
    }

    @Test("every number of a screen is in the text form too") func everyNumberOfAScreenIsInTheTextForm() throws {
        for walk in [[], [Key(.enter)], [.character("h")], [.character("b")], [.character("o")]] as [[Key]] {
            var view = StepView(try Course.iceCreamSubject(), cursor: StepCursor(step: 4, unit: 1))
            for key in walk { _ = view.press(key) }
            if view.depth == .backward { view.back.finish() }
            var grid = Grid(width: 100, height: 30)
            view.draw(into: &grid, area: grid.bounds, glyphs: .ascii)
            let text = view.text(width: 100)
            for word in grid.text().split(whereSeparator: { " \n=|,;:[]()".contains($0) })
            where word.contains(where: \.isNumber) {
                #expect(text.contains(word), "\(word)")
            }
        }
    }
}
