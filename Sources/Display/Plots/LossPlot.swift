/// The loss by epoch: drawn below a fit at work, of a run, and again from a recorded history.
extension LinePlot {
    /// What an epoch came to.
    package struct Loss: Hashable, Sendable {
        package var epoch: Int
        package var train: Double
        package var validation: Double?

        package init(_ epoch: Int, _ train: Double, validation: Double? = nil) {
            (self.epoch, self.train, self.validation) = (epoch, train, validation)
        }
    }

    /// `name` is the loss's, where it is known: "mse". `changed` are the epochs in which something was changed by hand.
    /// `epochs` are those that the axis goes to; nil for as many as there are.
    package static func losses(
        _ name: String?, _ losses: [Loss], changed: Set<Int> = [], baselines: [Baseline] = [], epochs: Int? = nil
    ) -> LinePlot {
        var lines = [Line("train", losses.map { (x: Double($0.epoch), y: $0.train) }, mark: "*", colour: .blue)]
        let validation = losses.compactMap { loss in loss.validation.map { (x: Double(loss.epoch), y: $0) } }
        if !validation.isEmpty { lines.append(Line("validation", validation, mark: "o", colour: .orange)) }
        let forks = losses.filter { changed.contains($0.epoch) }.map { (x: Double($0.epoch), y: $0.train) }
        if !forks.isEmpty { lines.append(Line("changed by hand", forks, mark: "!", colour: .vermilion)) }
        return LinePlot(
            title(name), lines: lines, baselines: baselines, xLabel: "epoch", isXWhole: true,
            xRange: 1...Double(max(epochs ?? losses.count, 2)), rows: 10)
    }

    private static func title(_ name: String?) -> String { "loss \(name.map { "(\($0)) " } ?? "")by epoch" }
}

/// What the text of such a plot tells besides the losses, which stand in the history.
package struct LossPlotText: Hashable, Sendable {
    package private(set) var name: String
    /// With the digits that the text has.
    package private(set) var baselines: [LinePlot.Baseline] = []

    /// nil for the text of anything else.
    package init?(_ lines: [String]) {
        guard let first = lines.first, first.hasPrefix("loss ("), let end = first.firstRange(of: ") by epoch") else {
            return nil
        }
        name = String(first[first.index(first.startIndex, offsetBy: 6)..<end.lowerBound])
        let body = lines.dropFirst()
        guard let axis = body.firstIndex(where: Self.isAxis) else { return }
        // The labels of the baselines stand at the right, behind the end of the axis.
        baselines = body[..<axis].compactMap { Self.baseline($0.dropFirst(lines[axis].count)) }
    }

    private static func isAxis(_ line: String) -> Bool {
        let marks = line.drop { $0 == " " }
        return marks.count > 2 && marks.allSatisfy { "+-└─┬".contains($0) }
    }

    /// `0.0208 last value`
    private static func baseline(_ label: Substring) -> LinePlot.Baseline? {
        let words = label.drop { $0 == " " }.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let value = Double(words[0]), value.isFinite else { return nil }
        return LinePlot.Baseline(String(words[1]), value)
    }
}
