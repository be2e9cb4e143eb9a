/// One function of each number; softmax of each row.
package struct Activation: Layer {
    package var function: ActivationFunction

    package init(_ function: ActivationFunction) { self.function = function }

    package var kind: String { "activation" }
    package var title: String { "Activation(\(function.rawValue))" }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { inputs[0] }
}
