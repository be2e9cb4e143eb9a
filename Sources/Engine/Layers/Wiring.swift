/// Networks made of networks. A node or an input that two of them share stays one; what is put behind another network is
/// a copy of its own.
extension Network {
    /// The network with a layer that reads its (first) output.
    package func appending(_ layer: any Layer) -> Network { appending(Node(layer: layer, inputs: [output])) }

    /// The network with one more node, whose output is then the network's only one.
    package func appending(_ node: Node) -> Network {
        var result = self
        result.nodes.append(node)
        result.outputs = [.node(nodes.count)]
        return result
    }

    /// The network followed by another one, whose only input is this one's (first) output. What followed is new each time:
    /// `block |> block` has two blocks with weights of their own.
    package func appending(_ other: Network) -> Network {
        var result = self
        // What states a shape may also come behind nothing.
        if nodes.isEmpty, result.inputs[0].shape == nil, let input = other.inputs.first { result.inputs[0] = input }
        let offset = nodes.count
        func moved(_ wire: Wire) -> Wire {
            switch wire {
            case .input: output
            case .node(let index): .node(index + offset)
            case .state(let index, let state): .state(index + offset, state)
            }
        }
        result.nodes += other.nodes.map { node in
            var node = node
            node.inputs = node.inputs.map(moved)
            node.identity = Identity()
            return node
        }
        result.outputs = other.outputs.map(moved)
        return result
    }

    /// The network with only one of its outputs.
    package func onlyOutput(_ index: Int) -> Network {
        var result = self
        result.outputs = [outputs[index]]
        return result
    }

    /// The network with the states that its last node ends with behind its outputs.
    package var passingStates: Network {
        var result = self
        result.outputs += lastStates
        return result
    }

    /// The states that the node of the first output ends with; none for most layers.
    package var lastStates: [Wire] {
        guard case .node(let node) = output else { return [] }
        // They do not depend on what the layer reads.
        return nodes[node].layer.states(after: []).indices.map { .state(node, $0) }
    }

    /// A network for each state that another layer can begin with: those of a recurrent layer at the end, or what else
    /// comes out.
    package var passedStates: [Network] {
        (lastStates.isEmpty ? outputs : lastStates).map { wire in
            var result = self
            result.outputs = [wire]
            return result
        }
    }

    /// One network with the outputs of all, in order. Nodes that several share are there once; an input whose shape was
    /// not stated is the same one for all, or the only one that was stated.
    package static func joining(_ networks: [Network]) -> Network {
        var result = Network(nodes: [], inputs: [], outputs: [])
        var places: [ObjectIdentifier: Int] = [:]
        var entries: [ObjectIdentifier: Int] = [:]
        for input in networks.flatMap(\.inputs) where input.shape != nil {
            let key = ObjectIdentifier(input.identity)
            if entries[key] != nil { continue }
            entries[key] = result.inputs.count
            result.inputs.append(input)
        }
        if result.inputs.count != 1, let open = networks.flatMap(\.inputs).first(where: { $0.shape == nil }) {
            result.inputs.append(open)
        }
        let open = result.inputs.count - 1
        for network in networks {
            let inputs = network.inputs.map { entries[ObjectIdentifier($0.identity)] ?? open }
            var nodes: [Int] = []
            func moved(_ wire: Wire) -> Wire {
                switch wire {
                case .input(let index): .input(inputs[index])
                case .node(let index): .node(nodes[index])
                case .state(let index, let state): .state(nodes[index], state)
                }
            }
            for node in network.nodes {
                let key = ObjectIdentifier(node.identity)
                if let place = places[key] {
                    nodes.append(place)
                    continue
                }
                var copy = node
                copy.inputs = node.inputs.map(moved)
                places[key] = result.nodes.count
                nodes.append(result.nodes.count)
                result.nodes.append(copy)
            }
            result.outputs += network.outputs.map(moved)
        }
        return result
    }

    /// The network with its inputs in the order of `given`, each of which is nothing but an input; nil if they are not the
    /// inputs that this network reads.
    package func ordering(inputs given: [Network]) -> Network? {
        let order = given.compactMap { one in inputs.firstIndex { $0.identity === one.inputs[0].identity } }
        guard order.count == inputs.count, order.count == given.count, Set(order).count == order.count else {
            return nil
        }
        func moved(_ wire: Wire) -> Wire {
            if case .input(let index) = wire { .input(order.firstIndex(of: index) ?? index) } else { wire }
        }
        var result = self
        result.inputs = order.map { inputs[$0] }
        result.outputs = outputs.map(moved)
        for index in nodes.indices { result.nodes[index].inputs = nodes[index].inputs.map(moved) }
        return result
    }

    /// Several networks read by one layer: `add`, `concat`, or a recurrent layer with its first states.
    package static func joining(_ networks: [Network], by layer: any Layer) -> Network {
        joining(networks, by: Node(layer: layer, inputs: []))
    }

    package static func joining(_ networks: [Network], by node: Node) -> Network {
        let joined = joining(networks)
        var node = node
        node.inputs = joined.outputs
        return joined.appending(node)
    }

    /// Whether every layer reads the one before it, and nothing else.
    package var isChain: Bool {
        guard inputs.count == 1, outputs == [nodes.isEmpty ? .input(0) : .node(nodes.count - 1)] else { return false }
        return nodes.enumerated().allSatisfy {
            $0.element.inputs == [$0.offset == 0 ? .input(0) : .node($0.offset - 1)]
        }
    }

    /// Whether backward reaches another reader of the wire before this one.
    func isRead(_ wire: Wire, after node: Int, input: Int) -> Bool {
        if nodes[node].inputs[..<input].contains(wire) { return true }
        return nodes[(node + 1)...].contains { $0.inputs.contains(wire) } || outputs.contains(wire)
    }

    /// Whether anything reads the wire.
    package func isRead(_ wire: Wire) -> Bool {
        outputs.contains(wire) || nodes.contains { $0.inputs.contains(wire) }
    }

    /// Whether only the loss reads the wire.
    func isOnlyAnswer(_ wire: Wire) -> Bool {
        outputs.filter { $0 == wire }.count == 1 && !nodes.contains { $0.inputs.contains(wire) }
    }
}

extension Network {
    /// Other layers in the places of these; the wires stay.
    package mutating func replaceLayers(by replacement: (any Layer) -> any Layer) {
        for index in nodes.indices { nodes[index].layer = replacement(nodes[index].layer) }
    }
}
