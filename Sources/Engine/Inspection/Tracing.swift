extension Model {
    /// Sends one example through the network, and its losses back if it has targets, and shows what was kept.
    package func trace(_ example: Examples, losses: [Loss]) throws(EngineError) -> Trace {
        guard example.count > 0 else { throw .noExamples }
        let example = example[0]
        try example.checkInputs(for: self)
        let targets = example.answers.isEmpty ? nil : try example.checkedTargets(for: self, losses, needsReal: false)
        let executor = try Executor(
            self, batch: 1, purpose: .inspect, masks: example.sources.map(\.hasMask), losses: losses)
        let pass = executor.pass(1)
        executor.fill(example.sources, [0], 0..<1)
        executor.prepare(pass)
        executor.forward(pass)
        var trace = Trace(
            inputShape: input, input: example.inputs.values(of: 0), layers: [],
            output: executor.rows(executor.outputs[0].values, output.features, output.positions, pass),
            target: targets?[0].values(of: 0), stepLosses: [Real?](repeating: nil, count: output.positions),
            lossName: losses[0].rawValue)
        for (answer, targets) in (targets ?? []).enumerated() {
            let head = LossHead(
                losses[answer], .real, output: executor.outputs[answer],
                isFused: network.isFused(answer: answer, with: losses), targets: targets)
            let measure = head.measure(pass, targets, [0], 0..<1, writesGradient: true, summed: true) { step, value in
                if answer == 0 { trace.stepLosses[step] = Real(value) }
            }
            if measure.positions > 0 { trace.loss = (trace.loss ?? 0) + Real(measure.sum) }
        }
        if targets != nil { executor.backward(pass) }
        trace.layers = executor.layerTraces(pass, hasGradients: targets != nil)
        return trace
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

    func layerTraces(_ pass: Pass, hasGradients: Bool) -> [LayerTrace] {
        let network = model.network
        return network.nodes.indices.map { layerTrace($0, network, pass, hasGradients) }
    }

    private func layerTrace(_ node: Int, _ network: Network, _ pass: Pass, _ hasGradients: Bool) -> LayerTrace {
        let layer = network.nodes[node].layer
        let port = operations.port(network.nodes[node].inputs[0], inputs: inputs)
        let operation = operations[node]
        let steps = operation.kept.map(\.steps).max() ?? 1
        let state = operation.kept.last
        let own = slots.filter { $0.node == node }
        var trace = LayerTrace(
            name: layer.kind, title: layer.title, shape: operation.output.shape,
            isRecurrent: layer is any RecurrentLayer,
            units: operation.output.shape.features,
            inputs: inputRows(of: operation, port, pass),
            outputs: state.map { rows($0.values, $0.width, $0.steps, pass) } ?? [], fields: [:], initial: [:],
            equations: layer.equations(inputs: network.nodes[node].inputs.count),
            weights: own.map { ($0.parameter.name, tensor(of: $0, at: weights)) },
            parameterCount: Sizes.sum(own.map(\.parameter.count)),
            parameterFormula: layer.parameterFormula(inputs: port.shape.features), notes: layer.notes,
            masked: [Bool](repeating: false, count: steps), stateGradients: nil, gateGradients: [:])
        for kept in operation.kept { add(kept, to: &trace, pass, hasGradients) }
        if let mask = layer is any RecurrentLayer ? port.mask : operation.output.mask {
            trace.masked = (0..<steps).map { pass.pointer(mask, step: $0).pointee == 0 }
        }
        return trace
    }

    /// What each step of the output reads: its own step, or the steps of its window side by side.
    private func inputRows(of operation: any Operation, _ port: Port, _ pass: Pass) -> [[Real]] {
        let own = rows(port.values, port.shape.features, port.shape.positions, pass)
        let padding = [Real](repeating: 0, count: port.shape.features)
        let windows = (0..<operation.output.shape.positions).map { operation.window($0, pass) }
        guard windows.contains(where: { $0 != nil }) else { return own }
        return windows.map { ($0 ?? []).flatMap { step in step.map { own[$0] } ?? padding } }
    }

    private func add(_ kept: Kept, to trace: inout LayerTrace, _ pass: Pass, _ hasGradients: Bool) {
        trace.fields[kept.name] = rows(kept.values, kept.width, kept.steps, pass)
        if kept.isState { trace.initial[kept.name] = rows(kept.values, kept.width, 0, pass, from: -1)[0] }
        guard hasGradients, let gradient = kept.gradient else { return }
        if kept.isState {
            trace.stateGradients = rows(gradient, kept.width, kept.steps, pass, from: -1)
        } else {
            trace.gateGradients[kept.name] = rows(gradient, kept.width, kept.steps, pass)
        }
    }
}
