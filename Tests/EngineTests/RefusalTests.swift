import Testing

@testable import Engine

private let sequence = Shape(steps: 4, features: 2)

private func examples(
    _ count: Int = 3, steps: Int = 4, features: Int = 2, targets: [Real]? = nil, width: Int = 1
) -> Examples {
    let inputs = Tensor([Real](repeating: 0.5, count: count * steps * features), shape: [count, steps, features])
    let values = targets ?? [Real](repeating: 0, count: count * width)
    return Examples(inputs: Sequences(inputs), targets: Targets(Tensor(values, shape: [count, width])))
}

private func refusal(_ body: () throws(EngineError) -> Void) -> EngineError? {
    do throws(EngineError) {
        try body()
        return nil
    } catch {
        return error
    }
}

private func fitRefusal(
    _ layers: [any Layer] = [GRU(units: 2), Dense(units: 1)], examples: Examples,
    _ settings: FitSettings = FitSettings(epochs: 1), input: Shape = sequence
) -> EngineError? {
    refusal { () throws(EngineError) in
        _ = try Trainer(try Model(.sequential(layers), input: input, seed: 1), examples: examples, settings: settings)
    }
}

@Test("units below one are refused") func unitsBelowOneAreRefused() {
    for layer in [SimpleRNN(units: 0), GRU(units: 0), LSTM(units: 0), Dense(units: 0)] as [any Layer] {
        let error = refusal { () throws(EngineError) in _ = try Model(.sequential([layer]), input: sequence, seed: 1)
        }
        #expect(error == .setting(owner: layer.kind, name: "units", value: 0, range: .oneOrMore))
    }
    #expect(
        refusal { () throws(EngineError) in _ = try Model(.sequential([Dropout(rate: 1)]), input: sequence, seed: 1) }
            == .setting(owner: "dropout", name: "rate", value: 1, range: .fraction))
}

@Test("absurd sizes are refused with the memory that they need", arguments: [1_000_000_000_000, Int.max / 2, Int.max])
func absurdSizesAreRefusedWithTheMemoryThatTheyNeed(_ units: Int) {
    for layer in [GRU(units: units), LSTM(units: units), SimpleRNN(units: units), Dense(units: units)] as [any Layer] {
        let error = refusal { () throws(EngineError) in _ = try Model(.sequential([layer]), input: sequence, seed: 1)
        }
        guard case .tooMuchMemory(let needed, let free) = error else {
            Issue.record("\(layer.title): \(String(describing: error))")
            continue
        }
        #expect(needed > free && free > 0)
    }
}

@Test("a recurrent layer after one vector is refused with the shapes before")
func aRecurrentLayerAfterOneVectorIsRefusedWithTheShapesBefore() {
    let network = Network.sequential([GRU(units: 10), LSTM(units: 8)])
    let error = refusal { () throws(EngineError) in _ = try network.shapes(from: Shape(steps: 30, features: 1)) }
    #expect(
        error
            == .shape(
                ShapeMismatch(node: 1, layer: "lstm", needs: .sequence, found: [Shape(10)], before: [Shape(10)])))
}

@Test("empty data, no steps and no targets are refused") func emptyDataNoStepsAndNoTargetsAreRefused() {
    let model = examples()
    #expect(fitRefusal(examples: model[0..<0]) == .noExamples)
    #expect(fitRefusal(examples: Examples(inputs: model.inputs)) == .noTargets)
    #expect(
        refusal { () throws(EngineError) in
            _ = try Model(.sequential([GRU(units: 1)]), input: Shape(steps: 0, features: 1), seed: 1)
        } == .noSteps)
    #expect(refusal { () throws(EngineError) in _ = try Model(Network(), input: sequence, seed: 1) } == .noLayers)
    #expect(fitRefusal(examples: examples(targets: [.nan, .nan, .nan])) == .noRealTargets)
}

