import Base
import Engine
import Testing

@testable import Datasets

// What networks reach on the tasks, beside what can be reached at all.

private func fit(_ layers: [any Layer], _ windows: Windows, _ settings: FitSettings...) throws -> Model {
    let examples = windows.examples
    let model = try Model(.sequential(layers), input: examples.inputs.shape, seed: 1)
    return try settings.reduce(model) { try Trainer($0, examples: examples, settings: $1).run().model }
}

/// The cross-entropy of a network that answers for the last of `steps` bits, over all 2^steps windows: no chance is in it.
private func crossEntropy(of model: Model, steps: Int) throws -> Double {
    let windows = 0..<(1 << steps)
    let bits = windows.flatMap { window in (0..<steps).map { Real(window >> $0 & 1) } }
    let answers = try model.predict(Sequences(Tensor(bits, shape: [windows.count, steps, 1])))
    let losses = windows.map { window -> Double in
        // Of the bits 3 and 8 steps back those that a window does not reach are 0 or 1 by half.
        let first = steps > 3 ? Double(window >> (steps - 4) & 1) : 0.5
        let second = steps > 8 ? Double(window >> (steps - 9) & 1) : 0.5
        let chance = 0.5 + 0.5 * first - 0.25 * second
        let no = Double(answers.values[window * 2])
        let yes = Double(answers.values[window * 2 + 1])
        return -(chance * log(max(yes, 1e-9)) + (1 - chance) * log(max(no, 1e-9)))
    }
    return losses.reduce(0, +) / Double(losses.count)
}

@Test("an RNN comes within 2 % of what its window lets it know", arguments: [(3, 0.6616), (6, 0.5192), (10, 0.4545)])
func anRNNComesWithin2PercentOfWhatItsWindowLetsItKnow(steps: Int, reachable: Double) throws {
    let windows = TwoDependencies(length: steps, rows: 20_000).windows(seed: 1)
    var quick = FitSettings(epochs: 6, batchSize: 100, optimiser: .adam(rate: 0.01))
    quick.losses = [.categoricalCrossEntropy]
    var slow = quick
    slow.epochs = 2
    slow.optimiser = .adam(rate: 0.002)
    let model = try fit([SimpleRNN(units: 12), Dense(units: 2, activation: .softmax)], windows, quick, slow)
    let loss = try crossEntropy(of: model, steps: steps)
    #expect(loss < reachable * 1.02)
    #expect(loss > reachable - 5e-5, "nobody can pass the ceiling")
}

/// On 400 examples of the adding problem that no network has seen.
private func addingError(_ layer: any Layer) throws -> Double {
    let train = AddingProblem(length: 50, count: 2000).windows(seed: 1)
    let test = AddingProblem(length: 50, count: 400).windows(seed: 2)
    var settings = FitSettings(epochs: 14, batchSize: 32, optimiser: .adam(rate: 0.01))
    settings.clipping = Clipping(norm: 1)
    return try fit([layer, Dense(units: 1)], train, settings).evaluate(test.examples, loss: .meanSquaredError).loss
}

@Test("an LSTM adds two of fifty numbers") func anLSTMAddsTwoOfFiftyNumbers() throws {
    #expect(try addingError(LSTM(units: 16)) < 0.02)
}

@Test("a simple RNN with the same means does not") func aSimpleRNNWithTheSameMeansDoesNot() throws {
    // Always saying 1 has an error of 1/6 = 0.167.
    #expect(try addingError(SimpleRNN(units: 16)) > 0.13)
}
