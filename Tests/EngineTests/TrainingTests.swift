import Testing

@testable import Engine

/// A sine to be continued: 64 windows of 6 rows.
private func sine(_ count: Int = 64, length: Int = 6) -> Examples {
    var x: Real = 0
    let rows = (0..<count + length + 1).map { _ -> Real in
        x += 0.3
        return Tensor(x).map { $0 - 6.2831855 * ($0 / 6.2831855).rounded() }.values[0]
    }
    return Examples(
        inputs: Sequences(rows: rows, width: 1, starts: Array(0..<count), steps: length),
        targets: Targets(rows: rows, width: 1, starts: Array(length..<count + length)))
}

private func model(_ layers: any Layer..., examples: Examples, seed: UInt64 = 1) throws -> Model {
    try Model(.sequential(layers), input: examples.inputs.shape, seed: seed)
}

private func bits(_ model: Model) -> [UInt32] {
    model.weights.flatMap { $0.tensor.values.map { Float($0).bitPattern } }
}

@Test(
    "every optimiser makes the loss smaller",
    arguments: [OptimiserSettings.adam(rate: 0.02), .sgd(rate: 0.02, momentum: 0.9), .rmsprop(rate: 0.005)])
func everyOptimiserMakesTheLossSmaller(_ optimiser: OptimiserSettings) throws {
    let examples = sine()
    let model = try model(GRU(units: 6), Dense(units: 1), examples: examples)
    let settings = FitSettings(epochs: 30, batchSize: 16, optimiser: optimiser)
    let result = try Trainer(model, examples: examples, validation: examples[48..<64], settings: settings).run()
    #expect(result.ending == .finished)
    #expect(result.history.count == 30)
    #expect(result.history[29].loss < result.history[0].loss / 2)
    #expect(result.history[29].validation?.examples == 16)
    #expect(result.model.epochs == 30)
}

@Test("the same seed gives the same bits, another seed others")
func theSameSeedGivesTheSameBitsAnotherSeedOthers() throws {
    let examples = sine()
    func train(seed: UInt64) throws -> Model {
        let model = try model(
            LSTM(units: 5, returnSequences: true), Dropout(rate: 0.3), GRU(units: 4), Dense(units: 1),
            examples: examples,
            seed: seed)
        return try Trainer(model, examples: examples, settings: FitSettings(epochs: 3, batchSize: 10, seed: seed))
            .run().model
    }
    let (one, again, other) = (bits(try train(seed: 1)), bits(try train(seed: 1)), bits(try train(seed: 2)))
    #expect(one == again)
    #expect(one != other)
}

