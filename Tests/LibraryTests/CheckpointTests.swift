import Datasets
import Engine
import Language
import Testing

@testable import Library

/// Ten windows of a zigzag.
private let examples = Examples(
    inputs: Sequences(rows: (0..<16).map { Float($0 % 5) / 5 }, width: 1, starts: Array(0..<10), steps: 5),
    targets: Targets(rows: (0..<16).map { Float($0 % 5) / 5 }, width: 1, starts: Array(5..<15)))

private func train(_ model: Model, epochs: Int, _ optimiser: OptimiserSettings) throws -> Model {
    let settings = FitSettings(epochs: epochs, batchSize: 4, optimiser: optimiser, seed: 5)
    return try Trainer(model, examples: examples, settings: settings).run().model
}

private func bits(_ model: Model) -> [UInt32] { model.weights.flatMap { $0.tensor.values.map(\.bitPattern) } }

@Test("a fit goes on from a file after any epoch, bit for bit")
func aFitGoesOnFromAFileAfterAnyEpochBitForBit() throws {
    let network = Network.sequential([
        LSTM(units: 3, returnSequences: true), Dropout(rate: 0.3), GRU(units: 2), Dense(units: 1),
    ])
    let start = try Model(network, input: examples.inputs.shape, seed: 5)
    for optimiser in [OptimiserSettings.adam(rate: .exponential(0.05, steps: 3, factor: 0.7)), .rmsprop(momentum: 0.5)]
    {
        let whole = bits(try train(start, epochs: 5, optimiser))
        for epochs in 1...4 {
            let saved = try train(start, epochs: epochs, optimiser).checkpoint
            let bytes = Safetensors.bytes(of: saved.tensors, metadata: [])
            let tensors = try Safetensors.contents(bytes).entries.map {
                (name: $0.name, tensor: try Safetensors.tensor($0, in: bytes))
            }
            let numbers = saved.numbers.map { (name: $0.name, value: Double("\($0.value)") ?? .nan) }
            var fresh = try Model(network, input: examples.inputs.shape, seed: 77)
            try fresh.restore(Checkpoint(tensors: tensors, numbers: numbers, optimiser: saved.optimiser))
            #expect(fresh.epochs == epochs)
            #expect(
                bits(try train(fresh, epochs: 5 - epochs, optimiser)) == whole, "\(optimiser.name), epoch \(epochs)")
        }
    }
}

@Test("the file of a fit holds its last epoch, with the history")
func theFileOfAFitHoldsItsLastEpochWithTheHistory() {
    var bench = Bench()
    defer { bench.close() }
    _ = bench.run(
        """
        w = window(range(30), length = 4)
        net = lstm(2) |> dropout(0.2) |> dense(1)
        run = fit(net, w, epochs = 3, validation_split = 0.2, seed = 2, checkpoint = "each")
        same = load_checkpoint(net, "each", input = w)
        """)
    #expect(bench.text("same.epochs") == "3")
    #expect(bench.text("history(same).loss[3] == history(run).loss[3]") == "true")
    #expect(bench.text("history(same).validation[2] == history(run).validation[2]") == "true")
    let more = "validation_split = 0.2, seed = 2, epochs = 2"
    #expect(bench.text("fit(same, w, \(more)).loss == fit(run, w, \(more)).loss") == "true")
    // Weights alone are read from it too, but weights alone are no run to go on with.
    #expect(bench.text("load_weights(net, \"each\", input = w)").hasPrefix("run: weights of each.safetensors"))
    _ = bench.run("save_weights(run, \"alone\")")
    #expect(
        bench.text("load_checkpoint(net, \"alone\", input = w)").contains("holds weights, but no run to go on with"))
    #expect(bench.text("load_checkpoint(lstm(3) |> dense(1), \"each\", input = w)").hasPrefix("error: "))
}
