/// How gradients move the weights; the defaults are Keras's.
package enum OptimiserSettings: Hashable, Sendable {
    /// v ← momentum·v − rate·g, w ← w + v.
    case sgd(rate: Double = 0.01, momentum: Double = 0)
    /// a ← decay·a + (1 − decay)·g², w ← w − rate·g / √(a + ε) (Tieleman and Hinton, 2012).
    case rmsprop(rate: Double = 0.001, decay: Double = 0.9, epsilon: Double = 1e-7)
    /// Bias-corrected, with ε outside the root (Kingma and Ba, 2015).
    case adam(rate: Double = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7)

    package var rate: Double {
        switch self {
        case .sgd(let rate, _), .rmsprop(let rate, _, _), .adam(let rate, _, _, _): rate
        }
    }

    package var name: String {
        switch self {
        case .sgd: "sgd"
        case .rmsprop: "rmsprop"
        case .adam: "adam"
        }
    }
}

/// Limits for gradients: first every number to ±`value`, then all together to the length `norm`.
package struct Clipping: Hashable, Sendable {
    package var norm: Double?
    package var value: Double?

    package init(norm: Double? = nil, value: Double? = nil) {
        self.norm = norm
        self.value = value
    }
}

package struct FitSettings: Hashable, Sendable {
    package var epochs: Int
    package var batchSize: Int
    package var optimiser: OptimiserSettings
    /// For each answer of the network.
    package var losses: [Loss]
    /// What each loss counts in their sum; empty for 1 each.
    package var lossWeights: [Double] = []
    package var normaliser: Normaliser
    package var clipping: Clipping
    package var shuffle: Bool
    package var seed: UInt64
    /// nil: decided from the size of a step. The result is the same bit for bit.
    package var threads: Int?

    package init(
        epochs: Int = 10, batchSize: Int = 32, optimiser: OptimiserSettings = .adam(),
        loss: Loss = .meanSquaredError, normaliser: Normaliser = .real, clipping: Clipping = Clipping(),
        shuffle: Bool = true, seed: UInt64 = 1, threads: Int? = nil
    ) {
        self.epochs = epochs
        self.batchSize = batchSize
        self.optimiser = optimiser
        losses = [loss]
        self.normaliser = normaliser
        self.clipping = clipping
        self.shuffle = shuffle
        self.seed = seed
        self.threads = threads
    }

    /// For the first answer.
    package var loss: Loss {
        get { losses[0] }
        set { losses[0] = newValue }
    }
}
