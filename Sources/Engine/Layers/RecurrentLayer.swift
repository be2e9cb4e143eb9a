/// What simple RNN, GRU and LSTM have in common: units, gate blocks, and a state that walks through time.
package protocol RecurrentLayer: Layer {
    var units: Int { get }
    var returnSequences: Bool { get }
    var useBias: Bool { get }
    /// Gate blocks side by side in kernel, recurrent kernel and bias.
    var blocks: Int { get }
    var activation: ActivationFunction { get }
    /// Of the gates.
    var recurrentActivation: ActivationFunction { get }
}

extension RecurrentLayer {
    package func check() throws(EngineError) {
        guard units > 0 else {
            throw .setting(owner: kind, name: "units", value: Double(units), range: .oneOrMore)
        }
        if activation == .softmax || recurrentActivation == .softmax { throw .activation(owner: kind, .softmax) }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let steps = inputs.first?.steps else { throw ShapeProblem(needs: .sequence) }
        return Shape(steps: returnSequences ? steps : nil, features: units)
    }

    package func parameterFormula(inputs: Int) -> String {
        let bias = useBias ? (self as? GRU)?.resetAfter == true ? " + 2·\(units)" : " + \(units)" : ""
        let one = "(\(inputs) + \(units))·\(units)\(bias)"
        return blocks == 1 ? one : "\(blocks)·(\(one))"
    }

    func standardParameters(after inputs: [Shape], bias: Initialiser) -> [Parameter] {
        let wide = Sizes.product(blocks, units)
        let kernel = Parameter(
            name: "kernel", shape: [inputs[0].features, wide], blocks: blocks, initialiser: .glorotUniform)
        let recurrent = Parameter(
            name: "recurrent_kernel", shape: [units, wide], blocks: blocks, initialiser: .orthogonal)
        let biases = Parameter(name: "bias", shape: [wide], blocks: blocks, initialiser: bias)
        return useBias ? [kernel, recurrent, biases] : [kernel, recurrent]
    }
}

extension ActivationFunction {
    /// As it stands in formulas.
    package var symbol: String {
        switch self {
        case .linear: ""
        case .tanh: "tanh"
        case .sigmoid: "σ"
        case .relu: "relu"
        case .softmax: "softmax"
        }
    }
}
