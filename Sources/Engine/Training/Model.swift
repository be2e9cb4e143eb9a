/// A network with weights.
package struct Model: Sendable {
    package let network: Network
    package let inputs: [Shape]
    package let outputs: [Shape]
    /// In Keras's order, with Keras's shapes; names such as "gru/recurrent_kernel".
    package private(set) var weights: [(name: String, tensor: Tensor)]
    /// Epochs that it has been trained for.
    package internal(set) var epochs = 0
    /// Of the last fit.
    package internal(set) var batchSize: Int?
    /// Of the fit that made these weights; nil when they were drawn or set.
    var optimiserMemory: OptimiserMemory?

    /// Weights are drawn as Keras draws them by default, from the seed's stream for initialisation. Large ones take a
    /// while: `isStopped` is asked in between, and ends it with `.stopped`.
    package init(
        _ network: Network, inputs: [Shape], seed: UInt64, isStopped: () -> Bool = { false }
    ) throws(EngineError) {
        guard !network.nodes.isEmpty else { throw .noLayers }
        self.network = network
        self.inputs = inputs
        outputs = try network.outputShapes(from: inputs)
        try network.checkWeightMemory(from: inputs)
        weights = try network.initialWeights(from: inputs, seed: seed, isStopped: isStopped)
    }

    package init(_ network: Network, input: Shape, seed: UInt64, isStopped: () -> Bool = { false })
        throws(EngineError)
    {
        try self.init(network, inputs: [input], seed: seed, isStopped: isStopped)
    }

    /// The same weights for inputs of other lengths, on which they do not depend.
    init(_ model: Model, inputs: [Shape]) throws(EngineError) {
        network = model.network
        self.inputs = inputs
        outputs = try network.outputShapes(from: inputs)
        weights = model.weights
        epochs = model.epochs
    }

    /// Of the first input.
    package var input: Shape { inputs[0] }
    /// Of the first output.
    package var output: Shape { outputs[0] }

    package var parameterCount: Int { Sizes.sum(weights.map(\.tensor.count)) }

    /// Replaces all weights; `tensors` in the order of `weights`.
    package mutating func setWeights(_ tensors: [Tensor]) throws(EngineError) {
        guard tensors.count == weights.count else {
            throw .weightCount(needs: weights.count, found: tensors.count)
        }
        for (index, tensor) in tensors.enumerated() where tensor.shape != weights[index].tensor.shape {
            throw .weightShape(name: weights[index].name, needs: weights[index].tensor.shape, found: tensor.shape)
        }
        for index in weights.indices { weights[index].tensor = tensors[index] }
        optimiserMemory = nil
    }

    mutating func setWeight(_ index: Int, _ tensor: Tensor) { weights[index].tensor = tensor }
}
