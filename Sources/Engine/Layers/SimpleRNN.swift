/// A simple recurrent layer: one state, one equation.
///
///     h′ = f(x·W + h·U + b)
///
/// Shapes: x [B, D]; h [B, H]; W [D, H], U [H, H], b [H].
/// Source: Elman (1990), "Finding structure in time".
package struct SimpleRNN: RecurrentLayer {
    package var units: Int
    package var activation: ActivationFunction
    package var returnSequences: Bool
    package var useBias: Bool

    package init(
        units: Int, activation: ActivationFunction = .tanh, returnSequences: Bool = false, useBias: Bool = true
    ) {
        self.units = units
        self.activation = activation
        self.returnSequences = returnSequences
        self.useBias = useBias
    }

    package var kind: String { "simple_rnn" }
    package var title: String { "SimpleRNN(\(units))" }
    package var blocks: Int { 1 }

    package func parameters(after inputs: [Shape]) -> [Parameter] { standardParameters(after: inputs, bias: .zeros) }

    package var equations: [Equation] {
        [
            Equation(
                symbol: "h", formula: "\(activation.symbol)(x·W + h₋₁·U\(useBias ? " + b" : ""))",
                meaning: "the new state", field: "h",
                body: .affine(.init(block: 0, activation: activation, recurrent: .state)))
        ]
    }

    package var notes: [String] { ["h_0 = 0"] }
}
