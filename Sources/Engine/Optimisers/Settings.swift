/// How gradients move the weights; formulas and defaults are Keras's. g is the gradient, t the step from 1.
package enum OptimiserSettings: Hashable, Sendable {
    /// v ← momentum·v − rate·g, w ← w + v, or with Nesterov's look ahead w ← w + momentum·v − rate·g (Sutskever et al.,
    /// 2013).
    case sgd(rate: Schedule = 0.01, momentum: Double = 0, nesterov: Bool = false)
    /// a ← decay·a + (1 − decay)·g², v ← momentum·v + rate·g / √(a + ε), w ← w − v (Tieleman and Hinton, 2012).
    case rmsprop(rate: Schedule = 0.001, decay: Double = 0.9, momentum: Double = 0, epsilon: Double = 1e-7)
    /// m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − rate·√(1 − β₂ᵗ) / (1 − β₁ᵗ) · m / (√v + ε) (Kingma and
    /// Ba, 2015, end of section 2: ε outside the root and not corrected for the bias).
    case adam(rate: Schedule = 0.001, beta1: Double = 0.9, beta2: Double = 0.999, epsilon: Double = 1e-7)
    /// Adam, but first w ← w·(1 − rate·decay), for every parameter that is trained (Loshchilov and Hutter, 2019).
    case adamw(
        rate: Schedule = 0.001, decay: Double = 0.004, beta1: Double = 0.9, beta2: Double = 0.999,
        epsilon: Double = 1e-7)
    /// a ← a + g², from `start` on, w ← w − rate·g / √(a + ε) (Duchi et al., 2011).
    case adagrad(rate: Schedule = 0.001, start: Double = 0.1, epsilon: Double = 1e-7)

    package var schedule: Schedule {
        get {
            switch self {
            case .sgd(let rate, _, _), .rmsprop(let rate, _, _, _), .adam(let rate, _, _, _),
                .adamw(let rate, _, _, _, _), .adagrad(let rate, _, _):
                rate
            }
        }
        set {
            switch self {
            case .sgd(_, let momentum, let nesterov):
                self = .sgd(rate: newValue, momentum: momentum, nesterov: nesterov)
            case .rmsprop(_, let decay, let momentum, let epsilon):
                self = .rmsprop(rate: newValue, decay: decay, momentum: momentum, epsilon: epsilon)
            case .adam(_, let beta1, let beta2, let epsilon):
                self = .adam(rate: newValue, beta1: beta1, beta2: beta2, epsilon: epsilon)
            case .adamw(_, let decay, let beta1, let beta2, let epsilon):
                self = .adamw(rate: newValue, decay: decay, beta1: beta1, beta2: beta2, epsilon: epsilon)
            case .adagrad(_, let start, let epsilon): self = .adagrad(rate: newValue, start: start, epsilon: epsilon)
            }
        }
    }

    /// Of the first step.
    package var rate: Double { schedule.rate(at: 0) }

    package var name: String {
        switch self {
        case .sgd: "sgd"
        case .rmsprop: "rmsprop"
        case .adam: "adam"
        case .adamw: "adamw"
        case .adagrad: "adagrad"
        }
    }

    /// Keeps a division from exploding; plain gradient descent divides by nothing.
    var epsilon: Double? {
        switch self {
        case .sgd: nil
        case .rmsprop(_, _, _, let epsilon), .adam(_, _, _, let epsilon), .adamw(_, _, _, _, let epsilon),
            .adagrad(_, _, let epsilon):
            epsilon
        }
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
    /// What the training examples of each class count in the loss; nil for 1 each.
    package var classWeights: [Double]?
    /// Told for each epoch beside the loss.
    package var metrics: [Metric] = []
    package var stopping: EarlyStopping?
    package var plateau: Plateau?
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
