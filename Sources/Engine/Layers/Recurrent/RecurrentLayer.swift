/// What simple RNN, GRU and LSTM have in common: units, gate blocks, and a state that walks through time.
///
/// Inputs: the sequence, and after it the states to begin with, if they are given: h, or h and c.
package protocol RecurrentLayer: Layer {
    var units: Int { get }
    var returnSequences: Bool { get }
    var useBias: Bool { get }
    /// Gate blocks side by side in kernel, recurrent kernel and bias.
    var blocks: Int { get }
    /// Of their kept values.
    var blockNames: [String] { get }
    /// 1 for h, 2 for h and c.
    var stateCount: Int { get }
    var activation: ActivationFunction { get }
    /// Of the gates.
    var recurrentActivation: ActivationFunction { get }
    var options: RecurrentOptions { get set }
    /// How others write its equations; nil for the way they are.
    func notationRules(in convention: Convention) -> NotationRules?
}

/// How a recurrent layer walks through time, whatever its cell.
package struct RecurrentOptions: Hashable, Sendable {
    /// From the last step to the first. Its steps are passed on in the order in which they were computed, as in Keras.
    package var goBackwards: Bool
    /// Each batch begins with the states that the batch before ended with, example by example.
    package var isStateful: Bool
    /// The share of x that a sequence goes without: one mask for all of its steps (Gal and Ghahramani, 2016,
    /// arXiv:1512.05287); where there is recurrent dropout too, one for each gate block.
    package var dropout: Double
    /// The same for h before its products, one mask for each gate block.
    package var recurrentDropout: Double
    /// Truncated backpropagation through time: the gradient stays within chunks of so many steps, counted in the order of
    /// computation (Williams and Peng, 1990).
    package var truncation: Int?

    package init(
        goBackwards: Bool = false, isStateful: Bool = false, dropout: Double = 0, recurrentDropout: Double = 0,
        truncation: Int? = nil
    ) {
        self.goBackwards = goBackwards
        self.isStateful = isStateful
        self.dropout = dropout
        self.recurrentDropout = recurrentDropout
        self.truncation = truncation
    }
}

extension RecurrentLayer {
    package var stateCount: Int { 1 }
    package var carriesStates: Bool { options.isStateful }
    package var isStepwise: Bool { !options.goBackwards }

    package func check() throws(EngineError) {
        guard units > 0 else {
            throw .setting(owner: kind, name: "units", value: Double(units), range: .oneOrMore)
        }
        for (name, rate) in [("dropout", options.dropout), ("recurrent_dropout", options.recurrentDropout)] {
            guard rate >= 0, rate < 1 else { throw .setting(owner: kind, name: name, value: rate, range: .fraction) }
        }
        if let steps = options.truncation, steps < 1 {
            throw .setting(owner: kind, name: "truncate", value: Double(steps), range: .oneOrMore)
        }
        if activation == .softmax || recurrentActivation == .softmax { throw .activation(owner: kind, .softmax) }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let steps = inputs.first?.steps else { throw ShapeProblem(needs: .sequence) }
        let states = inputs.dropFirst()
        guard states.isEmpty || Array(states) == self.states(after: inputs) else {
            throw ShapeProblem(needs: .states(count: stateCount, units: units))
        }
        return Shape(steps: returnSequences ? steps : nil, features: units)
    }

    package func states(after inputs: [Shape]) -> [Shape] { [Shape](repeating: Shape(units), count: stateCount) }

    package func parameterFormula(inputs: Int) -> String {
        standardFormula(inputs: inputs, bias: "\(units)")
    }

    func standardFormula(inputs: Int, bias: String) -> String {
        let one = "(\(inputs) + \(units))·\(units)\(useBias ? " + " + bias : "")"
        return blocks == 1 ? one : "\(blocks)·(\(one))"
    }

    /// The class `name` of Keras; `own`: arguments that other recurrent layers do not have.
    func kerasForm(_ name: String, own: [(name: String?, value: KerasCall.Value)] = []) -> KerasForm {
        if options.truncation != nil { return .missing("truncated backpropagation, which Keras does not have") }
        if options.isStateful { return .missing("stateful layers, whose resets this script does not write") }
        var arguments: [(name: String?, value: KerasCall.Value)] = [
            (nil, .number("\(units)")), activation.kerasArgument, ("return_sequences", .flag(returnSequences)),
            ("use_bias", .flag(useBias)),
        ]
        if options.goBackwards { arguments.append(("go_backwards", .flag(true))) }
        if options.dropout > 0 { arguments.append(("dropout", .number("\(options.dropout)"))) }
        if options.recurrentDropout > 0 {
            arguments.append(("recurrent_dropout", .number("\(options.recurrentDropout)")))
        }
        return .recurrent(KerasCall(name, arguments + own))
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

    /// Where the states come from, and what else a view of the layer tells.
    var walkNotes: [String] {
        let states = stateCount == 1 ? ["h"] : ["h", "c"]
        var notes = [
            options.isStateful
                ? states.map { "\($0)_0" }.joined(separator: ", ") + ": where the batch before ended"
                : states.map { "\($0)_0 = 0" }.joined(separator: ", ")
        ]
        if options.goBackwards { notes.append("from the last step to the first: h₋₁ is the state of the step after") }
        if options.dropout > 0 { notes.append("dropout \(options.dropout): one mask on x for all steps") }
        if options.recurrentDropout > 0 {
            notes.append("recurrent dropout \(options.recurrentDropout): one mask on h₋₁ for all steps")
        }
        if let steps = options.truncation { notes.append("the gradient stays within chunks of \(steps) steps") }
        return notes
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
