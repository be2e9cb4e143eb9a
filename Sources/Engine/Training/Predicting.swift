extension Model {
    /// Examples at a time where nothing is learnt.
    private static let batch = 64

    /// What the network says for each example, [examples × outputs] or [examples × steps × outputs].
    package func predict(_ inputs: Sequences) throws(EngineError) -> Tensor {
        try Examples(inputs: inputs).checkInputs(for: self)
        let (rows, width) = (output.positions, output.features)
        try Memory.check(numbers: Sizes.product(inputs.count, rows, width))
        var result = Tensor(zeros: [inputs.count] + output.dimensions)
        try forEachBatch(of: inputs) { executor, pass, _, range in
            let values = pass.pointer(executor.output.values)
            let stride = executor.output.values.stride
            for (place, index) in range.enumerated() {
                for step in 0..<rows {
                    let row = values + (step * range.count + place) * stride
                    for feature in 0..<width { result.values[(index * rows + step) * width + feature] = row[feature] }
                }
            }
        }
        return result
    }

    /// Loss and metrics over all examples.
    package func evaluate(_ examples: Examples, loss: Loss, normaliser: Normaliser = .real) throws(EngineError)
        -> Evaluation
    {
        try examples.checkInputs(for: self)
        let targets = try examples.checkedTargets(for: self, loss)
        var measure = LossHead.Measure()
        try forEachBatch(of: examples.inputs) { executor, pass, order, range in
            let head = LossHead(loss, normaliser, output: executor.output, isFused: false, targets: targets)
            measure += head.measure(pass, targets, order, range, writesGradient: false)
        }
        return Evaluation(measure, loss, examples: examples.count)
    }

    private func forEachBatch(
        of inputs: Sequences, _ body: (Executor, Pass, _ order: [Int], Range<Int>) -> Void
    ) throws(EngineError) {
        let batch = min(Model.batch, inputs.count)
        let executor = try Executor(self, batch: batch, purpose: .predict, hasMask: inputs.lengths != nil)
        let order = Array(0..<inputs.count)
        executor.prepare(executor.pass(batch))
        for start in stride(from: 0, to: inputs.count, by: batch) {
            let range = start..<min(start + batch, inputs.count)
            let pass = executor.pass(range.count)
            executor.fill(inputs, order, range)
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

extension Evaluation {
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
}
