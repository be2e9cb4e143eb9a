/// A layer with a memory: long short-term memory.
///
///     i = σ(x·W_i + h·U_i + b_i)      what is written
///     f = σ(x·W_f + h·U_f + b_f)      what is kept
///     c̃ = tanh(x·W_c + h·U_c + b_c)   what would be written
///     o = σ(x·W_o + h·U_o + b_o)      what is shown
///     c′ = f ⊙ c + i ⊙ c̃
///     h′ = o ⊙ tanh(c′)
///
/// Shapes: x [B, D]; i, f, c̃, o, c, h [B, H]; W [D, 4H], U [H, 4H], b [4H], blocks in the order i, f, c̃, o.
/// Source: Hochreiter and Schmidhuber (1997); forget gate: Gers, Schmidhuber and Cummins (2000); b_f = 1: Jozefowicz et al. (2015).
package struct LSTM: RecurrentLayer {
    package var units: Int
    package var activation: ActivationFunction
    package var recurrentActivation: ActivationFunction
    package var returnSequences: Bool
    package var useBias: Bool
    /// The forget gate's bias starts at 1.
    package var unitForgetBias: Bool
    package var options: RecurrentOptions

    package init(
        units: Int, activation: ActivationFunction = .tanh, recurrentActivation: ActivationFunction = .sigmoid,
        returnSequences: Bool = false, useBias: Bool = true, unitForgetBias: Bool = true,
        options: RecurrentOptions = RecurrentOptions()
    ) {
        self.units = units
        self.activation = activation
        self.recurrentActivation = recurrentActivation
        self.returnSequences = returnSequences
        self.useBias = useBias
        self.unitForgetBias = unitForgetBias
        self.options = options
    }

    package var kind: String { "lstm" }
    package var title: String { "LSTM(\(units))" }
    package var blocks: Int { 4 }
    package var blockNames: [String] { ["i", "f", "g", "o"] }
    package var stateCount: Int { 2 }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        standardParameters(after: inputs, bias: unitForgetBias ? .onesInBlock(1) : .zeros)
    }
}
