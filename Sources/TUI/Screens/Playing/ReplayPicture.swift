import Content
import Display
import Language
import Notebook
import Views

/// Something drawn that no cell has computed.
struct Drawn: Object, Drawable {
    static let kind: Kind = "plot"
    let summary: String
    let drawing: any Drawable

    var isElastic: Bool { drawing.isElastic }

    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        drawing.height(width: width, limit: limit, glyphs: glyphs)
    }

    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        drawing.draw(into: &grid, area: area, glyphs: glyphs)
    }
}

extension Recording.History {
    /// The plot that was below the cell while it was fitted. The axes are those of the whole history.
    func drawn(epochs: Int) -> Drawn { Drawn(summary: "plot of the loss", drawing: chart.history(after: epochs)) }
}

extension Recording.Cell {
    /// The cell as its picture needs it, as far as it is seen; all of it without a moment.
    ///
    /// Large, the text of a plot makes way for the plot itself, which can be drawn at any size.
    func shown(at moment: Timeline.Moment?, isLarge: Bool) -> NotebookCell {
        var shown = cell
        let isWhole = moment?.isWhole ?? true
        let count = moment?.outputs ?? outputs.count
        shown.outputs = (0..<count).map { isLarge ? large($0) : outputs[$0] }
        shown.isFolded = false
        shown.progress = nil
        shown.status = standing == .stale ? .stale : standing == .conflict ? .failed : .ok
        if isWhole, let last = steps.indices.last, let steps = trace(last, step: steps[last].rows.count) {
            shown.outputs.append(.value(.object(steps)))
        }
        if let moment, !isWhole, let progress = progress(moment.scene) {
            (shown.status, shown.progress) = (.running, progress)
        }
        if isWhole { shown.outputs += remarks.map(Output.text) }
        return shown
    }

    /// What there is to say below the outputs, in lines that fit a small screen.
    private var remarks: [String] {
        ([remark].compactMap { $0 } + faults).map { Text.wrap("(\($0))", to: 70).joined(separator: "\n") }
    }

    private func large(_ output: Int) -> Output {
        guard case .chart(let recorded) = outputs[output] else { return outputs[output] }
        return .value(.object(Drawn(summary: "plot", drawing: recorded.chart)))
    }

    private func progress(_ scene: Timeline.Scene) -> Progress? {
        switch scene {
        case .still: return nil
        case .history(let index, let epochs):
            let history = histories[index]
            return Progress(
                fraction: Double(epochs) / Double(history.chart.epochs.count),
                line: history.chart.progress(after: epochs),
                picture: .object(history.drawn(epochs: epochs)))
        case .steps(let index, let step):
            let count = steps[index].rows.count
            return trace(index, step: step).map {
                Progress(fraction: Double(step) / Double(count), line: "step \(step)/\(count)", picture: .object($0))
            }
        }
    }

    private func trace(_ index: Int, step: Int) -> Drawn? {
        stepLines(index, step: step).map { Drawn(summary: "trace", drawing: $0) }
    }

    /// nil where the record holds no numbers of units.
    func stepLines(_ index: Int, step: Int) -> RecordedStepsLines? {
        RecordedSteps(columns: steps[index].columns, rows: steps[index].rows).map {
            RecordedStepsLines($0, at: RecordedCursor(step: step - 1))
        }
    }

    /// The letter that tells how its outputs stand to it.
    var mark: String {
        switch standing {
        case .stale: "~"
        case .unverified: "r?"
        case .conflict: "!"
        case .prose, .recorded, .notRecorded, .skipped: outputs.contains(where: \.isError) ? "!" : ""
        }
    }
}
