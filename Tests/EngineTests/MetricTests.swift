import Testing

@testable import Engine

/// p = softmax of the inputs themselves.
private func answers(_ rows: [[Real]], _ labels: [Real], metrics: [Metric] = []) throws -> (Model, Examples) {
    let width = rows[0].count
    let model = try Model(.sequential([Activation(.softmax)]), input: Shape(width), seed: 1)
    let inputs = Sequences(Tensor(rows.flatMap { $0 }, shape: [rows.count, width]))
    return (model, Examples(inputs: inputs, targets: Targets(Tensor(labels))))
}

@Test("classes are counted as meant and as said") func classesAreCountedAsMeantAndAsSaid() throws {
    // Said 0, 1, 1, 2, 0; meant 0, 1, 2, 2, none.
    let (model, examples) = try answers(
        [[9, 0, 0], [0, 9, 0], [0, 9, 0], [0, 0, 9], [9, 0, 0]], [0, 1, 2, 2, -1])
    let found = try model.evaluate(examples, loss: .categoricalCrossEntropy)
    #expect(found.positions == 4 && found.accuracy == 0.75)
    let classes = try #require(found.classes)
    #expect(classes.meant == [1, 1, 2] && classes.said == [1, 2, 1] && classes.right == [1, 1, 1])
    #expect((0..<3).map(classes.precision) == [1, 0.5, 1])
    #expect((0..<3).map(classes.recall) == [1, 1, 0.5])
    // 2·½·1 / (½ + 1) = ⅔ twice.
    #expect(abs(classes.f1 - (1 + 2.0 / 3 + 2.0 / 3) / 3) < 1e-12)
    #expect(abs(classes.precision - 2.5 / 3) < 1e-12 && abs(classes.recall - 2.5 / 3) < 1e-12)
    let pairs = try #require(try model.confusion(examples, losses: [.categoricalCrossEntropy])?.pairs)
    #expect(pairs == [1, 0, 0, 0, 1, 0, 0, 1, 1])
}

@Test("a class that is never meant or said counts as nothing right")
func aClassThatIsNeverMeantOrSaidCountsAsNothingRight() throws {
    let (model, examples) = try answers([[9, 0, 0], [9, 0, 0]], [0, 1])
    let classes = try #require(try model.evaluate(examples, loss: .categoricalCrossEntropy).classes)
    #expect((0..<3).map(classes.precision) == [0.5, 0, 0])
    #expect((0..<3).map(classes.recall) == [1, 0, 0])
    #expect(classes.f1 > 0 && classes.f1.isFinite)
}

@Test("yes and no of one output are told as yes, and drawn as both")
func yesAndNoOfOneOutputAreToldAsYesAndDrawnAsBoth() throws {
    let model = try Model(.sequential([Activation(.sigmoid)]), input: Shape(1), seed: 1)
    // Said 1, 1, 1, 0; meant 1, 1, 0, 1.
    let examples = Examples(
        inputs: Sequences(Tensor([2, 1, 3, -1], shape: [4, 1])), targets: Targets(Tensor([1, 1, 0, 1])))
    let classes = try #require(try model.evaluate(examples, loss: .binaryCrossEntropy).classes)
    #expect(abs(classes.precision - 2.0 / 3) < 1e-12 && abs(classes.recall - 2.0 / 3) < 1e-12)
    #expect(try model.confusion(examples, losses: [.binaryCrossEntropy])?.pairs == [0, 1, 1, 2])
}

@Test("perplexity is how many classes it is as hard as guessing among")
func perplexityIsHowManyClassesItIsAsHardAsGuessingAmong() throws {
    let (model, examples) = try answers([[1, 1, 1, 1], [2, 2, 2, 2]], [0, 3])
    let found = try model.evaluate(examples, loss: .categoricalCrossEntropy, normaliser: .lecture)
    #expect(abs((found.figure(.perplexity) ?? 0) - 4) < 1e-5)
    #expect(found.figure(.mae) == nil)
}

@Test("training and validation have figures of their own") func trainingAndValidationHaveFiguresOfTheirOwn() throws {
    let (_, examples) = try answers([[1, 0], [0, 1], [1, 1], [1, 0]], [0, 1, 1, 0])
    let model = try Model(.sequential([Dense(units: 2, activation: .softmax)]), input: Shape(2), seed: 1)
    var settings = FitSettings(epochs: 60, batchSize: 2, optimiser: .adam(rate: 0.1), loss: .categoricalCrossEntropy)
    settings.metrics = [.f1]
    let record = try #require(
        try Trainer(model, examples: examples, validation: examples[0..<2], settings: settings).run().history.last)
    #expect(record.training?.accuracy == 1 && record.training?.examples == 4)
    #expect(record.training?.figure(.f1) == 1)
    #expect(record.validation?.accuracy == 1 && record.validation?.examples == 2)
    #expect(record.validation?.figure(.recall) == 1)
    settings.metrics = []
    settings.epochs = 1
    #expect(try Trainer(model, examples: examples, settings: settings).run().history[0].training?.classes == nil)
}

@Test("balanced weights let every class count the same") func balancedWeightsLetEveryClassCountTheSame() throws {
    let (_, examples) = try answers([[0, 0, 0], [0, 0, 0], [0, 0, 0], [0, 0, 0]], [0, 0, 0, 1])
    let counts = try #require(ClassCounts(of: examples, .categoricalCrossEntropy, classes: 3))
    // 4 / (3·3), 4 / (3·1), nothing of class 2.
    #expect(zip(counts.balance, [4.0 / 9, 4.0 / 3, 0]).allSatisfy { abs($0 - $1) < 1e-12 })
}

@Test("the gradient along time is that of the last batch") func theGradientAlongTimeIsThatOfTheLastBatch() throws {
    // h = x + h₋₁ with weights 1, and y = h: dL/dh_t is the same at every step, 2·(h − target).
    var model = try Model(
        .sequential([SimpleRNN(units: 1, activation: .linear), Dense(units: 1)]), input: Shape(steps: 3, features: 1),
        seed: 1)
    try model.setWeights([
        Tensor([1], shape: [1, 1]), Tensor([1], shape: [1, 1]), Tensor([0]), Tensor([1], shape: [1, 1]), Tensor([0]),
    ])
    let examples = Examples(
        inputs: Sequences(Tensor([1, 1, 1, 2, 2, 2], shape: [2, 3, 1])), targets: Targets(Tensor([1, 3])))
    let settings = FitSettings(epochs: 1, batchSize: 2, optimiser: .sgd(rate: 0), shuffle: false)
    let record = try Trainer(model, examples: examples, settings: settings).run().history[0]
    // Errors 2 and 3, halved by the mean over two examples: 2·2/2 and 2·3/2, of which the mean is 2.5.
    #expect(record.throughTime == [GradientThroughTime(layer: "simple_rnn", lengths: [2.5, 2.5, 2.5])])
    // Two batches: only the second example, 2·3.
    var small = settings
    small.batchSize = 1
    let last = try Trainer(model, examples: examples, settings: small).run().history[0].throughTime
    #expect(last.map(\.lengths) == [[6, 6, 6]])
}
