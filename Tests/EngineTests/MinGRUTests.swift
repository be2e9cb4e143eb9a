// The names are those of the JSON file.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials
import Testing

@testable import EngineDouble

/// A minGRU made of PyTorch's primitives: Fixtures/min_gru.json, by make_min_gru.py.
private struct MinGRUFixture: Decodable {
    var x, kernel, dense_kernel, h, dh: [[Double]]
    var y, bias, dense_bias, answers: [Double]
    var gradients: Gradients

    struct Gradients: Decodable {
        var kernel: [[Double]]
        var bias: [Double]
    }

    static func read() throws -> MinGRUFixture {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return try JSONDecoder().decode(
            MinGRUFixture.self, from: Data(contentsOf: folder.appending(path: "min_gru.json")))
    }

    func inspector() throws -> Inspector {
        let layers: [any Layer] = [MinGRU(units: 4, returnSequences: true), Dense(units: 1)]
        var model = try Model(.sequential(layers), input: Shape(steps: 6, features: 3), seed: 1)
        try model.setWeights([Tensor(rows: kernel), Tensor(bias), Tensor(rows: dense_kernel), Tensor(dense_bias)])
        let examples = Examples(
            inputs: Sequences(Tensor(x.flatMap(\.self), shape: [1, 6, 3])),
            targets: Targets(Tensor(y, shape: [1, 6, 1])))
        return try Inspector(model, examples, losses: [.meanSquaredError])
    }
}

private func isClose(_ left: [Double], _ right: [Double]) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) < 1e-9 }
}

@Test("a minGRU has the states, answers and gradients of one made of PyTorch's primitives")
func aMinGRUIsOneMadeOfPyTorchsPrimitives() throws {
    let fixture = try MinGRUFixture.read()
    let inspector = try fixture.inspector()
    let layer = inspector.trace.layers[0]
    #expect(isClose(layer.outputs.flatMap(\.self), fixture.h.flatMap(\.self)))
    #expect(isClose(inspector.trace.output.flatMap(\.self), fixture.answers))
    let gradients = try #require(layer.gradients["h"])
    #expect(isClose(gradients.dropFirst().flatMap(\.self), fixture.dh.flatMap(\.self)))
    let weights = inspector.weightGradients()
    #expect(isClose(weights[0].tensor.values, fixture.gradients.kernel.flatMap(\.self)))
    #expect(isClose(weights[1].tensor.values, fixture.gradients.bias))
}

@Test("a minGRU has 2·d·h + 2·h weights, and none between states")
func aMinGRUHasNoWeightsBetweenStates() throws {
    let model = try Model(.sequential([MinGRU(units: 4)]), input: Shape(steps: 5, features: 3), seed: 1)
    #expect(model.weights.map(\.name) == ["min_gru/kernel", "min_gru/bias"])
    #expect(model.weights.map(\.tensor.shape) == [[3, 8], [8]])
    #expect(MinGRU(units: 4).parameterFormula(inputs: 3) == "2·(3·4 + 4)")
}

@Test("a minGRU is written as in its paper") func aMinGRUIsWrittenAsInItsPaper() {
    let notations = MinGRU(units: 4).notations
    #expect(notations[0].equations.map(\.formula) == ["σ(x·W_z + b_z)", "x·W_h + b_h", "(1 − z)⊙h₋₁ + z⊙h̃"])
    #expect(notations[1].equations.map(\.formula) == ["σ(W_z·x + b_z)", "W_h·x + b_h", "(1 − z)⊙h₋₁ + z⊙h̃"])
    #expect(notations[1].equations.map(\.symbol) == ["z", "h̃", "h"])
}
