@testable import EngineDouble

/// Every layer with its options, as the last layers of a small network: gradient checks and trace checks walk this list.
/// A new layer joins by one line.
struct LayerCase: Sendable, CustomStringConvertible {
    var description: String
    var network: Network
    var input = Shape(steps: 5, features: 3)
    var isMasked = false
    var loss = Loss.meanSquaredError

    init(
        _ description: String, _ layers: [any Layer], input: Shape = Shape(steps: 5, features: 3),
        isMasked: Bool = false,
        loss: Loss = .meanSquaredError
    ) {
        self.description = description
        network = .sequential(layers)
        self.input = input
        self.isMasked = isMasked
        self.loss = loss
    }

    static let all: [LayerCase] = [
        LayerCase("simple_rnn tanh", [SimpleRNN(units: 4)]),
        LayerCase(
            "simple_rnn sigmoid, sequences", [SimpleRNN(units: 5, activation: .sigmoid, returnSequences: true)]),
        LayerCase("simple_rnn relu", [SimpleRNN(units: 18, activation: .relu), Dense(units: 2)]),
        LayerCase("simple_rnn without bias", [SimpleRNN(units: 4, useBias: false)]),
        LayerCase("simple_rnn masked", [SimpleRNN(units: 4), Dense(units: 1)], isMasked: true),
        LayerCase("gru", [GRU(units: 4)]),
        LayerCase("gru, sequences", [GRU(units: 17, returnSequences: true)]),
        LayerCase("gru without bias", [GRU(units: 4, useBias: false), Dense(units: 2)]),
        LayerCase("gru masked", [GRU(units: 4, returnSequences: true), GRU(units: 3)], isMasked: true),
        LayerCase("gru reset after", [GRU(units: 4, resetAfter: true)]),
        LayerCase("gru reset after, sequences", [GRU(units: 5, returnSequences: true, resetAfter: true)]),
        LayerCase("gru reset after without bias", [GRU(units: 4, useBias: false, resetAfter: true)]),
        LayerCase("gru reset after masked", [GRU(units: 4, resetAfter: true), Dense(units: 1)], isMasked: true),
        LayerCase("lstm", [LSTM(units: 4)]),
        LayerCase("lstm, sequences", [LSTM(units: 20, returnSequences: true)]),
        LayerCase("lstm relu and tanh gates", [LSTM(units: 4, activation: .relu, recurrentActivation: .tanh)]),
        LayerCase("lstm without bias", [LSTM(units: 4, useBias: false)]),
        LayerCase(
            "lstm masked, sequences", [LSTM(units: 4, returnSequences: true), Dense(units: 2)], isMasked: true),
        LayerCase("lstm masked, last", [LSTM(units: 4)], isMasked: true),
        LayerCase(
            "stacked",
            [
                SimpleRNN(units: 4, returnSequences: true), GRU(units: 5, returnSequences: true), LSTM(units: 3),
                Dense(units: 2),
            ]),
        LayerCase("dense tanh on a vector", [Dense(units: 7, activation: .tanh), Dense(units: 2)], input: Shape(6)),
        LayerCase(
            "dense relu on every step", [Dense(units: 19, activation: .relu), Dense(units: 2, useBias: false)]),
        LayerCase("dense softmax under mse", [Dense(units: 4, activation: .softmax)]),
        LayerCase(
            "dense softmax, classes at every step",
            [LSTM(units: 4, returnSequences: true), Dense(units: 3, activation: .softmax)],
            loss: .categoricalCrossEntropy),
        LayerCase(
            "softmax as a layer", [GRU(units: 4), Dense(units: 3), Activation(.softmax)],
            loss: .categoricalCrossEntropy),
        LayerCase(
            "sigmoid, binary", [GRU(units: 4), Dense(units: 2, activation: .sigmoid)], loss: .binaryCrossEntropy),
        LayerCase("mean absolute error", [GRU(units: 4), Dense(units: 2)], loss: .meanAbsoluteError),
        LayerCase("activation sigmoid", [Dense(units: 4), Activation(.sigmoid), Dense(units: 2)]),
        LayerCase("activation relu", [Dense(units: 4), Activation(.relu)]),
        LayerCase("dropout", [SimpleRNN(units: 4, returnSequences: true), Dropout(rate: 0.5), GRU(units: 3)]),
        LayerCase(
            "embedding", [Embedding(vocabulary: 4, units: 3), LSTM(units: 4)], input: Shape(steps: 5, features: 1)),
        LayerCase(
            "embedding masks zero",
            [Embedding(vocabulary: 4, units: 3, maskZero: true), GRU(units: 4, returnSequences: true)],
            input: Shape(steps: 5, features: 1)),
    ]

    /// Random examples that fit the network; the second is shorter where masked.
    func examples(count: Int = 3) -> Examples {
        var random = Random(seed: 7, .data)
        let isTokens = network.layers.first is Embedding
        let values = (0..<count * input.positions * input.features).map { _ in
            isTokens ? Real(random.next() % 4) : Real(random.normal())
        }
        let tensor = Tensor(values, shape: [count] + input.dimensions)
        let lengths = isMasked ? (0..<count).map { $0 == 1 ? 3 : $0 == 2 ? 1 : 5 } : nil
        guard let output = try? network.outputShape(from: input) else { fatalError(description) }
        let isClass = loss == .categoricalCrossEntropy
        let width = isClass ? 1 : output.features
        let targets = (0..<count * output.positions * width).map { index -> Real in
            if isClass { return index == 2 ? -1 : Real(random.next() % UInt64(output.features)) }
            return loss == .binaryCrossEntropy ? Real(index % 2) : index == 1 ? .nan : Real(random.normal())
        }
        return Examples(
            inputs: Sequences(tensor, lengths: lengths),
            targets: Targets(Tensor(targets, shape: [count, output.positions, width])))
    }
}
