extension Inspector {
    /// The passes of one example through an executor that was made for it.
    struct Run {
        let executor: Executor
        let example: Examples
        let losses: [Loss]
        let targets: [Targets]?
        let seed: UInt64?

        var pass: Pass {
            var pass = executor.pass(executor.batch, isTraining: seed != nil)
            pass.seed = seed ?? 0
            pass.repeatsExample = true
            return pass
        }

        /// Every row of the batch is the example.
        func begin(_ pass: Pass) {
            executor.fill(example.sources, [Int](repeating: 0, count: executor.batch), 0..<executor.batch)
            executor.prepare(pass)
            executor.forward(pass)
        }

        func trace(_ changes: [Change]) -> Trace {
            let pass = pass
            begin(pass)
            let output = executor.model.output
            var trace = Trace(
                inputShape: executor.model.input, input: example.inputs.values(of: 0), layers: [],
                output: executor.rows(executor.outputs[0].values, output.features, output.positions, pass),
                target: targets?[0].values(of: 0), stepLosses: [Real?](repeating: nil, count: output.positions),
                lossName: losses[0].rawValue)
            for (answer, targets) in (targets ?? []).enumerated() {
                let measure = head(answer, targets).measure(
                    pass, targets, [0], 0..<1, writesGradient: true, summed: true
                ) { step, value in
                    if answer == 0 { trace.stepLosses[step] = Real(value) }
                }
                if measure.positions > 0 { trace.loss = (trace.loss ?? 0) + Real(measure.sum) }
            }
            if targets != nil { executor.backward(pass) }
            trace.layers = executor.layerTraces(pass, hasGradients: targets != nil)
            for change in changes {
                if let layer = change.layer { trace.layers[layer].changes.append(change) }
            }
            return trace
        }

        /// Writes the gradient of the losses, or of one position of the first answer alone.
        func measure(_ pass: Pass, only position: Int?) {
            for (answer, targets) in (targets ?? []).enumerated() {
                _ = head(answer, targets).measure(pass, targets, [0], 0..<1, writesGradient: true, summed: true)
                guard let position, let gradient = executor.outputs[answer].gradient else { continue }
                for step in 0..<executor.outputs[answer].shape.positions where answer > 0 || step != position {
                    pass.pointer(gradient, step: step).update(repeating: 0, count: gradient.stride)
                }
            }
        }

        /// The loss summed over the positions, or of one position of the first answer.
        func loss(_ pass: Pass, of position: Int?) -> Double {
            var sum = 0.0
            for (answer, targets) in (targets ?? []).enumerated() {
                let measure = head(answer, targets).measure(
                    pass, targets, [0], 0..<1, writesGradient: false, summed: true
                ) { step, value in
                    if answer == 0, step == position { sum += value }
                }
                if position == nil { sum += measure.sum }
            }
            return sum
        }

        private func head(_ answer: Int, _ targets: Targets) -> LossHead {
            LossHead(
                losses[answer], .real, output: executor.outputs[answer],
                isFused: executor.model.network.isFused(answer: answer, with: losses), targets: targets)
        }
    }
}

extension Executor {
    /// The gradients of the states as backward left them, for every layer of a trace.
    func stateGradients(_ pass: Pass) -> [LayerGradients] {
        parts.map { _, part in
            var result: LayerGradients = [:]
            for kept in part.operation.traceFields where kept.isState {
                guard let gradient = kept.gradient else { continue }
                result[kept.name] =
                    rows(gradient, kept.width, kept.start + 1, pass, from: kept.start)
                    + rows(gradient, kept.width, kept.steps, pass)
            }
            return result
        }
    }

    /// Changes of states and gates as the layers take them, by layer of the trace.
    func interventions(for changes: [Change]) throws(EngineError) -> [Int: Intervention] {
        var interventions: [Int: Intervention] = [:]
        for change in changes {
            guard let index = change.layer else { continue }
            guard parts.indices.contains(index) else { throw .unsettable(change) }
            let part = parts[index].part
            switch change {
            case .input, .weight: continue
            case .state(_, let field, let step, let unit, let value):
                guard let operation = part.operation as? any AcceptsIntervention,
                    let region = operation.region(ofState: field),
                    let layer = part.layer as? any RecurrentLayer, (0..<layer.units).contains(unit),
                    (0..<(part.operation.traceFields.last?.steps ?? 0)).contains(step ?? 0), value.isFinite
                else { throw .unsettable(change) }
                interventions[index, default: Intervention()].states.append(
                    .init(region: region, step: step ?? operation.startStep, unit: unit, value: value))
            case .gate(_, let field, let step, let unit, let value):
                guard let operation = part.operation as? any AcceptsIntervention,
                    let layer = part.layer as? any RecurrentLayer, (0..<layer.units).contains(unit),
                    let column = operation.column(ofGate: field, unit: unit),
                    let equation = layer.equations.first(where: { $0.field == field }),
                    case .affine(let affine) = equation.body, let sum = affine.activation.sum(giving: value),
                    step.map({ (0..<(part.operation.traceFields.last?.steps ?? 0)).contains($0) }) ?? true
                else { throw .unsettable(change) }
                interventions[index, default: Intervention()].gates.append(.init(column: column, step: step, sum: sum))
            }
        }
        return interventions
    }

    /// The weights that are set by hand.
    func setWeights(_ changes: [Change]) throws(EngineError) {
        for change in changes {
            guard case .weight(let layer, let name, let place, let value) = change else { continue }
            guard parts.indices.contains(layer), value.isFinite else { throw .unsettable(change) }
            let (node, part) = parts[layer]
            let own = slots.filter { $0.node == node }[part.parameters]
            guard let slot = own.first(where: { $0.parameter.ownName == name }),
                (0..<slot.parameter.count).contains(place)
            else { throw .unsettable(change) }
            var tensor = tensor(of: slot, at: weights)
            tensor.values[place] = value
            copy(tensor, to: slot, at: weights)
        }
    }

    func take(_ interventions: [Int: Intervention]) {
        for (index, part) in parts.enumerated() {
            (part.part.operation as? any AcceptsIntervention)?.intervention = interventions[index]
        }
    }
}

extension Examples {
    /// With the inputs that are set by hand.
    func changed(_ changes: [Change]) throws(EngineError) -> Examples {
        var result = self
        for change in changes {
            guard case .input(let step, let feature, let value) = change else { continue }
            let source = sources[0]
            guard (0..<source.steps).contains(step), (0..<source.width).contains(feature), value.isFinite else {
                throw .unsettable(change)
            }
            result.sources[0].rows[step * source.width + feature] = value
        }
        return result
    }
}
