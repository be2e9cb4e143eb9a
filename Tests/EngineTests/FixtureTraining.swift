@testable import Engine

/// Losses, optimisers and settings of a fixture.
extension Fixture {
    var losses: [Loss] {
        outputs.map { output in
            switch output.loss {
            case "mse": .meanSquaredError
            case "mae": .meanAbsoluteError
            case "binary": .binaryCrossEntropy
            default: .categoricalCrossEntropy
            }
        }
    }

    var lossWeights: [Double] { outputs.count > 1 ? outputs.map(\.weight) : [] }

    var divisor: Normaliser { Normaliser(rawValue: normaliser) ?? .real }

    func settings(_ optimiser: OptimiserSettings, epochs: Int) -> FitSettings {
        var settings = FitSettings(
            epochs: epochs, batchSize: batch ?? examples.count, optimiser: optimiser, loss: losses[0],
            normaliser: divisor, shuffle: false)
        settings.losses = losses
        settings.lossWeights = lossWeights
        settings.classWeights = class_weights
        return settings
    }
}

extension Fixture.Training {
    func optimiser() throws -> OptimiserSettings {
        let small = epsilon ?? 1e-7
        let (first, second) = (beta1 ?? 0.9, beta2 ?? 0.999)
        switch kind {
        case "sgd": return .sgd(rate: try learningRate(), momentum: momentum ?? 0, nesterov: nesterov ?? false)
        case "rmsprop": return .rmsprop(rate: try learningRate(), decay: rho ?? 0.9, epsilon: small)
        case "adam": return .adam(rate: try learningRate(), beta1: first, beta2: second, epsilon: small)
        case "adamw":
            return .adamw(rate: try learningRate(), decay: decay ?? 0, beta1: first, beta2: second, epsilon: small)
        case "adagrad": return .adagrad(rate: try learningRate(), start: initial ?? 0, epsilon: small)
        default: throw Fixture.Unknown(word: kind)
        }
    }

    private func learningRate() throws -> Engine.Schedule {
        guard let schedule else { return .constant(rate) }
        let (steps, factor) = (schedule.steps ?? 1, schedule.factor ?? 1)
        let stairs = schedule.staircase ?? (schedule.kind == "step")
        switch schedule.kind {
        case "exponential", "step": return .exponential(rate, steps: steps, factor: factor, isStaircase: stairs)
        case "inverse_time": return .inverseTime(rate, steps: steps, decay: factor, isStaircase: stairs)
        case "cosine":
            let wave = Engine.Schedule.cosine(rate, steps: steps, end: schedule.least ?? 0)
            return schedule.warmup.map { .warmUp(from: 0, steps: $0, then: wave) } ?? wave
        case "linear": return .polynomial(rate, end: rate * (schedule.least ?? 0), steps: steps)
        case "steps": return .piecewise(boundaries: schedule.borders ?? [], rates: schedule.rates ?? [])
        case "warmup_linear":
            let warmup = schedule.warmup ?? 0
            return .warmUp(from: 0, steps: warmup, then: .polynomial(rate, end: 0, steps: steps - warmup))
        default: throw Fixture.Unknown(word: schedule.kind)
        }
    }

    var clipping: Clipping { Clipping(norm: clip_norm, value: clip_value, globalNorm: clip_global_norm) }
}

// MARK: - Penalties

extension Recipe {
    /// By the name of the parameter.
    var regularisers: [String: Regulariser] {
        let recipe = layer?.recipe ?? self
        let all = [
            "kernel": recipe.kernel_regularizer, "recurrent_kernel": recipe.recurrent_regularizer,
            "bias": recipe.bias_regularizer,
        ]
        return all.compactMapValues { penalty in penalty.map { Regulariser(l1: $0.l1 ?? 0, l2: $0.l2 ?? 0) } }
    }
}

// MARK: - Dropout

extension Fixture {
    /// The mask of the file where the engine asks for one, scaled by 1 / (1 − rate).
    func mask(_ place: MaskPlace) -> Tensor? {
        let node = nodes[place.node]
        let names = [node.name, node.name + (place.part == 0 ? "/forward" : "/backward")]
        guard let mask = masks.first(where: { names.contains($0.node) && $0.option == place.purpose.option }),
            let rate = (node.recipe.layer?.recipe ?? node.recipe).rate(place.purpose)
        else { return nil }
        let given = mask.numbers.tensor()
        let scaled = Tensor(given.values.map { $0 / Real(1 - rate) }, shape: given.shape)
        return place.purpose == .layer ? scaled : scaled[row: place.block]
    }
}

extension MaskPlace.Purpose {
    /// In Keras's words.
    fileprivate var option: String {
        switch self {
        case .layer: "rate"
        case .input: "dropout"
        case .recurrent: "recurrent_dropout"
        }
    }
}

extension Recipe {
    fileprivate func rate(_ purpose: MaskPlace.Purpose) -> Double? {
        switch purpose {
        case .layer: rate
        case .input: dropout
        case .recurrent: recurrent_dropout
        }
    }
}
