import Base
import Foundation
import Testing

@testable import Engine

/// Four examples of three steps and two classes, one position masked: mock-up e of the lecture's table.
private func lecture() throws -> LossTable {
    let yes: [Real] = [0.70, 0.60, 0.20, 0.45, 0.80, 0.30, 0.40, 0.10, 0.50, 0.90, 0.85, 0.75]
    let classes: [Real] = [0, 0, 1, 1, 0, 1, 1, 1, -1, 0, 0, 0]
    return try LossTable(
        outputs: Tensor(yes.flatMap { [$0, 1 - $0] }, shape: [4, 3, 2]), targets: Tensor(classes, shape: [4, 3, 1]),
        loss: .categoricalCrossEntropy)
}

private func isNear(_ found: Double?, _ expected: Double, _ tolerance: Double = 5e-5) -> Bool {
    guard let found else { return false }
    return abs(found - expected) <= tolerance
}

@Suite struct LossTableTests {
    @Test("the lecture's table gives 0.8600, 0.3127 and 0.2867, and 0.3444 when the masked one counts")
    func theLecturesTable() throws {
        let table = try lecture()
        #expect(isNear(table.sum, 3.4400) && table.realCount == 11)
        #expect(isNear(table.total(.lecture), 0.8600))
        #expect(isNear(table.total(.real), 0.3127))
        #expect(isNear(table.total(.padded), 0.2867))
        let wrong = try table.countingMasked()
        #expect(isNear(wrong.sum, 4.1332) && isNear(wrong.total(.padded), 0.3444))
        #expect((0..<4).map { table.sum(of: $0) }.elementsEqual([1.0906, 1.1777, 0.6162, 0.5556]) { isNear($0, $1) })
        #expect(isNear(table.perplexity, 1.367, 5e-4))
        // 0.3127 / ln 2
        #expect(isNear(table.bits, 0.4512))
        #expect(table.accuracy == 1)
    }

    @Test("the gradient into the logits is p − y, and nothing where nothing counts")
    func theGradientIntoTheLogits() throws {
        let table = try lecture()
        #expect(table.positions[2][0].gradient.elementsEqual([0.4, -0.4]) { abs($0 - $1) < 1e-6 })
        #expect(table.positions[2][1].gradient.elementsEqual([0.1, -0.1]) { abs($0 - $1) < 1e-6 })
        #expect(table.positions[2][2].gradient == [0, 0] && table.positions[2][2].loss == nil)
        #expect([.lecture, .real, .padded].map(table.divisor) == [4, 11, 12])
    }

