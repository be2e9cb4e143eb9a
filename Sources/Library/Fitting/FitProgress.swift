import Base
import Content
import Display
import Engine
import Language
import Views

/// Tells the host how far a fit has come, at most 20 times a second, with the plot below the cell and the dashboard.
package final class FitProgress {
    private let host: any Host
    private let settings: FitSettings
    private let baselines: [Chart.Baseline]
    private let examples: Int
    private let first: Int
    private var shown: TrainingState
    private let begin = ContinuousClock.now
    private var lastReport: ContinuousClock.Instant?
    /// Epochs of this fit that are done, and the part of the next.
    private var done = 0.0
    private var batchLoss = 0.0
    /// Since when the fit stands still, and how long it has stood still before.
    private var pause: ContinuousClock.Instant?
    private var pauses = Duration.zero

    /// `shown` is the dashboard before the first batch.
    package init(
        _ host: any Host, _ settings: FitSettings, _ shown: TrainingState, baselines: [Chart.Baseline], examples: Int
    ) {
        self.host = host
        self.settings = settings
        self.shown = shown
        self.baselines = baselines
        self.examples = examples
        first = shown.history.count
    }

    var history: [EpochRecord] { shown.history }

    package func add(_ batch: BatchReport) {
        batchLoss = batch.loss
        shown.batch = batch
        shown.rate = batch.rate
        let part = Double(shown.history.count - first) + Double(batch.batch) / Double(max(1, batch.batches))
        done = min(part, Double(settings.epochs))
        report(isForced: false)
    }

    package func add(_ epoch: EpochRecord) {
        shown.history.append(epoch)
        done = Double(shown.history.count - first)
        report(isForced: shown.history.count - first == settings.epochs)
    }

    /// What the reader needs to know to follow the samples.
    func take(_ samples: SampleTexts) { (shown.samples, shown.write) = (samples.samples, samples.write) }

    // MARK: standing still

    func pause(_ batch: BatchReport) {
        pause = .now
        shown.batch = batch
        report(isForced: true)
    }

    /// Said again and again, as the host may hold back what comes too soon after something else.
    func standStill() { report(isForced: false) }

    func resume() {
        if let pause { pauses += .now - pause }
        pause = nil
        report(isForced: true)
    }

    /// What was changed by hand.
    func take(_ forks: [Fork], rate: Double?, clipping: Clipping) {
        shown.changes = forks.map(\.shown)
        shown.rate = rate ?? shown.rate
        shown.clipping = clipping
        report(isForced: true)
    }

    // MARK: telling

    /// The more there is to tell, the rarer: a history is copied when it grows while someone looks at it.
    private var interval: Duration { .milliseconds(50 * max(1, shown.history.count / 5000)) }

    private func report(isForced: Bool) {
        let now = ContinuousClock.now
        if !isForced, let lastReport, now - lastReport < interval { return }
        lastReport = now
        let fraction = done / Double(max(1, settings.epochs))
        let spent = ((pause ?? now) - begin - pauses) / .seconds(1)
        let left = fraction > 0.01 ? spent / fraction * (1 - fraction) : nil
        shown.secondsLeft = left
        shown.speed = spent > 0 ? done * Double(examples) / spent : nil
        host.report(
            Progress(fraction: fraction, line: line, picture: .object(picture), secondsLeft: pause == nil ? left : nil))
    }

    private var line: String {
        let epoch = min(settings.epochs, Int(clamping: done) + (done == done.rounded() && done > 0 ? 0 : 1))
        let head = (pause == nil ? "" : "paused, ") + "epoch \(epoch)/\(settings.epochs)"
        guard let last = shown.history.last else { return head + "  loss \(Messages.loss(batchLoss))" }
        let validation = last.validation.map { "  validation \(Messages.loss($0.loss))" } ?? ""
        return head + "  loss \(Messages.loss(last.loss))" + validation
    }

    private var picture: FitPicture {
        FitPicture(training: shown, loss: settings.loss, baselines: baselines, epochs: first + settings.epochs)
    }
}

/// A fit at work: below its cell the loss by epoch, full screen the dashboard. Drawn by whoever looks.
struct FitPicture: Object, Described, Drawable, HasTraining {
    static let kind: Kind = "plot"
    let training: TrainingState
    let loss: Loss
    let baselines: [Chart.Baseline]
    let epochs: Int

    var summary: String { "plot of the loss" }

    private var plot: PlotObject? {
        guard !training.history.isEmpty else { return nil }
        return RunPlot.plot(
            training.history, loss, baselines, changed: training.changes.map(\.epoch), epochs: epochs)
    }

    var isElastic: Bool { true }

    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        plot?.height(width: width, limit: limit, glyphs: glyphs) ?? 0
    }

    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        plot?.draw(into: &grid, area: area, glyphs: glyphs)
    }

    var content: Content { plot?.content ?? Content(summary, []) }
}

/// The loss by epoch with the lines to beat.
enum RunPlot {
    static func plot(_ run: RunObject, rows: Int = 10, isLogarithmic: Bool = false) -> PlotObject {
        plot(
            run.history, run.loss, run.baselines.map { .init($0.name, $0.value) }, changed: run.forks.map(\.epoch),
            rows: rows, isLogarithmic: isLogarithmic)
    }

    static func plot(
        _ history: [EpochRecord], _ loss: Loss, _ baselines: [Chart.Baseline], changed: [Int] = [],
        epochs: Int? = nil, rows: Int = 10, isLogarithmic: Bool = false
    ) -> PlotObject {
        let points = history.map { Chart.Loss($0.epoch, $0.loss, validation: $0.validation?.loss) }
        var drawing = Chart.losses(
            loss.rawValue, points, changed: Set(changed), baselines: baselines, epochs: epochs)
        (drawing.rows, drawing.isYLogarithmic) = (rows, isLogarithmic)
        return PlotObject("plot of the loss", .chart(drawing))
    }
}
