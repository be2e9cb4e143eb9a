/// What can be wrong with the settings of a fit before it begins.
extension FitSettings {
    /// Throws for a setting outside its range.
    package func check() throws(EngineError) {
        try require("epochs", Double(epochs), .oneOrMore, epochs >= 1)
        try require("batch_size", Double(batchSize), .oneOrMore, batchSize >= 1)
        try optimiser.check()
        for (name, limit) in [
            ("clipnorm", clipping.norm), ("clipvalue", clipping.value), ("global_clipnorm", clipping.globalNorm),
        ] {
            if let limit { try require(name, limit, .moreThanZero, limit > 0) }
        }
        for weight in lossWeights {
            try require("loss_weights", weight, .zeroOrMore, weight >= 0 && weight.isFinite)
        }
        for weight in classWeights ?? [] {
            try require("class_weight", weight, .zeroOrMore, weight >= 0 && weight.isFinite)
        }
        try stopping?.check()
        try plateau?.check()
        if let threads { try require("threads", Double(threads), .oneOrMore, threads >= 1) }
    }
}

extension OptimiserSettings {
    fileprivate func check() throws(EngineError) {
        try schedule.check()
        if let epsilon { try require("epsilon", epsilon, .moreThanZero, Float(epsilon) > 0 && epsilon.isFinite) }
        switch self {
        case .sgd(_, let momentum, _): try require(share: "momentum", momentum)
        case .rmsprop(_, let decay, let momentum, _):
            try require(share: "rho", decay)
            try require(share: "momentum", momentum)
        case .adam(_, let beta1, let beta2, _):
            try require(share: "beta_1", beta1)
            try require(share: "beta_2", beta2)
        case .adamw(_, let decay, let beta1, let beta2, _):
            try require("weight_decay", decay, .zeroOrMore, decay >= 0 && decay.isFinite)
            try require(share: "beta_1", beta1)
            try require(share: "beta_2", beta2)
        case .adagrad(_, let start, _):
            try require("initial_accumulator_value", start, .zeroOrMore, start >= 0 && start.isFinite)
        }
    }

    private func require(share name: String, _ value: Double) throws(EngineError) {
        try require(name, value, .fraction, value >= 0 && value < 1)
    }
}

extension FitSettings {
    fileprivate func require(_ name: String, _ value: Double, _ range: EngineError.SettingRange, _ holds: Bool)
        throws(EngineError)
    {
        guard holds else { throw .setting(owner: "fit", name: name, value: value, range: range) }
    }
}

extension OptimiserSettings {
    fileprivate func require(_ name: String, _ value: Double, _ range: EngineError.SettingRange, _ holds: Bool)
        throws(EngineError)
    {
        guard holds else { throw .setting(owner: self.name, name: name, value: value, range: range) }
    }
}

extension Examples {
    /// Throws for weights that do not fit the examples, or classes that the network does not know.
    func checkWeights(_ losses: [Loss], _ outputs: [Shape], classWeights: [Double]?) throws(EngineError) {
        for targets in answers {
            guard let weights = targets.weights else { continue }
            guard [targets.count, targets.count * targets.steps].contains(weights.count) else {
                throw .sampleWeights(.count(needs: targets.count, steps: targets.steps, found: weights.count))
            }
            if let place = weights.firstIndex(where: { !($0 >= 0 && $0.isFinite) }) {
                let example = place / (targets.hasStepWeights ? targets.steps : 1)
                throw .sampleWeights(.value(Double(weights[place]), example: example))
            }
            if !weights.contains(where: { $0 > 0 }) { throw .sampleWeights(.allZero) }
        }
        guard let classWeights else { return }
        guard losses.count == 1, losses[0].isCrossEntropy else { throw .classWeights(.noClasses) }
        let isBinary = losses[0] == .binaryCrossEntropy
        guard !isBinary || outputs[0].features == 1 else { throw .classWeights(.noClasses) }
        let classes = isBinary ? 2 : outputs[0].features
        guard classWeights.count == classes else {
            throw .classWeights(.count(needs: classes, found: classWeights.count))
        }
        if !classWeights.contains(where: { $0 > 0 }) { throw .classWeights(.allZero) }
    }
}

/// What is wrong with what examples count.
package enum SampleWeightProblem: Hashable, Sendable {
    case count(needs: Int, steps: Int, found: Int)
    /// Negative or not finite; the example from 0.
    case value(Double, example: Int)
    case allZero
}

/// What is wrong with what classes count.
package enum ClassWeightProblem: Hashable, Sendable {
    case count(needs: Int, found: Int)
    /// The answers are no classes, or there are several.
    case noClasses
    case allZero
}
