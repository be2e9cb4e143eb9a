/// A minimal gated recurrent unit: neither gate nor candidate reads the state, so its sums are known for all steps at once.
///
///     z = σ(x·W_z + b_z)        how much of the state is renewed
///     h̃ = x·W_h + b_h           the candidate
///     h′ = (1 − z) ⊙ h + z ⊙ h̃
///
/// Shapes: x [B, D]; z, h̃, h [B, H]; W [D, 2H], b [2H], blocks in the order z, h̃: 2·D·H + 2·H weights.
/// Source: Feng et al. (2024), "Were RNNs all we needed?", section 3.1, arXiv:2410.01201.
package struct MinGRU: RecurrentLayer {
    package var units: Int
    /// Of the candidate; the paper has none.
    package var activation: ActivationFunction
    package var returnSequences: Bool
    package var useBias: Bool
    package var options: RecurrentOptions

    package init(
        units: Int, activation: ActivationFunction = .linear, returnSequences: Bool = false, useBias: Bool = true,
        options: RecurrentOptions = RecurrentOptions()
    ) {
        self.units = units
        self.activation = activation
        self.returnSequences = returnSequences
        self.useBias = useBias
        self.options = options
        // There is no product with the state that could be dropped.
        self.options.recurrentDropout = 0
    }

    package var kind: String { "min_gru" }
    package var title: String { "MinGRU(\(units))" }
    package var blocks: Int { 2 }
    package var blockNames: [String] { ["z", "n"] }
    package var recurrentActivation: ActivationFunction { .sigmoid }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        standardParameters(after: inputs, bias: .zeros).filter { $0.name != "recurrent_kernel" }
    }

    package func parameterFormula(inputs: Int) -> String {
        "2·(\(inputs)·\(units)\(useBias ? " + \(units)" : ""))"
    }
}
