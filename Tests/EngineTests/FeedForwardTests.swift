import Testing

@testable import Engine

private func run(
    _ layers: any Layer..., on rows: [[Real]], masked: [Int] = [], change: (inout Model) throws -> Void = { _ in }
) throws -> [Real] {
    try run(.sequential(layers), on: rows, masked: masked, change: change)
}

/// What a network makes of one sequence, all steps and features in a row.
private func run(
    _ network: Network, on rows: [[Real]], masked: [Int] = [], change: (inout Model) throws -> Void = { _ in }
) throws -> [Real] {
    let shape = Shape(steps: rows.count, features: rows[0].count)
    var model = try Model(network, input: shape, seed: 1)
    try change(&model)
    var inputs = Sequences(Tensor(rows.flatMap(\.self), shape: [1, rows.count, rows[0].count]))
    if !masked.isEmpty { inputs.realRows = rows.indices.map { !masked.contains($0) } }
    return try model.predict(inputs).values
}

private func close(_ left: [Real], _ right: [Real], _ tolerance: Real = 1e-5) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
}

private let fiveSteps: [[Real]] = [[1], [2], [4], [8], [16]]

// MARK: windows

@Test("a convolution adds up its window, each place with its own weights")
func aConvolutionAddsUpItsWindowEachPlaceWithItsOwnWeights() throws {
    // Weights 1, 10, 100 for the places of the window, bias 0.5.
    func convolved(_ layer: Conv1D) throws -> [Real] {
        try run(layer, on: fiveSteps) { try $0.setWeights([Tensor([1, 10, 100], shape: [3, 1, 1]), Tensor([0.5])]) }
    }
    #expect(try convolved(Conv1D(filters: 1, kernelSize: 3)) == [421.5, 842.5, 1684.5])
    #expect(try convolved(Conv1D(filters: 1, kernelSize: 3, padding: .same)) == [210.5, 421.5, 842.5, 1684.5, 168.5])
    #expect(try convolved(Conv1D(filters: 1, kernelSize: 3, padding: .causal)) == [100.5, 210.5, 421.5, 842.5, 1684.5])
    // Steps 1, 3 and 5.
    #expect(try convolved(Conv1D(filters: 1, kernelSize: 3, dilation: 2)) == [1641.5])
    #expect(try convolved(Conv1D(filters: 1, kernelSize: 3, strides: 2)) == [421.5, 1684.5])
    #expect(try convolved(Conv1D(filters: 1, kernelSize: 3, strides: 2, padding: .same)) == [210.5, 842.5, 168.5])
}

@Test("a causal convolution does not look ahead") func aCausalConvolutionDoesNotLookAhead() throws {
    let layer = Conv1D(filters: 3, kernelSize: 3, padding: .causal, dilation: 2)
    let before = try run(layer, on: fiveSteps)
    let after = try run(layer, on: fiveSteps.dropLast() + [[99]])
    #expect(before[..<12] == after[..<12])
    #expect(before[12...] != after[12...])
}

@Test("pooling takes the largest or the mean of a window; padding does not count")
func poolingTakesTheLargestOrTheMeanOfAWindowPaddingDoesNotCount() throws {
    let negative = fiveSteps.map { [-$0[0]] }
    #expect(try run(Pooling(.largest), on: fiveSteps) == [2, 8])
    #expect(try run(Pooling(.largest, padding: .same), on: negative) == [-1, -4, -16])
    #expect(try run(Pooling(.largest, size: 3, strides: 1), on: fiveSteps) == [4, 8, 16])
    #expect(try run(Pooling(.mean), on: fiveSteps) == [1.5, 6])
    #expect(try run(Pooling(.mean, padding: .same), on: fiveSteps) == [1.5, 6, 16])
    #expect(try run(GlobalPooling(.largest), on: negative) == [-1])
    #expect(close(try run(GlobalPooling(.mean), on: fiveSteps), [6.2]))
}

@Test("the mean of all steps leaves masked ones out") func theMeanOfAllStepsLeavesMaskedOnesOut() throws {
    #expect(close(try run(GlobalPooling(.mean), on: fiveSteps, masked: [0, 4]), [14 / 3]))
    #expect(try run(GlobalPooling(.largest), on: fiveSteps, masked: [4]) == [16])
    #expect(try run(GlobalPooling(.mean), on: fiveSteps, masked: [0, 1, 2, 3, 4]) == [0])
}

@Test("a largest number that is none is passed on") func aLargestNumberThatIsNoneIsPassedOn() throws {
    let huge = Activation(.relu)
    let result = try run(huge, Dense(units: 1, useBias: false), GlobalPooling(.largest), on: fiveSteps) {
        try $0.setWeights([Tensor([.nan], shape: [1, 1])])
    }
    #expect(result[0].isNaN)
}

