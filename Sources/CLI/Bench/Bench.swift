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
            G  simple RNN 64, batch 32, 50 steps of 16 features, 2 classes at each step
            H  embedding 32 of 2000 words, bidirectional GRU 64, batch 32, 40 steps, 9 classes at each step
            I  LSTM 128, repeated 4 times, LSTM 128, batch 32, 7 steps of 12 features, 12 classes at each of the 4
            J  one symbol of 64 after the other from embedding 32, LSTM 128, one text at a time; no training
            S  looking: an LSTM 128 over 500 steps is opened, and keys are pressed in each of its views
            L  A on 5000 windows: the time is that of a fit of 20 epochs
            A step is forward, loss, backward and Adam. Each case gives one line: the median and the fastest of many \
            loops, the memory of the plan, and the most that the process had resident. With --sizes each case is \
            measured at half, once, twice and four times its length, then its batch; with --once it does one step and \
            no more, for timing the process as a whole. With --looking steps are timed with nobody looking, with gates \
            and sample answers measured after each epoch of 16 steps, and with the dashboard drawn beside it.
            """,
        shouldDisplay: false)

    @Option(name: .customLong("case"), help: "Letters of the cases.") var cases = "ABCD"
    @Option(help: "How long to measure each case.") var seconds = 2.0
    @Option(help: "Threads; without it the engine decides.") var threads: Int?
    @Flag(help: "GRUs that reset after the product, as the other programs do.") var resetAfter = false
    @Flag(help: "Four lengths and four batches of each case.") var sizes = false
    @Flag(help: "One step of each case.") var once = false
    @Flag(help: "What looking at the training costs it.") var looking = false

    func validate() throws {
        guard seconds > 0, seconds <= 3600 else { throw ValidationError("seconds: from 0 to 3600") }
        if let threads, threads < 1 { throw ValidationError("threads: 1 or more") }
        if let unknown = cases.first(where: {
            $0 != "J" && $0 != "S" && BenchCase(letter: $0, resetAfter: false) == nil
        }) {
            throw ValidationError("there is no case \(unknown); they are A to J, L and S")
        }
    }

    func run() throws {
        for letter in cases {
            if letter == "S" { for line in try BenchStepping().lines() { writeLine(line) } }
            if letter == "J" { writeLine(try BenchGeneration().line(seconds: seconds)) }
            guard let bench = BenchCase(letter: letter, resetAfter: resetAfter) else { continue }
            if looking {
                let made = BenchLooking {
                    let trainer = try trainer(bench, epochs: 1_000_000)
                    return (trainer, bench.examples(), settings(bench, epochs: 1_000_000))
                }
                writeLine(try made.line(letter, seconds: seconds))
            } else if sizes {
                for factor in [1, 2, 4, 8] { try report("\(letter)", bench.with(length: factor), shows: true) }
                for factor in [1, 2, 4, 8] { try report("\(letter)", bench.with(batch: factor), shows: true) }
            } else {
                try report("\(letter)", bench, shows: false)
            }
        }
    }

    private func report(_ letter: String, _ bench: BenchCase, shows size: Bool) throws {
        let (trainer, times) = try measure(bench)
        let steps = bench.input.positions
        let perPosition = times.least * 1000 / Double(steps * bench.batch)
        writeLine(
            "case \(letter) unroll threads \(threads.map(String.init) ?? "auto") "
                + "median_us \(rounded(times.median)) min_us \(rounded(times.least)) loops \(times.count) "
                + "plan_kb \(trainer.memoryNeeded / 1024) peak_rss_kb \(peakResidentKilobytes() ?? 0)"
                + (size ? " length \(steps) batch \(bench.batch) ns_per_position \(rounded(perPosition))" : ""))
    }

    /// One fit without an end, stopped when the time is over; the first quarter of it warms up.
    private func measure(_ bench: BenchCase) throws -> (Trainer, LoopTimes) {
        if let epochs = bench.epochs { return try measureWhole(bench, epochs) }
        let trainer = try trainer(bench, epochs: 1_000_000)
        let clock = ContinuousClock()
        let start = clock.now
        let measured = start + .seconds(seconds / 4)
        let end = measured + .seconds(seconds)
        var times = LoopTimes()
        _ = trainer.run(onBatch: { _ in
            if once { return false }
            let now = clock.now
            if now >= measured { times.step(at: now) }
            return now < end || times.count < 3
        })
        return (trainer, times)
    }

    /// Fits of some epochs from the beginning, the first of them to warm up.
    private func measureWhole(_ bench: BenchCase, _ epochs: Int) throws -> (Trainer, LoopTimes) {
        let clock = ContinuousClock()
        var times = LoopTimes()
        let end = clock.now + .seconds(seconds)
        while true {
            let trainer = try trainer(bench, epochs: epochs)
            let start = clock.now
            _ = trainer.run()
            times.add(clock.now - start)
            if clock.now >= end, times.count >= 3 { return (trainer, times) }
        }
    }

    private func trainer(_ bench: BenchCase, epochs: Int) throws -> Trainer {
        let model = try Model(bench.network, input: bench.input, seed: 1)
        return try Trainer(model, examples: bench.examples(), settings: settings(bench, epochs: epochs))
    }

    private func settings(_ bench: BenchCase, epochs: Int) -> FitSettings {
        FitSettings(epochs: epochs, batchSize: bench.batch, optimiser: .adam(), loss: bench.loss, threads: threads)
    }

    private func rounded(_ microseconds: Double) -> String {
        let tenths = Int((microseconds * 10).rounded())
        return "\(tenths / 10).\(tenths % 10)"
    }
}

/// Mean microseconds of a step in each loop of at least 20 ms.
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
        guard passed >= .milliseconds(20) else { return }
        means.append(passed / .microseconds(steps))
        (start, steps) = (now, 0)
    }

    mutating func add(_ whole: Duration) { means.append(whole / .microseconds(1)) }

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
    /// So many batches that none is learnt by heart.
    var examplesCount: Int { windows ?? batch * 16 }

    var network: Network
    var input: Shape
    /// Token numbers below this; nil for numbers around 0.
    var vocabulary: Int?
    /// Classes at each step or one; nil for one number.
    var classes: Int?
    /// Steps that have an answer each; nil for one answer.
    var answers: Int?
    var batch = 32
    var windows: Int?
    var epochs: Int?

    init?(letter: Character, resetAfter: Bool) {
        switch letter {
        case "A", "L":
            network = .sequential([GRU(units: 10, resetAfter: resetAfter), Dense(units: 1)])
            input = Shape(steps: 7, features: 1)
            if letter == "L" { (windows, epochs) = (5000, 20) }
        case "B":
            network = .sequential([LSTM(units: 32), Dense(units: 1)])
            input = Shape(steps: 24, features: 8)
        case "C":
            network = .sequential([
                Embedding(vocabulary: 64, units: 32), LSTM(units: 128, returnSequences: true),
                Dense(units: 64, activation: .softmax),
            ])
            input = Shape(steps: 50, features: 1)
            (vocabulary, classes, answers) = (64, 64, 50)
        case "D":
            network = .sequential([
                Embedding(vocabulary: 5000, units: 64), Dropout(rate: 0.5), LSTM(units: 64, returnSequences: true),
                LSTM(units: 64), Dense(units: 6, activation: .softmax),
            ])
            input = Shape(steps: 50, features: 1)
            (vocabulary, classes) = (5000, 6)
        default:
            guard let other = BenchCase(larger: letter) ?? BenchCase(other: letter, resetAfter: resetAfter) else {
                return nil
            }
            self = other
        }
    }

    private init?(larger letter: Character) {
        switch letter {
        case "E":
            network = .sequential([
                LSTM(units: 256, returnSequences: true), LSTM(units: 256, returnSequences: true),
                Dense(units: 64, activation: .softmax),
            ])
            input = Shape(steps: 50, features: 64)
            (classes, answers, batch) = (64, 50, 64)
        case "F":
            network = .sequential([LSTM(units: 512), Dense(units: 1)])
            input = Shape(steps: 100, features: 128)
            batch = 64
        default: return nil
        }
    }

    private init?(other letter: Character, resetAfter: Bool) {
        switch letter {
        case "G":
            network = .sequential([
                SimpleRNN(units: 64, returnSequences: true), Dense(units: 2, activation: .softmax),
            ])
            input = Shape(steps: 50, features: 16)
            (classes, answers) = (2, 50)
        case "H":
            let gru = GRU(units: 64, returnSequences: true, resetAfter: resetAfter)
            network = .sequential([
                Embedding(vocabulary: 2000, units: 32), Bidirectional(gru), Dense(units: 9, activation: .softmax),
            ])
            input = Shape(steps: 40, features: 1)
            (vocabulary, classes, answers) = (2000, 9, 40)
        case "I":
            network = .sequential([
                LSTM(units: 128), Repeat(4), LSTM(units: 128, returnSequences: true),
                Dense(units: 12, activation: .softmax),
            ])
            input = Shape(steps: 7, features: 12)
            (classes, answers) = (12, 4)
        default: return nil
        }
    }

    /// Half its length times `factor`.
    func with(length factor: Int) -> BenchCase {
        var other = self
        let steps = max(1, input.positions * factor / 2)
        other.input = Shape(steps: steps, features: input.features)
        if answers == input.positions { other.answers = steps }
        return other
    }

    /// Half its batch times `factor`.
    func with(batch factor: Int) -> BenchCase {
        var other = self
        other.batch = batch * factor / 2
        return other
    }

    var loss: Loss { classes == nil ? .meanSquaredError : .categoricalCrossEntropy }

    func examples() -> Examples {
        var random = Random(seed: 1, .data)
        let (count, steps) = (examplesCount, input.positions)
        let numbers = (0..<count * steps * input.features).map { _ in drawn(below: vocabulary, &random) }
        let labels = (0..<count * (answers ?? 1)).map { _ in drawn(below: classes, &random) }
        let x = Tensor(numbers, shape: [count, steps, input.features])
        let y = Tensor(labels, shape: answers.map { [count, $0, 1] } ?? [count, 1])
        return Examples(inputs: Sequences(x), targets: Targets(y))
    }

    private func drawn(below limit: Int?, _ random: inout Random) -> Real {
        limit.map { Real(Int.random(in: 0..<$0, using: &random)) } ?? Real(random.normal())
    }
}
