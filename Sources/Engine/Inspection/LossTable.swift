import Base

/// How the loss of a few examples comes about, position by position.
///
/// Every number is what the loss head measures: it is given the outputs and targets that stand here, and its losses,
/// divisors and gradients are kept. A table whose numbers are changed is measured anew by the same head.
///
///     lecture   sum over time, mean over examples        Σ / examples
///     real      mean over the positions with a target    Σ / real positions
///     padded    mean over all positions                  Σ / (examples · steps)
package struct LossTable: Sendable {
    /// One output with its target.
    package struct Position: Hashable, Sendable {
        /// [outputs]: probabilities, or values.
        package var output: [Real]
        /// A class number with −1 for none, or one number for each output.
        package var target: [Real]
        /// The network was told that nothing stands here: the target does not count.
        package var isPadding = false
        /// −log p, or the squared or absolute error; nil where nothing is counted.
        package internal(set) var loss: Double?
        /// dL/do of the sum of all losses, [outputs]: before the last activation where loss and activation have one
        /// gradient together (p − y), else of the output itself.
        package internal(set) var gradient: [Real] = []
        package internal(set) var isRight = false

        package init(output: [Real], target: [Real], isPadding: Bool = false) {
            self.output = output
            self.target = target
            self.isPadding = isPadding
        }
    }

    package let loss: Loss
    /// Gradients are those before the softmax or the sigmoid.
    package let isFused: Bool
    /// [example][step].
    package internal(set) var positions: [[Position]]
    /// What each example adds.
    var shares: [Share]

    /// Measures positions [example][step], of equal number in each example and of equal width.
    init(_ positions: [[Position]], loss: Loss, isFused: Bool) throws(EngineError) {
        self.positions = positions
        self.loss = loss
        self.isFused = isFused
        shares = positions.map { _ in Share() }
        try measure(positions.indices)
    }

    /// Of all positions that count.
    package var sum: Double { shares.reduce(0) { $0 + $1.sum } }
    /// Positions that have a target which counts.
    package var realCount: Int { shares.reduce(0) { $0 + $1.real } }
    /// Of them, those whose likeliest class is the target.
    package var rightCount: Int { shares.reduce(0) { $0 + $1.right } }

    package var examples: Int { positions.count }
    package var steps: Int { positions.first?.count ?? 0 }
    /// Outputs of a position.
    package var width: Int { positions.first?.first?.output.count ?? 0 }
    package var hasClassNumbers: Bool { loss == .categoricalCrossEntropy && targetWidth == 1 }
    var targetWidth: Int { positions.first?.first?.target.count ?? 0 }
    package var positionCount: Int { examples * steps }

    /// What the sum is divided by.
    package func divisor(_ normaliser: Normaliser) -> Double {
        shares.reduce(0) { $0 + ($1.divisors[normaliser] ?? 0) }
    }

    /// NaN where there is nothing to divide by.
    package func total(_ normaliser: Normaliser) -> Double {
        let divisor = divisor(normaliser)
        return divisor > 0 ? sum / divisor : .nan
    }

    /// The losses of one example together.
    package func sum(of example: Int) -> Double { shares[example].sum }

    /// exp of the mean natural-log loss of the real positions; nil for losses of values.
    package var perplexity: Double? { loss.isCrossEntropy ? exp(total(.real)) : nil }
    /// The same mean in bits.
    package var bits: Double? { loss.isCrossEntropy ? total(.real) / log(2) : nil }

    package var accuracy: Double? {
        loss.isCrossEntropy && realCount > 0 ? Double(rightCount) / Double(realCount) : nil
    }

    /// With other numbers at one position.
    package func replacing(
        example: Int, step: Int, output: [Real]? = nil, target: [Real]? = nil
    ) throws(EngineError) -> LossTable {
        var changed = self
        if let output { changed.positions[example][step].output = output }
        if let target {
            changed.positions[example][step].target = target
            changed.positions[example][step].isPadding = false
        }
        try changed.measure(example..<example + 1)
        return changed
    }

    /// The mistake of counting what is masked: its output as uniform probabilities and its target as class 0; for
    /// losses of values its target as 0. Nothing is masked then.
    package func countingMasked() throws(EngineError) -> LossTable {
        let changed = positions.map { row in
            row.map { position in
                guard position.loss == nil else { return position }
                let isClass = loss == .categoricalCrossEntropy
                let one: Real = loss == .binaryCrossEntropy ? 0.5 : 1 / Real(max(1, width))
                let output = loss.isCrossEntropy ? position.output.map { _ in one } : position.output
                let first: Real = isClass && targetWidth > 1 ? 1 : 0
                return Position(
                    output: output, target: position.target.indices.map { $0 == 0 ? first : 0 })
            }
        }
        return try LossTable(changed, loss: loss, isFused: isFused)
    }
}

// MARK: of what

extension LossTable {
    /// Of outputs that are given: probabilities [examples × steps × classes], or values; targets are class numbers
    /// [examples × steps × 1] with −1 for none, or one number for each output.
    package init(outputs: Tensor, targets: Tensor, loss: Loss) throws(EngineError) {
        let shape = Shape(steps: outputs.shape[1], features: outputs.shape[2])
        let inputs = Sequences(outputs)
        // A network that passes on what comes in: its checks are those of a fit.
        let model = try Model(.sequential([Activation(.linear)]), input: shape, seed: 1)
        let checked = try Examples(inputs: inputs, targets: Targets(targets)).checkedTargets(
            for: model, [loss], needsReal: false)
        let positions = (0..<inputs.count).map { example in
            zip(inputs.values(of: example), checked[0].values(of: example)).map {
                Position(output: $0, target: $1)
            }
        }
        try self.init(positions, loss: loss, isFused: loss.isCrossEntropy)
    }
}

extension Model {
    /// How the loss of each example comes about, for one answer of the network. Each example begins with a state of its
    /// own, in a stateful network too.
    package func lossTable(_ examples: Examples, losses: [Loss], answer: Int = 0) throws(EngineError) -> LossTable {
        try examples.checkInputs(for: self)
        let targets = try examples.checkedTargets(for: self, losses, needsReal: false)[answer]
        let executor = try Executor(
            self, batch: 1, purpose: .predict, masks: examples.sources.map(\.hasMask), losses: losses)
        let pass = executor.pass(1)
        executor.prepare(pass)
        let port = executor.outputs[answer]
        let positions = (0..<examples.count).map { example in
            executor.fill(examples.sources, [example], 0..<1)
            executor.forward(pass)
            let rows = executor.rows(port.values, port.shape.features, port.shape.positions, pass)
            let mask = port.mask.map { pass.pointer($0) }
            return zip(rows, targets.values(of: example)).enumerated().map { step, pair in
                LossTable.Position(output: pair.0, target: pair.1, isPadding: mask?[step] == 0)
            }
        }
        return try LossTable(
            positions, loss: losses[answer], isFused: network.isFused(answer: answer, with: losses))
    }
}

extension LossTable {
    /// Of one example whose outputs and targets a trace has; nil where it has no targets.
    package init?(_ trace: Trace) throws(EngineError) {
        guard let targets = trace.target, let loss = Loss(rawValue: trace.lossName), targets.count == trace.output.count
        else { return nil }
        let positions = zip(trace.output, targets).enumerated().map { step, pair in
            // What the trace's head did not count is masked.
            Position(output: pair.0, target: pair.1, isPadding: trace.stepLosses[step] == nil)
        }
        try self.init([positions], loss: loss, isFused: loss.isCrossEntropy)
    }
}
