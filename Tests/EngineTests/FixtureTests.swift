import Testing

@testable import Engine

/// The engine against Keras and PyTorch: files in Fixtures, written by the scripts there, hold what those computed.
@Suite struct FixtureTests {
    @Test("all fixtures are here") func allFixturesAreHere() {
        #expect(Fixture.names.count == 219)
    }

    @Test("a network gives the outputs that it gives elsewhere", arguments: Fixture.names)
    func aNetworkGivesTheOutputsThatItGivesElsewhere(_ name: String) throws {
        let fixture = try Fixture(named: name)
        let answers = try fixture.model().predict(fixture.examples.sources, batch: fixture.carriedBatch)
        #expect(answers.count == fixture.outputs.count)
        for (expected, answer) in zip(fixture.outputs, answers) {
            #expect(answer.shape == expected.values.shape)
            #expect(expected.values.deviation(of: answer) < 1e-5)
        }
    }

    @Test("its loss is the same", arguments: Fixture.names)
    func itsLossIsTheSame(_ name: String) throws {
        let fixture = try Fixture(named: name)
        let evaluation = try fixture.model().evaluate(
            fixture.examples, losses: fixture.losses, weights: fixture.lossWeights, normaliser: fixture.divisor,
            batch: fixture.carriedBatch)
        #expect(Numbers(fixture.loss).deviation(of: Tensor(Real(evaluation.loss))) < 1e-5)
    }

    /// One step of plain gradient descent at a rate of 1024 moves each weight by 1024 gradients, in whose size the
    /// weight itself drowns.
    @Test("its gradients are the same", arguments: Fixture.names)
    func itsGradientsAreTheSame(_ name: String) throws {
        let fixture = try Fixture(named: name)
        guard let gradients = fixture.gradients else { return }
        let before = try fixture.model()
        var settings = fixture.settings(.sgd(rate: 1024, momentum: 0), epochs: 1)
        settings.batchSize = fixture.examples.count
        let trainer = try Trainer(before, examples: fixture.trainingExamples, settings: settings)
        trainer.givenMasks = fixture.mask
        let after = trainer.run().model
        let names = fixture.kerasLayout(fixture.weights).map(\.name)
        for gradient in fixture.kerasLayout(gradients) {
            let index = try #require(names.firstIndex(of: gradient.name))
            let moved = zip(before.weights[index].tensor.values, after.weights[index].tensor.values)
            let found = moved.map { Real((Double($0) - Double($1)) / 1024) }
            #expect(gradient.shape == before.weights[index].tensor.shape)
            #expect(gradient.deviation(of: found) < 1e-5, "\(gradient.name ?? "")")
        }
    }

    /// Full batches for five epochs, so five steps; some have small batches in order, or two epochs with states that
    /// are carried from batch to batch.
    @Test("some epochs of each optimiser give the same losses and weights", arguments: Fixture.names)
    func someEpochsOfEachOptimiserGiveTheSameLossesAndWeights(_ name: String) throws {
        let fixture = try Fixture(named: name)
        for training in fixture.optimisers {
            var settings = fixture.settings(try training.optimiser(), epochs: training.epochs)
            settings.clipping = training.clipping
            var losses: [Real] = []
            let trainer = try Trainer(try fixture.model(), examples: fixture.trainingExamples, settings: settings)
            trainer.givenMasks = fixture.mask
            let result = trainer.run(onBatch: {
                losses.append(Real($0.loss))
                return true
            })
            #expect(Numbers(training.losses).deviation(of: losses) < 1e-5, "losses of \(training.kind)")
            if fixture.batch == nil {
                let rates = result.history.map { Real($0.rate) }
                #expect(Numbers(training.rates).deviation(of: rates) < 1e-6, "rates of \(training.kind)")
            }
            for (expected, weight) in zip(fixture.kerasLayout(training.weights), result.model.weights) {
                #expect(expected.deviation(of: weight.tensor) < 1e-5, "\(training.kind): \(expected.name ?? "")")
            }
        }
    }
}