// MARK: shapes and masks

@Test("flatten, repeat and concat keep the order") func flattenRepeatAndConcatKeepTheOrder() throws {
    let rows: [[Real]] = [[1, 2], [3, 4], [5, 6]]
    #expect(try run(Flatten(), on: rows) == [1, 2, 3, 4, 5, 6])
    #expect(try run(Flatten(), Repeat(2), on: [[1, 2]]) == [1, 2, 1, 2])
    let both = Network.joining([Network(), Network(), Network.sequential([Activation(.linear)])], by: Concat())
    #expect(try run(both, on: [[1, 2], [3, 4]]) == [1, 2, 1, 2, 1, 2, 3, 4, 3, 4, 3, 4])
}

@Test("masking takes out the steps that hold its value only") func maskingTakesOutTheStepsThatHoldItsValueOnly() throws
{
    let rows: [[Real]] = [[1, 2], [-1, -1], [-1, 3]]
    #expect(try run(Masking(value: -1), on: rows) == [1, 2, 0, 0, -1, 3])
    #expect(try run(Masking(value: -1), GlobalPooling(.mean), on: rows) == [0, 2.5])
    #expect(try run(Masking(value: -1), GlobalPooling(.mean), on: rows, masked: [0]) == [-1, 3])
}

@Test("merged masks keep what one of them keeps") func mergedMasksKeepWhatOneOfThemKeeps() throws {
    let left = Network.sequential([Masking(value: 1)])
    let right = Network.sequential([Masking(value: 2)])
    let nothing = Network()
    let mean = GlobalPooling(.mean)
    let rows: [[Real]] = [[1], [2], [5]]
    // Nothing is masked by both; an input without a mask leaves none.
    #expect(close(try run(Network.joining([left, right], by: Add()).appending(mean), on: rows), [13 / 3]))
    #expect(close(try run(Network.joining([left, left], by: Add()).appending(mean), on: rows), [7]))
    #expect(close(try run(Network.joining([left, nothing], by: Add()).appending(mean), on: rows), [5]))
    // A factor that is masked counts as 1, and a product of masked factors is 0.
    #expect(try run(Network.joining([left, right], by: Multiply()), on: rows) == [1, 2, 25])
    #expect(try run(Network.joining([left, left], by: Multiply()), on: rows) == [0, 4, 25])
    #expect(try run(Network.joining([left, nothing], by: Multiply()), on: rows) == [1, 4, 25])
}

@Test("a layer at every step is the layer itself") func aLayerAtEveryStepIsTheLayerItself() throws {
    let rows = fiveSteps.map { [$0[0], 1 - $0[0]] }
    #expect(try run(TimeDistributed(Dense(units: 3)), on: rows) == run(Dense(units: 3), on: rows))
}

// MARK: normalisation

/// Two batches of two examples with one step of one number.
private let fourNumbers = Examples(
    inputs: Sequences(Tensor([1, 3, 10, 30], shape: [4, 1, 1])), targets: Targets(Tensor([0, 0, 0, 0])))

@Test("batch_norm gathers means and variances, and no optimiser moves them")
func batchNormGathersMeansAndVariancesAndNoOptimiserMovesThem() throws {
    let model = try Model(
        .sequential([BatchNorm(momentum: 0.5), Flatten()]), input: Shape(steps: 1, features: 1), seed: 1)
    let settings = FitSettings(epochs: 1, batchSize: 2, optimiser: .sgd(rate: 0), shuffle: false, threads: 1)
    let fit = try Trainer(model, examples: fourNumbers, settings: settings).run().model
    #expect(fit.weights.map(\.name).suffix(2) == ["batch_norm/moving_mean", "batch_norm/moving_variance"])
    // Means 2 and 20, variances 1 and 100: 0 → 1 → 10.5 and 1 → 1 → 50.5.
    #expect(fit.weights[2].tensor.values == [10.5])
    #expect(fit.weights[3].tensor.values == [50.5])
    let expected = [1, 3, 10, 30].map { (Real($0) - 10.5) / Real(50.501).squareRoot() }
    #expect(close(try fit.predict(fourNumbers.inputs).values, expected))
    let moved = FitSettings(epochs: 1, batchSize: 2, optimiser: .adam(rate: 0.1), shuffle: false, threads: 1)
    let other = try Trainer(model, examples: fourNumbers, settings: moved).run().model
    #expect(other.weights[2].tensor.values == [10.5] && other.weights[3].tensor.values == [50.5])
    #expect(other.weights[0].tensor.values != [1])
}