    @Test("one-hot rows give what class numbers give") func oneHotRowsGiveWhatClassNumbersGive() throws {
        let table = try lecture()
        let rows = table.positions.joined().flatMap { position -> [Real] in
            position.target[0] < 0 ? [-1, -1] : position.target[0] == 0 ? [1, 0] : [0, 1]
        }
        let other = try LossTable(
            outputs: Tensor(table.positions.joined().flatMap(\.output), shape: [4, 3, 2]),
            targets: Tensor(rows, shape: [4, 3, 2]), loss: .categoricalCrossEntropy)
        for normaliser in Normaliser.allCases { #expect(other.total(normaliser) == table.total(normaliser)) }
        #expect(other.positions.joined().map(\.gradient) == table.positions.joined().map(\.gradient))
    }

    /// A tagger of three classes with padding and missing targets.
    private func tagger() throws -> (Model, Examples) {
        let network = Network.sequential([
            SimpleRNN(units: 3, returnSequences: true), Dense(units: 3, activation: .softmax),
        ])
        let model = try Model(network, input: Shape(steps: 4, features: 2), seed: 4)
        let rows = (0..<40).map { Real(($0 * 37) % 19) / 10 - 0.9 }
        var inputs = Sequences(rows: rows, width: 2, starts: [0, 4, 8, 12, 16], steps: 4)
        inputs.lengths = [4, 2, 4, 1, 3]
        let classes: [Real] = [0, 1, 2, 0, 1, 1, 0, 2, -1, -1, -1, -1, 2, 0, 0, 1, 1, -1, 2, 0]
        let targets = Targets(rows: classes, width: 1, starts: [0, 4, 8, 12, 16], steps: 4)
        return (model, Examples(inputs: inputs, targets: targets))
    }

    @Test("each mean is the network's own loss under that normaliser", arguments: Normaliser.allCases)
    func eachMeanIsTheNetworksOwnLoss(_ normaliser: Normaliser) throws {
        let (model, examples) = try tagger()
        let table = try model.lossTable(examples, losses: [.categoricalCrossEntropy])
        let own = try model.evaluate(examples, losses: [.categoricalCrossEntropy], normaliser: normaliser)
        #expect(isNear(table.total(normaliser), own.loss, 1e-6))
        // 4 + 2 + 0 + 1 + 2 positions are there and have a target.
        #expect(table.realCount == 9 && table.positionCount == 20)
        #expect(table.positions[2].allSatisfy { $0.loss == nil } && table.sum(of: 2) == 0)
        #expect(isNear(table.accuracy, own.figure(.accuracy) ?? -1, 1e-9))
    }

    @Test("the first epoch of a fit reports the table's loss under each normaliser", arguments: Normaliser.allCases)
    func theFitsOwnLoss(_ normaliser: Normaliser) throws {
        let (model, examples) = try tagger()
        let table = try model.lossTable(examples, losses: [.categoricalCrossEntropy])
        let settings = FitSettings(
            epochs: 1, batchSize: examples.count, loss: .categoricalCrossEntropy, normaliser: normaliser)
        // All examples are one batch, measured before the first step.
        let result = try Trainer(model, examples: examples, settings: settings).run().history[0].loss
        #expect(isNear(result, table.total(normaliser), 1e-5))
    }

    @Test("a table of a trace is that of its one example") func aTableOfATrace() throws {
        let (model, examples) = try tagger()
        let trace = try model.trace(examples[1], losses: [.categoricalCrossEntropy])
        let table = try #require(try LossTable(trace))
        let whole = try model.lossTable(examples, losses: [.categoricalCrossEntropy])
        #expect(isNear(table.sum, whole.sum(of: 1), 1e-6))
        #expect(table.realCount == 2 && table.steps == 4)
        #expect(isNear(table.sum, Double(trace.loss ?? 0), 1e-6))
    }

    @Test("squared and absolute errors have their own gradients") func errorsOfValues() throws {
        let outputs = Tensor([1, 4, 2, 2], shape: [1, 2, 2])
        let targets = Tensor([0, 2, 3, .nan], shape: [1, 2, 2])
        let squared = try LossTable(outputs: outputs, targets: targets, loss: .meanSquaredError)
        // (1² + 2²)/2 and 1²/2; 2·error/2 into each output.
        #expect(squared.positions[0].map(\.loss) == [2.5, 0.5])
        #expect(squared.positions[0].map(\.gradient) == [[1, 2], [-1, 0]])
        // One of four numbers is missing: one and a half positions.
        #expect(squared.divisor(.real) == 1.5 && squared.total(.real) == 2)
        let absolute = try LossTable(outputs: outputs, targets: targets, loss: .meanAbsoluteError)
        #expect(absolute.positions[0].map(\.loss) == [1.5, 0.5])
        #expect(squared.perplexity == nil && squared.accuracy == nil)
    }

    @Test("one output is a binary cross-entropy, and masked examples count nowhere")
    func oneOutput() throws {
        let table = try LossTable(
            outputs: Tensor([0.8, 0.3, 0.5, 0.5], shape: [2, 2, 1]),
            targets: Tensor([1, 0, -1, -1], shape: [2, 2, 1]),
            loss: .binaryCrossEntropy)
        // −ln 0.8 − ln 0.7
        #expect(isNear(table.sum, 0.579818) && table.realCount == 2 && table.rightCount == 2)
        #expect(table.positions[0][0].gradient.elementsEqual([-0.2]) { abs($0 - $1) < 1e-6 })
        #expect(table.positions[1].allSatisfy { $0.loss == nil && $0.gradient == [0] })
        #expect(isNear(try table.countingMasked().sum, 0.579818 + 2 * log(2)))
    }

    @Test("what is not a number is a loss that is none, and nothing is counted where all is masked")
    func notANumber() throws {
        let nan = try LossTable(
            outputs: Tensor([.nan, .nan], shape: [1, 1, 2]), targets: Tensor([1], shape: [1, 1, 1]),
            loss: .categoricalCrossEntropy)
        #expect(nan.positions[0][0].loss?.isNaN == true && nan.total(.real).isNaN)
        let masked = try LossTable(
            outputs: Tensor([0.5, 0.5], shape: [1, 1, 2]), targets: Tensor([-1], shape: [1, 1, 1]),
            loss: .categoricalCrossEntropy)
        #expect(masked.realCount == 0 && masked.total(.real).isNaN && masked.accuracy == nil)
        #expect(masked.total(.lecture) == 0)
    }

    @Test("an edited number is measured anew") func anEditedNumberIsMeasuredAnew() throws {
        let table = try lecture().replacing(example: 2, step: 2, output: [0.25, 0.75], target: [1])
        #expect(table.realCount == 12 && isNear(table.positions[2][2].loss, 0.2877))
        #expect(isNear(table.sum, 3.4400 + 0.2877, 1e-4))
        #expect(throws: EngineError.self) { try lecture().replacing(example: 0, step: 0, target: [7]) }
    }
}
