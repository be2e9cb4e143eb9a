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

    /// Loss with penalties, and metrics, over all examples; for several answers their losses together, and each by
    /// itself.
    package func evaluate(
        _ examples: Examples, losses: [Loss], weights: [Double] = [], normaliser: Normaliser = .real,
        batch: Int? = nil
    ) throws(EngineError) -> Evaluation {
        let (measures, penalty) = try measures(examples, losses, normaliser, .classes, batch)
        return Evaluation(measures, losses, weights: weights, penalty: penalty, examples: examples.count)
    }

    /// How often each class was said for each other one, for an answer whose loss is a cross-entropy.
    package func confusion(_ examples: Examples, losses: [Loss], answer: Int = 0) throws(EngineError) -> ClassCounts? {
        try measures(examples, losses, .real, .pairs, nil).0[answer].classes
    }

    private func measures(
        _ examples: Examples, _ losses: [Loss], _ normaliser: Normaliser, _ counting: LossHead.Counting,
        _ batch: Int?
    ) throws(EngineError) -> ([LossHead.Measure], penalty: Double) {
        try examples.checkInputs(for: self)
        let targets = try examples.checkedTargets(for: self, losses)
        var measures = targets.map { _ in LossHead.Measure() }
        var penalty = 0.0
        try forEachBatch(of: examples, batch) { executor, pass, order, range in
            if range.lowerBound == 0 { penalty = executor.penalty(addsGradient: false) }
            for (answer, targets) in targets.enumerated() {
                let head = LossHead(
                    losses[answer], normaliser, output: executor.outputs[answer], isFused: false, targets: targets,
                    counting: counting)
                measures[answer] += head.measure(pass, targets, order, range, writesGradient: false)
            }
        }
        return (measures, penalty)
    }

    package func evaluate(_ examples: Examples, loss: Loss, normaliser: Normaliser = .real) throws(EngineError)
        -> Evaluation
    {
        try evaluate(examples, losses: [loss], normaliser: normaliser)
    }

    /// The loss of each example by itself: the mean over its positions; nil for one without a target. What cannot be
    /// finished because `isStopped` ends as nil too.
    package func exampleLosses(
        _ examples: Examples, losses: [Loss], weights: [Double] = [], batch: Int? = nil,
        isStopped: () -> Bool = { false }
    ) throws(EngineError) -> [Double?] {
        try examples.checkInputs(for: self)
        let targets = try examples.checkedTargets(for: self, losses, needsReal: false)
        var results = [Double?](repeating: nil, count: examples.count)
        try forEachBatch(of: examples, batch) { executor, pass, order, range in
            if isStopped() { return }
            for (answer, targets) in targets.enumerated() {
                let head = LossHead(
                    losses[answer], .real, output: executor.outputs[answer], isFused: false, targets: targets)
                var sums = [(loss: Double, positions: Int)](repeating: (0, 0), count: range.count)
                _ = head.measure(
                    pass, targets, order, range, writesGradient: false,
                    eachPlace: { place, _, loss in
                        sums[place].loss += loss
                        sums[place].positions += 1
                    })
                for (place, sum) in sums.enumerated() where sum.positions > 0 {
                    let loss = sum.loss / Double(sum.positions) * (weights.isEmpty ? 1 : weights[answer])
                    results[range.lowerBound + place] = (results[range.lowerBound + place] ?? 0) + loss
                }
            }
        }
        return results
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
        for (index, slot) in executor.slots.enumerated() {
            setWeight(index, executor.tensor(of: slot, at: executor.weights))
        }
        optimiserMemory = OptimiserMemory(
            name: optimiser.settings.name, steps: optimiser.steps,
            first: executor.slots.map { executor.tensor(of: $0, at: executor.firstMemory) },
            second: executor.slots.map { executor.tensor(of: $0, at: executor.secondMemory) },
            plateau: optimiser.plateau)
    }
}

extension Tensor {
    /// Copies a batch's answers, which lie time by time, to examples `range`.
    fileprivate mutating func take(_ range: Range<Int>, from port: ValueSlot, _ pass: Pass) {
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

extension [Double] {
    /// Their sum, each times its weight; without weights 1 each.
    func weighted(by weights: [Double]) -> Double {
        enumerated().reduce(0) { $0 + $1.element * (weights.isEmpty ? 1 : weights[$1.offset]) }
    }
}