@Test("a number that is none is found in the layer that made it")
func aNumberThatIsNoneIsFoundInTheLayerThatMadeIt() throws {
    let network = Network.sequential([Dense(units: 3), BatchNorm(), Highway(), Flatten(), Dense(units: 1)])
    var model = try Model(network, input: Shape(steps: 1, features: 1), seed: 1)
    var weights = model.weights.map(\.tensor)
    weights[2] = Tensor([1, .infinity, 1])
    try model.setWeights(weights)
    let settings = FitSettings(epochs: 1, batchSize: 4, threads: 1)
    guard case .notFinite(let fact) = try Trainer(model, examples: fourNumbers, settings: settings).run().ending else {
        Issue.record("infinity was learnt from")
        return
    }
    #expect(fact.layer == "batch_norm" && fact.field == "y" && fact.place == .value)
}

@Test("masked steps do not count for batch_norm") func maskedStepsDoNotCountForBatchNorm() throws {
    var inputs = Sequences(Tensor([1, 3, 500, 600], shape: [1, 4, 1]))
    inputs.realRows = [true, true, false, false]
    let examples = Examples(inputs: inputs, targets: Targets(Tensor([0], shape: [1, 1])))
    let network = Network.sequential([BatchNorm(momentum: 0), GlobalPooling(.mean)])
    let model = try Model(network, input: Shape(steps: 4, features: 1), seed: 1)
    let settings = FitSettings(epochs: 1, optimiser: .sgd(rate: 0), threads: 1)
    let fit = try Trainer(model, examples: examples, settings: settings).run().model
    #expect(fit.weights[2].tensor.values == [2] && fit.weights[3].tensor.values == [1])
}

@Test("layer_norm brings each step to mean 0 and variance 1") func layerNormBringsEachStepToMean0AndVariance1() throws {
    // Mean 3, variance 2.
    let result = try run(LayerNorm(epsilon: 1e-9), on: [[1, 2, 3, 4, 5], [10, 20, 30, 40, 50]])
    let expected: [Real] = [-2, -1, 0, 1, 2].map { $0 / Real(2).squareRoot() }
    #expect(close(result, expected + expected))
}

@Test("a highway lets most pass at first") func aHighwayLetsMostPassAtFirst() throws {
    let model = try Model(.sequential([Highway()]), input: Shape(2), seed: 1)
    #expect(model.weights.map(\.name.description).suffix(2) == ["highway/transform_kernel", "highway/transform_bias"])
    #expect(model.weights[3].tensor.values == [-1, -1])
    // With kernels of 0: T = σ(−1), H = 0, y = (1 − T)·x.
    var closed = model
    try closed.setWeights([Tensor(zeros: [2, 2]), Tensor([0, 0]), Tensor(zeros: [2, 2]), Tensor([-1, -1])])
    let result = try closed.predict(Sequences(Tensor([1, 2], shape: [1, 2]))).values
    #expect(close(result, [0.7310586, 1.4621172], 1e-6))
}

// MARK: threads and refusals

@Test("convolution and normalisation give the same bits on 1 and 2 threads")
func convolutionAndNormalisationGiveTheSameBitsOn1And2Threads() throws {
    var random = Random(seed: 3, .data)
    let values = (0..<64 * 60 * 48).map { _ in Real(random.normal()) }
    let examples = Examples(
        inputs: Sequences(Tensor(values, shape: [64, 60, 48])), targets: Targets(Tensor((0..<64).map { Real($0 % 2) })))
    let layers: [any Layer] = [
        Conv1D(filters: 64, kernelSize: 3, padding: .same, activation: .relu), BatchNorm(), LayerNorm(), Highway(),
        Pooling(.largest), Conv1D(filters: 48, kernelSize: 5, strides: 2), GlobalPooling(.mean), Dense(units: 1),
    ]
    let model = try Model(.sequential(layers), input: Shape(steps: 60, features: 48), seed: 1)
    let bits = try [1, 2].map { threads in
        let settings = FitSettings(epochs: 1, threads: threads)
        let fit = try Trainer(model, examples: examples, settings: settings).run().model
        return fit.weights.flatMap { $0.tensor.values.map { Float($0).bitPattern } }
    }
    #expect(bits[0] == bits[1])
}

private func refusal(_ network: Network, _ inputs: [Shape]) -> EngineError? {
    do throws(EngineError) {
        _ = try network.shapes(from: inputs)
        return nil
    } catch {
        return error
    }
}

