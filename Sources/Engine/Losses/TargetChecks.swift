/// What can be wrong with examples before a fit begins.
extension Examples {
    /// Throws if the network cannot read the inputs.
    func checkInputs(for model: Model) throws(EngineError) {
        guard count > 0 else { throw .noExamples }
        guard inputs.steps > 0 else { throw .noSteps }
        guard inputs.shape == model.input else { throw .inputShape(needs: model.input, found: inputs.shape) }
        try checkFinite()
        try checkTokens(for: model)
    }

    /// Looks at the shared rows once; only if one is not finite at every example.
    private func checkFinite() throws(EngineError) {
        let isFine = inputs.rows.withUnsafeBufferPointer { rows in rows.allSatisfy(\.isFinite) }
        if isFine { return }
        for example in 0..<count {
            for (step, values) in inputs.values(of: example).enumerated() {
                if step >= inputs.lengths?[example] ?? inputs.steps { break }
                for (feature, value) in values.enumerated() where !value.isFinite {
                    throw .inputNotFinite(value: Double(value), example: example, step: step, feature: feature)
                }
            }
        }
    }

    /// Tokens that enter an embedding must have a row there.
    private func checkTokens(for model: Model) throws(EngineError) {
        for node in model.network.nodes {
            guard let embedding = node.layer as? Embedding, case .input = node.inputs[0] else { continue }
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

    /// The targets, if they are such as the network and the loss need. One example alone may have no target.
    func checkedTargets(for model: Model, _ loss: Loss, needsReal: Bool = true) throws(EngineError) -> Targets {
        guard let targets else { throw .noTargets }
        let output = model.output
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
        return targets
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
