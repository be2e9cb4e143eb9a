import FoundationEssentials
import Testing

@testable import Engine

/// Weights in safetensors files as Keras and PyTorch name and lay them out, the network that they belong to, and what
/// that one answers there: weights-* in Fixtures.
struct WeightFixture: Decodable {
    var nodes: [Recipe]
    /// Token numbers [examples × steps].
    var inputs: Numbers
    var values: Numbers
    /// In the order of who wrote the file; the file itself is sorted.
    var names: [String]

    static let names = ["keras-classifier", "keras-tagger", "torch-classifier", "torch-tagger"]

    /// An entry of the header: where the numbers of one tensor stand behind it.
    private struct Entry: Decodable {
        var dtype: String
        var shape: [Int]
        var data_offsets: [Int]
    }

    /// Length of the header (8 bytes, smallest first), header, Float32 numbers.
    static func tensors(in name: String) throws -> [(name: String, tensor: Tensor)] {
        let bytes = [UInt8](try Data(contentsOf: URL(filePath: Fixture.folder + "weights-\(name).safetensors")))
        let length = bytes[..<8].reversed().reduce(0) { $0 << 8 + Int($1) }
        let entries = try JSONDecoder().decode([String: Entry].self, from: Data(bytes[8..<8 + length]))
        return entries.sorted { $0.key < $1.key }.map { name, entry in
            let first = 8 + length + entry.data_offsets[0]
            let count = (entry.data_offsets[1] - entry.data_offsets[0]) / 4
            let values = (0..<count).map { index -> Real in
                let bits = bytes[first + index * 4..<first + index * 4 + 4].reversed().reduce(UInt32(0)) { $0 << 8 | UInt32($1) }
                return Real(Float(bitPattern: bits))
            }
            return (name, Tensor(values, shape: entry.shape))
        }
    }
}

@Suite struct FixtureWeightTests {
    @Test("weights under the names of Keras and PyTorch give the answers of those", arguments: WeightFixture.names)
    func weightsUnderTheNamesOfKerasAndPyTorchGiveTheAnswersOfThose(_ name: String) throws {
        let fixture: WeightFixture = try Fixture.read("weights-" + name)
        let inputs = Sequences(Tensor(fixture.inputs.tensor().values, shape: fixture.inputs.shape + [1]))
        var model = try Model(
            .sequential(try fixture.nodes.map { try $0.made() }), input: inputs.shape, seed: 1)
        let found = try WeightFixture.tensors(in: name)
        #expect(Set(found.map(\.name)) == Set(fixture.names))
        try model.setWeights(named: found)
        #expect(fixture.values.deviation(of: try model.predict(inputs)) < 1e-5)
    }
}
