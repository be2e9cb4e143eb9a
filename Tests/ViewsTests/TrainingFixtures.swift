import Display

@testable import Engine
@testable import Views

/// Dashboards whose every number is written here: nothing in them is measured.
enum Dashboards {
    /// An addition learnt digit by digit, six epochs of thirty, as in the design's drawing.
    static func addition(_ change: (inout TrainingState) -> Void = { _ in }) -> TrainingState {
        let losses: [(Double, Double)] = [
            (2.021, 1.702), (1.484, 1.221), (1.187, 0.981), (1.022, 0.842), (0.871, 0.699), (0.763, 0.744),
        ]
        let answers: [[Real]] = [
            [881, 116, 1009], [919, 116, 1019], [925, 121, 1100], [921, 120, 1101], [923, 120, 1103], [923, 121, 1103],
        ]
        var state = TrainingState(
            network: "lstm 128 → repeat 4 → lstm 128 → dense 12",
            history: losses.indices.map { index in record(index + 1, losses[index], answers[index]) }, lastEpoch: 30,
            lossName: "categorical_crossentropy")
        state.baselines = [.init("guessing", 2.4849)]
        state.optimiser = "adam"
        state.rate = 0.001
        state.speed = 412
        state.secondsLeft = 370
        state.batch = BatchReport(
            epoch: 7, epochs: 30, batch: 120, batches: 235, loss: 0.7421, gradientNorm: 0.41, rate: 0.001)
        state.samples = [.init("53+870", "923"), .init("6+114", "120"), .init("563+540", "1103")]
        state.write = { answer in "\(Int(answer.values.first ?? 0))" }
        state.isLive = true
        state.control = FitControl()
        change(&state)
        return state
    }

    private static let truths: [Real] = [923, 120, 1103]

    private static func record(_ epoch: Int, _ loss: (Double, Double), _ answers: [Real]) -> EpochRecord {
        var record = EpochRecord(
            epoch: epoch, loss: loss.0, gradientNorm: 0.41, largestGradientNorm: 2.3, clippedBatches: 0,
            clippedValues: 0, batches: 235)
        record.validation = Evaluation(
            loss: loss.1, accuracy: [0.412, 0.571, 0.653, 0.701, 0.744, 0.761][epoch - 1], positions: 4000,
            examples: 1000)
        record.throughTime = [
            GradientThroughTime(layer: "lstm", lengths: [0.0008, 0.0025, 0.0063, 0.0158, 0.0316, 0.0631, 0.1])
        ]
        record.gates = [
            GateStatistics(
                layer: "lstm",
                gates: [
                    .init(symbol: "f", mean: 0.71, saturated: 0.03), .init(symbol: "i", mean: 0.48, saturated: 0.01),
                    .init(symbol: "c̃", mean: -0.02, saturated: 0), .init(symbol: "o", mean: 0.52, saturated: 0.02),
                ], units: 128, deadUnits: 0)
        ]
        record.samples = zip(answers, truths).map { SampleAnswer(values: [$0], right: $0 == $1 ? 4 : 3, positions: 4) }
        return record
    }

    /// A regression that overfits, changed by hand, with two runs before it, over.
    static func river() -> TrainingState {
        var state = TrainingState(
            network: "gru 10 → dense 1",
            history: (1...60).map { epoch in
                let x = Double(epoch)
                var record = EpochRecord(
                    epoch: epoch, loss: 0.9 / x + 0.1, gradientNorm: 0.5, largestGradientNorm: 1.25,
                    clippedBatches: epoch < 4 ? 2 : 0, clippedValues: 0, batches: 3)
                record.validation = Evaluation(
                    loss: 0.4 + abs(x - 12) / 40, meanSquaredError: 0.4 + abs(x - 12) / 40, positions: 17, examples: 17)
                record.samples = [
                    SampleAnswer(values: [Real(900 - epoch)], right: nil, positions: 1),
                    SampleAnswer(values: [Real(870 + epoch)], right: nil, positions: 1),
                ]
                return record
            }, lastEpoch: 60, lossName: "mse")
        state.baselines = [.init("last value", 0.7563), .init("linear AR(7)", 0.4867)]
        state.optimiser = "sgd"
        state.rate = 0.003
        state.clipping = Clipping(norm: 1)
        state.samples = [.init("example 1", "849"), .init("example 4", "918")]
        state.write = { answer in Numbers.significant(Double(answer.values.first ?? 0), 3) }
        state.changes = [.init(epoch: 20, batch: 2, words: "learning rate 0.01 → 0.003")]
        state.ending = "finished"
        return state
    }
}

/// A value with a dashboard, as a run is one.
struct Dashed: HasTraining {
    var training: TrainingState
}
