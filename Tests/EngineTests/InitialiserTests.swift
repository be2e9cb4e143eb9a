import Testing

@testable import Engine

private func values(_ initialiser: Initialiser, _ shape: [Int], blocks: Int = 1) throws -> [Real] {
    var random = Random(seed: 7, .initialisation)
    return try initialiser.values(
        for: Parameter(name: "kernel", shape: shape, blocks: blocks, initialiser: initialiser), from: &random)
}

private func spread(_ values: [Real]) -> (mean: Double, deviation: Double, most: Double) {
    let count = Double(values.count)
    let mean = values.reduce(0.0) { $0 + Double($1) } / count
    let square = values.reduce(0.0) { $0 + (Double($1) - mean) * (Double($1) - mean) } / count
    return (mean, square.squareRoot(), values.map { abs(Double($0)) }.max() ?? 0)
}

private let spreads: [(Initialiser, Double)] = [
    // fan in 300, fan out 100: √(2 / 400), √(2 / 300), √(1 / 300).
    (.glorotUniform, 0.070711), (.glorotNormal, 0.070711), (.heUniform, 0.081650), (.heNormal, 0.081650),
    (.lecunUniform, 0.057735), (.lecunNormal, 0.057735), (.normal(mean: 0, deviation: 0.3), 0.3),
    (.uniformBetween(-1, 1), 0.577350), (.uniform(0.05), 0.028868),
    // What is left of a normal cut at two deviations is narrower.
    (.truncatedNormal(mean: 0, deviation: 1), 0.879626),
]

@Test("weights are as far spread as the layer's sizes ask for", arguments: spreads)
func weightsAreAsFarSpreadAsTheLayersSizesAskFor(_ initialiser: Initialiser, _ deviation: Double) throws {
    let found = spread(try values(initialiser, [300, 100]))
    #expect(abs(found.mean) < deviation * 0.03)
    #expect(abs(found.deviation / deviation - 1) < 0.02)
}

@Test("a convolution's kernel counts its width") func aConvolutionsKernelCountsItsWidth() throws {
    // Width 5, 20 in, 60 out: fans 100 and 300, limit √(6 / 400).
    let found = try values(.glorotUniform, [5, 20, 60])
    #expect(abs(spread(found).most - 0.122474) < 0.001)
}

@Test("a truncated normal ends at two deviations") func aTruncatedNormalEndsAtTwoDeviations() throws {
    let found = try values(.truncatedNormal(mean: 1, deviation: 0.5), [300, 100])
    #expect(found.allSatisfy { $0 >= 0 && $0 <= 2 })
    #expect(abs(spread(found).mean - 1) < 0.01)
}

@Test("identity, constants and gains are what they say") func identityConstantsAndGainsAreWhatTheySay() throws {
    #expect(try values(.identity, [2, 3]) == [1, 0, 0, 0, 1, 0])
    #expect(try values(.scaled(.identity, by: 0.5), [2, 2]) == [0.5, 0, 0, 0.5])
    #expect(try values(.constant(0.25), [3]) == [0.25, 0.25, 0.25])
    #expect(try values(.onesInBlock(1, elsewhere: .constant(2)), [8], blocks: 4) == [2, 2, 1, 1, 2, 2, 2, 2])
    let q = try values(.scaled(.orthogonal, by: 2), [3, 3])
    let lengths = (0..<3).map { row in (0..<3).reduce(Real(0)) { $0 + q[row * 3 + $1] * q[row * 3 + $1] } }
    #expect(lengths.allSatisfy { abs($0 - 4) < 1e-5 })
}

@Test("a node's initialiser is used, and the forget gate stays open")
func aNodesInitialiserIsUsedAndTheForgetGateStaysOpen() throws {
    let options = NodeOptions(initialisers: ["bias": .constant(0.5), "recurrent_kernel": .identity])
    let node = Network.Node(layer: LSTM(units: 2), inputs: [.input(0)], options: options)
    let model = try Model(Network().appending(node), input: Shape(steps: 3, features: 1), seed: 1)
    #expect(model.weights[2].tensor.values == [0.5, 0.5, 1, 1, 0.5, 0.5, 0.5, 0.5])
    #expect(model.weights[1].tensor.values == [1, 0, 0, 0, 0, 0, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0])
}

@Test("a vector cannot start orthogonal") func aVectorCannotStartOrthogonal() throws {
    let options = NodeOptions(initialisers: ["bias": .scaled(.orthogonal, by: 2)])
    let node = Network.Node(layer: Dense(units: 2), inputs: [.input(0)], options: options)
    #expect(throws: EngineError.initialiser(owner: "dense", name: "bias", shape: [2])) {
        try Model(Network().appending(node), input: Shape(3), seed: 1)
    }
}
