/// One batch of a fit that has just been learnt from.
package struct BatchReport: Hashable, Sendable {
    /// From 1.
    package var epoch: Int
    package var epochs: Int
    /// From 1.
    package var batch: Int
    package var batches: Int
    /// Loss of this batch before its step.
    package var loss: Double
    /// Length of all gradients together before clipping.
    package var gradientNorm: Double
}

/// One pass over the examples.
package struct EpochRecord: Hashable, Sendable {
    /// From 1, counted on by a fit that continues another.
    package var epoch: Int
    /// Mean over the epoch, each batch measured before its step.
    package var loss: Double
    package var validation: Evaluation?
    /// Mean of the batches' gradient lengths before clipping, and the longest.
    package var gradientNorm: Double
    package var largestGradientNorm: Double
    /// Batches whose gradients were shortened.
    package var clippedBatches: Int
    /// Gradient entries that were cut to the limit of `Clipping.value`.
    package var clippedValues: Int
    package var batches: Int
}

/// How far a network's answers are from the targets.
package struct Evaluation: Hashable, Sendable {
    package var loss: Double
    /// Share of positions whose class is right; nil without classes.
    package var accuracy: Double?
    /// Means over all values that have a target; nil with classes.
    package var meanAbsoluteError: Double?
    package var meanSquaredError: Double?
    /// Positions that have a target.
    package var positions: Int
    package var examples: Int
    /// Of a network with several answers, each by itself; empty for one.
    package var answers: [Evaluation] = []
}

/// The first number that was not finite in a fit.
package struct NotFinite: Hashable, Sendable {
    package enum Place: Hashable, Sendable { case loss, gradient, value }
    /// From 1.
    package var epoch: Int
    package var batch: Int
    package var place: Place
    /// The first layer, in order of computation, where such a number stands, and its name in the network.
    package var layer: String?
    /// The kept value or parameter there, for example "h" or "recurrent_kernel".
    package var field: String?
    /// From 1; nil for a vector or a parameter.
    package var step: Int?
    /// Losses of the batches before, newest last (at most five).
    package var lossesBefore: [Double]
}

package struct FitResult: Sendable {
    package enum Ending: Hashable, Sendable {
        case finished
        case stopped
        case notFinite(NotFinite)
    }
    /// Weights after the last finished epoch.
    package var model: Model
    package var history: [EpochRecord]
    package var ending: Ending

    package init(model: Model, history: [EpochRecord], ending: Ending) {
        self.model = model
        self.history = history
        self.ending = ending
    }
}
