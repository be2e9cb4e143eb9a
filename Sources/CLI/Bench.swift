import ArgumentParser
import Engine

/// Measures training steps of some networks on made-up data; Benchmarks/run.sh sets them beside those of other programs.
struct Bench: ParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Time training steps of networks of several sizes.",
        discussion: """
            A  GRU 10, batch 32, 7 steps of 1 feature, one number out
            B  LSTM 32, batch 32, 24 steps of 8 features, one number out
            C  embedding 32, LSTM 128, batch 32, 50 steps, 64 classes at each step
            D  embedding 64 of 5000 words, dropout, two LSTM 64, batch 32, 50 steps, 6 classes
            E  two LSTM 256, batch 64, 50 steps of 64 features, 64 classes at each step
            F  LSTM 512, batch 64, 100 steps of 128 features, one number out
            A step is forward, loss, backward and Adam. Each case gives one line: the median and the fastest of many \
            loops, the memory of the plan, and the most that the process had resident.
            """,
        shouldDisplay: false)

    @Option(name: .customLong("case"), help: "Letters of the cases.") var cases = "ABCD"
    @Option(help: "How long to measure each case.") var seconds = 2.0
    @Option(help: "Threads; without it the engine decides.") var threads: Int?
    @Flag(help: "GRUs that reset after the product, as the other programs do.") var resetAfter = false

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("seconds: from 0 to 3600") }
        if let threads, threads < 1 { throw ValidationError("threads: 1 or more") }
        if let unknown = cases.first(where: { BenchCase(letter: $0, resetAfter: false) == nil }) {
            throw ValidationError("there is no case \(unknown); they are A to F")
        }
    }

    func run() throws {
        for letter in cases {
            guard let bench = BenchCase(letter: letter, resetAfter: resetAfter) else { continue }
            let (trainer, times) = try measure(bench)
            writeLine(
                "case \(letter) unroll threads \(threads.map(String.init) ?? "auto") "
                    + "median_us \(rounded(times.median)) min_us \(rounded(times.least)) loops \(times.count) "
                    + "plan_kb \(trainer.memoryNeeded / 1024) peak_rss_kb \(peakResidentKilobytes() ?? 0)")
        }
    }

    /// One fit without an end, stopped when the time is over; the first quarter of it warms up.
    private func measure(_ bench: BenchCase) throws -> (Trainer, LoopTimes) {
        let model = try Model(bench.network, input: bench.input, seed: 1)
        let settings = FitSettings(
            epochs: 1_000_000, batchSize: bench.batch, optimiser: .adam(), loss: bench.loss, threads: threads)
        let trainer = try Trainer(model, examples: bench.examples(), settings: settings)
        let clock = ContinuousClock()
        let start = clock.now
        let measured = start + .seconds(seconds / 4)
        let end = measured + .seconds(seconds)
        var times = LoopTimes()
        _ = trainer.run(onBatch: { _ in
            let now = clock.now
            if now >= measured { times.step(at: now) }
            return now < end
        })
        return (trainer, times)
    }

    private func rounded(_ microseconds: Double) -> String {
        let tenths = Int((microseconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// Mean microseconds of a step in each loop of at least 20 ms and three steps.
private struct LoopTimes {
    private var start: ContinuousClock.Instant?
    private var steps = 0
    private var means: [Double] = []

    mutating func step(at now: ContinuousClock.Instant) {
        guard let begun = start else {
            start = now
            return
        }
        steps += 1
        let passed = now - begun
        guard passed >= .milliseconds(20), steps >= 3 else { return }
        means.append(passed / .microseconds(steps))
        (start, steps) = (now, 0)
    }

    var count: Int { means.count }
    var least: Double { means.min() ?? 0 }
    var median: Double {
        let sorted = means.sorted()
        guard let upper = sorted.dropFirst(sorted.count / 2).first else { return 0 }
        return sorted.count % 2 == 1 ? upper : (upper + sorted[sorted.count / 2 - 1]) / 2
    }
}

/// A network with made-up data for it.
private struct BenchCase {
    static let batches = 16

    var network: Network
    var input: Shape
    /// Token numbers below this; nil for numbers around 0.
    var vocabulary: Int?
    /// Classes at each step or one; nil for one number.
    var classes: Int?
    var isEveryStep = false
    var batch = 32

    init?(letter: Character, resetAfter: Bool) {
        switch letter {
        case "A":
            network = .sequential([GRU(units: 10, resetAfter: resetAfter), Dense(units: 1)])
            input = Shape(steps: 7, features: 1)
        case "B":
            network = .sequential([LSTM(units: 32), Dense(units: 1)])
            input = Shape(steps: 24, features: 8)
        case "C":
            network = .sequential([
                Embedding(vocabulary: 64, units: 32), LSTM(units: 128, returnSequences: true),
                Dense(units: 64, activation: .softmax),
            ])
            input = Shape(steps: 50, features: 1)
            (vocabulary, classes, isEveryStep) = (64, 64, true)
        case "D":
            network = .sequential([
                Embedding(vocabulary: 5000, units: 64), Dropout(rate: 0.5), LSTM(units: 64, returnSequences: true),
                LSTM(units: 64), Dense(units: 6, activation: .softmax),
            ])
            input = Shape(steps: 50, features: 1)
            (vocabulary, classes) = (5000, 6)
        case "E":
            network = .sequential([
                LSTM(units: 256, returnSequences: true), LSTM(units: 256, returnSequences: true),
                Dense(units: 64, activation: .softmax),
            ])
            input = Shape(steps: 50, features: 64)
            (classes, isEveryStep, batch) = (64, true, 64)
        case "F":
            network = .sequential([LSTM(units: 512), Dense(units: 1)])
            input = Shape(steps: 100, features: 128)
            batch = 64
        default: return nil
        }
    }

    var loss: Loss { classes == nil ? .meanSquaredError : .categoricalCrossEntropy }

    /// 16 batches, so that no batch is learnt by heart.
    func examples() -> Examples {
        var random = Random(seed: 1, .data)
        let count = batch * BenchCase.batches
        let steps = input.positions
        let numbers = (0..<count * steps * input.features).map { _ in drawn(below: vocabulary, &random) }
        let answers = (0..<count * (isEveryStep ? steps : 1)).map { _ in drawn(below: classes, &random) }
        let x = Tensor(numbers, shape: [count, steps, input.features])
        let y = Tensor(answers, shape: isEveryStep ? [count, steps, 1] : [count, 1])
        return Examples(inputs: Sequences(x), targets: Targets(y))
    }

    private func drawn(below limit: Int?, _ random: inout Random) -> Real {
        limit.map { Real(Int.random(in: 0..<$0, using: &random)) } ?? Real(random.normal())
    }
}
