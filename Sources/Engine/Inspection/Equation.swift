/// One line of a cell's equation table.
package struct Equation: Hashable, Sendable {
    /// As in the paper: "z", "c̃".
    package var symbol: String
    /// For example "σ(x·W_z + h·U_z + b_z)".
    package var formula: String
    /// For example "how much of the past stays".
    package var meaning: String
    /// What a gate does, in a word: "keep", "write"; empty where there is none.
    package var verb = ""
    /// The kept field that holds its result.
    package var field: String
    package var body: Body

    package enum Body: Hashable, Sendable {
        case affine(Affine)
        case combination(Expression)
        /// Of the numbers that a unit finds in its window of the input.
        case pooling(Pooling)
    }

    package enum Pooling: Hashable, Sendable { case largest, mean }

    /// activation(x·W + h·U + b) for one block of W, U and b.
    package struct Affine: Hashable, Sendable {
        package var block: Int
        package var activation: ActivationFunction
        package var recurrent: Recurrent
        /// What the gate leaves: one less its value, which is that of the sum with the other sign.
        package var isComplement = false
        /// The terms of the state stand before those of the input.
        package var readsStateFirst = true
        /// Names of W and b among the weights.
        package var kernel = "kernel"
        package var bias = "bias"

        package enum Recurrent: Hashable, Sendable {
            case none
            /// The state before the step.
            case state
            /// A gate times the state before the product (GRU, reset before).
            case gatedState(String)
            /// A gate times the product and its bias (GRU, reset after).
            case gatedProduct(String)
        }
    }

    /// A formula of kept values of one unit.
    package indirect enum Expression: Hashable, Sendable {
        case field(String)
        /// One less a field.
        case complement(String)
        /// The unit's number among weights.
        case weight(String)
        /// The value of a state before the step.
        case previous(String)
        case one
        case sum(Expression, Expression)
        case difference(Expression, Expression)
        case product(Expression, Expression)
        case activation(ActivationFunction, Expression)
    }
}

/// An equation with its numbers, for one unit at one step. The result is the value that the forward pass kept.
package struct Arithmetic: Hashable, Sendable {
    package struct Term: Hashable, Sendable {
        package var value: Real
        package var weight: Real
        /// "x1", "h3", or the name of a feature.
        package var label: String
        package var product: Real { value * weight }
    }

    package var symbol: String
    package var inputTerms: [Term] = []
    package var recurrentTerms: [Term] = []
    package var bias: Real?
    /// Sum of the terms and the bias; nil for a combination.
    package var sum: Real?
    package var activation: ActivationFunction?
    /// Numbers put in, for a combination: "0.8870·0.5000 + 0.7721·0.8397".
    package var substituted: String?
    package var result: Real
    /// Set by hand: it does not come from the sum.
    package var isSet = false
    package var readsStateFirst = true
    /// Of the activation at this point, written with the output: σ′ = y(1 − y).
    package var derivative: Real?

    /// All products of the sum, in the order in which they are written.
    package var terms: [Term] {
        readsStateFirst ? recurrentTerms + inputTerms : inputTerms + recurrentTerms
    }

    package init(symbol: String, result: Real) {
        self.symbol = symbol
        self.result = result
    }
}
