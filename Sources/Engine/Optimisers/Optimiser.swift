import Base
import CKernels

/// What an optimiser remembers between steps, so that a fit can go on where another ended.
package struct OptimiserMemory: Sendable {
    /// "adam", …
    var name: String
    var steps: Int
    /// For each of the model's weights.
    var first: [Tensor]
    var second: [Tensor]
    var plateau = Plateau.State()
}

/// Moves the weights once for each batch; every number in one pass over memory.
struct Optimiser {
    private(set) var settings: OptimiserSettings
    private(set) var steps = 0
    /// Of the latest step.
    private(set) var rate = 0.0
    var plateau = Plateau.State()
    /// Where a plateau stops to lower the rate.
    private let leastRate: Double

    init(_ settings: FitSettings) {
        self.settings = settings.optimiser
        leastRate = settings.plateau?.leastRate ?? 0
    }

    /// Brings an executor's memory to what it is before the first step, or after those of an earlier fit of the same kind.
    mutating func begin(_ executor: Executor, after memory: OptimiserMemory?) {
        if case .adagrad(_, let start, _) = settings {
            executor.firstMemory.update(repeating: Real(start), count: executor.weightCount)
        }
        guard let memory, memory.name == settings.name, memory.first.count == executor.slots.count else { return }
        steps = memory.steps
        plateau = memory.plateau
        for (index, slot) in executor.slots.enumerated() {
            executor.copy(memory.first[index], to: slot, at: executor.firstMemory)
            executor.copy(memory.second[index], to: slot, at: executor.secondMemory)
        }
    }

    /// The same rate for every step from now on. What a plateau has made smaller is not made smaller again.
    mutating func setRate(_ rate: Double) { settings.schedule = .constant(rate / plateau.factor) }

    mutating func step(_ executor: Executor) {
        rate = settings.schedule.rate(at: steps)
        if plateau.factor < 1 { rate = min(rate, max(rate * plateau.factor, leastRate)) }
        steps += 1
        // A root and a division cost about as much as 64 multiply-adds.
        for part in executor.trainable {
            executor.pool.share(part.count / 16, grain: 256, work: part.count * 64) { blocks in
                let start = part.lowerBound
                move(executor, start + blocks.lowerBound * 16..<start + blocks.upperBound * 16)
            }
        }
    }

    /// The weights of `part`, which is whole blocks of 16.
    private func move(_ executor: Executor, _ part: Range<Int>) {
        let (count, rate) = (part.count, Real(rate))
        let (w, g) = (executor.weights + part.lowerBound, executor.gradients + part.lowerBound)
        let (first, second) = (executor.firstMemory + part.lowerBound, executor.secondMemory + part.lowerBound)
        switch settings {
        case .sgd(_, let momentum, let nesterov): ck_sgd(w, g, first, count, rate, Real(momentum), nesterov ? 1 : 0)
        case .rmsprop(_, let decay, let momentum, let epsilon):
            ck_rmsprop(w, g, first, second, count, rate, Real(decay), Real(momentum), Real(epsilon))
        case .adam(_, let beta1, let beta2, let epsilon):
            ck_adam(
                w, g, first, second, count, Real(1 - beta1), Real(1 - beta2), corrected(beta1, beta2), 1,
                Real(epsilon))
        case .adamw(_, let decay, let beta1, let beta2, let epsilon):
            ck_adam(
                w, g, first, second, count, Real(1 - beta1), Real(1 - beta2), corrected(beta1, beta2),
                Real(1 - self.rate * decay), Real(epsilon))
        case .adagrad(_, _, let epsilon): ck_adagrad(w, g, first, count, rate, Real(epsilon))
        }
    }

    /// Adam's means begin at 0 and are too small at first: rate·√(1 − β₂ᵗ) / (1 − β₁ᵗ). ε is added to √v as in Keras and at
    /// the end of the paper's section 2; PyTorch adds it to √v̂, which only gradients near ε can tell apart.
    private func corrected(_ beta1: Double, _ beta2: Double) -> Real {
        let root = (1 - pow(beta2, Double(steps))).squareRoot()
        return Real(rate * root / (1 - pow(beta1, Double(steps))))
    }
}
