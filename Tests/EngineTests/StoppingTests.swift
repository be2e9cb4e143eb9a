import Testing

@testable import Engine

/// Epochs with given validation losses.
private func records(_ losses: [Double]) -> [EpochRecord] {
    losses.enumerated().map { place, loss in
        let figures = Evaluation(loss: loss, accuracy: 1 - loss, positions: 1, examples: 1)
        return EpochRecord(
            epoch: place + 1, loss: loss, training: figures, validation: figures, rate: 0.1, gradientNorm: 0,
            largestGradientNorm: 0, clippedBatches: 0, clippedValues: 0, batches: 1)
    }
}

private let model = try? Model(.sequential([Dense(units: 1)]), input: Shape(1), seed: 1)

/// The epoch after which the fit ends, and the best one.
private func ending(_ settings: EarlyStopping, _ losses: [Double]) throws -> [Int?] {
    var watch = StoppingWatch(settings)
    let model = try #require(model)
    let last = records(losses).first { watch.sees($0, model) }
    return [last?.epoch, watch.epoch]
}

@Test("a fit ends when nothing has become better for as many epochs as patience lasts")
func aFitEndsWhenNothingHasBecomeBetterForAsManyEpochsAsPatienceLasts() throws {
    let loss = Monitor(isValidation: true)
    let losses = [0.5, 0.4, 0.45, 0.39, 0.41, 0.42, 0.1]
    #expect(try ending(EarlyStopping(monitor: loss, patience: 1), losses) == [3, 2])
    #expect(try ending(EarlyStopping(monitor: loss, patience: 2), losses) == [6, 4])
    #expect(try ending(EarlyStopping(monitor: loss, patience: 3), losses) == [nil, 7])
    #expect(try ending(EarlyStopping(monitor: loss, patience: nil), losses) == [nil, 7])
    // 0.39 is less than 0.05 better than 0.4.
    #expect(try ending(EarlyStopping(monitor: loss, patience: 2, leastChange: 0.05), losses) == [4, 2])
    #expect(try ending(EarlyStopping(monitor: loss, patience: 1, firstEpochs: 3), losses) == [5, 4])
    // NaN is never better.
    #expect(try ending(EarlyStopping(monitor: loss, patience: 1), [.nan, 0.5, .nan]) == [1, nil])
}

@Test("a higher accuracy is better") func aHigherAccuracyIsBetter() throws {
    let accuracy = Monitor(.accuracy, isValidation: false)
    #expect(try ending(EarlyStopping(monitor: accuracy, patience: 1), [0.5, 0.4, 0.45]) == [3, 2])
    #expect(accuracy.name == "accuracy" && Monitor(.f1, isValidation: true).name == "val_f1")
}

@Test("the rate falls on a plateau, with a rest after it") func theRateFallsOnAPlateauWithARestAfterIt() {
    func factors(_ plateau: Plateau, _ losses: [Double]) -> [Double] {
        var state = Plateau.State()
        return records(losses).map { record in
            state = plateau.state(state, after: record)
            return state.factor
        }
    }
    let loss = Monitor(isValidation: true)
    let flat = [1.0, 1, 1, 1, 1, 1]
    #expect(
        factors(Plateau(monitor: loss, factor: 0.5, patience: 2), flat) == [1, 1, 0.5, 0.5, 0.25, 0.25])
    // After a change two epochs are not counted.
    #expect(
        factors(Plateau(monitor: loss, factor: 0.5, patience: 1, cooldown: 2), flat) == [
            1, 0.5, 0.5, 0.25, 0.25, 0.125,
        ])
    // At the least rate it stays.
    #expect(factors(Plateau(monitor: loss, factor: 0.5, patience: 1, leastRate: 0.1), flat) == [1, 1, 1, 1, 1, 1])
    #expect(factors(Plateau(monitor: loss, factor: 0.5, patience: 2), [4, 3, 2, 1, 0.5, 0.4]) == [1, 1, 1, 1, 1, 1])
}

/// A sine to be continued.
private func sine(_ count: Int = 40, length: Int = 6) -> Examples {
    let rows = (0..<count + length + 1).map { index -> Real in
        let phase = Real(index) * 0.05 - Real(Int(Real(index) * 0.05))
        return phase < 0.5 ? 4 * phase - 1 : 3 - 4 * phase
    }
    return Examples(
        inputs: Sequences(rows: rows, width: 1, starts: Array(0..<count), steps: length),
        targets: Targets(rows: rows, width: 1, starts: Array(length..<count + length)))
}

