@testable import Engine

/// A fixture as the engine sees it.
extension Fixture {
    struct Unknown: Error { var word: String }

    var examples: Examples {
        let shape = inputs.shape.count == 2 ? inputs.shape + [1] : inputs.shape
        let x = Tensor(inputs.tensor().values, shape: shape)
        return Examples(inputs: Sequences(x, lengths: lengths), targets: Targets(targetTensor))
    }

    /// Real steps of each example, unless the embedding finds the padding itself.
    private var lengths: [Int]? {
        guard let mask, layers[0].kind != "embedding" else { return nil }
        return mask.tensor().lists.map { Int($0.reduce(0, +)) }
    }

    /// Classes are of width 1, −1 where there is none.
    private var targetTensor: Tensor {
        let y = targets.tensor(missing: loss == "categorical" ? -1 : .nan)
        return loss == "categorical" ? Tensor(y.values, shape: y.shape + [1]) : y
    }

    func model() throws -> Model {
        let steps = inputs.shape[1]
        let features = inputs.shape.count == 3 ? inputs.shape[2] : 1
        var model = try Model(
            .sequential(try layers.map { try $0.layer() }), input: Shape(steps: steps, features: features), seed: 1)
        try model.setWeights(try kerasLayout(weights).map { $0.tensor() })
        return model
    }

    var lossFunction: Loss {
        switch loss {
        case "mse": .meanSquaredError
        case "mae": .meanAbsoluteError
        case "binary": .binaryCrossEntropy
        default: .categoricalCrossEntropy
        }
    }

    var divisor: Normaliser { Normaliser(rawValue: normaliser) ?? .real }

    func settings(_ optimiser: OptimiserSettings) -> FitSettings {
        FitSettings(
            epochs: 5, batchSize: batch ?? examples.count, optimiser: optimiser, loss: lossFunction, normaliser: divisor,
            shuffle: false)
    }
}

extension Fixture.Training {
    func optimiser() throws -> OptimiserSettings {
        switch kind {
        case "sgd": .sgd(rate: rate, momentum: momentum ?? 0)
        case "rmsprop": .rmsprop(rate: rate, decay: rho ?? 0.9, epsilon: epsilon ?? 0)
        case "adam": .adam(rate: rate, beta1: beta1 ?? 0.9, beta2: beta2 ?? 0.999, epsilon: epsilon ?? 0)
        default: throw Fixture.Unknown(word: kind)
        }
    }

    var clipping: Clipping { Clipping(norm: clip_norm, value: clip_value) }
}

extension Fixture.Recipe {
    func layer() throws -> any Layer {
        let units = units ?? 0
        let sequences = return_sequences ?? false
        let bias = use_bias ?? true
        switch kind {
        case "embedding": return Embedding(vocabulary: words ?? 0, units: units, maskZero: mask_zero ?? false)
        case "dropout": return Dropout(rate: rate ?? 0)
        case "activation": return Activation(try function(or: .linear))
        case "dense": return Dense(units: units, activation: try function(or: .linear), useBias: bias)
        case "simple_rnn":
            return SimpleRNN(units: units, activation: try function(or: .tanh), returnSequences: sequences, useBias: bias)
        case "gru":
            return GRU(units: units, returnSequences: sequences, useBias: bias, resetAfter: reset_after ?? true)
        case "lstm": return LSTM(units: units, returnSequences: sequences, useBias: bias)
        default: throw Fixture.Unknown(word: kind)
        }
    }

    private func function(or standard: ActivationFunction) throws -> ActivationFunction {
        guard let activation else { return standard }
        guard let function = ActivationFunction(rawValue: activation) else { throw Fixture.Unknown(word: activation) }
        return function
    }
}
