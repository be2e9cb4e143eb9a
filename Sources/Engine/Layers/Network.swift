/// Layers and what feeds them: a graph without weights. A chain of layers is the simple case.
package struct Network: Sendable {
    package enum Wire: Hashable, Sendable {
        case input(Int)
        /// What a node passes on.
        case node(Int)
        /// One of the states that a recurrent node ends with, in the order of its cell: h, or h and c.
        case state(Int, Int)
    }

    /// What makes a node one and the same in two networks that share it.
    package final class Identity: Sendable {
        package init() {}
    }

    package struct Node: Sendable {
        package var layer: any Layer
        package var inputs: [Wire]
        package var options: NodeOptions
        /// Where it was described, for whoever builds networks and wants to point there.
        package var origin: (any Sendable)?
        package internal(set) var identity = Identity()

        package init(
            layer: any Layer, inputs: [Wire], options: NodeOptions = NodeOptions(), origin: (any Sendable)? = nil
        ) {
            self.layer = layer
            self.inputs = inputs
            self.options = options
            self.origin = origin
        }
    }

    /// A place where examples enter.
    package struct Input: Sendable {
        /// nil: the examples will tell.
        package var shape: Shape?
        package internal(set) var identity = Identity()

        package init(shape: Shape? = nil) { self.shape = shape }
    }

    /// Every node stands after those that feed it.
    package internal(set) var nodes: [Node]
    package internal(set) var inputs: [Input]
    /// One, or several for a network with several answers.
    package var outputs: [Wire]

    package init(nodes: [Node], inputs: [Input] = [Input()], outputs: [Wire]) {
        self.nodes = nodes
        self.inputs = inputs
        self.outputs = outputs
    }

    package init(nodes: [Node], output: Wire) { self.init(nodes: nodes, outputs: [output]) }

    /// An input and nothing else.
    package init(input: Shape? = nil) { self.init(nodes: [], inputs: [Input(shape: input)], outputs: [.input(0)]) }

    package static func sequential(_ layers: [any Layer]) -> Network {
        layers.reduce(Network()) { $0.appending($1) }
    }

    package var layers: [any Layer] { nodes.map(\.layer) }

    /// The first output.
    package var output: Wire { outputs[0] }

    /// Names of the nodes: as they were given, else as Keras gives them: "gru", "gru_1", "dense".
    package var names: [String] {
        var seen: [String: Int] = [:]
        return nodes.map { node in
            if let name = node.options.name { return name }
            let kind = node.layer.kind
            defer { seen[kind, default: 0] += 1 }
            return seen[kind].map { "\(kind)_\($0)" } ?? kind
        }
    }
}

/// What a node has beside its layer.
package struct NodeOptions: Sendable {
    package var name: String?
    /// For parameters by name ("kernel", "recurrent_kernel", "bias") that start in another way than the layer's own.
    package var initialisers: [String: Initialiser]
    /// Penalties on parameters by name.
    package var regularisers: [String: Regulariser]

    package init(
        name: String? = nil, initialisers: [String: Initialiser] = [:], regularisers: [String: Regulariser] = [:]
    ) {
        self.name = name
        self.initialisers = initialisers
        self.regularisers = regularisers
    }

    /// A layer's parameter as the node wants it. What is meant for "kernel" holds for "forward/kernel" of a layer inside
    /// too.
    func applied(to parameter: Parameter) -> Parameter {
        var result = parameter
        let (name, inner) = (parameter.name, parameter.ownName)
        if let initialiser = initialisers[name] ?? initialisers[inner] {
            result.initialiser = parameter.initialiser.replaced(by: initialiser)
        }
        result.regulariser = regularisers[name] ?? regularisers[inner] ?? parameter.regulariser
        return result
    }
}

// MARK: - Shapes

extension Network {
    /// What every node passes on; throws where the shapes do not meet or an option is outside its range.
    package func shapes(from given: [Shape]) throws(EngineError) -> [Shape] {
        guard given.count == inputs.count else { throw .inputCount(needs: inputs.count, found: given.count) }
        for input in given {
            guard input.steps != 0 else { throw .noSteps }
            guard input.features > 0 else { throw .noFeatures }
        }
        var result: [Shape] = []
        for (index, node) in nodes.enumerated() {
            try node.layer.check()
            let found = node.inputs.map { shape(of: $0, from: given, shapes: result) }
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

    package func shapes(from input: Shape) throws(EngineError) -> [Shape] { try shapes(from: [input]) }

    /// What comes out at the end, for each output.
    package func outputShapes(from given: [Shape]) throws(EngineError) -> [Shape] {
        let shapes = try shapes(from: given)
        return outputs.map { shape(of: $0, from: given, shapes: shapes) }
    }

    package func shape(of wire: Wire, from given: [Shape], shapes: [Shape]) -> Shape {
        switch wire {
        case .input(let index): given[index]
        case .node(let index): shapes[index]
        case .state(let index, let state):
            nodes[index].layer.states(after: nodes[index].inputs.map { shape(of: $0, from: given, shapes: shapes) })[
                state]
        }
    }

    /// What each node learns.
    package func parameters(from given: [Shape]) throws(EngineError) -> [[Parameter]] {
        let shapes = try shapes(from: given)
        let result = nodes.map { node in
            let found = node.inputs.map { shape(of: $0, from: given, shapes: shapes) }
            return node.layer.parameters(after: found).map { node.options.applied(to: $0) }
        }
        try checkRegularisers(result)
        return result
    }

    /// One line of a summary.
    package struct Row: Hashable, Sendable {
        package var name: String
        package var title: String
        package var output: Shape
        package var parameters: Int
        /// How many of them no optimiser moves: statistics that the layer gathers.
        package var fixed: Int
        /// Names of what feeds it; "input" for where examples enter, "input_1" for the second of several.
        package var feeds: [String]
    }

    package func summary(from given: [Shape]) throws(EngineError) -> [Row] {
        let shapes = try shapes(from: given)
        let parameters = try parameters(from: given)
        let (names, feeds) = (self.names, self.feeds)
        return nodes.indices.map { index in
            Row(
                name: names[index], title: nodes[index].layer.title, output: shapes[index],
                parameters: Sizes.sum(parameters[index].map(\.count)),
                fixed: Sizes.sum(parameters[index].filter { !$0.isTrainable }.map(\.count)), feeds: feeds[index])
        }
    }

    /// Names of what feeds each node; "input" for where examples enter, "input_1" for the second of several.
    package var feeds: [[String]] {
        let names = names
        return nodes.map { $0.inputs.map { feedName($0, names) } }
    }

    package func summary(from input: Shape) throws(EngineError) -> [Row] { try summary(from: [input]) }

    private func feedName(_ wire: Wire, _ names: [String]) -> String {
        switch wire {
        case .input(let index): index == 0 ? "input" : "input_\(index)"
        case .node(let index), .state(let index, _): names[index]
        }
    }

    package func parameterCount(from given: [Shape]) throws(EngineError) -> Int {
        Sizes.sum(try summary(from: given).map(\.parameters))
    }

    package func parameterCount(from input: Shape) throws(EngineError) -> Int { try parameterCount(from: [input]) }
}
