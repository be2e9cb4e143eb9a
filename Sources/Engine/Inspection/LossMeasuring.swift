extension LossTable {
    /// Gives each example to the loss head: its losses, divisors and gradients.
    mutating func measure() throws(EngineError) {
        guard examples > 0, steps > 0, width > 0 else { throw .noExamples }
        try checkLabels()
        let bench = try Bench(steps: steps, width: width)
        for example in positions.indices {
            let targets = Targets(
                rows: positions[example].flatMap(\.target), width: targetWidth, starts: [0], steps: steps)
            bench.fill(positions[example])
            for normaliser in Normaliser.allCases {
                let head = bench.head(loss, normaliser, isFused: isFused, targets)
                divisors[normaliser, default: 0] += head.measure(
                    bench.pass, targets, [0], 0..<1, writesGradient: false).divisor
            }
            let head = bench.head(loss, .real, isFused: isFused, targets)
            var losses = [Double?](repeating: nil, count: steps)
            let whole = head.measure(bench.pass, targets, [0], 0..<1, writesGradient: true, summed: true) {
                losses[$0] = $1
            }
            sum += whole.sum
            realCount += whole.positions
            rightCount += whole.right
            for step in 0..<steps {
                positions[example][step].loss = losses[step]
                positions[example][step].gradient = bench.gradient(step)
            }
            try judge(example, bench, targets)
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

    /// Which positions are right: the head's own count, a position at a time.
    private mutating func judge(_ example: Int, _ bench: Bench, _ targets: Targets) throws(EngineError) {
        guard loss.isCrossEntropy else { return }
        for step in 0..<steps where positions[example][step].loss != nil {
            var one = targets
            (one.starts, one.steps) = ([step], 1)
            let head = bench.head(loss, .real, isFused: isFused, one, step: step)
            let measure = head.measure(bench.pass, one, [0], 0..<1, writesGradient: false)
            positions[example][step].isRight = measure.right == 1
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
            pass = Pass(memory: memory.base, batch: 1, isTraining: false, pool: Pool())
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
            let output = Port(
                shape: Shape(steps: step == nil ? steps : 1, features: width),
                values: Region(offset: first * stride, stride: stride),
                gradient: Region(offset: gradientStart + first * stride, stride: stride),
                mask: Region(offset: maskStart + first, stride: 1))
            return LossHead(loss, normaliser, output: output, isFused: isFused, targets: targets)
        }
    }
}
