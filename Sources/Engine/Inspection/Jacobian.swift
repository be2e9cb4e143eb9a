import CKernels

/// How much of a state is left at the end: ‖ds_T/ds_t‖ of one layer, the largest factor by which any small difference of
/// the state after step t comes out after the last step (the spectral norm).
///
/// The rows of the matrix are gradients of the last state's units, a few of them at a time as a batch of one example, so
/// that somebody who waits can be told how far it is.
/// Source: Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks", section 2.
package final class Jacobian: @unchecked Sendable {
    package let layer: Int
    /// "h", or a memory such as "c".
    package let field: String
    /// Units whose rows are known.
    package private(set) var done = 0
    package let units: Int
    /// By step from 0; nil until all rows are known.
    package private(set) var norms: [Double]?
    private let steps: Int
    private let executor: Executor
    private let pass: Pass
    private let operation: any Operation & TakesHand
    private let kept: Kept
    /// [step][unit of the last state][unit].
    private var rows: [[Real]]
    /// Of the steps from the last one back.
    private var measured: [Double] = []
    private var guess: [Double]

    /// Multiply-adds and numbers above which it would take a minute or a gigabyte.
    private static let mostWork = 40_000_000_000
    private static let mostNumbers = 1 << 24
    /// Multiply-adds of one `advance`, about 10 ms.
    private static let share = 150_000_000

    /// nil if the layer has no such state, or it would take too long.
    init?(_ inspector: Inspector, _ hands: [Int: Hand], layer: Int, field: String) {
        guard let shown = inspector.trace.layers[safe: layer], shown.isRecurrent, let states = shown.fields[field],
            shown.gradients[field] != nil || inspector.trace.target == nil
        else { return nil }
        (self.layer, self.field) = (layer, field)
        (units, steps) = (shown.units, states.count)
        let blocks = max(1, shown.equations.count { if case .affine = $0.body { true } else { false } })
        let workOfOne = Sizes.product(steps, blocks, Sizes.product(units, units))
        guard Sizes.product(workOfOne, units) <= Self.mostWork, Sizes.product(steps, units, units) <= Self.mostNumbers
        else { return nil }
        let batch = max(1, min(units, Self.share / max(1, workOfOne)))
        guard let executor = try? inspector.copy(batch: batch),
            let part = executor.parts[safe: layer]?.part, let operation = part.operation as? any Operation & TakesHand,
            let kept = operation.kept.first(where: { $0.name == field && $0.isState }), kept.gradient != nil
        else { return nil }
        executor.take(hands)
        (self.executor, self.operation, self.kept) = (executor, operation, kept)
        pass = inspector.begin(executor)
        rows = [[Real]](repeating: [], count: steps)
        guess = [Double](repeating: 1, count: units)
    }

    package var isDone: Bool { norms != nil }

    /// The rows of some more units; when all are known, the norms of some more steps.
    package func advance() {
        guard norms == nil, let gradient = kept.gradient else { return }
        if done == units { return measure() }
        let first = done
        let count = min(executor.batch, units - first)
        operation.walkBack(pass, from: field) { rows, stride in
            for row in 0..<count { rows[row * stride + first + row] = 1 }
        }
        for step in 0..<steps {
            let from = pass.pointer(gradient, step: step)
            for row in 0..<count {
                rows[step] += UnsafeBufferPointer(start: from + row * gradient.stride, count: units)
            }
        }
        done += count
    }

    /// The spectral norm of each matrix, from the last step back; the direction of one is a good guess for the next.
    private func measure() {
        let some = max(1, Self.share / 100 / max(1, units * units))
        let order = operation.startStep < 0 ? Array((0..<steps).reversed()) : Array(0..<steps)
        for step in order.dropFirst(measured.count).prefix(some) {
            measured.append(Self.norm(rows[step], units, &guess))
            rows[step] = []
        }
        if measured.count == steps { norms = operation.startStep < 0 ? measured.reversed() : measured }
    }

    /// Power iteration on MᵀM, which ends when the norm has settled to 7 digits.
    static func norm(_ matrix: [Real], _ size: Int, _ guess: inout [Double]) -> Double {
        var norm = 0.0
        // A direction that has died out says nothing of the next matrix.
        guess = guess.map { abs($0) < 1e-3 ? 1e-3 : $0 }
        for _ in 0..<500 {
            var image = [Double](repeating: 0, count: size)
            var back = [Double](repeating: 0, count: size)
            matrix.withUnsafeBufferPointer { m in
                for row in 0..<size {
                    var sum = 0.0
                    for column in 0..<size { sum += Double(m[row * size + column]) * guess[column] }
                    image[row] = sum
                }
                for row in 0..<size {
                    let value = image[row]
                    for column in 0..<size { back[column] += Double(m[row * size + column]) * value }
                }
            }
            let length = guess.reduce(0) { $0 + $1 * $1 }.squareRoot()
            let found = image.reduce(0) { $0 + $1 * $1 }.squareRoot() / max(length, 1e-300)
            let scale = back.reduce(0) { $0 + $1 * $1 }.squareRoot()
            guard found.isFinite, scale > 0 else { return found }
            guess = back.map { $0 / scale }
            if abs(found - norm) <= 1e-8 * found { return found }
            norm = found
        }
        return norm
    }
}

extension Inspector {
    /// nil if the layer has no such state, or if it would take too long.
    package func jacobian(layer: Int, field: String = "h") -> Jacobian? {
        Jacobian(self, hands, layer: layer, field: field)
    }

    /// An executor of the same for several copies of the example.
    fileprivate func copy(batch: Int) throws(EngineError) -> Executor {
        let executor = try Executor(
            model, batch: batch, purpose: .inspect, masks: example.sources.map(\.hasMask), losses: losses)
        try executor.setWeights(changes)
        return executor
    }

    fileprivate func begin(_ executor: Executor) -> Pass {
        let run = Run(executor: executor, example: example, losses: losses, targets: nil, seed: dropoutSeed)
        let pass = run.pass
        run.begin(pass)
        return pass
    }
}

extension Array {
    fileprivate subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
