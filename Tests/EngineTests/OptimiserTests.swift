import Testing

@testable import Engine

/// One weight, one example: y = w·x with x = 1, w = 2 and target 0, so dL/dw = 2·w.
private func fit(_ optimiser: OptimiserSettings, steps: Int, clipping: Clipping = Clipping()) throws -> FitResult {
    var model = try Model(.sequential([Dense(units: 1, useBias: false)]), input: Shape(1), seed: 1)
    try model.setWeights([Tensor([2], shape: [1, 1])])
    let examples = Examples(inputs: Sequences(Tensor([1], shape: [1, 1])), targets: Targets(Tensor([0])))
    let settings = FitSettings(epochs: steps, optimiser: optimiser, clipping: clipping)
    return try Trainer(model, examples: examples, settings: settings).run()
}

private func weight(_ optimiser: OptimiserSettings, steps: Int, clipping: Clipping = Clipping()) throws -> Real {
    try fit(optimiser, steps: steps, clipping: clipping).model.weights[0].tensor.values[0]
}

@Test("optimisers take the steps of their papers") func optimisersTakeTheStepsOfTheirPapers() throws {
    // w = 2 − 0.1·4 = 1.6, then v = 0.5·(−0.4) − 0.1·3.2 = −0.52.
    #expect(abs(try weight(.sgd(rate: 0.1, momentum: 0.5), steps: 2) - 1.08) < 1e-6)
    // Nesterov: v = −0.4, w = 2 + 0.5·v − 0.4 = 1.4; v = −0.2 − 0.28 = −0.48, w = 1.4 − 0.24 − 0.28 = 0.88.
    #expect(abs(try weight(.sgd(rate: 0.1, momentum: 0.5, nesterov: true), steps: 2) - 0.88) < 1e-6)
    // a = 0.1·16 = 1.6: w = 2 − 0.1·4 / √1.6.
    #expect(abs(try weight(.rmsprop(rate: 0.1), steps: 1) - 1.6837722) < 1e-6)
    // Adam's first step is the rate, whatever the gradient; AdamW's after losing 2·0.1·0.5.
    #expect(abs(try weight(.adam(rate: 0.1), steps: 1) - 1.9) < 1e-6)
    #expect(abs(try weight(.adamw(rate: 0.1, decay: 0.5), steps: 1) - 1.8) < 1e-6)
    // a = 0.1 + 16: w = 2 − 0.1·4 / √16.1.
    #expect(abs(try weight(.adagrad(rate: 0.1), steps: 1) - 1.9003109) < 1e-6)
}

@Test("each optimiser goes on where it was") func eachOptimiserGoesOnWhereItWas() throws {
    let examples = Examples(
        inputs: Sequences(Tensor([1, 2, 3, 4], shape: [2, 2, 1])), targets: Targets(Tensor([1, -1])))
    let model = try Model(.sequential([GRU(units: 3), Dense(units: 1)]), input: Shape(steps: 2, features: 1), seed: 1)
    let optimisers: [OptimiserSettings] = [
        .sgd(momentum: 0.9, nesterov: true), .rmsprop(momentum: 0.5), .adam(), .adamw(), .adagrad(),
        .adam(rate: .exponential(0.1, steps: 1, factor: 0.5)),
    ]
    for optimiser in optimisers {
        func train(_ model: Model, _ epochs: Int) throws -> Model {
            let settings = FitSettings(epochs: epochs, batchSize: 1, optimiser: optimiser)
            return try Trainer(model, examples: examples, settings: settings).run().model
        }
        let whole = try train(model, 4).weights.map(\.tensor)
        #expect(try train(try train(model, 1), 3).weights.map(\.tensor) == whole, "\(optimiser.name)")
    }
}

