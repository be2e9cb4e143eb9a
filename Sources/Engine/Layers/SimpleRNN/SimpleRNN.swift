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
    package var options: RecurrentOptions

    package init(
        units: Int, activation: ActivationFunction = .tanh, returnSequences: Bool = false, useBias: Bool = true,
        options: RecurrentOptions = RecurrentOptions()
    ) {
        self.units = units
        self.activation = activation
        self.returnSequences = returnSequences
        self.useBias = useBias
        self.options = options
    }

    package var kind: String { "simple_rnn" }
    package var title: String { "SimpleRNN(\(units))" }
    package var blocks: Int { 1 }
    package var blockNames: [String] { ["h"] }
    /// There are no gates.
    package var recurrentActivation: ActivationFunction { activation }

    package func parameters(after inputs: [Shape]) -> [Parameter] { standardParameters(after: inputs, bias: .zeros) }
}
