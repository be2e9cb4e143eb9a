import Base
import CKernels
import Glibc

/// How much of a state is left at the end: ‖ds_T/ds_t‖ of one layer, the largest factor by which any small difference of
/// the state after step t comes out after the last step (the spectral norm).
///
/// The rows of the matrix are gradients of the last state's units, a few of them at a time as a batch of one example. It
/// can go on beside a screen, which asks how far it is.
/// Source: Pascanu, Mikolov and Bengio (2013), "On the difficulty of training recurrent neural networks", section 2.
package final class Jacobian: @unchecked Sendable {
    package let layer: Int
    /// "h", or a memory such as "c".
    package let field: String
    package let units: Int
    private let inspector: Inspector
    private let steps: Int
    private let batch: Int
    /// What whoever computes and whoever asks share.
    private var state = State()
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)
    private let bell = UnsafeMutablePointer<pthread_cond_t>.allocate(capacity: 1)

    private struct State {
        var done = 0
        var norms: [Double]?
        var isStarted = false
        var isCancelled = false
    }

    /// Multiply-adds and numbers above which a text would keep its reader waiting for more than some seconds.
    private static let mostWork = 12_000_000_000
    private static let mostNumbers = 1 << 24
    /// Multiply-adds after which it tells how far it is.
    private static let share = 600_000_000

    /// nil if the layer has no such state, or it would take too long.
    init?(_ inspector: Inspector, layer: Int, field: String) {
        guard inspector.trace.layers.indices.contains(layer) else { return nil }
        let shown = inspector.trace.layers[layer]
        guard shown.isRecurrent, shown.initial[field] != nil, let states = shown.fields[field] else { return nil }
        (self.inspector, self.layer, self.field) = (inspector, layer, field)
        (units, steps) = (shown.units, states.count)
        let blocks = shown.equations.count { if case .affine = $0.body { true } else { false } }
        let workOfOne = Sizes.product(steps, max(1, blocks), Sizes.product(units, units))
        guard Sizes.product(workOfOne, units) <= Self.mostWork, Sizes.product(steps, units, units) <= Self.mostNumbers
        else { return nil }
        batch = max(1, min(units, Self.share / max(1, workOfOne)))
        pthread_mutex_init(mutex, nil)
        pthread_cond_init(bell, nil)
    }

    deinit {
        pthread_cond_destroy(bell)
        pthread_mutex_destroy(mutex)
        bell.deallocate()
        mutex.deallocate()
    }

    private func locked<Result>(_ body: (inout State) -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body(&state)
    }

    /// Units whose rows are known.
    package var done: Int { locked { $0.done } }
    /// By step from 0; nil until all rows are known.
    package var norms: [Double]? { locked { $0.norms } }
    package var isDone: Bool { locked { $0.norms != nil || $0.isCancelled } }

    /// Computes on the thread that `run` starts, unless it does already.
    package func start(_ run: (@escaping @Sendable () -> Void) -> Void) {
        let isFirst = locked { state in
            defer { state.isStarted = true }
            return !state.isStarted
        }
        if isFirst { run { self.compute() } }
    }

    /// Waits for the end, and computes if nobody does.
    package func finish() {
        start { $0() }
        pthread_mutex_lock(mutex)
        while state.norms == nil, !state.isCancelled { pthread_cond_wait(bell, mutex) }
        pthread_mutex_unlock(mutex)
    }

    /// Ends it soon; nobody asks any more.
    package func cancel() { end { $0.isCancelled = true } }

    private func end(_ change: (inout State) -> Void) {
        locked { change(&$0) }
        pthread_cond_broadcast(bell)
    }

    // MARK: computing

    private func compute() {
        guard let work = Work(inspector, layer: layer, field: field, batch: batch) else { return cancel() }
        while work.done < units {
            if locked({ $0.isCancelled }) { return }
            work.advance()
            locked { $0.done = work.done }
        }
        let norms = work.norms { locked { $0.isCancelled } }
        end { $0.norms = norms }
    }

    /// The rows on the memory of a batch.
    private final class Work {
        private let executor: Executor
        private let pass: Pass
        private let operation: any Operation & AcceptsIntervention
        private let kept: TraceField
        private let gradient: Region
        private(set) var done = 0
        /// [step][unit of the last state][unit].
        private var rows: [[Real]]

        init?(_ inspector: Inspector, layer: Int, field: String, batch: Int) {
            guard let executor = try? inspector.copy(batch: batch), executor.parts.indices.contains(layer),
                let operation = executor.parts[layer].part.operation as? any Operation & AcceptsIntervention,
                let kept = operation.traceFields.first(where: { $0.name == field && $0.isState }),
                let gradient = kept.gradient
            else { return nil }
            (self.executor, self.operation, self.kept, self.gradient) = (executor, operation, kept, gradient)
            pass = inspector.begin(executor)
            rows = [[Real]](repeating: [], count: kept.steps)
        }

        func advance() {
            let (first, count) = (done, min(executor.batch, kept.width - done))
            operation.walkBack(pass, from: kept.name) { rows, stride in
                for row in 0..<count { rows[row * stride + first + row] = 1 }
            }
            for step in rows.indices {
                let from = pass.pointer(gradient, step: step)
                for row in 0..<count {
                    rows[step] += UnsafeBufferPointer(start: from + row * gradient.stride, count: kept.width)
                }
            }
            done += count
        }

        /// The spectral norm of each matrix, from the last step back; the direction of one is a good guess for the next.
        func norms(until isCancelled: () -> Bool) -> [Double] {
            var guess = [Double](repeating: 1, count: kept.width)
            var norms = [Double](repeating: 0, count: rows.count)
            let order = operation.startStep < 0 ? Array(rows.indices.reversed()) : Array(rows.indices)
            for step in order where !isCancelled() { norms[step] = Jacobian.norm(rows[step], kept.width, &guess) }
            return norms
        }
    }

    /// Power iteration on MᵀM, which ends when the norm has settled.
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
                    for column in 0..<size { back[column] += Double(m[row * size + column]) * sum }
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
        Jacobian(self, layer: layer, field: field)
    }

    /// An executor of the same for several copies of the example.
    fileprivate func copy(batch: Int) throws(EngineError) -> Executor {
        let executor = try Executor(
            model, batch: batch, purpose: .inspect, masks: example.sources.map(\.hasMask), losses: losses)
        try executor.setWeights(changes)
        executor.take(try executor.interventions(for: changes))
        return executor
    }

    fileprivate func begin(_ executor: Executor) -> Pass {
        let run = Run(executor: executor, example: example, losses: losses, targets: nil, seed: dropoutSeed)
        let pass = run.pass
        run.begin(pass)
        return pass
    }
}