private func need(_ layers: any Layer..., input: Shape) -> ShapeMismatch.Need? {
    guard case .shape(let mismatch) = refusal(.sequential(layers), [input]) else { return nil }
    return mismatch.needs
}

@Test("layers say what they need") func layersSayWhatTheyNeed() {
    let (sequence, vector) = (Shape(steps: 4, features: 2), Shape(3))
    #expect(need(Conv1D(filters: 2, kernelSize: 3), input: vector) == .sequence)
    #expect(need(Conv1D(filters: 2, kernelSize: 3, dilation: 2), input: sequence) == .steps(atLeast: 5))
    #expect(need(Pooling(.mean, size: 5), input: sequence) == .steps(atLeast: 5))
    #expect(need(Pooling(.mean, size: 5, padding: .same), input: sequence) == nil)
    #expect(need(GlobalPooling(.largest), input: vector) == .sequence)
    #expect(need(Masking(), input: vector) == .sequence)
    #expect(need(Repeat(2), input: sequence) == .vector)
    #expect(need(TimeDistributed(Dense(units: 1)), input: vector) == .sequence)
    #expect(need(TimeDistributed(GRU(units: 1)), input: sequence) == .eachStep(inside: "gru"))
    func needs(_ layer: any Layer, _ shapes: Shape...) -> ShapeMismatch.Need? {
        let inputs = shapes.map { Network(input: $0) }
        guard case .shape(let mismatch) = refusal(.joining(inputs, by: layer), shapes) else { return nil }
        return mismatch.needs
    }
    #expect(needs(Add(), sequence, Shape(steps: 4, features: 3)) == .sameShapes)
    #expect(needs(Multiply(), vector, Shape(4)) == .sameShapes)
    #expect(needs(Concat(), sequence, vector) == .sameSteps)
    #expect(needs(Concat(), sequence, Shape(steps: 4, features: 5)) == nil)
}

@Test("options outside their range are refused") func optionsOutsideTheirRangeAreRefused() {
    let input = Shape(steps: 4, features: 2)
    func refused(_ layer: any Layer) -> String? {
        guard case .setting(let owner, let name, _, _) = refusal(.sequential([layer]), [input]) else { return nil }
        return "\(owner) \(name)"
    }
    #expect(refused(Conv1D(filters: 0, kernelSize: 3)) == "conv1d filters")
    #expect(refused(Conv1D(filters: 1, kernelSize: 0)) == "conv1d kernel_size")
    #expect(refused(Conv1D(filters: 1, kernelSize: 1, strides: 0)) == "conv1d strides")
    #expect(refused(Conv1D(filters: 1, kernelSize: 1, dilation: -1)) == "conv1d dilation_rate")
    #expect(refused(Pooling(.largest, size: 0)) == "max_pooling pool_size")
    #expect(refused(Pooling(.mean, strides: 0)) == "average_pooling strides")
    #expect(refused(Repeat(0)) == "repeat n")
    #expect(refused(LayerNorm(epsilon: 0)) == "layer_norm epsilon")
    #expect(refused(BatchNorm(epsilon: .nan)) == "batch_norm epsilon")
    #expect(refused(BatchNorm(momentum: 1)) == "batch_norm momentum")
    #expect(refused(Highway(transformBias: .infinity)) == "highway transform_bias")
    #expect(refused(TimeDistributed(Dense(units: 0))) == "dense units")
}

@Test("windows of astronomical size are refused, or see padding only")
func windowsOfAstronomicalSizeAreRefusedOrSeePaddingOnly() throws {
    let size = 1_000_000_000_000
    for layer in [
        Conv1D(filters: size, kernelSize: size, padding: .same),
        Conv1D(filters: 1, kernelSize: size, padding: .causal, dilation: size),
    ] {
        do throws(EngineError) {
            _ = try Model(.sequential([layer]), input: Shape(steps: 4, features: 2), seed: 1)
            Issue.record("\(layer.title) was taken")
        } catch {
            guard case .tooMuchMemory = error else {
                Issue.record("\(layer.title): \(error)")
                continue
            }
        }
    }
    for padding in [WindowPadding.same, .causal] {
        let wide = Conv1D(filters: 1, kernelSize: 4, padding: padding, dilation: .max)
        #expect(try run(wide, on: fiveSteps).count == 5)
        let far = Conv1D(filters: 1, kernelSize: 1, strides: .max, padding: padding, useBias: false)
        #expect(try run(far, on: fiveSteps) { try $0.setWeights([Tensor([7], shape: [1, 1, 1])]) } == [7])
    }
    #expect(try run(Pooling(.largest, size: .max, strides: 1, padding: .same), on: fiveSteps).last == 16)
}
