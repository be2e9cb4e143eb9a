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
        return settings
    }
}

extension Fixture.Training {
    func optimiser() throws -> OptimiserSettings {
        let (rate, small) = (Engine.Schedule.constant(rate), epsilon ?? 1e-7)
        return switch kind {
        case "sgd" where nesterov != true: .sgd(rate: rate, momentum: momentum ?? 0)
        // PyTorch adds ε outside the root.
        case "rmsprop": .rmsprop(rate: rate, decay: rho ?? 0.9, epsilon: small * small)
        case "adam": .adam(rate: rate, beta1: beta1 ?? 0.9, beta2: beta2 ?? 0.999, epsilon: small)
        default: throw Fixture.Unknown(word: kind)
        }
    }

    var clipping: Clipping { Clipping(norm: clip_norm, value: clip_value, globalNorm: clip_global_norm) }
}
