import Base
import Engine

/// A network in Keras's functional style: its layers with the names that they have here, as far as Python and Keras
/// allow them, and their weights.
struct KerasNetwork {
    /// What builds `model`.
    var lines: [String] = []
    /// What gives each layer the weights that it has in `data`.
    var weights: [String] = []

    init(_ model: Model) throws(KerasGap) {
        let network = model.network
        var free = PythonNames(reserved: KerasScript.names)
        let inputs = network.inputs.indices.map { free.take($0 == 0 ? "x" : "x_\($0)") }
        let names = network.names.map { free.take($0) }
        var states: [Network.Wire: String] = [:]
        for (place, shape) in model.inputs.enumerated() {
            let dimensions = shape.dimensions.map(String.init).joined(separator: ", ")
            lines.append("\(inputs[place]) = keras.Input(shape=(\(dimensions),))")
        }
        func variable(_ wire: Network.Wire) -> String {
            switch wire {
            case .input(let index): inputs[index]
            case .node(let index): names[index]
            case .state(let index, let state): states[wire] ?? "\(names[index])_state_\(state + 1)"
            }
        }
        for (index, node) in network.nodes.enumerated() {
            var reads = node.inputs.map(variable)
            // Token numbers come as [steps × 1]; Keras's embedding takes [steps].
            if node.layer is Embedding, case .input = node.inputs[0] { reads[0] = "ops.squeeze(\(reads[0]), -1)" }
            let count = network.stateCount(of: index, from: model.inputs)
            for state in 0..<count {
                states[.state(index, state)] = free.take("\(names[index])_state_\(state + 1)")
            }
            let part = try KerasLayer(
                node, named: names[index], reads: reads, weights: model.weightNames(of: index),
                states: (0..<count).map { variable(.state(index, $0)) },
                passesStates: (0..<count).contains { network.isRead(.state(index, $0)) }, free: &free)
            lines += part.lines
            weights += part.weights
        }
        let outputs = network.outputs.map(variable).joined(separator: ", ")
        lines.append("model = keras.Model([\(inputs.joined(separator: ", "))], [\(outputs)])")
    }
}

extension Model {
    /// The weights of a node by name, in order.
    func weightNames(of node: Int) -> [String] {
        let prefix = network.names[node] + "/"
        return weights.map(\.name).filter { $0.hasPrefix(prefix) }
    }
}

extension Network {
    fileprivate func stateCount(of node: Int, from inputs: [Shape]) -> Int {
        guard let shapes = try? shapes(from: inputs) else { return 0 }
        return nodes[node].layer.states(after: nodes[node].inputs.map { shape(of: $0, from: inputs, shapes: shapes) })
            .count
    }
}
