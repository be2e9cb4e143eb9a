/// What a layer says of itself to people and to other programs. Nothing here computes: `Layer` has the shape, the
/// parameters and the operation.
package protocol LayerDescription: Sendable {
    /// As users call it, for example "gru".
    var kind: String { get }
    /// With its size, for example "GRU(10)".
    var title: String { get }
    /// The equations in order of computation; empty if there is nothing to open.
    var equations: [Equation] { get }
    /// The same for a layer that joins so many inputs.
    func equations(inputs: Int) -> [Equation]
    /// The same equations as others write them; empty where there is one way only.
    var notations: [Notation] { get }
    /// How many parameters it learns, as a learner would count: "3·((3 + 4)·4 + 4)".
    func parameterFormula(inputs: Int) -> String
    /// Conventions that a view of the layer prints.
    var notes: [String] { get }
    /// Whether PyTorch's layer computes the same from the same weights; a layer around others asks those.
    var agreesWithTorch: Bool { get }
    /// The layer of Keras 3 that is the same.
    var kerasForm: KerasForm { get }
}

extension LayerDescription {
    package var equations: [Equation] { [] }
    package func equations(inputs: Int) -> [Equation] { equations }
    package var notations: [Notation] { [] }
    package func parameterFormula(inputs: Int) -> String { "0" }
    package var notes: [String] { [] }
    package var agreesWithTorch: Bool { true }
    package var kerasForm: KerasForm { .missing("the layer \(kind)") }
}

/// How a layer is written in Keras.
package enum KerasForm: Sendable {
    /// One layer that is called with one input.
    case layer(KerasCall)
    /// One layer that is called with a list of inputs.
    case merge(KerasCall)
    /// One layer that is called with an input and the states that it starts from, and that can return its states.
    case recurrent(KerasCall)
    /// Two dense layers, the first with this function, and the sum of both weighted by the second.
    case highway(ActivationFunction)
    /// What Keras does not have, as the end of "this is not exported: ".
    case missing(String)
}

/// A call of a class of `keras.layers`.
package struct KerasCall: Sendable {
    package enum Value: Sendable {
        /// A number as Python writes it.
        case number(String)
        case flag(Bool)
        case text(String)
        /// The layer inside a wrapper.
        case layer(any LayerDescription)
    }

    package var name: String
    /// Without a name where the place says which it is.
    package var arguments: [(name: String?, value: Value)]

    init(_ name: String, _ arguments: [(name: String?, value: Value)] = []) {
        (self.name, self.arguments) = (name, arguments)
    }
}

extension ActivationFunction {
    /// `activation="tanh"`
    var kerasArgument: (name: String?, value: KerasCall.Value) { ("activation", .text(rawValue)) }
}
