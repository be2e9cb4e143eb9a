extension LossTable {
    /// What one example adds to the table.
    struct Share: Hashable, Sendable {
        var sum = 0.0
        var real = 0
        var right = 0
        var divisors: [Normaliser: Double] = [:]
    }

    /// Gives these examples to the loss head: their losses, divisors and gradients.
    mutating func measure(_ examples: Range<Int>) throws(EngineError) {
        guard positions.count > 0, steps > 0, width > 0 else { throw .noExamples }
        try checkLabels()
        let bench = try Bench(steps: steps, width: width)
        let order = Array(0..<steps)
        for example in examples {
            bench.fill(positions[example])
            let rows = positions[example].flatMap(\.target)
            let targets = Targets(rows: rows, width: targetWidth, starts: [0], steps: steps)
            var share = Share()
            for normaliser in Normaliser.allCases {
                let head = bench.head(loss, normaliser, isFused: isFused, targets)
                share.divisors[normaliser] = head.divisor(bench.pass, targets, order, 0..<1)
            }
            // A position at a time, so that the head's own count tells which are right.
            let each = Targets(rows: rows, width: targetWidth, starts: order)
            for step in 0..<steps {
                let head = bench.head(loss, .real, isFused: isFused, each, step: step)
                let found = head.measure(
                    bench.pass, each, order, step..<step + 1, writesGradient: true, summed: true)
                positions[example][step].loss = found.positions > 0 ? found.sum : nil
                positions[example][step].isRight = found.right > 0
                positions[example][step].gradient = bench.gradient(step)
                share.sum += found.sum
                share.real += found.positions
                share.right += found.right
            }
            shares[example] = share
        }
    }

    private func checkLabels() throws(EngineError) {
        guard hasClassNumbers else { return }
        for (example, row) in positions.enumerated() {
            for (step, position) in row.enumerated() {
                let label = position.target[0]
                if label.isNaN || label < 0 || label < Real(width) { continue }
                throw .labelOutOfRange(label: Double(label), classes: width, example: example, step: step)
            }
        }
    }

    /// Memory laid out as a network's output: the place where a loss head looks.
    private struct Bench {
        let memory: Memory
        let pass: Pass
        let steps: Int
        let width: Int
        let stride: Int

        init(steps: Int, width: Int) throws(EngineError) {
            (self.steps, self.width) = (steps, width)
            stride = Sizes.padded(width)
            memory = try Memory(Sizes.product(steps, Sizes.sum(Sizes.product(2, stride), 1)))
            pass = Pass(memory: PlannedMemory(memory), batch: 1, isTraining: false, pool: Pool())
        }

        private var gradientStart: Int { steps * stride }
        private var maskStart: Int { 2 * steps * stride }

        func fill(_ positions: [Position]) {
            for (step, position) in positions.enumerated() {
                for (feature, value) in position.output.enumerated() {
                    memory.base[step * stride + feature] = value
                }
                memory.base[maskStart + step] = position.isPadding ? 0 : 1
            }
        }

        func gradient(_ step: Int) -> [Real] {
            let start = memory.base + gradientStart + step * stride
            return Array(UnsafeBufferPointer(start: start, count: width))
        }

        /// Over all steps, or over one.
        func head(
            _ loss: Loss, _ normaliser: Normaliser, isFused: Bool, _ targets: Targets, step: Int? = nil
        ) -> LossHead {
            let first = step ?? 0
            let output = ValueSlot(
                shape: Shape(steps: step == nil ? steps : 1, features: width),
                values: Region(offset: first * stride, stride: stride),
                gradient: Region(offset: gradientStart + first * stride, stride: stride),
                mask: Region(offset: maskStart + first, stride: 1))
            return LossHead(loss, normaliser, output: output, isFused: isFused, targets: targets)
        }
    }
}
