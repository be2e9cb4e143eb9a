/// One batch of a fit that has just been learnt from.
package struct BatchReport: Hashable, Sendable {
    /// From 1.
    package var epoch: Int
    package var epochs: Int
    /// From 1.
    package var batch: Int
    package var batches: Int
    /// Loss of this batch before its step, with penalties.
    package var loss: Double
    /// Length of all gradients together before clipping.
    package var gradientNorm: Double
    /// Learning rate of its step.
    package var rate: Double
}

/// One pass over the examples.
package struct EpochRecord: Hashable, Sendable {
    /// From 1, counted on by a fit that continues another.
    package var epoch: Int
    /// Mean over the epoch, each batch measured before its step; with penalties.
    package var loss: Double
    /// What regularisers have added to the loss.
    package var penalty = 0.0
    /// The training examples' figures, each batch measured before its step, with dropout.
    package var training: Evaluation?
    package var validation: Evaluation?
    /// Learning rate of the epoch's last step.
    package var rate = 0.0
    /// Mean of the batches' gradient lengths before clipping, and the longest.
    package var gradientNorm: Double
    package var largestGradientNorm: Double
    /// The mean for each parameter by itself, in the order of the model's weights; 0 for what is not trained.
    package var gradientNorms: [Double] = []
    /// dL/dh along time, of the epoch's last batch.
    package var throughTime: [GradientThroughTime] = []
    /// How the gates stood in the epoch's last batch, before its step; empty if nobody looked.
    package var gates: [GateStatistics] = []
    /// What the weights after the epoch say to the watched examples; empty if there are none.
    package var samples: [SampleAnswer] = []
    /// Batches whose gradients were shortened, in part or all of them.
    package var clippedBatches: Int
    /// How many gradients of parameters were shortened in these batches together.
    package var clippedGradients = 0
    /// Gradient entries that were cut to the limit of `Clipping.value`.
    package var clippedValues: Int
    package var batches: Int

    package init(
        epoch: Int, loss: Double, penalty: Double = 0, training: Evaluation? = nil, validation: Evaluation? = nil,
        rate: Double = 0, gradientNorm: Double, largestGradientNorm: Double, gradientNorms: [Double] = [],
        throughTime: [GradientThroughTime] = [], clippedBatches: Int, clippedGradients: Int = 0, clippedValues: Int,
        batches: Int
    ) {
        self.epoch = epoch
        self.loss = loss
        self.penalty = penalty
        self.training = training
        self.validation = validation
        self.rate = rate
        self.gradientNorm = gradientNorm
        self.largestGradientNorm = largestGradientNorm
        self.gradientNorms = gradientNorms
        self.throughTime = throughTime
        self.clippedBatches = clippedBatches
        self.clippedGradients = clippedGradients
        self.clippedValues = clippedValues
        self.batches = batches
    }
}

/// How far the loss reaches back in a recurrent layer.
package struct GradientThroughTime: Hashable, Sendable {
    /// Its name in the network.
    package var layer: String
    /// ‖dL/dh_t‖ for each step, the mean over the examples of a batch.
    package var lengths: [Double]
}

/// How far a network's answers are from the targets.
package struct Evaluation: Hashable, Sendable {
    /// With penalties.
    package var loss: Double
    /// Share of positions whose class is right; nil without classes.
    package var accuracy: Double?
    /// Means over all values that have a target; nil with classes.
    package var meanAbsoluteError: Double?
    package var meanSquaredError: Double?
    /// Mean of −log p of the right class over all positions, without weights or penalties; nil without classes.
    package var crossEntropy: Double?
    /// Counted only where they are asked for.
    package var classes: ClassCounts?
    /// Positions that have a target.
    package var positions: Int
    package var examples: Int
    /// Of a network with several answers, each by itself; empty for one.
    package var answers: [Evaluation] = []

    package init(
        loss: Double, accuracy: Double? = nil, meanAbsoluteError: Double? = nil, meanSquaredError: Double? = nil,
        crossEntropy: Double? = nil, classes: ClassCounts? = nil, positions: Int, examples: Int
    ) {
        self.loss = loss
        self.accuracy = accuracy
        self.meanAbsoluteError = meanAbsoluteError
        self.meanSquaredError = meanSquaredError
        self.crossEntropy = crossEntropy
        self.classes = classes
        self.positions = positions
        self.examples = examples
    }
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
        /// `EarlyStopping` has ended it; nil if no epoch had the figure that it looks at.
        case early(best: Int?)
        case notFinite(NotFinite)
    }
    /// Weights after the last finished epoch, or after the best one.
    package var model: Model
    package var history: [EpochRecord]
    package var ending: Ending
    /// The epoch that the weights come from, if it is not the last one.
    package var restored: Int?

    package init(model: Model, history: [EpochRecord], ending: Ending, restored: Int? = nil) {
        self.model = model
        self.history = history
        self.ending = ending
        self.restored = restored
    }
}
