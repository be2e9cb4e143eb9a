extension Model {
    /// What the network says for each example, [examples × outputs] or [examples × steps × outputs].
    package func predict(_ inputs: Sequences, batch: Int? = nil) throws(EngineError) -> Tensor {
        try predict([inputs], batch: batch)[0]
    }

    /// The same for each answer of the network, from examples for each of its inputs. `batch` matters where states are
    /// carried.
    package func predict(_ sources: [Sequences], batch: Int? = nil) throws(EngineError) -> [Tensor] {
        let examples = Examples(sources: sources)
        try examples.checkInputs(for: self)
        let numbers = outputs.map { Sizes.product(examples.count, $0.positions, $0.features) }
        try Memory.check(numbers: Sizes.sum(numbers))
        var results = outputs.map { Tensor(zeros: [examples.count] + $0.dimensions) }
        try forEachBatch(of: examples, batch) { executor, pass, _, range in
            for (answer, port) in executor.outputs.enumerated() { results[answer].take(range, from: port, pass) }
        }
        return results
    }

    /// Loss and metrics over all examples; for several answers their losses together, and each by itself.
    package func evaluate(
        _ examples: Examples, losses: [Loss], weights: [Double] = [], normaliser: Normaliser = .real,
        batch: Int? = nil
    ) throws(EngineError) -> Evaluation {
        try examples.checkInputs(for: self)
        let targets = try examples.checkedTargets(for: self, losses)
        var measures = targets.map { _ in LossHead.Measure() }
        try forEachBatch(of: examples, batch) { executor, pass, order, range in
            for (answer, targets) in targets.enumerated() {
                let head = LossHead(
                    losses[answer], normaliser, output: executor.outputs[answer], isFused: false, targets: targets)
                measures[answer] += head.measure(pass, targets, order, range, writesGradient: false)
            }
        }
        return Evaluation(measures, losses, weights: weights, examples: examples.count)
    }

    package func evaluate(_ examples: Examples, loss: Loss, normaliser: Normaliser = .real) throws(EngineError)
        -> Evaluation
    {
        try evaluate(examples, losses: [loss], normaliser: normaliser)
    }

    private func forEachBatch(
        of examples: Examples, _ given: Int?, _ body: (Executor, Pass, _ order: [Int], Range<Int>) -> Void
    ) throws(EngineError) {
        let batch = try batch(given, for: examples)
        let executor = try Executor(self, batch: batch, purpose: .predict, masks: examples.sources.map(\.hasMask))
        let order = Array(0..<examples.count)
        executor.prepare(executor.pass(batch))
        for start in stride(from: 0, to: examples.count, by: batch) {
            let range = start..<min(start + batch, examples.count)
            var pass = executor.pass(range.count)
            pass.continues = start > 0
            executor.fill(examples.sources, order, range)
            executor.forward(pass)
            body(executor, pass, order, range)
        }
    }

    /// Takes weights and optimiser memory from an executor.
    mutating func take(from executor: Executor, _ optimiser: Optimiser) {
        let count = executor.weightCount
        for (index, slot) in executor.slots.enumerated() {
            setWeight(index, executor.tensor(of: slot, at: executor.weights))
        }
        optimiserMemory = OptimiserMemory(
            name: optimiser.settings.name, steps: optimiser.steps,
            first: Array(UnsafeBufferPointer(start: executor.firstMemory, count: count)),
            second: Array(UnsafeBufferPointer(start: executor.secondMemory, count: count)))
    }
}

extension Tensor {
    /// Copies a batch's answers, which lie time by time, to examples `range`.
    fileprivate mutating func take(_ range: Range<Int>, from port: Port, _ pass: Pass) {
        let (steps, width) = (port.shape.positions, port.shape.features)
        let source = pass.pointer(port.values)
        for (place, index) in range.enumerated() {
            for step in 0..<steps {
                let row = source + (step * range.count + place) * port.values.stride
                for feature in 0..<width { values[(index * steps + step) * width + feature] = row[feature] }
            }
        }
    }
}

extension Evaluation {
    /// Of one answer.
    init(_ measure: LossHead.Measure, _ loss: Loss, examples: Int) {
        let positions = Double(max(1, measure.positions))
        let values = Double(max(1, measure.values))
        self.init(
            loss: measure.loss,
            accuracy: loss.isCrossEntropy ? Double(measure.right) / positions : nil,
            meanAbsoluteError: loss.isCrossEntropy ? nil : measure.absolute / values,
            meanSquaredError: loss.isCrossEntropy ? nil : measure.square / values,
            positions: measure.positions, examples: examples)
    }

    /// Of several: the first one's figures with the loss of all, and each by itself.
    init(_ measures: [LossHead.Measure], _ losses: [Loss], weights: [Double], examples: Int) {
        let all = zip(measures, losses).map { Evaluation($0, $1, examples: examples) }
        self = all[0]
        guard all.count > 1 else { return }
        loss = all.map(\.loss).weighted(by: weights)
        answers = all
    }
}

extension [Double] {
    /// Their sum, each times its weight; without weights 1 each.
    func weighted(by weights: [Double]) -> Double {
        enumerated().reduce(0) { $0 + $1.element * (weights.isEmpty ? 1 : weights[$1.offset]) }
    }
}
