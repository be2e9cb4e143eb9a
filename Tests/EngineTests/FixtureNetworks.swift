@testable import Engine

/// A fixture as the engine sees it: the graph, the model with its weights, the examples.
extension Fixture {
    struct Unknown: Error { var word: String }

    func network() throws -> Network {
        var wires: [String: Network.Wire] = [:]
        for (index, input) in inputs.enumerated() { wires[input.name] = .input(index) }
        func wire(_ name: String) throws -> Network.Wire {
            guard let wire = wires[name] else { throw Unknown(word: name) }
            return wire
        }
        var result: [Network.Node] = []
        for (index, node) in nodes.enumerated() {
            let feeds = try (node.inputs + (node.initial_state ?? [])).map(wire)
            result.append(
                Network.Node(
                    layer: try layer(node), inputs: feeds,
                    options: NodeOptions(name: node.name, regularisers: node.recipe.regularisers)))
            wires[node.name] = .node(index)
            wires[node.name + "/h"] = .state(index, 0)
            wires[node.name + "/c"] = .state(index, 1)
        }
        return Network(
            nodes: result, inputs: inputs.map { _ in Network.Input() }, outputs: try outputs.map { try wire($0.node) })
    }

    func model() throws -> Model {
        var model = try Model(try network(), inputs: examples.shapes, seed: 1)
        try model.setWeights(kerasLayout(weights).map { $0.tensor() })
        return model
    }

    /// Examples at a time, where it matters for the answers.
    var carriedBatch: Int? { stateful ? batch : nil }

    var examples: Examples { Examples(sources: inputs.map(sequences), answers: outputs.map(targets)) }

    /// Without weights where the fit is told those of the classes.
    var trainingExamples: Examples {
        var result = examples
        if class_weights != nil { result.targets?.weights = nil }
        return result
    }

    /// Token numbers are sequences of width 1, other matrices are vectors.
    private func sequences(_ input: Input) -> Sequences {
        let isTokens = nodes.contains { $0.recipe.kind == "embedding" && $0.inputs == [input.name] }
        let numbers = input.numbers.tensor()
        let tensor = isTokens ? Tensor(numbers.values, shape: numbers.shape + [1]) : numbers
        guard let mask = input.mask, input.masked_by == "lengths" else { return Sequences(tensor) }
        return Sequences(tensor, lengths: mask.tensor().lists.map { Int($0.reduce(0, +)) })
    }

    /// Classes are of width 1, −1 where there is none.
    private func targets(_ output: Output) -> Targets {
        let y = output.targets.tensor(missing: output.loss == "categorical" ? -1 : .nan)
        var result = Targets(output.loss == "categorical" ? Tensor(y.values, shape: y.shape + [1]) : y)
        result.weights = output.sample_weights?.tensor().values
        return result
    }
}