private func bits(_ model: Model) -> [UInt32] {
    model.weights.flatMap { $0.tensor.values.map { Float($0).bitPattern } }
}

@Test("a fit that ends early goes back to the best weights") func aFitThatEndsEarlyGoesBackToTheBestWeights() throws {
    let examples = sine()
    let start = try Model(.sequential([GRU(units: 4), Dense(units: 1)]), input: examples.inputs.shape, seed: 1)
    // A rate so large that the loss jumps.
    var settings = FitSettings(epochs: 40, batchSize: 8, optimiser: .adam(rate: 0.2))
    settings.stopping = EarlyStopping(monitor: Monitor(isValidation: true), patience: 3, restoresBest: true)
    let result = try Trainer(start, examples: examples[0..<30], validation: examples[30..<40], settings: settings).run()
    guard case .early(let best?) = result.ending else {
        Issue.record("it ended as \(result.ending)")
        return
    }
    #expect(result.history.count == best + 3 && result.restored == best)
    #expect(result.model.epochs == best + 3)
    let least = result.history.compactMap(\.validation?.loss).min()
    #expect(result.history[best - 1].validation?.loss == least)
    settings.stopping = nil
    settings.epochs = best
    let shorter = try Trainer(start, examples: examples[0..<30], settings: settings).run()
    #expect(bits(shorter.model) == bits(result.model))
}

@Test("the best weights are kept without an early end") func theBestWeightsAreKeptWithoutAnEarlyEnd() throws {
    let examples = sine()
    let start = try Model(.sequential([GRU(units: 4), Dense(units: 1)]), input: examples.inputs.shape, seed: 1)
    var settings = FitSettings(epochs: 12, batchSize: 8, optimiser: .adam(rate: 0.2))
    settings.stopping = EarlyStopping(monitor: Monitor(isValidation: false), patience: nil, restoresBest: true)
    let result = try Trainer(start, examples: examples, settings: settings).run()
    #expect(result.ending == .finished && result.history.count == 12)
    let losses = result.history.map(\.loss)
    let best = losses.indices.min { losses[$0] < losses[$1] }.map { $0 + 1 }
    #expect((result.restored ?? 12) == best)
}

@Test("with everything switched on the number of threads changes no bit, and neither does a rest")
func withEverythingSwitchedOnTheNumberOfThreadsChangesNoBitAndNeitherDoesARest() throws {
    var examples = sine(48, length: 30)
    examples.targets?.weights = (0..<48).map { Real($0 % 3 + 1) }
    let options = NodeOptions(
        initialisers: ["kernel": .heNormal], regularisers: ["recurrent_kernel": Regulariser(l1: 1e-4, l2: 1e-3)])
    let network = Network.sequential([Dropout(rate: 0.2)])
        .appending(.init(layer: LSTM(units: 40, returnSequences: true), inputs: [.node(0)], options: options))
        .appending(GRU(units: 36)).appending(Dense(units: 1))
    let start = try Model(network, input: examples.inputs.shape, seed: 1)
    func train(_ model: Model, epochs: Int, threads: Int) throws -> Model {
        var settings = FitSettings(
            epochs: epochs, batchSize: 20, optimiser: .adamw(rate: .cosine(0.01, steps: 12)),
            clipping: Clipping(norm: 0.5, value: 0.1, globalNorm: 0.6), threads: threads)
        settings.plateau = Plateau(monitor: Monitor(isValidation: false), factor: 0.5, patience: 1, leastChange: 1)
        return try Trainer(model, examples: examples, validation: examples[0..<9], settings: settings).run().model
    }
    let whole = bits(try train(start, epochs: 4, threads: 1))
    #expect(bits(try train(start, epochs: 4, threads: 1)) == whole)
    #expect(bits(try train(start, epochs: 4, threads: 2)) == whole)
    for rest in 1...3 {
        let first = try train(start, epochs: rest, threads: 2)
        #expect(bits(try train(first, epochs: 4 - rest, threads: 1)) == whole, "after epoch \(rest)")
    }
}
