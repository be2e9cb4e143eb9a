@testable import EngineDouble

/// Every layer with its options, as the last layers of a small network: gradient checks and trace checks walk this list.
/// A new layer joins by one line.
struct LayerCase: Sendable, CustomStringConvertible {
    var description: String
    var network: Network
    var inputs: [Shape]
    /// Padding after the sequences.
    var isMasked = false
    /// Padding before them, and steps that are missing.
    var hasHoles = false
    /// For each answer.
    var losses: [Loss]

    init(
        _ description: String, _ layers: [any Layer], input: Shape = Shape(steps: 5, features: 3),
        isMasked: Bool = false, hasHoles: Bool = false, loss: Loss = .meanSquaredError
    ) {
        self.init(
            description, .sequential(layers), inputs: [input], isMasked: isMasked, hasHoles: hasHoles, losses: [loss])
    }

    /// A graph.
    init(
        _ description: String, _ network: Network, inputs: [Shape] = [Shape(steps: 5, features: 3)],
        isMasked: Bool = false, hasHoles: Bool = false, losses: [Loss] = [.meanSquaredError]
    ) {
        self.description = description
        self.network = network
        self.inputs = inputs
        self.isMasked = isMasked
        self.hasHoles = hasHoles
        self.losses = losses
    }

    static let all: [LayerCase] = single + recurrent

    private static let single: [LayerCase] =
        [
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
            LayerCase(
                "dense tanh on a vector", [Dense(units: 7, activation: .tanh), Dense(units: 2)], input: Shape(6)),
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
            LayerCase("two answers from one layer", fork, losses: [.meanSquaredError, .meanAbsoluteError]),
        ] + merges + feedForward

    /// Two branches from one layer, which gets the sum of their gradients.
    static let fork: Network = {
        let shared = Network().appending(Dense(units: 3, activation: .tanh))
        let branches = [shared.appending(GRU(units: 2)), shared.appending(LSTM(units: 2)).appending(Dense(units: 2))]
        return .joining(branches)
    }()

    /// Random examples that fit the network; the second is shorter where masked.
    func examples(count: Int = 3) -> Examples {
        var random = Random(seed: 7, .data)
        let lengths = isMasked ? (0..<count).map { $0 == 1 ? 3 : $0 == 2 ? 1 : 5 } : nil
        let sources = inputs.indices.map { place -> Sequences in
            let (shape, isTokens) = (inputs[place], isTokens(place))
            let values = (0..<count * shape.positions * shape.features).map { _ in
                isTokens ? Real(random.next() % 4) : Real(random.normal())
            }
            var source = Sequences(
                Tensor(values, shape: [count] + shape.dimensions), lengths: shape.isSequence ? lengths : nil)
            if hasHoles, shape.isSequence {
                // 0 1 2 3 4 of three examples: whole but for a hole, two steps of padding before, all but one missing.
                let real = [[0, 1, 3, 4], [2, 3, 4], [1]]
                source.realRows = (0..<count * shape.positions).map {
                    real[$0 / shape.positions % 3].contains($0 % shape.positions)
                }
            }
            return source
        }
        guard let outputs = try? network.outputShapes(from: inputs) else { fatalError(description) }
        let answers = zip(outputs, losses).map { targets($0, $1, count, &random) }
        return Examples(sources: sources, answers: answers)
    }

    private func isTokens(_ place: Int) -> Bool {
        network.nodes.contains { $0.layer is Embedding && $0.inputs == [.input(place)] }
    }

    private func targets(_ output: Shape, _ loss: Loss, _ count: Int, _ random: inout Random) -> Targets {
        let isClass = loss == .categoricalCrossEntropy
        let width = isClass ? 1 : output.features
        let values = (0..<count * output.positions * width).map { index -> Real in
            if isClass { return index == 2 ? -1 : Real(random.next() % UInt64(output.features)) }
            return loss == .binaryCrossEntropy ? Real(index % 2) : index == 1 ? .nan : Real(random.normal())
        }
        return Targets(Tensor(values, shape: [count, output.positions, width]))
    }
}
