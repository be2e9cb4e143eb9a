import Display
import Engine
import Views

/// What looking costs: case S opens an example in an LSTM of 128 units over 500 steps and presses every kind of key.
struct BenchStepping {
    private let model: Model
    private let examples: Examples
    private static let (steps, units, features, classes) = (500, 128, 16, 32)

    init() throws {
        let network = Network.sequential([
            LSTM(units: Self.units, returnSequences: true), Dense(units: Self.classes, activation: .softmax),
        ])
        model = try Model(network, input: Shape(steps: Self.steps, features: Self.features), seed: 1)
        var random = Random(seed: 2, .sampling)
        let x = (0..<Self.steps * Self.features).map { _ in Real(random.normal()) }
        let y = (0..<Self.steps).map { _ in Real(Int(random.uniform() * Double(Self.classes))) }
        examples = Examples(
            inputs: Sequences(Tensor(x, shape: [1, Self.steps, Self.features])),
            targets: Targets(Tensor(y, shape: [1, Self.steps, 1])))
    }

    /// From the weights and the numbers to the first screen, then keys in each view: press and draw.
    func lines() throws -> [String] {
        var opening: [Double] = []
        var view = try open()
        for _ in 0..<10 {
            opening.append(
                try milliseconds {
                    view = try open()
                    draw(view)
                })
        }
        var lines = [line("open", opening)]
        for (name, way, keys) in Self.walks {
            for key in way { _ = view.press(key) }
            draw(view)
            var times: [Double] = []
            for key in (0..<6).flatMap({ _ in keys }) {
                times.append(
                    milliseconds {
                        _ = view.press(key)
                        draw(view)
                    })
            }
            lines.append(line(name, times))
            var frames: [Double] = []
            while view.isMoving, frames.count < 2000 { frames.append(milliseconds { view.tick() }) }
            if !frames.isEmpty { lines.append(line(name + "-frames", frames)) }
            for _ in 0..<3 { _ = view.press(Key(.escape)) }
        }
        return lines
    }

    private static let walks: [(String, [Key], [Key])] = [
        ("unrolled", [], [Key(.right), Key(.down), Key(.left), Key(.end), Key(.home)]),
        ("cell", [Key(.enter)], [Key(.right), Key(.down), Key(.tab), .character("n")]),
        ("circuit", [.character("o")], [Key(.right), Key(.down)]),
        (
            "heat", [.character("h")],
            [Key(.right), Key(.down), Key(.tab), .character("s"), .character("z"), .character("t")]
        ),
        ("backward", [.character("b")], [Key(.left), Key(.down), .character("1"), .character("w")]),
        ("check", [], [.character("b"), .character("g")]),
        ("edit", [.character("e"), .character("1"), Key(.enter)], [Key(.right), .character("d")]),
    ]

    private func open() throws -> StepView {
        let inspector = try Inspector(model, examples, losses: [.categoricalCrossEntropy])
        return StepView(Subject(inspector.trace, inspector: inspector))
    }

    private func draw(_ view: StepView) {
        var grid = Grid(width: 100, height: 30)
        view.draw(into: &grid, area: grid.bounds, glyphs: .blocks)
    }

    private func milliseconds(_ body: () throws -> Void) rethrows -> Double {
        let clock = ContinuousClock()
        let start = clock.now
        try body()
        return (clock.now - start) / .milliseconds(1)
    }

    private func line(_ name: String, _ times: [Double]) -> String {
        let sorted = times.sorted()
        return "case S unroll \(Text.pad(name, to: 16)) median_ms \(Numbers.fixed(sorted[sorted.count / 2], 2)) "
            + "max_ms \(Numbers.fixed(sorted.last ?? 0, 2)) times \(times.count)"
    }
}
