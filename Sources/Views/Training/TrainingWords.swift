import Base
import Display
import Engine

/// The sentences of the training dashboard.
extension Phrases {
    static let trainingTitle = "training"
    static let pauseFirst = "Space pauses the fit; Enter then steps into its worst example."
    static let seeking = "Looking for the example with the largest loss …"
    static let noRate = "A learning rate is a number above 0, such as 0.003; nothing was changed."
    static let noClip = "A limit is a number above 0, such as 1, or 0 for none; nothing was changed."
    static let nothingToStepInto = "The fit has ended meanwhile; Enter looks again."
    static let notTrainedYet = "no epoch is finished yet"
    static func hiddenLines(_ count: Int) -> String { "\(count) more \(count == 1 ? "line" : "lines"): y copies all" }

    static func rateSet(_ rate: Double) -> String {
        "Learning rate \(Numbers.significant(rate, 4)) from the next batch on; the run keeps it as a fork."
    }

    static func clipSet(_ norm: Double) -> String {
        norm == 0
            ? "Gradients are not cut from the next batch on; the run keeps it as a fork."
            : "Gradients are cut to length \(Numbers.significant(norm, 4)) from the next batch on; the run keeps it as a fork."
    }

    static func typing(_ entry: TrainingView.Entry) -> String {
        entry.kind == .rate ? "learning rate: \(entry.text)_" : "cut gradients to length (0: no limit): \(entry.text)_"
    }

    /// `epoch 6/30  41%`, `30 epochs, finished`.
    static func epoch(_ view: TrainingView) -> String {
        let training = view.training
        guard training.isLive else {
            let count = training.history.last?.epoch ?? 0
            let ending = training.ending.isEmpty ? "" : ", \(training.ending)"
            return "\(count) \(count == 1 ? "epoch" : "epochs")" + ending
        }
        let epoch = view.pausedAt?.epoch ?? training.batch?.epoch ?? training.history.last?.epoch ?? 0
        let done = training.fraction.map { "  " + Numbers.percent($0) } ?? ""
        return "epoch \(epoch)/\(training.lastEpoch)" + done
    }

    /// The plain sentence under the dashboard.
    static func say(_ view: TrainingView) -> String {
        let training = view.training
        var parts: [String] = []
        if let place = view.pausedAt {
            parts.append("paused at epoch \(place.epoch), batch \(place.batch) of \(place.batches)")
        } else if view.isPauseWanted {
            parts.append("pausing")
        }
        guard let last = training.history.last else {
            return (parts + [notTrainedYet]).joined(separator: "; ") + "."
        }
        if parts.isEmpty { parts.append("epoch \(last.epoch)") }
        parts.append(trend(training, last))
        if !last.samples.isEmpty, last.samples.allSatisfy({ $0.right != nil }) {
            let right = last.samples.indices.count { training.isRight(last.samples[$0], $0) }
            let count = last.samples.count
            parts.append("\(right) of \(count) sample \(count == 1 ? "answer" : "answers") right")
        }
        if let change = training.changes.last, view.pausedAt == nil {
            parts.append("changed by hand at epoch \(change.epoch), batch \(change.batch)")
        }
        return parts.joined(separator: "; ") + "."
    }

    private static func trend(_ training: TrainingState, _ last: EpochRecord) -> String {
        let name = last.validation == nil ? "loss" : "validation loss"
        let now = training.figure(last)
        guard now.isFinite else { return "the \(name) is no longer a number" }
        let text = "\(name) \(Numbers.significant(now, 4))"
        guard let before = training.history.dropLast().last.map(training.figure), before.isFinite else { return text }
        return text + (now < before ? ", falling" : now > before ? ", rising" : ", the same")
    }

    /// `6:10`, `2:05:00`.
    static func duration(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e7 else { return "-" }
        let whole = Int(clamping: seconds.rounded(.up))
        func two(_ number: Int) -> String { number < 10 ? "0\(number)" : "\(number)" }
        if whole < 3600 { return "\(whole / 60):\(two(whole % 60))" }
        return "\(whole / 3600):\(two(whole % 3600 / 60)):\(two(whole % 60))"
    }
}
