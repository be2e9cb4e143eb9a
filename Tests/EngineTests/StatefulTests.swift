import Testing

@testable import Engine

private func examples(_ count: Int, _ function: (Int) -> (x: Real, y: Real)) -> Examples {
    let numbers = (0..<count).map(function)
    return Examples(
        inputs: Sequences(Tensor(numbers.map(\.x), shape: [count, 1, 1])),
        targets: Targets(Tensor(numbers.map(\.y), shape: [count, 1])))
}

/// Uniform numbers within ±0.1, and the mean of each with the one before.
private let movingAverage: Examples = {
    var random = Random(seed: 3, .data)
    let numbers = (0..<1000).map { _ in Real(random.uniform(0.1)) }
    return examples(999) { (numbers[$0 + 1], (numbers[$0] + numbers[$0 + 1]) / 2) }
}()

private func network(isStateful: Bool) -> Network {
    .sequential([LSTM(units: 20, options: .init(isStateful: isStateful)), Dense(units: 1)])
}

/// Some seeds take twice as many epochs, here as in Keras.
private func fit(isStateful: Bool) throws -> FitResult {
    let model = try Model(network(isStateful: isStateful), inputs: movingAverage.shapes, seed: 2)
    return try Trainer(
        model, examples: movingAverage, settings: FitSettings(epochs: 10, batchSize: 1, shuffle: false)
    ).run()
}

// From one number alone half of the other one's variance is missing: var(x)/4 = (0.2²/12)/4 = 8.33e-4.
@Test("without the state a moving average has its floor") func withoutTheStateAMovingAverageHasItsFloor() throws {
    let losses = try fit(isStateful: false).history.map(\.loss)
    #expect((losses.last ?? 0) > 8.0e-4 && (losses.last ?? 1) < 9.5e-4)
}

@Test("with the state it is learnt") func withTheStateItIsLearnt() throws {
    let result = try fit(isStateful: true)
    #expect((result.history.last?.loss ?? 1) < 5e-5)
    // One at a time and in order, as in the fit, whatever is said about batches elsewhere.
    let evaluation = try result.model.evaluate(movingAverage, loss: .meanSquaredError)
    #expect(evaluation.loss < 5e-5)
    #expect(try result.model.evaluate(movingAverage, losses: [.meanSquaredError], batch: 999).loss > 4e-4)
}

@Test("every epoch and every evaluation begins with states of 0")
func everyEpochAndEveryEvaluationBeginsWithStatesOf0() throws {
    let model = try Model(network(isStateful: true), inputs: movingAverage.shapes, seed: 1)
    // At a rate of 0 nothing is learnt, so every epoch is the first one again.
    let settings = FitSettings(epochs: 3, batchSize: 111, optimiser: .sgd(rate: 0), shuffle: false)
    let result = try Trainer(model, examples: movingAverage, validation: movingAverage, settings: settings).run()
    #expect(Set(result.history.map(\.loss)).count == 1)
    #expect(Set(result.history.map(\.validation?.loss)).count == 1)
    #expect(result.history[0].validation?.loss == result.history[0].loss)
    let again = try (0..<2).map { _ in try result.model.predict(movingAverage.inputs) }
    #expect(again[0] == again[1])
}

private func refusal(_ body: () throws(EngineError) -> Void) -> EngineError? {
    do throws(EngineError) {
        try body()
        return nil
    } catch {
        return error
    }
}

@Test("batches that states cannot be carried through are refused")
func batchesThatStatesCannotBeCarriedThroughAreRefused() throws {
    let model = try Model(network(isStateful: true), inputs: movingAverage.shapes, seed: 1)
    func trainer(_ batch: Int, shuffle: Bool = false, validation: Examples? = nil) -> EngineError? {
        refusal { () throws(EngineError) in
            _ = try Trainer(
                model, examples: movingAverage, validation: validation,
                settings: FitSettings(epochs: 1, batchSize: batch, shuffle: shuffle))
        }
    }
    #expect(trainer(100) == .statefulBatches(examples: 999, batch: 100))
    #expect(trainer(111) == nil)
    #expect(trainer(111, shuffle: true) == .statefulShuffle)
    #expect(trainer(111, validation: movingAverage[0..<200]) == .statefulBatches(examples: 200, batch: 111))
    #expect(trainer(111, validation: movingAverage[0..<100]) == nil)
    let prediction = refusal { () throws(EngineError) in
        _ = try model.predict(movingAverage.inputs, batch: 100)
    }
    #expect(prediction == .statefulBatches(examples: 999, batch: 100))
}