@Test("shapes that do not meet are refused") func shapesThatDoNotMeetAreRefused() {
    #expect(
        fitRefusal(examples: examples(steps: 5)) == .inputShape(needs: sequence, found: Shape(steps: 5, features: 2)))
    #expect(fitRefusal(examples: examples(width: 3)) == .targetShape(output: Shape(1), targets: Shape(3)))
}

@Test("labels and tokens out of range are refused with their place")
func labelsAndTokensOutOfRangeAreRefusedWithTheirPlace() {
    let layers: [any Layer] = [GRU(units: 2), Dense(units: 3, activation: .softmax)]
    var settings = FitSettings(epochs: 1, loss: .categoricalCrossEntropy)
    #expect(
        fitRefusal(layers, examples: examples(targets: [0, 3, 1]), settings)
            == .labelOutOfRange(label: 3, classes: 3, example: 1, step: 0))
    #expect(
        fitRefusal(layers, examples: examples(targets: [0, 1, -2]), settings)
            == .labelOutOfRange(label: -2, classes: 3, example: 2, step: 0))
    #expect(
        fitRefusal(layers, examples: examples(targets: [0, 0.5, 1]), settings)
            == .labelOutOfRange(label: 0.5, classes: 3, example: 1, step: 0))
    #expect(fitRefusal(examples: examples(), settings) == .tooFewClasses(output: Shape(1)))
    settings.loss = .binaryCrossEntropy
    #expect(
        fitRefusal(examples: examples(targets: [0, 2, 1]), settings)
            == .targetOutOfRange(value: 2, example: 1, step: 0))
    let words = Examples(
        inputs: Sequences(Tensor([0, 1, 7, 2], shape: [1, 4, 1])), targets: Targets(Tensor([0])))
    #expect(
        fitRefusal(
            [Embedding(vocabulary: 5, units: 2), GRU(units: 2), Dense(units: 1)], examples: words,
            input: Shape(steps: 4, features: 1))
            == .tokenOutOfRange(token: 7, vocabulary: 5, example: 0, step: 2))
}

@Test("inputs that are not finite are refused with their place") func inputsThatAreNotFiniteAreRefusedWithTheirPlace() {
    var data = examples()
    data.inputs.rows[11] = .nan
    guard case .inputNotFinite(_, let example, let step, let feature) = fitRefusal(examples: data) else {
        Issue.record("NaN was taken")
        return
    }
    #expect((example, step, feature) == (1, 1, 1))
}

@Test("settings of a fit outside their range are refused") func settingsOfAFitOutsideTheirRangeAreRefused() {
    func error(_ change: (inout FitSettings) -> Void) -> EngineError? {
        var settings = FitSettings(epochs: 1)
        change(&settings)
        return fitRefusal(examples: examples(), settings)
    }
    #expect(error { $0.epochs = 0 } == .setting(owner: "fit", name: "epochs", value: 0, range: .oneOrMore))
    #expect(error { $0.batchSize = 0 } == .setting(owner: "fit", name: "batch_size", value: 0, range: .oneOrMore))
    #expect(
        error { $0.optimiser = .adam(rate: -1) }
            == .setting(owner: "fit", name: "learning_rate", value: -1, range: .zeroOrMore))
    #expect(
        error { $0.clipping.norm = 0 } == .setting(owner: "fit", name: "clipnorm", value: 0, range: .moreThanZero))
    #expect(
        error { $0.clipping.globalNorm = .nan }?.isSetting("global_clipnorm") == true)
    #expect(
        error { $0.optimiser = .adam(beta1: 1) }
            == .setting(owner: "adam", name: "beta_1", value: 1, range: .fraction))
    #expect(
        error { $0.optimiser = .rmsprop(epsilon: 0) }
            == .setting(owner: "rmsprop", name: "epsilon", value: 0, range: .moreThanZero))
    #expect(error { $0.optimiser = .sgd(rate: .constant(.nan)) }?.isSetting("learning_rate") == true)
    #expect(
        error { $0.optimiser = .sgd(rate: .cosine(0.1, steps: -5)) }
            == .setting(owner: "fit", name: "steps", value: -5, range: .oneOrMore))
    #expect(
        error { $0.optimiser = .sgd(rate: .piecewise(boundaries: [5, 5], rates: [1, 2, 3])) }
            == .schedule(.boundaries(5, 5)))
    #expect(
        error { $0.optimiser = .sgd(rate: .warmUp(from: 0, steps: 3, then: .piecewise(boundaries: [5], rates: [1]))) }
            == .schedule(.values(boundaries: 1, values: 1)))
    #expect(error { $0.classWeights = [1, 2] } == .classWeights(.noClasses))
}

