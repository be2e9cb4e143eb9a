extension Model {
    /// Sends one example through the network, and its losses back if it has targets, and shows what was kept. With
    /// `dropoutSeed` as in training: what is dropped is drawn from that seed.
    package func trace(_ example: Examples, losses: [Loss], dropoutSeed: UInt64? = nil) throws(EngineError) -> Trace {
        try Inspector(self, example, losses: losses, dropoutSeed: dropoutSeed).trace
    }

    package func trace(_ example: Examples, loss: Loss = .meanSquaredError) throws(EngineError) -> Trace {
        try trace(example, losses: [loss])
    }
}

extension Executor {
    /// Rows of a region for the only example, without the padding.
    func rows(_ region: Region, _ width: Int, _ steps: Int, _ pass: Pass, from first: Int = 0) -> [[Real]] {
        (first..<steps).map { step in
            Array(UnsafeBufferPointer(start: pass.pointer(region, step: step), count: width))
        }
    }

    /// One for each node; where a node is made of parts, one for each of those.
    func layerTraces(_ pass: Pass, hasGradients: Bool) -> [LayerTrace] {
        model.network.nodes.indices.flatMap { node in
            parts(of: node).map { layerTrace(node, $0, pass, hasGradients) }
        }
    }

    func parts(of node: Int) -> [Part] {
        let whole = Part(
            layer: model.network.nodes[node].layer, title: model.network.nodes[node].layer.title,
            operation: operations[node], parameters: 0..<slots.filter { $0.node == node }.count)
        let parts = operations[node].parts
        return parts.isEmpty ? [whole] : parts
    }

    /// In the order of a trace's layers.
    var parts: [(node: Int, part: Part)] {
        model.network.nodes.indices.flatMap { node in parts(of: node).map { (node, $0) } }
    }

    private func layerTrace(_ node: Int, _ part: Part, _ pass: Pass, _ hasGradients: Bool) -> LayerTrace {
        let (layer, operation, wires) = (part.layer, part.operation, model.network.nodes[node].inputs)
        let port = operations.valueSlot(wires[0], inputs: inputs)
        let steps = operation.traceFields.map(\.steps).max() ?? 1
        let state = operation.traceFields.last
        let own = slots.filter { $0.node == node }[part.parameters]
        var trace = LayerTrace(
            name: layer.kind, title: part.title, shape: operation.output.shape,
            isRecurrent: layer is any RecurrentLayer,
            isBackwards: (layer as? any RecurrentLayer)?.options.goBackwards ?? false,
            units: operation.output.shape.features,
            inputs: inputRows(of: operation, port, pass),
            outputs: state.map { rows($0.values, $0.width, $0.steps, pass) } ?? [], fields: [:], initial: [:],
            equations: layer.equations(inputs: wires.count),
            weights: own.map { ($0.parameter.ownName, tensor(of: $0, at: weights)) },
            parameterCount: Sizes.sum(own.map(\.parameter.count)),
            parameterFormula: layer.parameterFormula(inputs: port.shape.features), notes: layer.notes,
            masked: [Bool](repeating: false, count: steps), gateGradients: [:])
        trace.notations = layer.notations
        if wires.count > 1, layer is any RecurrentLayer {
            func told(_ note: String) -> String { note.hasPrefix("h_0") ? "the first state is given" : note }
            trace.notes = trace.notes.map(told)
            for index in trace.notations.indices {
                trace.notations[index].notes = trace.notations[index].notes.map(told)
            }
        }
        for kept in operation.traceFields { add(kept, to: &trace, pass, hasGradients) }
        if let mask = layer is any RecurrentLayer ? port.mask : operation.output.mask {
            trace.masked = (0..<steps).map { pass.pointer(mask, step: $0).pointee == 0 }
        }
        return trace
    }

    /// What each step of the output reads: its own step, or the steps of its window side by side.
    private func inputRows(of operation: any Operation, _ port: ValueSlot, _ pass: Pass) -> [[Real]] {
        let own = rows(port.values, port.shape.features, port.shape.positions, pass)
        let padding = [Real](repeating: 0, count: port.shape.features)
        let windows = (0..<operation.output.shape.positions).map { operation.window($0, pass) }
        guard windows.contains(where: { $0 != nil }) else { return own }
        return windows.map { ($0 ?? []).flatMap { step in step.map { own[$0] } ?? padding } }
    }

    private func add(_ kept: TraceField, to trace: inout LayerTrace, _ pass: Pass, _ hasGradients: Bool) {
        if kept.isConstant {
            let row = rows(kept.values, kept.width, 1, pass)[0]
            trace.fields[kept.name] = [[Real]](repeating: row, count: kept.steps)
            return
        }
        trace.fields[kept.name] = rows(kept.values, kept.width, kept.steps, pass)
        func first(_ region: Region) -> [[Real]] {
            rows(region, kept.width, kept.start + 1, pass, from: kept.start)
        }
        if kept.isState { trace.initial[kept.name] = first(kept.values)[0] }
        guard hasGradients, let gradient = kept.gradient else { return }
        if kept.isState {
            trace.gradients[kept.name] = first(gradient) + rows(gradient, kept.width, kept.steps, pass)
        } else {
            trace.gateGradients[kept.name] = rows(gradient, kept.width, kept.steps, pass)
        }
    }
}
