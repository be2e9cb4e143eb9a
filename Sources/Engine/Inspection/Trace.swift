/// One example on its way through a network: what the forward pass kept, with the equations that made it.
package struct Trace: Sendable {
    package var inputShape: Shape
    /// [step][feature], as it entered the network.
    package var input: [[Real]]
    /// What stands for each step's input: words, dates; filled in by whoever knows.
    package var inputLabels: [String]?
    package var featureNames: [String]?
    /// What the outputs stand for: names of classes or of target columns; filled in by whoever knows.
    package var outputNames: [String]?
    package var layers: [LayerTrace]
    /// [step or 1][output].
    package var output: [[Real]]
    package var target: [[Real]]?
    /// Loss of each output position; nil where there is no target.
    package var stepLosses: [Real?]
    /// Summed over the positions; nil without targets.
    package var loss: Real?
    package var lossName: String
}

/// One layer of a trace.
package struct LayerTrace: Sendable {
    /// As users call it: "gru".
    package var name: String
    /// With its size: "GRU(10)".
    package var title: String
    package var shape: Shape
    package var isRecurrent: Bool
    /// Time runs from the last step to the first: what comes in is the state of the step after.
    package var isBackwards = false
    package var units: Int
    /// [step][input].
    package var inputs: [[Real]]
    /// [step][unit], every step also where only the last is passed on.
    package var outputs: [[Real]]
    /// Kept values by symbol, [step][unit].
    package var fields: [String: [[Real]]]
    /// States before the first step to be computed: "h", "c".
    package var initial: [String: [Real]]
    /// In order of computation.
    package var equations: [Equation]
    /// Weights by Keras's name: "kernel", "recurrent_kernel", "bias".
    package var weights: [(name: String, tensor: Tensor)]
    package var parameterCount: Int
    /// With numbers, for example "3·((3 + 4)·4 + 4)".
    package var parameterFormula: String
    package var notes: [String]
    /// The same equations in the words of others; empty where there is one way only.
    package var notations: [Notation] = []
    /// Steps whose input is masked: the state is carried.
    package var masked: [Bool]
    /// dL/dh of each state, [step 0 … T][unit], of the loss summed over the positions; nil without targets. Step 0 is
    /// the state before the first step to be computed.
    package var stateGradients: [[Real]]? { gradients["h"] }
    /// The same for every state by field: "h", "c". All of dL/dc_t, what goes through h_t included.
    package var gradients: [String: [[Real]]] = [:]
    /// dL/d(sum before the activation) of each gate block by field, [step][unit]; empty without targets.
    package var gateGradients: [String: [[Real]]]
    /// What does not come from the equations but was set by hand.
    package var changes: [Change] = []
}