@Test("a schedule gives the rate of every step") func aScheduleGivesTheRateOfEveryStep() {
    func rates(_ schedule: Schedule, _ steps: [Int]) -> [Double] {
        steps.map { (schedule.rate(at: $0) * 1e6).rounded() / 1e6 }
    }
    #expect(rates(0.5, [0, 9]) == [0.5, 0.5])
    // 0.1·0.5^(5/10) = 0.070711
    #expect(rates(.exponential(0.1, steps: 10, factor: 0.5), [0, 5, 10, 20]) == [0.1, 0.070711, 0.05, 0.025])
    #expect(
        rates(.exponential(0.1, steps: 10, factor: 0.5, isStaircase: true), [0, 9, 10, 20]) == [0.1, 0.1, 0.05, 0.025])
    #expect(rates(.inverseTime(0.1, steps: 10, decay: 1), [0, 5, 10]) == [0.1, 0.066667, 0.05])
    #expect(rates(.inverseTime(0.1, steps: 10, decay: 1, isStaircase: true), [5, 10, 30]) == [0.1, 0.05, 0.025])
    // 0.1·(0.9·(1 + cos 45°) / 2 + 0.1) = 0.086820
    #expect(rates(.cosine(0.1, steps: 8, end: 0.1), [0, 2, 4, 8, 99]) == [0.1, 0.08682, 0.055, 0.01, 0.01])
    #expect(rates(.polynomial(0.1, end: 0.02, steps: 4, power: 2), [0, 2, 4, 9]) == [0.1, 0.04, 0.02, 0.02])
    #expect(rates(.piecewise(boundaries: [2, 4], rates: [3, 2, 1]), [0, 2, 3, 4, 5]) == [3, 3, 2, 2, 1])
    let rising = Schedule.warmUp(from: 0.02, steps: 4, then: .exponential(0.1, steps: 1, factor: 0.5))
    #expect(rates(rising, [0, 2, 4, 5]) == [0.02, 0.06, 0.1, 0.05])
}

@Test("the rate of each epoch's last step is told") func theRateOfEachEpochsLastStepIsTold() throws {
    let result = try fit(.sgd(rate: .exponential(0.1, steps: 1, factor: 0.5)), steps: 3)
    #expect(result.history.map(\.rate) == [0.1, 0.05, 0.025])
}

@Test("each parameter is cut by itself, or all together, as asked")
func eachParameterIsCutByItselfOrAllTogetherAsAsked() throws {
    // y = x·w + b at w = (1, 2), b = 0 and x = (3, 4): y = 11. With target 10.5 the gradients are (3, 4) and 1.
    func moved(_ clipping: Clipping) throws -> ([Real], EpochRecord) {
        var model = try Model(.sequential([Dense(units: 1)]), input: Shape(2), seed: 1)
        try model.setWeights([Tensor([1, 2], shape: [2, 1]), Tensor([0])])
        let examples = Examples(inputs: Sequences(Tensor([3, 4], shape: [1, 2])), targets: Targets(Tensor([10.5])))
        let settings = FitSettings(epochs: 1, optimiser: .sgd(rate: 1), clipping: clipping)
        let result = try Trainer(model, examples: examples, settings: settings).run()
        let after = result.model.weights.flatMap(\.tensor.values)
        return (zip([1, 2, 0], after).map { ($0 - $1) }, result.history[0])
    }
    func isClose(_ found: [Real], _ expected: [Real]) -> Bool {
        zip(found, expected).allSatisfy { abs($0 - $1) < 1e-5 }
    }
    let (plain, record) = try moved(Clipping())
    #expect(isClose(plain, [3, 4, 1]))
    #expect(record.gradientNorms.map(Real.init) == [5, 1])
    #expect(abs(record.gradientNorm - 26.0.squareRoot()) < 1e-6)
    #expect(record.clippedBatches == 0 && record.clippedGradients == 0)

    let (each, eachRecord) = try moved(Clipping(norm: 2.5))
    #expect(isClose(each, [1.5, 2, 1]))
    #expect(eachRecord.clippedBatches == 1 && eachRecord.clippedGradients == 1)

    let half = Real(26.0.squareRoot() / 2)
    let (all, allRecord) = try moved(Clipping(globalNorm: Double(half)))
    #expect(isClose(all, [1.5, 2, 0.5]))
    #expect(allRecord.clippedBatches == 1 && allRecord.clippedGradients == 2)

    let (values, valueRecord) = try moved(Clipping(value: 3.5))
    #expect(isClose(values, [3, 3.5, 1]))
    #expect(valueRecord.clippedValues == 1 && valueRecord.clippedBatches == 0)
    // First the values to 3, then the length √18 of the kernel to 3: 3 / √2 each.
    let (both, _) = try moved(Clipping(norm: 3, value: 3))
    #expect(isClose(both, [2.1213203, 2.1213203, 1]))
}

