import Display
import Engine

/// A value that has a training dashboard: a fit that goes on, or a run that came of one.
package protocol HasTraining: HasViewer {
    var training: TrainingState { get }
}

extension HasTraining {
    package func viewer(place: String) -> any Viewer { TrainingView(training, place: place) }
}

/// All that the dashboard of a fit shows. Nothing in it is measured by a view, and what a clock has measured is nil for a
/// run that is over, so that the text of a run is the same each time.
package struct TrainingState: Sendable {
    /// A line to compare the loss with: "guessing", 2.485.
    package struct Baseline: Hashable, Sendable {
        package var name: String
        package var value: Double
        package init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
    }

    /// One of the examples that are asked after every epoch.
    package struct Sample: Hashable, Sendable {
        package var question: String
        package var truth: String
        package init(_ question: String, _ truth: String) { (self.question, self.truth) = (question, truth) }
    }

    /// Something that was changed by hand while the fit went on.
    package struct Change: Hashable, Sendable {
        package var epoch: Int
        package var batch: Int
        /// `learning rate 0.01 -> 0.003`.
        package var words: String

        package init(epoch: Int, batch: Int, words: String) {
            (self.epoch, self.batch, self.words) = (epoch, batch, words)
        }
    }

    /// The layers, short: `gru 10 > dense 1`.
    package var network: String
    package var history: [EpochRecord]
    /// Of the run that the fit goes on with.
    package var epochsBefore = 0
    /// The epoch that the fit ends with if nothing ends it before.
    package var lastEpoch: Int
    /// The latest batch; nil before the first one and in a run that is over.
    package var batch: BatchReport?
    /// As users write it: "mse".
    package var lossName: String
    package var baselines: [Baseline] = []
    /// "adam"; empty where nothing is known.
    package var optimiser = ""
    /// Of the next step.
    package var rate: Double?
    package var clipping = Clipping()
    /// Epochs without improvement that count as a plateau.
    package var patience = 5
    /// Sequences a second, without pauses; nil where no clock runs.
    package var speed: Double?
    package var secondsLeft: Double?
    package var samples: [Sample] = []
    /// An answer in the words of the truth beside it.
    package var write: @Sendable (SampleAnswer) -> String = { _ in "" }
    package var changes: [Change] = []
    /// Of a fit that goes on; nil for a run.
    package var isLive = false
    /// "finished", "stopped", "early", "not finite"; empty while it goes on.
    package var ending = ""
    package var control: FitControl?
    /// Finds the worst example of a run; nil where it has none to look through, or the fit does it.
    package var search: FitControl.Search?

    package init(network: String, history: [EpochRecord], lastEpoch: Int, lossName: String) {
        (self.network, self.history, self.lastEpoch) = (network, history, lastEpoch)
        self.lossName = lossName
    }

    // MARK: what follows from the history

    package var hasValidation: Bool { history.contains { $0.validation != nil } }

    /// The figure that is to become small: of the validation examples where there are some.
    func figure(_ record: EpochRecord) -> Double { record.validation?.loss ?? record.loss }

    /// The epoch with the lowest figure.
    package var best: EpochRecord? {
        history.filter { figure($0).isFinite }.min { figure($0) < figure($1) }
    }

    /// Epochs since the best one.
    package var waited: Int {
        guard let best, let last = history.last else { return 0 }
        return last.epoch - best.epoch
    }

    package var clippedBatches: Int { history.reduce(0) { $0 + $1.clippedBatches } }
    package var batchCount: Int { history.reduce(0) { $0 + $1.batches } }

    /// Share of the fit that is done, 0 … 1; nil where nothing is to come.
    package var fraction: Double? {
        guard isLive, let batch, lastEpoch > 0 else { return nil }
        let done = Double(batch.epoch - 1 - epochsBefore) + Double(batch.batch) / Double(max(1, batch.batches))
        return min(1, max(0, done / Double(max(1, lastEpoch - epochsBefore))))
    }

    /// The rightness of one answer: of classes as counted, of values if it reads as the truth does.
    func isRight(_ answer: SampleAnswer, _ index: Int) -> Bool {
        answer.isRight ?? (samples.indices.contains(index) && write(answer) == samples[index].truth)
    }
}
