import Display
import Testing

@testable import Engine
@testable import Views

/// Networks with every layer that has no state, and one whose gates do not read it.
private let networks: [Network] = {
    let convolved = Network().appending(Conv1D(filters: 4, kernelSize: 3, padding: .same, activation: .relu))
    let chain: [any Layer] = [
        Masking(), LayerNorm(), BatchNorm(), Highway(), TimeDistributed(Dense(units: 3)), Pooling(.largest),
        Pooling(.mean, size: 2, strides: 1, padding: .same), Flatten(), Repeat(3), GlobalPooling(.mean),
        Dense(units: 2),
    ]
    let branches = [convolved.appending(Dense(units: 4)), convolved, convolved.appending(Highway())]
    let merges: [any Layer] = [Add(), Multiply(), Concat()]
    let minimal = [MinGRU(units: 3, returnSequences: true), MinGRU(units: 2)]
    return [.sequential(chain), .sequential([Pooling(.largest), GlobalPooling(.largest)])]
        + merges.map { Network.joining(branches, by: $0).appending(GRU(units: 2)) }
        + merges.map { Network.joining(branches, by: $0) } + [.sequential(minimal)]
}()

private func trace(_ network: Network) throws -> Trace {
    let shape = Shape(steps: 6, features: 2)
    let model = try Model(network, input: shape, seed: 1)
    let output = model.output
    let values = (0..<12).map { Real(($0 * 37) % 19) / 10 - 0.9 }
    let targets = [Real](repeating: 0.5, count: output.positions * output.features)
    return try model.trace(
        Examples(
            inputs: Sequences(Tensor(values, shape: [1, 6, 2])),
            targets: Targets(Tensor(targets, shape: [1, output.positions, output.features]))))
}

@Test("every layer can be walked and opened", arguments: networks.indices)
func everyLayerCanBeWalkedAndOpened(_ index: Int) throws {
    let trace = try trace(networks[index])
    for layer in trace.layers.indices {
        for step in 0..<trace.steps {
            for equation in 0..<max(1, trace.equationCount(of: layer)) {
                let cursor = StepCursor(
                    step: step, unit: trace.layers[layer].units - 1, layer: layer, equation: equation)
                for depth in [StepView.Depth.network, .cell] {
                    var grid = Grid(width: 80, height: 24)
                    let view = StepView(trace, cursor: cursor, depth: depth)
                    view.draw(into: &grid, area: grid.bounds, glyphs: .ascii)
                    #expect(view.text(width: 80).contains("t = \(step + 1) / 6"))
                    #expect(!view.text(width: 80).contains("?"))
                }
            }
        }
    }
}

@Test("a merge shows its inputs and their sum") func aMergeShowsItsInputsAndTheirSum() throws {
    let trace = try trace(networks[5])
    let merge = try #require(trace.layers.last)
    #expect(merge.equations.map(\.formula) == ["x₁ + x₂ + x₃"])
    let fields = merge.fields
    for unit in 0..<4 {
        let sum = ["x₁", "x₂", "x₃"].reduce(Real(0)) { $0 + fields[$1]![2][unit] }
        #expect(abs(sum - merge.outputs[2][unit]) < 1e-6)
    }
    let text = StepText(trace, step: 3).lines(width: 80, glyphs: .ascii).map(\.text).joined(separator: "\n")
    #expect(text.contains("x1 + x2 + x3"))
}

@Test("a convolution shows the steps of its window") func aConvolutionShowsTheStepsOfItsWindow() throws {
    let layer = try trace(networks[5]).layers[0]
    // Three steps of two numbers; before the first there is nothing.
    #expect(layer.inputs[0].count == 6)
    #expect(layer.inputs[0][..<2] == [0, 0])
    #expect(layer.inputs[1][..<2] == layer.inputs[0][2..<4])
    let shown = layer.arithmetic(layer.equations[0], step: 2, unit: 1)
    #expect(abs((shown.sum ?? .nan) - shown.result) < 1e-6 || shown.result == 0)
}
