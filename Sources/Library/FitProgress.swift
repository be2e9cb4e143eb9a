import Display
import Engine
import Language

/// Tells the host how far a fit has come, at most 20 times a second.
final class FitProgress {
    private let host: any Host
    private let settings: FitSettings
    private let baselines: [LinePlot.Baseline]
    private var history: [EpochRecord]
    private let first: Int
    private let begin = ContinuousClock.now
    private var lastReport: ContinuousClock.Instant?
    private var batchLoss = 0.0

    init(_ host: any Host, _ settings: FitSettings, before: [EpochRecord], baselines: [LinePlot.Baseline]) {
        self.host = host
        self.settings = settings
        self.baselines = baselines
        history = before
        first = before.count
    }

    func add(_ batch: BatchReport) {
        batchLoss = batch.loss
        let done = Double(history.count - first) + Double(batch.batch) / Double(max(1, batch.batches))
        report(done: min(done, Double(settings.epochs)), isForced: false)
    }

    func add(_ epoch: EpochRecord) {
        history.append(epoch)
        let done = history.count - first
        report(done: Double(done), isForced: done == settings.epochs)
    }

    private func report(done: Double, isForced: Bool) {
        let now = ContinuousClock.now
        if !isForced, let lastReport, now - lastReport < .milliseconds(50) { return }
        lastReport = now
        let fraction = done / Double(max(1, settings.epochs))
        let spent = (now - begin) / .seconds(1)
        host.report(
            Progress(
                fraction: fraction, line: line(done: done), picture: history.isEmpty ? .none : .object(picture),
                secondsLeft: fraction > 0.01 ? spent / fraction * (1 - fraction) : nil))
    }

    private func line(done: Double) -> String {
        let epoch = min(settings.epochs, Int(done) + (done == done.rounded() && done > 0 ? 0 : 1))
        let head = "epoch \(epoch)/\(settings.epochs)"
        guard let last = history.last else { return head + "  loss \(Messages.loss(batchLoss))" }
        let validation = last.validation.map { "  validation \(Messages.loss($0.loss))" } ?? ""
        return head + "  loss \(Messages.loss(last.loss))" + validation
    }

    private var picture: PlotObject {
        RunPlot.plot(history, settings.loss, baselines, epochs: first + settings.epochs)
    }
}

/// The loss by epoch with the lines to beat.
enum RunPlot {
    static func plot(_ run: RunObject, rows: Int = 10, isLogarithmic: Bool = false) -> PlotObject {
        plot(
            run.history, run.loss, run.baselines.map { .init($0.name, $0.value) }, rows: rows,
            isLogarithmic: isLogarithmic)
    }

    static func plot(
        _ history: [EpochRecord], _ loss: Loss, _ baselines: [LinePlot.Baseline], epochs: Int? = nil, rows: Int = 10,
        isLogarithmic: Bool = false
    ) -> PlotObject {
        var lines = [
            LinePlot.Line("train", history.map { (x: Double($0.epoch), y: $0.loss) }, mark: "*", colour: .blue)
        ]
        let validation = history.compactMap { epoch in epoch.validation.map { (x: Double(epoch.epoch), y: $0.loss) } }
        if !validation.isEmpty { lines.append(LinePlot.Line("validation", validation, mark: "o", colour: .orange)) }
        let last = Double(max(epochs ?? history.count, 2))
        let drawing = LinePlot(
            "loss (\(loss.rawValue)) by epoch", lines: lines, baselines: baselines, xLabel: "epoch", isXWhole: true,
            isYLogarithmic: isLogarithmic, xRange: 1...last, rows: rows)
        return PlotObject("plot of the loss", drawing)
    }
}
