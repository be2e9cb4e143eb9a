/// Layers and what feeds them: a graph without weights. A chain of layers is the simple case.
package struct Network: Sendable {
    package enum Wire: Hashable, Sendable {
        case input(Int)
        /// What a node passes on.
        case node(Int)
    }

    package struct Node: Sendable {
        package var layer: any Layer
        package var inputs: [Wire]
    }

    /// Every node stands after those that feed it.
    package private(set) var nodes: [Node]
    package private(set) var output: Wire

    package init(nodes: [Node], output: Wire) {
        self.nodes = nodes
        self.output = output
    }

    package init() { self.init(nodes: [], output: .input(0)) }

    package static func sequential(_ layers: [any Layer]) -> Network {
        layers.reduce(Network()) { $0.appending($1) }
    }

    /// The network with a layer that reads its output.
    package func appending(_ layer: any Layer) -> Network {
        Network(nodes: nodes + [Node(layer: layer, inputs: [output])], output: .node(nodes.count))
    }

    /// The network followed by another one, whose input is this one's output.
    package func appending(_ other: Network) -> Network {
        let offset = nodes.count
        func moved(_ wire: Wire) -> Wire {
            switch wire {
            case .input: output
            case .node(let index): .node(index + offset)
            }
        }
        let moves = other.nodes.map { Node(layer: $0.layer, inputs: $0.inputs.map(moved)) }
        return Network(nodes: nodes + moves, output: moved(other.output))
    }

    package var layers: [any Layer] { nodes.map(\.layer) }

    /// Names of the nodes as Keras gives them: "gru", "gru_1", "dense".
    package var names: [String] {
        var seen: [String: Int] = [:]
        return nodes.map { node in
            let kind = node.layer.kind
            defer { seen[kind, default: 0] += 1 }
            return seen[kind].map { "\(kind)_\($0)" } ?? kind
        }
    }

    /// What every node passes on; throws where the shapes do not meet or an option is outside its range.
    package func shapes(from input: Shape) throws(EngineError) -> [Shape] {
        guard input.steps != 0 else { throw .noSteps }
        guard input.features > 0 else { throw .noFeatures }
        var result: [Shape] = []
        for (index, node) in nodes.enumerated() {
            try node.layer.check()
            let found = node.inputs.map { Self.shape(of: $0, input: input, shapes: result) }
            do throws(ShapeProblem) {
                result.append(try node.layer.shape(after: found))
            } catch {
                throw .shape(
                    ShapeMismatch(
                        node: index, layer: node.layer.kind, needs: error.needs, found: found, before: result))
            }
        }
        return result
    }

    /// What comes out at the end.
    package func outputShape(from input: Shape) throws(EngineError) -> Shape {
        Self.shape(of: output, input: input, shapes: try shapes(from: input))
    }

    static func shape(of wire: Wire, input: Shape, shapes: [Shape]) -> Shape {
        switch wire {
        case .input: input
        case .node(let index): shapes[index]
        }
    }

    /// One line of a summary.
    package struct Row: Hashable, Sendable {
        package var name: String
        package var title: String
        package var output: Shape
        package var parameters: Int
    }

    package func summary(from input: Shape) throws(EngineError) -> [Row] {
        let shapes = try shapes(from: input)
        let names = names
        return nodes.indices.map { index in
            let inputs = nodes[index].inputs.map { Self.shape(of: $0, input: input, shapes: shapes) }
            let counts = nodes[index].layer.parameters(after: inputs).map(\.count)
            return Row(
                name: names[index], title: nodes[index].layer.title, output: shapes[index],
                parameters: Sizes.sum(counts))
        }
    }

    package func parameterCount(from input: Shape) throws(EngineError) -> Int {
        Sizes.sum(try summary(from: input).map(\.parameters))
    }
}
