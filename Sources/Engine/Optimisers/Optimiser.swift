import CKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// What an optimiser remembers between steps, so that a fit can go on where another ended.
package struct OptimiserMemory: Sendable {
    /// "adam", …
    var name: String
    var steps: Int
    /// In the padded layout of the weights.
    var first: [Real]
    var second: [Real]
}

/// Moves the weights once for each batch; every number in one pass over memory.
struct Optimiser {
    let settings: OptimiserSettings
    let clipping: Clipping
    var steps = 0

    init(_ settings: OptimiserSettings, _ clipping: Clipping) {
        self.settings = settings
        self.clipping = clipping
    }

    struct Cut {
        /// Before any clipping.
        var norm: Double
        var values = 0
        var isShortened = false
    }

    /// Length of all gradients together, and what the limits cut from them.
    func clip(_ executor: Executor) -> Cut {
        let (gradients, count) = (executor.gradients, executor.weightCount)
        var cut = Cut(norm: ck_square_sum(gradients, count).squareRoot())
        guard cut.norm.isFinite else { return cut }
        var norm = cut.norm
        if let limit = clipping.value {
            cut.values = ck_clip(gradients, count, Real(limit))
            if clipping.norm != nil { norm = ck_square_sum(gradients, count).squareRoot() }
        }
        if let limit = clipping.norm, norm > limit {
            ck_scale(gradients, count, Real(limit / norm))
            cut.isShortened = true
        }
        return cut
    }

    mutating func step(_ executor: Executor) {
        steps += 1
        // A root and a division cost about as much as 64 multiply-adds.
        let blocks = executor.weightCount / 16
        executor.pool.share(blocks, grain: 256, work: executor.weightCount * 64) { part in
            move(executor, part.lowerBound * 16..<part.upperBound * 16)
        }
    }

    /// The weights of `range`, which is whole blocks of 16.
    private func move(_ executor: Executor, _ range: Range<Int>) {
        let (start, count) = (range.lowerBound, range.count)
        let (w, g) = (executor.weights + start, executor.gradients + start)
        let (first, second) = (executor.firstMemory + start, executor.secondMemory + start)
        switch settings {
        case .sgd(let rate, let momentum): ck_sgd(w, g, first, count, Real(rate), Real(momentum))
        case .rmsprop(let rate, let decay, let epsilon):
            ck_rmsprop(w, g, first, count, Real(rate), Real(decay), Real(epsilon))
        case .adam(let rate, let beta1, let beta2, let epsilon):
            let correction = 1 - pow(beta1, Double(steps))
            let root = 1 / (1 - pow(beta2, Double(steps))).squareRoot()
            ck_adam(
                w, g, first, second, count, Real(1 - beta1), Real(1 - beta2), Real(rate / correction), Real(root),
                Real(epsilon))
        }
    }
}
