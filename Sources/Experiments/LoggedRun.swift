/// One fit as the log keeps it: where it stood, what it was asked to do, and how it went.
package struct LoggedRun: Hashable, Sendable {
    /// A figure by epoch: "loss", "validation", "accuracy".
    package struct Curve: Hashable, Sendable {
        package var name: String
        package var epochs: [Int]
        /// NaN where it is not known.
        package var values: [Double]

        package init(_ name: String, epochs: [Int], values: [Double]) {
            (self.name, self.epochs, self.values) = (name, epochs, values)
        }
    }

    /// Its number in the log, which it keeps for good; 0 until it has one.
    package var number = 0
    /// The variable that it was given to.
    package var name: String?
    /// As messages call the cell: "cell 4".
    package var cell = ""
    package var cellID: String?
    /// The text of the cell.
    package var source = ""
    /// When the fit ended, in UTC as ISO 8601 writes it.
    package var ended = ""
    package var seconds = 0.0
    package var version = ""

    // What was asked for.
    package var seed: UInt64 = 0
    package var network = ""
    /// The layers as they were written.
    package var layers = ""
    package var weights = 0
    package var optimiser = ""
    /// Of the first step.
    package var rate = 0.0
    package var batchSize = 0
    package var epochsAsked = 0
    package var lossFunction = ""
    /// All else that is not as it would be by itself, in words.
    package var options = ""
    /// The training examples in words, and the first digits of a hash over their numbers.
    package var data = ""
    package var dataDigest = ""

    // What came of it.
    /// "finished", "stopped", "early" or "not finite".
    package var ending = ""
    /// Of the fit, and of those that it went on with.
    package private(set) var epochs = 0
    /// Of the last epoch.
    package private(set) var loss: Double?
    package private(set) var validation: Double?
    /// The lowest validation loss, or loss where nothing was set aside, and its epoch.
    package private(set) var best: Double?
    package private(set) var bestEpoch: Int?
    /// In the order in which they are told; empty in a list of runs.
    package private(set) var curves: [Curve] = []

    package init() {}
}

extension LoggedRun {
    /// Takes the curves in, and from them what is told of last and best epoch.
    package mutating func take(_ curves: [Curve]) {
        self.curves = curves
        epochs = self["loss"]?.epochs.last ?? 0
        loss = self["loss"]?.last
        validation = self["validation"]?.last
        let lowest = (self["validation"] ?? self["loss"])?.lowest
        (best, bestEpoch) = (lowest?.value, lowest?.epoch)
    }

    /// What a list of runs tells without its curves.
    mutating func take(epochs: Int, loss: Double?, validation: Double?, best: Double?, bestEpoch: Int?) {
        (self.epochs, self.loss, self.validation) = (epochs, loss, validation)
        (self.best, self.bestEpoch) = (best, bestEpoch)
    }

    package subscript(curve: String) -> Curve? { curves.first { $0.name == curve } }
}

extension LoggedRun.Curve {
    /// Epochs of a curve above which only some are kept.
    static let longest = 2000

    fileprivate var last: Double? { values.last.flatMap { $0.isNaN ? nil : $0 } }

    fileprivate var lowest: (epoch: Int, value: Double)? {
        zip(epochs, values).lazy.filter { !$0.1.isNaN }.min { $0.1 < $1.1 }.map { ($0.0, $0.1) }
    }

    /// At most `longest` epochs, evenly, with the lowest and the last among them.
    var thinned: LoggedRun.Curve {
        guard epochs.count > Self.longest else { return self }
        let step = (epochs.count + Self.longest - 3) / (Self.longest - 2)
        let lowest = lowest?.epoch
        let kept = epochs.indices.filter {
            $0 % step == 0 || epochs[$0] == lowest || $0 == epochs.count - 1
        }
        return LoggedRun.Curve(name, epochs: kept.map { epochs[$0] }, values: kept.map { values[$0] })
    }
}
