@testable import Engine

/// The engine's layer for a recipe in Keras's words.
extension Fixture {
    func layer(_ node: Node) throws -> any Layer { try node.recipe.made(truncation: truncate) }
}

extension Recipe {
    fileprivate func made(truncation: Int? = nil) throws -> any Layer {
        let units = units ?? 0
        let bias = use_bias ?? true
        switch kind {
        case "embedding": return Embedding(vocabulary: words ?? 0, units: units, maskZero: mask_zero ?? false)
        case "dropout": return Dropout(rate: rate ?? 0)
        case "activation": return Activation(try function(activation, or: .linear))
        case "dense": return Dense(units: units, activation: try function(activation, or: .linear), useBias: bias)
        case "simple_rnn", "gru", "lstm": return try recurrent(truncation)
        case "bidirectional":
            guard let merge = Bidirectional.Merge(rawValue: merge_mode ?? "concat") else {
                throw Fixture.Unknown(word: merge_mode ?? "")
            }
            return Bidirectional(try inner().recurrent(truncation), merge: merge)
        case "add": return Add()
        case "multiply": return Multiply()
        case "concat": return Concat()
        case "repeat": return Repeat(n ?? 0)
        case "flatten": return Flatten()
        case "masking": return Masking(value: mask_value ?? 0)
        case "time_distributed": return TimeDistributed(try inner().made())
        case "conv1d", "max_pooling", "average_pooling", "global_max_pooling", "global_average_pooling":
            return try window()
        case "layer_norm": return LayerNorm(epsilon: epsilon ?? 0.001)
        case "batch_norm": return BatchNorm(momentum: momentum ?? 0.99, epsilon: epsilon ?? 0.001)
        case "highway": return Highway(activation: try function(activation, or: .relu))
        default: throw Fixture.Unknown(word: kind)
        }
    }

    private func recurrent(_ truncation: Int?) throws -> any RecurrentLayer {
        let units = units ?? 0
        let bias = use_bias ?? true
        let candidate = try function(activation, or: .tanh)
        let gate = try function(recurrent_activation, or: .sigmoid)
        let sequences = return_sequences ?? false
        let options = RecurrentOptions(
            goBackwards: go_backwards ?? false, isStateful: stateful ?? false, dropout: dropout ?? 0,
            recurrentDropout: recurrent_dropout ?? 0, truncation: truncation)
        switch kind {
        case "simple_rnn":
            return SimpleRNN(
                units: units, activation: candidate, returnSequences: sequences, useBias: bias, options: options)
        case "gru":
            return GRU(
                units: units, activation: candidate, recurrentActivation: gate, returnSequences: sequences,
                useBias: bias, resetAfter: reset_after ?? true, options: options)
        case "lstm":
            return LSTM(
                units: units, activation: candidate, recurrentActivation: gate, returnSequences: sequences,
                useBias: bias, options: options)
        default: throw Fixture.Unknown(word: kind)
        }
    }

    private func window() throws -> any Layer {
        let word = padding ?? "valid"
        guard let padding = WindowPadding(rawValue: word) else { throw Fixture.Unknown(word: word) }
        switch kind {
        case "global_max_pooling": return GlobalPooling(.largest)
        case "global_average_pooling": return GlobalPooling(.mean)
        case "max_pooling": return Pooling(.largest, size: pool_size ?? 2, strides: strides, padding: padding)
        case "average_pooling": return Pooling(.mean, size: pool_size ?? 2, strides: strides, padding: padding)
        default:
            return Conv1D(
                filters: filters ?? 0, kernelSize: kernel_size ?? 0, strides: strides ?? 1, padding: padding,
                dilation: dilation_rate ?? 1, activation: try function(activation, or: .linear),
                useBias: use_bias ?? true)
        }
    }

    /// Of a bidirectional or time-distributed layer.
    private func inner() throws -> Recipe {
        guard let layer else { throw Fixture.Unknown(word: kind) }
        return layer.recipe
    }

    private func function(_ name: String?, or standard: ActivationFunction) throws -> ActivationFunction {
        guard let name else { return standard }
        guard let function = ActivationFunction(rawValue: name) else { throw Fixture.Unknown(word: name) }
        return function
    }
}