@Test("the number of threads changes no bit") func theNumberOfThreadsChangesNoBit() throws {
    // 48 units and 40 steps: large enough that the work is shared.
    let examples = sine(48, length: 40)
    func train(threads: Int) throws -> Model {
        let model = try model(
            LSTM(units: 48, returnSequences: true), GRU(units: 40, returnSequences: true),
            Bidirectional(GRU(units: 50, resetAfter: true, options: .init(dropout: 0.2, recurrentDropout: 0.2))),
            Dense(units: 1), examples: examples)
        return try Trainer(
            model, examples: examples, settings: FitSettings(epochs: 2, batchSize: 32, threads: threads)
        ).run().model
    }
    let one = bits(try train(threads: 1))
    for threads in 2...4 { #expect(bits(try train(threads: threads)) == one) }
}

@Test("a fit that goes on from another is the fit that was not interrupted")
func aFitThatGoesOnFromAnotherIsTheFitThatWasNotInterrupted() throws {
    let examples = sine()
    let model = try model(GRU(units: 4), Dense(units: 1), examples: examples)
    let whole = try Trainer(model, examples: examples, settings: FitSettings(epochs: 4, batchSize: 20)).run()
    let half = try Trainer(model, examples: examples, settings: FitSettings(epochs: 2, batchSize: 20)).run()
    let rest = try Trainer(half.model, examples: examples, settings: FitSettings(epochs: 2, batchSize: 20)).run()
    #expect(bits(rest.model) == bits(whole.model))
    #expect(rest.history.map(\.epoch) == [3, 4])
}

@Test("stopping after a batch keeps the finished epochs") func stoppingAfterABatchKeepsTheFinishedEpochs() throws {
    let examples = sine()
    let model = try model(GRU(units: 4), Dense(units: 1), examples: examples)
    let settings = FitSettings(epochs: 5, batchSize: 16)
    let stopped = try Trainer(model, examples: examples, settings: settings).run(onBatch: {
        $0.epoch < 3 || $0.batch < 2
    })
    #expect(stopped.ending == .stopped)
    #expect(stopped.history.map(\.epoch) == [1, 2])
    let two = try Trainer(model, examples: examples, settings: FitSettings(epochs: 2, batchSize: 16)).run()
    #expect(bits(stopped.model) == bits(two.model))
}

@Test("a number that is not finite stops the fit and says where it began")
func aNumberThatIsNotFiniteStopsTheFitAndSaysWhereItBegan() throws {
    let examples = sine()
    let model = try model(
        SimpleRNN(units: 4, activation: .relu), Dense(units: 1), examples: examples)
    let settings = FitSettings(epochs: 50, batchSize: 16, optimiser: .sgd(rate: 1e9))
    let result = try Trainer(model, examples: examples, settings: settings).run()
    guard case .notFinite(let fact) = result.ending else {
        Issue.record("the fit ended as \(result.ending)")
        return
    }
    #expect(fact.layer == "simple_rnn")
    #expect(fact.epoch == result.history.count + 1)
    #expect(result.model.weights.allSatisfy { $0.tensor.values.allSatisfy(\.isFinite) })
}

@Test("limits shorten gradients and are counted") func limitsShortenGradientsAndAreCounted() throws {
    let examples = sine()
    let model = try model(GRU(units: 4), Dense(units: 1), examples: examples)
    var settings = FitSettings(epochs: 1, batchSize: 64, optimiser: .sgd(rate: 1))
    settings.clipping = Clipping(globalNorm: 1e-3)
    let result = try Trainer(model, examples: examples, settings: settings).run()
    #expect(result.history[0].clippedBatches == 1)
    #expect(result.history[0].gradientNorm > 1e-3)
    let moved = zip(model.weights, result.model.weights).flatMap {
        zip($0.tensor.values, $1.tensor.values).map { $0 - $1 }
    }
    #expect(abs(moved.map { $0 * $0 }.reduce(0, +).squareRoot() - 1e-3) < 1e-6)
    settings.clipping = Clipping(value: 1e-4)
    #expect(try Trainer(model, examples: examples, settings: settings).run().history[0].clippedValues > 0)
}

@Test("a rate of zero changes nothing") func aRateOfZeroChangesNothing() throws {
    let examples = sine()
    let model = try model(GRU(units: 4), Dense(units: 1), examples: examples)
    let settings = FitSettings(epochs: 2, optimiser: .adam(rate: 0))
    #expect(bits(try Trainer(model, examples: examples, settings: settings).run().model) == bits(model))
}

@Test("one example, a batch larger than the data, and one step are trained on")
func oneExampleABatchLargerThanTheDataAndOneStepAreTrainedOn() throws {
    let examples = sine()[0..<1]
    let model = try model(LSTM(units: 3), Dense(units: 1), examples: examples)
    let result = try Trainer(model, examples: examples, settings: FitSettings(epochs: 3, batchSize: 1000)).run()
    #expect(result.ending == .finished)
    #expect(result.history.allSatisfy { $0.batches == 1 })
    let short = Examples(
        inputs: Sequences(Tensor([1, 2, 3], shape: [3, 1, 1])), targets: Targets(Tensor([1, 2, 3])))
    let shortModel = try Model(
        .sequential([GRU(units: 2), Dense(units: 1)]), input: Shape(steps: 1, features: 1), seed: 1)
    #expect(try Trainer(shortModel, examples: short, settings: FitSettings(epochs: 1)).run().ending == .finished)
}

@Test("masked steps carry the state, so what stands there does not matter")
func maskedStepsCarryTheStateSoWhatStandsThereDoesNotMatter() throws {
    var random = Random(seed: 3, .data)
    var values = (0..<2 * 5 * 2).map { _ in Real(random.normal()) }
    let network = Network.sequential([LSTM(units: 3, returnSequences: true), GRU(units: 4), Dense(units: 1)])
    let model = try Model(network, input: Shape(steps: 5, features: 2), seed: 1)
    let first = try model.predict(Sequences(Tensor(values, shape: [2, 5, 2]), lengths: [5, 2]))
    for index in 14..<20 { values[index] = 99 }
    let second = try model.predict(Sequences(Tensor(values, shape: [2, 5, 2]), lengths: [5, 2]))
    #expect(first == second)
    // Two steps alone give the same answer as two steps and three that are masked.
    let short = try Model(network, input: Shape(steps: 2, features: 2), seed: 1)
    let alone = try short.predict(Sequences(Tensor(Array(values[10..<14]), shape: [1, 2, 2])))
    #expect(alone.values[0] == second.values[1])
}

@Test("an orthogonal start has rows at right angles") func anOrthogonalStartHasRowsAtRightAngles() {
    for (rows, columns) in [(8, 32), (5, 5), (30, 10), (65, 65), (100, 150), (210, 140)] {
        var random = Random(seed: 1, .initialisation)
        let parameter = Parameter(name: "recurrent_kernel", shape: [rows, columns], initialiser: .orthogonal)
        let q = Tensor(try! Initialiser.orthogonal.values(for: parameter, from: &random), shape: [rows, columns])
        let product = rows <= columns ? try! q.matmul(q.transposed()) : try! q.transposed().matmul(q)
        let size = min(rows, columns)
        for index in product.values.indices {
            #expect(abs(product.values[index] - (index / size == index % size ? 1 : 0)) < 1e-6)
        }
    }
}

@Test("drawing large weights can be stopped") func drawingLargeWeightsCanBeStopped() {
    var questions = 0
    #expect(throws: EngineError.stopped) {
        try Model(.sequential([GRU(units: 500)]), input: Shape(steps: 2, features: 1), seed: 1) {
            questions += 1
            return questions > 4
        }
    }
    #expect(questions == 5)
}

@Test("streams of random numbers are independent of each other")
func streamsOfRandomNumbersAreIndependentOfEachOther() {
    var shuffle = Random(seed: 1, .shuffle, 1)
    var again = Random(seed: 1, .shuffle, 1)
    var dropout = Random(seed: 1, .dropout, 1)
    #expect(shuffle.permutation(20) == again.permutation(20))
    #expect(shuffle.permutation(20) != dropout.permutation(20))
    #expect(shuffle.permutation(20).sorted() == Array(0..<20))
    let mean = (0..<10_000).map { _ in dropout.normal() }.reduce(0, +) / 10_000
    #expect(abs(mean) < 0.05)
}
