/// What can be wrong with examples before a fit begins.
extension Examples {
    /// Throws if the network cannot read the inputs.
    func checkInputs(for model: Model) throws(EngineError) {
        guard count > 0 else { throw .noExamples }
        guard sources.count == model.inputs.count else {
            throw .inputCount(needs: model.inputs.count, found: sources.count)
        }
        for (place, source) in sources.enumerated() {
            guard source.steps > 0 else { throw .noSteps }
            guard source.shape == model.inputs[place] else {
                throw .inputShape(needs: model.inputs[place], found: source.shape)
            }
            guard source.count == count else { throw .exampleCount(needs: count, found: source.count) }
            try checkFinite(source)
        }
        try checkTokens(for: model)
    }

    /// Looks at the shared rows once; only if one is not finite at every example.
    private func checkFinite(_ inputs: Sequences) throws(EngineError) {
        let isFine = inputs.rows.withUnsafeBufferPointer { rows in rows.allSatisfy(\.isFinite) }
        if isFine { return }
        for example in 0..<count {
            for (step, values) in inputs.values(of: example).enumerated() {
                if !inputs.isReal(step, of: example) { continue }
                for (feature, value) in values.enumerated() where !value.isFinite {
                    throw .inputNotFinite(value: Double(value), example: example, step: step, feature: feature)
                }
            }
        }
    }

    /// Tokens that enter an embedding must have a row there.
    private func checkTokens(for model: Model) throws(EngineError) {
        for node in model.network.nodes {
            guard let embedding = node.layer as? Embedding, case .input(let place) = node.inputs[0] else { continue }
            let inputs = sources[place]
            for example in 0..<count {
                for (step, values) in inputs.values(of: example).enumerated() {
                    let token = values[0]
                    if token < 0 || token >= Real(embedding.vocabulary) || token != token.rounded() {
                        throw .tokenOutOfRange(
                            token: Double(token), vocabulary: embedding.vocabulary, example: example, step: step)
                    }
                }
            }
        }
    }

    /// The targets, if they are such as the network and its losses need. One example alone may have no target.
    func checkedTargets(for model: Model, _ losses: [Loss], needsReal: Bool = true) throws(EngineError) -> [Targets] {
        guard !answers.isEmpty else { throw .noTargets }
        for found in [answers.count, losses.count] where found != model.outputs.count {
            throw .outputCount(needs: model.outputs.count, found: found)
        }
        for place in answers.indices {
            try check(answers[place], model.outputs[place], losses[place], needsReal: needsReal)
        }
        return answers
    }

    private func check(_ targets: Targets, _ output: Shape, _ loss: Loss, needsReal: Bool) throws(EngineError) {
        if loss == .categoricalCrossEntropy, output.features < 2 { throw .tooFewClasses(output: output) }
        let fits = targets.features == output.features || (loss == .categoricalCrossEntropy && targets.features == 1)
        guard targets.count == count, targets.steps == output.positions, fits else {
            let steps = output.isSequence || targets.steps > 1 ? targets.steps : nil
            throw .targetShape(output: output, targets: Shape(steps: steps, features: targets.features))
        }
        var hasReal = false
        for example in 0..<count {
            for step in 0..<targets.steps {
                let start = (targets.starts[example] + step) * targets.width
                for feature in 0..<targets.features {
                    let value = targets.rows[start + (targets.columns?[feature] ?? feature)]
                    if value.isNaN || (loss.isCrossEntropy && value == -1) { continue }
                    hasReal = true
                    try check(value, loss, classes: targets.features == 1 ? output.features : nil, example, step)
                }
            }
        }
        guard hasReal || !needsReal else { throw .noRealTargets }
    }

    private func check(_ value: Real, _ loss: Loss, classes: Int?, _ example: Int, _ step: Int) throws(EngineError) {
        switch loss {
        case .meanSquaredError, .meanAbsoluteError:
            if !value.isFinite { throw .targetOutOfRange(value: Double(value), example: example, step: step) }
        case .binaryCrossEntropy:
            if value < 0 || value > 1 {
                throw .targetOutOfRange(value: Double(value), example: example, step: step)
            }
        case .categoricalCrossEntropy:
            if let classes, value < 0 || value >= Real(classes) || value != value.rounded() {
                throw .labelOutOfRange(label: Double(value), classes: classes, example: example, step: step)
            }
            if classes == nil, value < 0 || value > 1 {
                throw .targetOutOfRange(value: Double(value), example: example, step: step)
            }
        }
    }
}
