import Engine
import FoundationEssentials
import Testing

@testable import Datasets

/// Weights that Keras and PyTorch wrote under their own names, and what they answer with them: weights-* among the engine's
/// fixtures, which hold every layer that has weights.
@Suite struct WeightFixtureTests {
    private struct Numbers: Decodable {
        var shape: [Int]
        var values: [Float]
    }

    private struct Written: Decodable {
        var inputs: Numbers
        var values: Numbers
    }

    private static let softmax = Dense(units: 3, activation: .softmax)
    private static let words = Embedding(vocabulary: 7, units: 4)
    private static let conv = Conv1D(filters: 5, kernelSize: 3, activation: .relu)

    private static let names = ["keras-tagger", "keras-classifier", "torch-tagger", "torch-classifier"]

    /// The same networks of ours.
    private func layers(_ name: String) -> [any Layer] {
        let after = GRU(units: 3, returnSequences: true, resetAfter: true)
        let lstm = LSTM(units: 3, returnSequences: true)
        return switch name {
        case "keras-tagger":
            [Self.words, Bidirectional(lstm), GRU(units: 4, returnSequences: true, resetAfter: true), Self.softmax]
        case "keras-classifier":
            [
                Self.words, Self.conv, BatchNorm(), GRU(units: 4, returnSequences: true), SimpleRNN(units: 3),
                LayerNorm(),
                Dense(units: 4, activation: .tanh), Self.softmax,
            ]
        case "torch-tagger": [Self.words, lstm, lstm, Bidirectional(after), Self.softmax]
        default: [Self.words, Self.conv, LayerNorm(epsilon: 1e-5), SimpleRNN(units: 3), Self.softmax]
        }
    }

    @Test("weights give the answers of the program that wrote them", arguments: names)
    func weightsGiveTheAnswersOfTheProgramThatWroteThem(_ name: String) throws {
        let folder = #filePath.split(separator: "/").dropLast(2).reduce("") { $0 + "/" + $1 } + "/EngineTests/Fixtures/"
        let file = folder + "weights-" + name
        let written = try JSONDecoder().decode(Written.self, from: Data(contentsOf: URL(filePath: file + ".json")))
        let bytes = Array(try Data(contentsOf: URL(filePath: file + ".safetensors")))
        let found = try Safetensors.contents(bytes).entries.map { entry in
            (name: entry.name, tensor: try Safetensors.tensor(entry, in: bytes))
        }
        var model = try Model(.sequential(layers(name)), input: Shape(steps: 6, features: 1), seed: 1)
        try model.setWeights(named: found)
        let x = Tensor(written.inputs.values, shape: written.inputs.shape + [1])
        let answer = try model.predict(Sequences(x))
        #expect(answer.shape == written.values.shape)
        let differences = zip(answer.values, written.values.values).map { abs($0 - $1) }
        #expect(differences.max() ?? 1 < 1e-5)
    }
}
