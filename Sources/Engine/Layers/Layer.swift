/// One step of a network's description: how shapes pass through it, what it learns, and how it computes.
///
/// A layer is a value without weights. `operation` builds the object that runs it over memory that was planned before.
package protocol Layer: LayerDescription {
    /// Throws `.setting` for an option outside its range.
    func check() throws(EngineError)
    /// What the layer passes on; throws what it needs instead.
    func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape
    /// The states that it ends with and that another layer can start from: h, or h and c; most layers have none.
    func states(after inputs: [Shape]) -> [Shape]
    /// What it learns, in Keras's order.
    func parameters(after inputs: [Shape]) -> [Parameter]
    /// Given the states that it left, one step says the same as the whole sequence: nothing looks ahead or counts steps.
    var isStepwise: Bool { get }
    /// The function that its output has gone through last, of each number or of each row: the loss of an answer may take
    /// its gradient before that function.
    var lastFunction: ActivationFunction? { get }
    /// What it does to one step depends on no other step.
    var actsOnEachStep: Bool { get }
    /// Each batch begins with the states that the batch before ended with.
    var carriesStates: Bool { get }
    func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation
}

extension Layer {
    package func check() throws(EngineError) {}
    package func states(after inputs: [Shape]) -> [Shape] { [] }
    package func parameters(after inputs: [Shape]) -> [Parameter] { [] }
    package var isStepwise: Bool { actsOnEachStep }
    package var lastFunction: ActivationFunction? { nil }
    package var actsOnEachStep: Bool { false }
    package var carriesStates: Bool { false }
}

/// A layer's complaint about its inputs; the network adds where it stands.
package struct ShapeProblem: Error { package var needs: ShapeMismatch.Need }

/// Numbers that a layer learns.
package struct Parameter: Hashable, Sendable {
    /// As in Keras: "kernel", "recurrent_kernel", "bias".
    package var name: String
    /// As in Keras.
    package var shape: [Int]
    /// Gate blocks side by side in the last axis.
    package var blocks: Int = 1
    package var initialiser: Initialiser
    /// A penalty on its size that is added to the loss.
    package var regulariser: Regulariser?
    /// Moved by the optimiser; false for statistics that a layer gathers itself.
    package var isTrainable = true

    /// Without the part of the layer before it: "kernel" of "forward_gru/kernel".
    package var ownName: String { name.split(separator: "/").last.map(String.init) ?? name }
    package var count: Int { Sizes.product(shape) }
    /// Numbers in one block of a row.
    var blockWidth: Int { (shape.last ?? 1) / blocks }
    var rows: Int { Sizes.product(Array(shape.dropLast())) }
    /// Numbers in a row inside the engine, where each block is padded.
    var stride: Int { Sizes.product(blocks, Sizes.padded(blockWidth)) }
}

package enum ActivationFunction: String, Hashable, Sendable, CaseIterable {
    case linear, tanh, sigmoid, relu, softmax
}
