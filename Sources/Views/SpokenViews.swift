import Content
import Datasets
import Display

/// The drawing of windows in words: how they are cut, what that gives, and the chosen one with its numbers.
extension WindowsView {
    package var content: Content { Content(statusLine(.ascii), [.sentences(words)]) }

    private var words: [String] {
        let ink = Ink(glyphs: .ascii)
        switch page {
        case .drawing:
            let lines = Self.spokenCut(windows, ink) + chosenLines(width: 1000, ink, limit: nil).map(\.text)
            let audit = (findings ?? []).flatMap { Self.wrapped($0, 1000, ink) }.map(\.text)
            return (lines + audit).flatMap(Spoken.plain)
        case .audit: return auditLines(width: 1000, ink).flatMap { Spoken.plain($0.text) }
        case .rows: return rowLines(width: 1000, height: nil, glyphs: .ascii).flatMap { Spoken.plain($0.text) }
        }
    }

    /// The rule with its numbers, and from which row to which each of the first windows goes.
    static func spokenCut(_ windows: Windows, _ ink: Ink, limit: Int = 5) -> [String] {
        let plan = windows.plan
        let rules = Phrases.rules(plan, rows: windows.rowCount).prefix(1).map { ink.symbols($0) }
        let some = windows.starts.prefix(limit).enumerated().map { index, start in
            let rows = "window \(index + 1): rows \(start + 1) to \(start + plan.length)"
            guard plan.targets == .last, plan.answerSteps == nil else { return rows }
            return rows + ", target row \(plan.targetRows(from: start).lowerBound + 1)"
        }
        let rest = windows.count - some.count
        let more = rest > 0 ? [Phrases.moreWindows(rest, to: (windows.starts.last ?? 0) + plan.reach)] : []
        return rules + some + more + Phrases.leftOut(windows.leftOut) + reading(windows, width: 1000, ink).map(\.text)
    }
}

extension WindowDrawing {
    package var spoken: [String] { WindowsView.spokenCut(windows, Ink(glyphs: .ascii)).flatMap(Spoken.plain) }
}

/// The dashboard in words: its figures, the course of the losses, samples and what was measured inside.
extension TrainingView {
    package var content: Content {
        let lines = TrainingLines(self, Ink(glyphs: .ascii))
        return Content(
            statusLine(.ascii),
            [
                .lines(TrainingFigures(self, Ink(glyphs: .ascii)).spoken),
                .sentences(TrainingPlot(self, Ink(glyphs: .ascii)).spoken),
                .lines(lines.blocks(1000).flatMap(\.lines).map(\.text)),
            ])
    }
}

extension TrainingPlot {
    var spoken: [String] {
        let training = view.training
        var lines = [Chart.Series("training loss", training.history.map { (x: Double($0.epoch), y: $0.loss) })]
        if training.hasValidation {
            let points = training.history.compactMap { epoch in
                epoch.validation.map { (x: Double(epoch.epoch), y: $0.loss) }
            }
            lines.append(Chart.Series("validation loss", points))
        }
        return Chart(series: lines, xLabel: "epoch").spoken.dropFirst().map { $0 }
    }
}
