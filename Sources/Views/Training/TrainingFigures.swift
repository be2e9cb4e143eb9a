import Display
import Engine

/// The figures beside the curves: a label and its numbers on each line.
struct TrainingFigures {
    let view: TrainingView
    let ink: Ink

    init(_ view: TrainingView, _ ink: Ink) { (self.view, self.ink) = (view, ink) }

    static let width = 31

    /// Below this the figures stand under the curves as words.
    func fitsBeside(_ width: Int) -> Bool { width >= Self.width + 28 }

    private var training: TrainingState { view.training }

    private struct Figure {
        var label: String
        var value: String
        /// Left out first where rows are few; 0 stays.
        var rank = 0
    }

    private var all: [Figure] {
        var figures = [
            Figure(label: "loss", value: loss), Figure(label: "now", value: now), Figure(label: "best", value: best),
        ]
        if let last = training.history.last {
            let largest = short(last.largestGradientNorm)
            figures.append(Figure(label: "|g|", value: "\(short(last.gradientNorm))  largest \(largest)"))
        }
        figures.append(Figure(label: "clip", value: clip))
        figures.append(
            Figure(label: "lr", value: [rate, training.optimiser].filter { !$0.isEmpty }.joined(separator: " ")))
        if training.isLive { figures.append(Figure(label: "speed", value: speed)) }
        figures += training.baselines.enumerated().map { index, baseline in
            Figure(
                label: String(TrainingPlot.baselineMark(index)), value: "\(baseline.name) \(short(baseline.value))",
                rank: index + 1)
        }
        return figures
    }

    /// Its name, and what the marks mean where that has room; they stand before the numbers too.
    private var loss: String {
        let marks = "  t train" + (training.hasValidation ? "  v valid" : "")
        return Text.width(of: training.lossName + marks) <= Self.width - 7
            ? training.lossName + marks : training.lossName
    }

    private var now: String {
        guard let last = training.history.last else { return training.batch.map { short($0.loss) + " (batch)" } ?? "-" }
        return "t \(short(last.loss))" + (last.validation.map { "   v \(short($0.loss))" } ?? "")
    }

    private var best: String {
        guard let best = training.best else { return "-" }
        return "\(training.hasValidation ? "v" : "t") \(short(training.figure(best))) @\(best.epoch)"
    }

    private var clip: String {
        let clipping = training.clipping
        let norm = view.wantedClip ?? clipping.lengthLimit ?? 0
        let limits = [norm > 0 ? "to \(short(norm))" : "", clipping.value.map { "at ±\(short($0))" } ?? ""]
        let words = limits.filter { !$0.isEmpty }.joined(separator: ", ")
        let counts = ", \(training.clippedBatches) of \(training.batchCount) batches"
        if words.isEmpty { return "off" + (training.clippedBatches > 0 ? counts : "") }
        return ink.symbols(words) + counts
    }

    private var speed: String {
        let left = view.pausedAt != nil ? "paused" : training.secondsLeft.map { Phrases.duration($0) + " left" }
        return [training.speed.map { Numbers.significant($0, 3) + " seq/s" }, left].compactMap { $0 }.joined(
            separator: ", ")
    }

    private var rate: String { view.rate > 0 ? Numbers.significant(view.rate, 4) : "-" }

    private func short(_ number: Double) -> String { Numbers.significant(number, 4) }

    /// At most `rows` lines: lines to beat are left out first, as their names are in the text too.
    func lines(rows: Int) -> [StyledLine] {
        var figures = all
        while figures.count > rows, let worst = figures.indices.max(by: { figures[$0].rank < figures[$1].rank }) {
            figures.remove(at: worst)
        }
        return figures.map { figure in
            var line = StyledLine(" " + Text.pad(figure.label, to: 6), Ink.faint)
            line.append(Text.clip(figure.value, to: Self.width - 7, ellipsis: ".."))
            return line
        }
    }

    /// A line for each, with names in words where the panel has letters.
    var spoken: [String] {
        let names = [
            "|g|": "length of the gradient", "lr": "learning rate", "clip": "cut gradients",
            "now": "now, training t, validation v",
        ]
        return all.map { "\(names[$0.label] ?? ($0.rank > 0 ? "to beat" : $0.label)): \($0.value)" }
    }

    /// The same as words one after the other.
    func flowed(_ width: Int) -> [StyledLine] {
        flow(all.map { "\($0.label) \($0.value)  " }, after: " ", width: width)
    }
}
