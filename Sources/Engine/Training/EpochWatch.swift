/// What is looked at after each epoch beside the figures: how the gates stand, and what the network says to a few
/// examples that stay the same.
package struct EpochWatch: Sendable {
    /// With their targets; the first answer of the network is what is kept.
    package var samples: Examples?
    package var hasGates: Bool
    /// Of an answer that is a sequence, so many positions are kept.
    package var positions: Int

    package init(samples: Examples? = nil, hasGates: Bool = true, positions: Int = 32) {
        (self.samples, self.hasGates, self.positions) = (samples, hasGates, positions)
    }
}

/// What the network said to one example.
package struct SampleAnswer: Hashable, Sendable {
    /// For each position that has a target the number of the likeliest class, or its values one after the other.
    package var values: [Real]
    /// Positions whose class is right; nil where answers are values.
    package var right: Int?
    /// Positions that have a target, also those that are not kept.
    package var positions: Int

    package init(values: [Real], right: Int?, positions: Int) {
        (self.values, self.right, self.positions) = (values, right, positions)
    }

    /// Every position right; nil where answers are values.
    package var isRight: Bool? { right.map { $0 == positions && positions > 0 } }
}

/// The watched examples, checked once before the first epoch.
struct SampleSheet {
    private let examples: Examples
    /// [example][step][feature], as the examples have them.
    private let targets: [[[Real]]]
    private let loss: Loss
    private let limit: Int

    init(_ examples: Examples, _ targets: Targets, _ loss: Loss, positions limit: Int) {
        self.examples = examples
        self.targets = (0..<targets.count).map { targets.values(of: $0) }
        (self.loss, self.limit) = (loss, limit)
    }

    /// The answers of the weights that the executor has; writes over what it kept of the last batch.
    func answers(_ executor: Executor) -> [SampleAnswer] {
        let order = Array(0..<examples.count)
        var answers: [SampleAnswer] = []
        executor.prepare(executor.pass(executor.batch))
        for start in stride(from: 0, to: examples.count, by: executor.batch) {
            let range = start..<min(start + executor.batch, examples.count)
            let pass = executor.pass(range.count)
            executor.fill(examples.sources, order, range)
            executor.forward(pass)
            for (place, index) in range.enumerated() { answers.append(answer(index, place, executor.outputs[0], pass)) }
        }
        return answers
    }

    private func answer(_ index: Int, _ place: Int, _ output: ValueSlot, _ pass: Pass) -> SampleAnswer {
        var answer = SampleAnswer(values: [], right: loss.isCrossEntropy ? 0 : nil, positions: 0)
        for (step, target) in targets[index].enumerated() where isThere(target, step, place, output, pass) {
            let start = pass.pointer(output.values, step: step) + place * output.values.stride
            let row = Array(UnsafeBufferPointer(start: start, count: output.shape.features))
            let said = said(row)
            answer.positions += 1
            if loss.isCrossEntropy, said == meant(target) { answer.right? += 1 }
            answer.values += said.prefix(max(0, limit - answer.values.count))
        }
        return answer
    }

    private func isThere(_ target: [Real], _ step: Int, _ place: Int, _ output: ValueSlot, _ pass: Pass) -> Bool {
        if let mask = output.mask, pass.pointer(mask, step: step)[place] == 0 { return false }
        return isTarget(target)
    }

    /// False for what stands where a step has no target.
    private func isTarget(_ target: [Real]) -> Bool {
        target.contains { !$0.isNaN && !(loss.isCrossEntropy && $0 < 0) }
    }

    private func said(_ row: [Real]) -> [Real] {
        switch loss {
        case .categoricalCrossEntropy: [Real(Self.largest(row))]
        case .binaryCrossEntropy: row.map { $0 > 0.5 ? 1 : 0 }
        case .meanSquaredError, .meanAbsoluteError: row
        }
    }

    /// A target in the form of an answer.
    private func meant(_ target: [Real]) -> [Real] {
        switch loss {
        case .categoricalCrossEntropy: [target.count > 1 ? Real(Self.largest(target)) : target[0].rounded()]
        case .binaryCrossEntropy: target.map { $0 > 0.5 ? 1 : 0 }
        case .meanSquaredError, .meanAbsoluteError: target
        }
    }

    /// The targets as answers that are all right: what a view sets beside what was said.
    var truths: [SampleAnswer] {
        targets.map { steps in
            let there = steps.filter(isTarget)
            return SampleAnswer(
                values: Array(there.flatMap(meant).prefix(limit)), right: loss.isCrossEntropy ? there.count : nil,
                positions: there.count)
        }
    }

    private static func largest(_ row: [Real]) -> Int {
        row.indices.reduce(0) { row[$1] > row[$0] ? $1 : $0 }
    }
}
