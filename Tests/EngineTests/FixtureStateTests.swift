// The names are those of the JSON files.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import FoundationEssentials
import Testing

@testable import EngineDouble

/// Gradients of states on their way back, as PyTorch computes them: Fixtures/states-*.json, by make_states.py.
private struct StateFixture: Decodable {
    var cell: String
    var x: [[Double]]
    var y: [Double]
    var weights: [Nested]
    var h: [[Double]]
    var h_4: [[Double]]
    var c: [[Double]]?
    var c_4: [[Double]]?
    var left_h: [Double]
    var left_c: [Double]?

    /// A vector or a matrix.
    struct Nested: Decodable {
        var rows: [[Double]]

        init(from decoder: any Decoder) throws {
            let container = try decoder.singleValueContainer()
            if let matrix = try? container.decode([[Double]].self) {
                rows = matrix
            } else {
                rows = [try container.decode([Double].self)]
            }
        }

        var turned: [[Double]] { rows[0].indices.map { column in rows.map { $0[column] } } }
    }

    static func read(_ cell: String) throws -> StateFixture {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "Fixtures")
        return try JSONDecoder().decode(
            StateFixture.self, from: Data(contentsOf: folder.appending(path: "states-\(cell).json")))
    }

    /// PyTorch's blocks i f g o are ours; its r z n are our z r n.
    private func blocks(_ matrix: [[Double]]) -> [[Double]] {
        guard cell == "gru" else { return matrix }
        return matrix.map { Array($0[4..<8] + $0[0..<4] + $0[8..<12]) }
    }

    func inspector() throws -> Inspector {
        let layer: any Layer =
            switch cell {
            case "gru": GRU(units: 4, returnSequences: true, resetAfter: true)
            case "lstm": LSTM(units: 4, returnSequences: true)
            default: SimpleRNN(units: 4, returnSequences: true)
            }
        var model = try Model(.sequential([layer, Dense(units: 1)]), input: Shape(steps: 6, features: 3), seed: 1)
        let bias = blocks(weights[2].rows)[0]
        let second = blocks(weights[3].rows)[0]
        try model.setWeights([
            Tensor(rows: blocks(weights[0].turned)), Tensor(rows: blocks(weights[1].turned)),
            cell == "gru" ? Tensor(rows: [bias, second]) : Tensor(bias), Tensor(rows: weights[4].turned),
            Tensor(weights[5].rows[0]),
        ])
        let examples = Examples(
            inputs: Sequences(Tensor(x.flatMap(\.self), shape: [1, 6, 3])),
            targets: Targets(Tensor(y, shape: [1, 6, 1])))
        return try Inspector(model, examples, losses: [.meanSquaredError])
    }
}

@Test(
    "states and memories have PyTorch's gradients, all together and of one loss alone",
    arguments: ["simple_rnn", "gru", "lstm"])
func statesAndMemoriesHavePyTorchsGradients(_ cell: String) throws {
    let fixture = try StateFixture.read(cell)
    let inspector = try fixture.inspector()
    let one = inspector.following(3)[0]
    let all = inspector.trace.layers[0].gradients
    var count = 0
    for (field, whole, alone) in [
        ("h", fixture.h as [[Double]]?, fixture.h_4 as [[Double]]?), ("c", fixture.c, fixture.c_4),
    ] {
        guard let whole, let alone else { continue }
        for step in 0..<6 {
            for unit in 0..<4 {
                #expect(abs((all[field]?[step + 1][unit] ?? .nan) - whole[step][unit]) < 1e-9, "\(field)_\(step + 1)")
                #expect(
                    abs((one[field]?[step + 1][unit] ?? .nan) - alone[step][unit]) < 1e-9,
                    "\(field)_\(step + 1) of loss 4")
                count += 2
            }
        }
    }
    #expect(count == (cell == "lstm" ? 96 : 48))
}

@Test("what is left of states and memories at the end is what PyTorch says", arguments: ["simple_rnn", "gru", "lstm"])
func whatIsLeftOfStatesAndMemoriesIsWhatPyTorchSays(_ cell: String) throws {
    let fixture = try StateFixture.read(cell)
    let inspector = try fixture.inspector()
    for (field, expected) in [("h", fixture.left_h as [Double]?), ("c", fixture.left_c)] {
        guard let expected else { continue }
        let jacobian = try #require(inspector.jacobian(layer: 0, field: field))
        jacobian.finish()
        for (found, norm) in zip(try #require(jacobian.norms), expected) {
            #expect(abs(found - norm) < 1e-6, "\(field)")
        }
    }
}
