import Base
import Testing

@testable import Engine

/// Numbers by chance, [examples × steps × 2], each example with one class of three.
private func classes(_ count: Int = 12, steps: Int = 5, lengths: [Int]? = nil) -> Examples {
    var random = Random(seed: 4, .data)
    let x = (0..<count * steps * 2).map { _ in Real(random.normal()) }
    return Examples(
        inputs: Sequences(Tensor(x, shape: [count, steps, 2]), lengths: lengths),
        targets: Targets(Tensor((0..<count).map { Real($0 % 3) }, shape: [count, 1])))
}

private func bits(_ model: Model) -> [UInt32] {
    model.weights.flatMap { $0.tensor.values.map { Float($0).bitPattern } }
}

private func isNear(_ one: Double, _ other: Double) -> Bool { abs(one - other) < 1e-5 }

/// One epoch of one batch of one example, whose gates are those of the untrained weights.
private func watched(_ network: Network, _ example: Examples) throws -> (GateStatistics, Trace) {
    let model = try Model(network, inputs: example.shapes, seed: 3)
    let settings = FitSettings(epochs: 1, batchSize: 1, loss: .categoricalCrossEntropy)
    let trainer = try Trainer(model, examples: example, settings: settings)
    _ = try trainer.watch(EpochWatch())
    let record = try #require(trainer.run().history.first)
    return (try #require(record.gates.first), try model.trace(example, losses: [.categoricalCrossEntropy]))
}

private let layers: [any RecurrentLayer] = [
    SimpleRNN(units: 4), LSTM(units: 4), GRU(units: 4), GRU(units: 4, resetAfter: true),
    GRU(units: 4, options: RecurrentOptions(goBackwards: true)),
]

@Test("the gates of an epoch are those that the trace of its last batch shows", arguments: layers.indices)
func theGatesOfAnEpochAreThoseThatTheTraceOfItsLastBatchShows(_ index: Int) throws {
    let network = Network.sequential([layers[index], Dense(units: 3, activation: .softmax)])
    let (found, trace) = try watched(network, classes(1, steps: 6))
    let layer = trace.layers[0]
    let affine = layer.equations.filter { if case .affine = $0.body { true } else { false } }
    #expect(found.gates.map(\.symbol) == affine.map(\.symbol))
    for (gate, equation) in zip(found.gates, affine) {
        let values = try #require(layer.fields[equation.field]).flatMap { $0 }.map(Double.init)
        #expect(values.count == 24)
        #expect(isNear(gate.mean, values.reduce(0, +) / 24))
        let isGate = equation.formula.hasPrefix("σ")
        let limit = values.filter { isGate ? $0 > 0.95 || $0 < 0.05 : abs($0) > 0.99 }
        #expect(isNear(gate.saturated, Double(limit.count) / 24))
    }
    #expect(found.units == 4)
    #expect(found.deadUnits == 0)
}

@Test("padding is not counted among the gates") func paddingIsNotCountedAmongTheGates() throws {
    let network = Network.sequential([GRU(units: 3), Dense(units: 3, activation: .softmax)])
    let (found, trace) = try watched(network, classes(1, steps: 6, lengths: [2]))
    let z = try #require(trace.layers[0].fields["z"]).prefix(2).flatMap { $0 }
    let gate = try #require(found.gates.first { $0.symbol == "z" })
    #expect(isNear(gate.mean, z.map(Double.init).reduce(0, +) / 6))
}

@Test("both halves of a layer that goes both ways are told apart")
func bothHalvesOfALayerThatGoesBothWaysAreToldApart() throws {
    let network = Network.sequential([Bidirectional(LSTM(units: 2)), Dense(units: 3, activation: .softmax)])
    let examples = classes(4)
    let trainer = try Trainer(
        try Model(network, inputs: examples.shapes, seed: 1), examples: examples,
        settings: FitSettings(epochs: 1, loss: .categoricalCrossEntropy))
    _ = try trainer.watch(EpochWatch())
    #expect(trainer.run().history[0].gates.map(\.layer) == ["bidirectional →", "bidirectional ←"])
}

@Test("saturated and dead units are counted as by hand") func saturatedAndDeadUnitsAreCountedAsByHand() throws {
    // h = tanh(w·x) with x = ±1 and w = 3, 0.5, 0: tanh 3 = 0.9951 is saturated, tanh 0.5 = 0.4621 is not, and the third
    // unit is 0 at each step.
    var model = try Model(
        .sequential([SimpleRNN(units: 3, useBias: false), Dense(units: 1)]), input: Shape(steps: 2, features: 1),
        seed: 1)
    try model.setWeights([
        Tensor(rows: [[3, 0.5, 0]]), Tensor(zeros: [3, 3]), Tensor(rows: [[0], [0], [0]]), Tensor([0]),
    ])
    let examples = Examples(
        inputs: Sequences(rows: [1, -1, 1, 1], width: 1, starts: [0, 2], steps: 2),
        targets: Targets(rows: [0, 0], width: 1, starts: [0, 1]))
    let trainer = try Trainer(model, examples: examples, settings: FitSettings(epochs: 1))
    _ = try trainer.watch(EpochWatch())
    let found = try #require(trainer.run().history[0].gates.first)
    #expect(found.deadUnits == 1)
    #expect(found.gates.count == 1)
    #expect(isNear(found.gates[0].saturated, 4.0 / 12))
    // (1 − 1 + 1 + 1)·(0.99505 + 0.46212) / 12.
    #expect(isNear(found.gates[0].mean, 2 * (0.9950548 + 0.4621172) / 12))
}

@Test("sample answers are what the weights after the epoch predict")
func sampleAnswersAreWhatTheWeightsAfterTheEpochPredict() throws {
    let examples = classes()
    let network = Network.sequential([GRU(units: 4), Dropout(rate: 0.3), Dense(units: 3, activation: .softmax)])
    let trainer = try Trainer(
        try Model(network, inputs: examples.shapes, seed: 1), examples: examples,
        settings: FitSettings(epochs: 2, batchSize: 5, loss: .categoricalCrossEntropy))
    let samples = examples[[1, 5, 7]]
    let truths = try trainer.watch(EpochWatch(samples: samples))
    #expect(truths.map(\.values) == [[1], [2], [1]])
    let result = trainer.run()
    let said = try result.model.predict(samples.inputs).lists.map { row in
        Real(row.indices.max { row[$0] < row[$1] } ?? 0)
    }
    #expect(result.history[1].samples.map(\.values) == said.map { [$0] })
    #expect(result.history[1].samples.map(\.isRight) == zip(said, [1, 2, 1]).map { $0 == $1 })
    #expect(result.history[0].samples.count == 3)
}

@Test("an answer of numbers keeps its first positions and says nothing of right and wrong")
func anAnswerOfNumbersKeepsItsFirstPositions() throws {
    let rows = (0..<20).map { Real($0) / 20 }
    let examples = Examples(
        inputs: Sequences(rows: rows, width: 1, starts: [0, 5], steps: 6),
        targets: Targets(rows: rows, width: 1, starts: [1, 6], steps: 6))
    let trainer = try Trainer(
        try Model(
            .sequential([SimpleRNN(units: 2, returnSequences: true), Dense(units: 1)]), inputs: examples.shapes, seed: 1
        ),
        examples: examples, settings: FitSettings(epochs: 1))
    _ = try trainer.watch(EpochWatch(samples: examples, positions: 4))
    let result = trainer.run()
    let answer = result.history[0].samples[1]
    #expect(answer.values == Array(try result.model.predict(examples.inputs).lists3[1].flatMap { $0 }.prefix(4)))
    #expect(answer.positions == 6 && answer.isRight == nil)
}

@Test("looking changes no bit") func lookingChangesNoBit() throws {
    let examples = classes(20)
    func train(watching: Bool) throws -> FitResult {
        let network = Network.sequential([
            LSTM(units: 4, returnSequences: true, options: .init(dropout: 0.2)), GRU(units: 3), Dropout(rate: 0.2),
            Dense(units: 3, activation: .softmax),
        ])
        let trainer = try Trainer(
            try Model(network, inputs: examples.shapes, seed: 1), examples: examples, validation: examples[0..<6],
            settings: FitSettings(epochs: 4, batchSize: 6, loss: .categoricalCrossEntropy))
        if watching { _ = try trainer.watch(EpochWatch(samples: examples[[0, 3]])) }
        return trainer.run(onBatch: { report in
            guard watching, report.epoch == 2, report.batch == 2 else { return true }
            // What a paused fit is asked for: its weights in the middle of an epoch, and what they say.
            let now = trainer.snapshot
            _ = try? now.exampleLosses(examples, losses: [.categoricalCrossEntropy])
            _ = try? now.trace(examples[3], losses: [.categoricalCrossEntropy])
            return true
        })
    }
    let (plain, looked) = (try train(watching: false), try train(watching: true))
    #expect(bits(plain.model) == bits(looked.model))
    #expect(plain.history.map(\.loss) == looked.history.map(\.loss))
    #expect(plain.history.map(\.validation) == looked.history.map(\.validation))
    #expect(plain.history[3].gates.isEmpty && looked.history[3].gates.count == 2)
}

@Test("the snapshot of a batch is the model that a fit stopped there would have reached")
func theSnapshotOfABatchHasTheWeightsOfThatBatch() throws {
    let examples = classes(12)
    let network = Network.sequential([GRU(units: 4), Dense(units: 3, activation: .softmax)])
    let model = try Model(network, inputs: examples.shapes, seed: 1)
    var settings = FitSettings(epochs: 2, batchSize: 4, loss: .categoricalCrossEntropy)
    settings.shuffle = false
    var middle: Model?
    let trainer = try Trainer(model, examples: examples, settings: settings)
    _ = trainer.run(onBatch: { report in
        if report.epoch == 1, report.batch == 2 { middle = trainer.snapshot }
        return true
    })
    // The first two of three batches of four are one epoch of eight examples.
    settings.epochs = 1
    let short = try Trainer(model, examples: examples[0..<8], settings: settings).run().model
    #expect(bits(try #require(middle)) == bits(short))
}

@Test("a rate and a limit changed between two batches are those of the batches that follow")
func aRateAndALimitChangedBetweenTwoBatchesHold() throws {
    let examples = classes(12)
    let network = Network.sequential([GRU(units: 4), Dropout(rate: 0.2), Dense(units: 3, activation: .softmax)])
    let model = try Model(network, inputs: examples.shapes, seed: 1)
    var settings = FitSettings(epochs: 4, batchSize: 5, loss: .categoricalCrossEntropy)
    settings.optimiser = .adam(rate: 0.01)
    let trainer = try Trainer(model, examples: examples, settings: settings)
    let changed = trainer.run(onBatch: { report in
        if report.epoch == 2, report.batch == report.batches {
            trainer.setRate(0.003)
            trainer.clipping = Clipping(norm: 0.01)
        }
        return true
    })
    settings.epochs = 2
    let first = try Trainer(model, examples: examples, settings: settings).run().model
    settings.optimiser = .adam(rate: 0.003)
    settings.clipping = Clipping(norm: 0.01)
    let second = try Trainer(first, examples: examples, settings: settings).run()
    #expect(bits(changed.model) == bits(second.model))
    #expect(changed.history[3].rate == 0.003 && changed.history[0].rate == 0.01)
    #expect(changed.history[1].clippedBatches == 0 && changed.history[2].clippedBatches == 3)
}

@Test("a rate set by hand ends a schedule, and a plateau goes on from it")
func aRateSetByHandEndsASchedule() throws {
    var settings = FitSettings(optimiser: .sgd(rate: .exponential(0.1, steps: 1, factor: 0.5), momentum: 0.9))
    settings.optimiser.schedule = 0.02
    #expect(settings.optimiser == .sgd(rate: 0.02, momentum: 0.9))
    var optimiser = Optimiser(settings)
    optimiser.plateau.factor = 0.1
    optimiser.setRate(0.03)
    #expect(abs(optimiser.settings.schedule.rate(at: 7) * 0.1 - 0.03) < 1e-12)
}

@Test("the losses of examples are those of each by itself") func theLossesOfExamplesAreThoseOfEachByItself() throws {
    let examples = classes(7)
    let model = try Model(
        .sequential([GRU(units: 4), Dense(units: 3, activation: .softmax)]), inputs: examples.shapes, seed: 1)
    let losses = try model.exampleLosses(examples, losses: [.categoricalCrossEntropy], batch: 3)
    for index in 0..<7 {
        let one = try model.evaluate(examples[index], loss: .categoricalCrossEntropy).loss
        #expect(isNear(try #require(losses[index]), one))
    }
    let stopped = try model.exampleLosses(
        examples, losses: [.categoricalCrossEntropy], batch: 3, isStopped: { true })
    #expect(stopped.allSatisfy { $0 == nil })
}

extension Tensor {
    /// [examples][steps][values].
    fileprivate var lists3: [[[Real]]] {
        (0..<shape[0]).map { example in
            (0..<shape[1]).map { step in
                let start = (example * shape[1] + step) * shape[2]
                return Array(values[start..<start + shape[2]])
            }
        }
    }
}
