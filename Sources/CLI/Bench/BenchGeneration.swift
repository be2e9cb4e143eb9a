import Engine

/// One character after the other from a trained language model: embedding 32, LSTM 128, 64 symbols, one text at a time.
struct BenchGeneration {
    private static let symbols = 64
    private static let characters = 2_000

    private let stepper: Stepper
    private let clock = ContinuousClock()

    init() throws {
        let network = Network.sequential([
            Embedding(vocabulary: Self.symbols, units: 32), LSTM(units: 128, returnSequences: true),
            Dense(units: Self.symbols, activation: .softmax),
        ])
        stepper = try Stepper(try Model(network, input: Shape(steps: 50, features: 1), seed: 1))
    }

    /// The line of the table: microseconds of a step, and characters a second with the choice of each.
    func line(seconds: Double) throws -> String {
        let step = means(seconds: seconds / 2, of: Self.characters) { latency() }
        var sampler = try Sampler(.sampling(), classes: Self.symbols, random: Random(seed: 1, .sampling))
        let text = means(seconds: seconds / 2, of: Self.characters) { write(&sampler) }
        let perSecond = Int((1e6 / median(text)).rounded())
        return "case J unroll threads 1 median_us \(rounded(median(step))) min_us \(rounded(step.min() ?? 0)) "
            + "loops \(step.count) chars_per_s \(perSecond)"
    }

    private func latency() {
        for index in 0..<Self.characters { stepper.advance(token: index & 63) }
    }

    private func write(_ sampler: inout Sampler) {
        stepper.reset()
        var token = 1
        for _ in 0..<Self.characters {
            stepper.advance(token: token)
            token = sampler.choose(stepper.answer())
        }
    }

    /// Microseconds of each of `count` things that the body does, loop by loop; the first loops warm up.
    private func means(seconds: Double, of count: Int, _ body: () -> Void) -> [Double] {
        var means: [Double] = []
        let start = clock.now
        while means.count < 3 || clock.now - start < .seconds(seconds) {
            let passed = clock.measure(body)
            if clock.now - start > .seconds(seconds / 5) || means.isEmpty {
                means.append(passed / .microseconds(count))
            }
        }
        return means
    }

    private func median(_ values: [Double]) -> Double { values.sorted()[values.count / 2] }

    private func rounded(_ microseconds: Double) -> String {
        let hundredths = Int((microseconds * 100).rounded())
        return "\(hundredths / 100).\(hundredths % 100 < 10 ? "0" : "")\(hundredths % 100)"
    }
}
