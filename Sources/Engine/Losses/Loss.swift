/// What a network is trained to make small.
package enum Loss: String, Hashable, Sendable, CaseIterable {
    case meanSquaredError = "mse"
    case meanAbsoluteError = "mae"
    /// Targets from 0 to 1 for each output.
    case binaryCrossEntropy = "binary_crossentropy"
    /// Class numbers or one-hot rows.
    case categoricalCrossEntropy = "categorical_crossentropy"

    package var isCrossEntropy: Bool { self == .binaryCrossEntropy || self == .categoricalCrossEntropy }
}

/// What the sum of the losses of all positions is divided by.
package enum Normaliser: String, Hashable, Sendable, CaseIterable {
    /// The positions that have a target.
    case real
    /// The examples: summed over time, mean over examples.
    case lecture
    /// All positions, those without a target too.
    case padded
}
