import Testing

@testable import Engine

/// The engine against Keras and PyTorch: files in Fixtures, written by the scripts there, hold what those computed.
@Suite struct FixtureTests {
    @Test("all fixtures are here") func allFixturesAreHere() {
        #expect(Fixture.names.count == 51)
    }

    @Test("a network gives the outputs that it gives elsewhere", arguments: Fixture.names)
    func aNetworkGivesTheOutputsThatItGivesElsewhere(_ name: String) throws {
        let fixture = try Fixture(named: name)
        let output = try fixture.model().predict(fixture.examples.inputs)
        #expect(output.shape == fixture.output.shape)
        #expect(fixture.output.deviation(of: output) < 1e-5)
    }

    @Test("its loss is the same", arguments: Fixture.names)
    func itsLossIsTheSame(_ name: String) throws {
        let fixture = try Fixture(named: name)
        let evaluation = try fixture.model().evaluate(
            fixture.examples, loss: fixture.lossFunction, normaliser: fixture.divisor)
        #expect(Numbers(fixture.value).deviation(of: Tensor(Real(evaluation.loss))) < 1e-5)
    }

    /// One step of plain gradient descent at a rate of 1024 moves each weight by 1024 gradients, in whose size the weight
    /// itself drowns.
    @Test("its gradients are the same", arguments: Fixture.names)
    func itsGradientsAreTheSame(_ name: String) throws {
        let fixture = try Fixture(named: name)
        let before = try fixture.model()
        var settings = fixture.settings(.sgd(rate: 1024, momentum: 0))
        settings.epochs = 1
        settings.batchSize = fixture.examples.count
        let after = try Trainer(before, examples: fixture.examples, settings: settings).run().model
        let expected = try fixture.kerasLayout(fixture.gradients)
        for (index, gradient) in expected.enumerated() {
            let moved = zip(before.weights[index].tensor.values, after.weights[index].tensor.values)
            let found = moved.map { Real((Double($0) - Double($1)) / 1024) }
            #expect(gradient.shape == before.weights[index].tensor.shape)
            #expect(gradient.deviation(of: found) < 1e-5, "\(gradient.name ?? "")")
        }
    }

    /// Full batches for five epochs, so five steps; one fixture has small batches in order, the last one smaller.
    @Test("five epochs of each optimiser give the same losses and weights", arguments: Fixture.names)
    func fiveEpochsOfEachOptimiserGiveTheSameLossesAndWeights(_ name: String) throws {
        let fixture = try Fixture(named: name)
        for training in fixture.optimisers {
            var settings = fixture.settings(try training.optimiser())
            settings.clipping = training.clipping
            var losses: [Real] = []
            let trainer = try Trainer(try fixture.model(), examples: fixture.examples, settings: settings)
            let result = trainer.run(onBatch: { losses.append(Real($0.loss)); return true })
            #expect(Numbers(training.losses).deviation(of: losses) < 1e-5, "losses of \(training.kind)")
            for (expected, weight) in zip(try fixture.kerasLayout(training.weights), result.model.weights) {
                #expect(expected.deviation(of: weight.tensor) < 1e-5, "\(training.kind): \(expected.name ?? "")")
            }
        }
    }
}
