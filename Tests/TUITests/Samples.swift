import Base

@testable import Engine

/// A trace of three steps and two units, written by hand: h = tanh(x·W + h₋₁·U + b).
enum Samples {
    static let trace: Trace = {
        let h: [[Real]] = [[0.4621, -0.2449], [0.8, -0.5], [0.9, -0.6]]
        let layer = LayerTrace(
            name: "simple_rnn", title: "SimpleRNN(2)", shape: Shape(2), isRecurrent: true, units: 2,
            inputs: [[1], [2], [3]], outputs: h, fields: ["h": h], initial: ["h": [0, 0]],
            equations: [
                Equation(
                    symbol: "h", formula: "tanh(x·W + h₋₁·U + b)", meaning: "the new state", field: "h",
                    body: .affine(.init(block: 0, activation: .tanh, recurrent: .state)))
            ],
            weights: [
                (name: "kernel", tensor: Tensor([0.5, -0.25], shape: [1, 2])),
                (name: "recurrent_kernel", tensor: Tensor([0, 0, 0, 0], shape: [2, 2])),
                (name: "bias", tensor: Tensor([0, 0], shape: [2])),
            ], parameterCount: 8, parameterFormula: "2·(1 + 2 + 1)", notes: ["h_0 = 0"], masked: [], gateGradients: [:])
        return Trace(
            inputShape: Shape(steps: 3, features: 1), input: [[1], [2], [3]], layers: [layer], output: [h[2]],
            stepLosses: [nil], lossName: "")
    }()
}
