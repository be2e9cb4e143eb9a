import Engine

/// A network in Keras's functional style, a line for each node.
struct KerasNetwork {
    var lines: [String] = []

    init(_ model: Model) throws(KerasGap) {
        let network = model.network
        let names = network.names
        let inputs = network.inputs.indices.map { $0 == 0 ? "x" : "x_\($0)" }
        for (place, shape) in model.inputs.enumerated() {
            let dimensions = shape.dimensions.map(String.init).joined(separator: ", ")
            lines.append("\(inputs[place]) = keras.Input(shape=(\(dimensions),))")
        }
        func variable(_ wire: Network.Wire) -> String {
            switch wire {
            case .input(let index): inputs[index]
            case .node(let index): names[index]
            case .state(let index, let state): "\(names[index])_state_\(state + 1)"
            }
        }
        for (index, node) in network.nodes.enumerated() {
            let feeds = node.inputs.map(variable)
            let isTokens = node.layer is Embedding && model.isInput(node.inputs[0])
            // Token numbers come as [steps × 1]; Keras's embedding takes [steps].
            let first = isTokens ? "ops.squeeze(\(feeds[0]), -1)" : feeds[0]
            lines += try node.layer.keras(named: names[index], reads: [first] + feeds.dropFirst())
        }
        let outputs = network.outputs.map(variable).joined(separator: ", ")
        lines.append("model = keras.Model([\(inputs.joined(separator: ", "))], [\(outputs)])")
    }
}

extension Model {
    func isInput(_ wire: Network.Wire) -> Bool { if case .input = wire { true } else { false } }

    /// The weights of a node by name, in order.
    func weightNames(of node: Int) -> [String] {
        let prefix = network.names[node] + "/"
        return weights.map(\.name).filter { $0.hasPrefix(prefix) }
    }
}

extension Layer {
    /// The lines that apply the layer to variables `reads` and put the result into the variable `named`.
    func keras(named name: String, reads: [String]) throws(KerasGap) -> [String] {
        let call = try kerasCall(named: name)
        return ["\(name) = \(call)(\(reads.count == 1 ? reads[0] : "[\(reads.joined(separator: ", "))]"))"]
    }

    /// `layers.GRU(10, name="gru")`.
    func kerasCall(named name: String) throws(KerasGap) -> String {
        var arguments: [String]
        let kind: String
        switch self {
        case let layer as SimpleRNN:
            kind = "SimpleRNN"
            arguments = layer.kerasArguments
        case let layer as GRU:
            kind = "GRU"
            arguments = layer.kerasArguments + layer.kerasGates + [flag("reset_after", layer.resetAfter)]
        case let layer as LSTM:
            kind = "LSTM"
            arguments = layer.kerasArguments + layer.kerasGates
        case let layer as Dense:
            kind = "Dense"
            arguments = ["\(layer.units)", "activation=\"\(layer.activation.rawValue)\"", flag("use_bias", layer.useBias)]
        case let layer as Embedding:
            kind = "Embedding"
            arguments = ["\(layer.vocabulary)", "\(layer.units)", flag("mask_zero", layer.maskZero)]
        case let layer as Dropout:
            kind = "Dropout"
            arguments = ["\(layer.rate)"]
        case let layer as Activation:
            kind = "Activation"
            arguments = ["\"\(layer.function.rawValue)\""]
        default: throw KerasGap(what: "the layer \(self.kind)")
        }
        arguments.append("name=\"\(name)\"")
        return "layers.\(kind)(\(arguments.joined(separator: ", ")))"
    }
}

private func flag(_ name: String, _ value: Bool) -> String { "\(name)=\(value ? "True" : "False")" }

extension RecurrentLayer {
    fileprivate var kerasArguments: [String] {
        [
            "\(units)", "activation=\"\(activation.rawValue)\"", flag("return_sequences", returnSequences),
            flag("use_bias", useBias),
        ]
    }

    fileprivate var kerasGates: [String] { ["recurrent_activation=\"\(recurrentActivation.rawValue)\""] }
}