@Test("weights of examples that do not fit are refused") func weightsOfExamplesThatDoNotFitAreRefused() {
    func error(_ weights: [Real]) -> EngineError? {
        var data = examples()
        data.targets?.weights = weights
        return fitRefusal(examples: data)
    }
    #expect(error([1, 2, 0.5]) == nil)
    #expect(error([1, 2]) == .sampleWeights(.count(needs: 3, steps: 1, found: 2)))
    #expect(error([1, -2, 1]) == .sampleWeights(.value(-2, example: 1)))
    #expect(error([0, 0, 0]) == .sampleWeights(.allZero))
    guard case .sampleWeights(.value(_, example: 2)) = error([1, 1, .nan]) else {
        Issue.record("NaN was taken")
        return
    }
}

@Test("weights of classes that do not fit are refused") func weightsOfClassesThatDoNotFitAreRefused() {
    func error(_ weights: [Double]) -> EngineError? {
        var settings = FitSettings(epochs: 1, loss: .binaryCrossEntropy)
        settings.classWeights = weights
        return fitRefusal(
            [GRU(units: 2), Dense(units: 1, activation: .sigmoid)], examples: examples(targets: [0, 1, 1]), settings)
    }
    #expect(error([1, 3]) == nil)
    #expect(error([1, 3, 1]) == .classWeights(.count(needs: 2, found: 3)))
    #expect(error([0, 0]) == .classWeights(.allZero))
    #expect(error([1, -1]) == .setting(owner: "fit", name: "class_weight", value: -1, range: .zeroOrMore))
}

@Test("weights of another number or shape are refused") func weightsOfAnotherNumberOrShapeAreRefused() throws {
    var model = try Model(.sequential([GRU(units: 2), Dense(units: 1)]), input: sequence, seed: 1)
    #expect(
        refusal { () throws(EngineError) in try model.setWeights([Tensor(1)]) } == .weightCount(needs: 5, found: 1))
    var tensors = model.weights.map(\.tensor)
    tensors[1] = Tensor(zeros: [2, 5])
    #expect(
        refusal { () throws(EngineError) in try model.setWeights(tensors) }
            == .weightShape(name: "gru/recurrent_kernel", needs: [2, 6], found: [2, 5]))
}

@Test("a fit that is too large is refused before its weights are drawn")
func aFitThatIsTooLargeIsRefusedBeforeItsWeightsAreDrawn() {
    let network = Network.sequential([GRU(units: 60_000), Dense(units: 1)])
    let error = refusal { () throws(EngineError) in try network.checkMemory(from: [sequence], batch: 32) }
    guard case .tooMuchMemory(let needed, _) = error else {
        Issue.record("\(String(describing: error))")
        return
    }
    // 3·60,000² weights four times over, and once more as the model at the start, in 4 or 8 bytes each.
    #expect(needed > 5 * 3 * 60_000 * 60_000 * MemoryLayout<Real>.stride)
    #expect(throws: Never.self) { try Network.sequential([GRU(units: 6)]).checkMemory(from: [sequence], batch: 32) }
}

extension EngineError {
    /// For values that are not equal to themselves.
    fileprivate func isSetting(_ name: String) -> Bool {
        if case .setting(owner: "fit", name: name, value: _, range: _) = self { true } else { false }
    }
}