@Test("a penalty is part of the loss and of the gradient") func aPenaltyIsPartOfTheLossAndOfTheGradient() throws {
    // w = 2, b = −1 on x = 1 with target 1: no error. Penalties: 0.5·2 + 0.25·4 = 2 and 0.1·1 = 0.1.
    let options = NodeOptions(
        regularisers: ["kernel": Regulariser(l1: 0.5, l2: 0.25), "bias": Regulariser(l1: 0.1)])
    let node = Network.Node(layer: Dense(units: 1), inputs: [.input(0)], options: options)
    var model = try Model(Network().appending(node), input: Shape(1), seed: 1)
    try model.setWeights([Tensor([2], shape: [1, 1]), Tensor([-1])])
    let examples = Examples(inputs: Sequences(Tensor([1], shape: [1, 1])), targets: Targets(Tensor([1])))
    #expect(abs(try model.evaluate(examples, loss: .meanSquaredError).loss - 2.1) < 1e-6)
    let settings = FitSettings(epochs: 1, optimiser: .sgd(rate: 0.1))
    let result = try Trainer(model, examples: examples, validation: examples, settings: settings).run()
    #expect(abs(result.history[0].loss - 2.1) < 1e-6)
    #expect(abs(result.history[0].penalty - 2.1) < 1e-6)
    // w − 0.1·(0.5 + 2·0.25·2), b − 0.1·(−0.1); then the error is −0.14: 0.0196 + 0.5·1.85 + 0.25·1.85² + 0.099.
    #expect(abs(result.model.weights[0].tensor.values[0] - 1.85) < 1e-6)
    #expect(abs(result.model.weights[1].tensor.values[0] + 0.99) < 1e-6)
    #expect(abs((result.history[0].validation?.loss ?? 0) - 1.899225) < 1e-6)
}

@Test("weights count in the loss, and the divisor stays") func weightsCountInTheLossAndTheDivisorStays() throws {
    // Errors 1, 2 and 3 with weights 2, 0 and 1: (2·1 + 0·4 + 1·9) / 3.
    var model = try Model(.sequential([Dense(units: 1, useBias: false)]), input: Shape(1), seed: 1)
    try model.setWeights([Tensor([1], shape: [1, 1])])
    var examples = Examples(
        inputs: Sequences(Tensor([1, 2, 3], shape: [3, 1])), targets: Targets(Tensor([0, 0, 0])))
    examples.targets?.weights = [2, 0, 1]
    let found = try model.evaluate(examples, loss: .meanSquaredError)
    #expect(abs(found.loss - 11.0 / 3) < 1e-6)
    #expect(abs((found.meanSquaredError ?? 0) - 14.0 / 3) < 1e-6)
    // dL/dw = 2·(2·1 + 1·9) / 3, whatever the order.
    for shuffle in [false, true] {
        let settings = FitSettings(epochs: 1, optimiser: .sgd(rate: 0.1), shuffle: shuffle)
        let after = try Trainer(model, examples: examples, settings: settings).run().model.weights[0].tensor.values[0]
        #expect(abs(after - (1 - 0.1 * 22.0 / 3)) < 1e-6)
    }
    // The last two alone: (0·4 + 1·9) / 2.
    #expect(abs(try model.evaluate(examples[1..<3], loss: .meanSquaredError).loss - 4.5) < 1e-6)
}

