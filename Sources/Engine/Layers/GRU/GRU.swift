/// A gated recurrent unit.
///
///     z = σ(x·W_z + h·U_z + b_z)            how much of the past stays
///     r = σ(x·W_r + h·U_r + b_r)            how much of it the candidate sees
///     n = tanh(x·W_n + (r ⊙ h)·U_n + b_n)   the candidate
///     h′ = z ⊙ h + (1 − z) ⊙ n
///
/// With `resetAfter` the candidate is n = tanh(x·W_n + b_n + r ⊙ (h·U_n + c_n)), and z and r have a second bias too.
///
/// Shapes: x [B, D]; z, r, n, h [B, H]; W [D, 3H], U [H, 3H], b [3H] or, for b above c, [2, 3H]; blocks in the order z, r, n.
/// Source: Cho et al. (2014), section 2.3, arXiv:1406.1078; reset after: cuDNN, Keras 3 and PyTorch.
package struct GRU: RecurrentLayer {
    package var units: Int
    package var activation: ActivationFunction
    package var recurrentActivation: ActivationFunction
    package var returnSequences: Bool
    package var useBias: Bool
    package var resetAfter: Bool
    package var options: RecurrentOptions

    package init(
        units: Int, activation: ActivationFunction = .tanh, recurrentActivation: ActivationFunction = .sigmoid,
        returnSequences: Bool = false, useBias: Bool = true, resetAfter: Bool = false,
        options: RecurrentOptions = RecurrentOptions()
    ) {
        self.units = units
        self.activation = activation
        self.recurrentActivation = recurrentActivation
        self.returnSequences = returnSequences
        self.useBias = useBias
        self.resetAfter = resetAfter
        self.options = options
    }

    package var kind: String { "gru" }
    package var title: String { "GRU(\(units))" }
    package var blocks: Int { 3 }
    package var agreesWithTorch: Bool { resetAfter }
    package var blockNames: [String] { ["z", "r", "n"] }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        var result = standardParameters(after: inputs, bias: .zeros)
        if resetAfter, useBias { result[2].shape = [2, result[2].count] }
        return result
    }
}
