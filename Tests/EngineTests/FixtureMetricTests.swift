// The names are those of the JSON files.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

import Testing

@testable import Engine

/// Answers, targets, and what Keras's metrics say of them: metrics-* in Fixtures.
private struct MetricFixture: Decodable {
    /// [examples × classes], [examples × steps × classes]; a single number is the chance of class 1.
    var values: Numbers
    /// Class numbers, or numbers of the same shape.
    var targets: Numbers
    var loss: Double?
    var perplexity: Double?
    var accuracy: Double?
    /// For each class, or for yes alone.
    var precision: Numbers?
    var recall: Numbers?
    var f1: Numbers?
    var macro_precision: Double?
    var macro_recall: Double?
    var macro_f1: Double?
    /// Row by row, [meant × said].
    var confusion: Numbers?
    var mae: Double?
    var mse: Double?
    var rmse: Double?

    /// The answers as inputs of a network that passes on what comes in.
    var examples: Examples {
        let y = targets.tensor(missing: -1)
        let isClass = targets.shape.count < values.shape.count
        return Examples(
            inputs: Sequences(values.tensor()),
            targets: Targets(isClass ? Tensor(y.values, shape: y.shape + [1]) : y))
    }

    func model() throws -> Model {
        try Model(.sequential([Activation(.linear)]), input: examples.inputs.shape, seed: 1)
    }
}

@Suite struct FixtureMetricTests {
    private func isSame(_ found: Double?, _ expected: Double?) -> Bool {
        guard let found, let expected else { return false }
        return abs(found - expected) <= 1e-6 * max(1, abs(expected))
    }

    private static let classes = ["metrics-classes", "metrics-absent-classes", "metrics-steps"]

    @Test("metrics of classes are those of Keras", arguments: classes)
    func metricsOfClassesAreThoseOfKeras(_ name: String) throws {
        let fixture: MetricFixture = try Fixture.read(name)
        let found = try fixture.model().evaluate(fixture.examples, loss: .categoricalCrossEntropy)
        #expect(isSame(found.loss, fixture.loss))
        #expect(isSame(found.figure(.perplexity), fixture.perplexity))
        #expect(isSame(found.figure(.accuracy), fixture.accuracy))
        #expect(isSame(found.figure(.precision), fixture.macro_precision))
        #expect(isSame(found.figure(.recall), fixture.macro_recall))
        #expect(isSame(found.figure(.f1), fixture.macro_f1))
        let counts = try #require(
            try fixture.model().confusion(fixture.examples, losses: [.categoricalCrossEntropy]))
        for index in 0..<counts.count {
            #expect(isSame(counts.precision(index), fixture.precision?.values[index]))
            #expect(isSame(counts.recall(index), fixture.recall?.values[index]))
            #expect(isSame(counts.f1(index), fixture.f1?.values[index]))
        }
        #expect(counts.pairs?.map { Double($0) } == fixture.confusion?.doubles)
    }

    @Test("metrics of yes and no are those of Keras") func metricsOfYesAndNoAreThoseOfKeras() throws {
        let fixture: MetricFixture = try Fixture.read("metrics-two")
        let found = try fixture.model().evaluate(fixture.examples, loss: .binaryCrossEntropy)
        #expect(isSame(found.loss, fixture.loss))
        #expect(isSame(found.figure(.accuracy), fixture.accuracy))
        let counts = try #require(found.classes)
        let yes = counts.count - 1
        #expect(isSame(counts.precision(yes), fixture.precision?.values[0]))
        #expect(isSame(counts.recall(yes), fixture.recall?.values[0]))
        #expect(isSame(counts.f1(yes), fixture.f1?.values[0]))
    }

    @Test("errors of numbers are those of Keras") func errorsOfNumbersAreThoseOfKeras() throws {
        let fixture: MetricFixture = try Fixture.read("metrics-numbers")
        let found = try fixture.model().evaluate(fixture.examples, loss: .meanSquaredError)
        #expect(isSame(found.figure(.mae), fixture.mae))
        #expect(isSame(found.figure(.mse), fixture.mse))
        #expect(isSame(found.figure(.rmse), fixture.rmse))
    }
}