@Test("classes count what they are given in training, not in validation")
func classesCountWhatTheyAreGivenInTrainingNotInValidation() throws {
    // Weights 0: every p is ½, so every loss is log 2. Class 1 counts 3: (1 + 3 + 3) / 3·log 2.
    let log2 = 0.6931471805599453
    var model = try Model(
        .sequential([Dense(units: 1, activation: .sigmoid, useBias: false)]), input: Shape(1), seed: 1)
    try model.setWeights([Tensor([0], shape: [1, 1])])
    let examples = Examples(
        inputs: Sequences(Tensor([1, 2, 3], shape: [3, 1])), targets: Targets(Tensor([0, 1, 1])))
    var settings = FitSettings(epochs: 1, optimiser: .sgd(rate: 0), loss: .binaryCrossEntropy)
    settings.classWeights = [1, 3]
    let record = try Trainer(model, examples: examples, validation: examples, settings: settings).run().history[0]
    #expect(abs(record.loss - log2 * 7 / 3) < 1e-6)
    #expect(abs((record.validation?.loss ?? 0) - log2) < 1e-6)

    var wide = try Model(.sequential([Dense(units: 2, activation: .softmax, useBias: false)]), input: Shape(1), seed: 1)
    try wide.setWeights([Tensor([0, 0], shape: [1, 2])])
    settings.loss = .categoricalCrossEntropy
    let oneHot = Examples(
        inputs: examples.inputs, targets: Targets(Tensor([1, 0, 0, 1, 0, 1], shape: [3, 2])))
    for data in [examples, oneHot] {
        let record = try Trainer(wide, examples: data, settings: settings).run().history[0]
        #expect(abs(record.loss - log2 * 7 / 3) < 1e-6)
    }
}

@Test("weights of steps count step by step") func weightsOfStepsCountStepByStep() throws {
    // y = 1, 2 and 3, 4 against 0: squares 1, 4, 9, 16 with weights 1, 0, 0, 2, over four positions.
    var model = try Model(
        .sequential([Dense(units: 1, useBias: false)]), input: Shape(steps: 2, features: 1), seed: 1)
    try model.setWeights([Tensor([1], shape: [1, 1])])
    var examples = Examples(
        inputs: Sequences(Tensor([1, 2, 3, 4], shape: [2, 2, 1])),
        targets: Targets(Tensor([0, 0, 0, 0], shape: [2, 2, 1])))
    examples.targets?.weights = [1, 0, 0, 2]
    #expect(abs(try model.evaluate(examples, loss: .meanSquaredError).loss - 33.0 / 4) < 1e-6)
    #expect(abs(try model.evaluate(examples[1..<2], loss: .meanSquaredError).loss - 16) < 1e-6)
}

@Test("what is not trained is not touched") func whatIsNotTrainedIsNotTouched() throws {
    let model = try Model(.sequential([Still(), Dense(units: 1)]), input: Shape(1), seed: 1)
    let examples = Examples(inputs: Sequences(Tensor([1, 2], shape: [2, 1])), targets: Targets(Tensor([0, 5])))
    for optimiser in [OptimiserSettings.adamw(rate: 0.1, decay: 0.5), .sgd(rate: 0.1), .adagrad(rate: 0.1)] {
        let result = try Trainer(model, examples: examples, settings: FitSettings(epochs: 2, optimiser: optimiser))
            .run()
        #expect(result.model.weights[0].tensor == model.weights[0].tensor)
        #expect(result.model.weights[1].tensor != model.weights[1].tensor)
        #expect(result.history[0].gradientNorms[0] == 0)
    }
}

/// y = x, beside a number that is not trained but has a gradient, which nobody may use.
private struct Still: Layer {
    var kind: String { "still" }
    var title: String { "Still()" }

    func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { inputs[0] }

    func parameters(after inputs: [Shape]) -> [Parameter] {
        [Parameter(name: "mean", shape: [1], initialiser: .ones, regulariser: Regulariser(l2: 1), isTrainable: false)]
    }

    func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        StillOperation(context, in: &plan)
    }
}

private final class StillOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext

    init(_ context: OperationContext, in plan: inout Plan) {
        self.context = context
        output = plan.valueSlot(context.output, mask: nil)
    }

    func forward(_ pass: Pass) {
        for row in 0..<pass.batch {
            pass.pointer(output.values)[row * output.values.stride] =
                pass.pointer(context.inputs[0].values)[row * context.inputs[0].values.stride]
        }
    }

    func backward(_ pass: Pass) { pass.pointer(context.gradients[0].offset)[0] = 1e9 }
}
