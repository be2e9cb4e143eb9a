/// The loss by epoch: drawn below a fit at work, of a run, and again from a recorded history.
extension Chart {
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
    ) -> Chart {
        var series = [Series("train", losses.map { (x: Double($0.epoch), y: $0.train) }, mark: "*", role: .training)]
        let validation = losses.compactMap { loss in loss.validation.map { (x: Double(loss.epoch), y: $0) } }
        if !validation.isEmpty { series.append(Series("validation", validation, mark: "o", role: .validation)) }
        let forks = losses.filter { changed.contains($0.epoch) }.map { (x: Double($0.epoch), y: $0.train) }
        if !forks.isEmpty {
            series.append(Series("changed by hand", forks, shape: .points, mark: "!", role: .intervention))
        }
        var chart = Chart(
            title(name), series: series, baselines: baselines, xLabel: "epoch", isXWhole: true,
            xRange: 1...Double(max(epochs ?? losses.count, 2)), rows: 10)
        chart.isHistory = true
        return chart
    }

    private static func title(_ name: String?) -> String { "loss \(name.map { "(\($0)) " } ?? "")by epoch" }
}

/// A history that grows.
extension Chart {
    /// The epochs that have a loss, in order; empty for what is no history.
    package var epochs: [Double] {
        isHistory ? series.first { $0.role == .training }?.points.map(\.x).filter(\.isFinite) ?? [] : []
    }

    /// As it was after so many of its epochs, on the axes of the whole.
    package func history(after count: Int) -> Chart {
        let (all, known) = (epochs, series.flatMap { $0.points.map(\.y) }.filter(\.isFinite))
        guard let last = all.last, let low = known.min(), let high = known.max() else { return self }
        var chart = count < all.count ? prefix(through: count > 0 ? all[count - 1] : -.infinity) : self
        (chart.yReach, chart.xRange) = (low...high, min(1, all[0])...max(last, 2))
        return chart
    }
}
