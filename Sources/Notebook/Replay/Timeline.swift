import Base
import Display

/// When what of a recording is seen, in seconds of play: a pure function of the time.
///
/// Each cell is a row of acts: its source, then histories and outputs in order, then steps, then a rest.
package struct Timeline: Sendable {
    /// What of a cell moves.
    package enum Scene: Hashable, Sendable {
        case still
        /// A history, by its index, up to an epoch of it, counted from 1.
        case history(Int, epochs: Int)
        /// The steps of a trace, by its index, up to one of them, counted from 1.
        case steps(Int, step: Int)
    }

    /// What is seen: all cells above, and of this one so many outputs.
    package struct Moment: Hashable, Sendable {
        package var cell: Int
        package var outputs: Int
        package var scene = Scene.still
        /// Nothing more comes in this cell.
        package var isWhole = false
    }

    private struct Act {
        /// At the end of it, where it is one of several frames.
        var moment: Moment
        var start: Double
        var seconds: Double
        /// Epochs or steps that it shows one after the other; 1 for what is seen at once.
        var frames: Int
    }

    private var acts: [Act] = []
    /// The first and the last act of each cell.
    private var parts: [ClosedRange<Int>] = []

    package init(_ recording: Recording) {
        for index in recording.cells.indices {
            let first = acts.count
            add(recording.cells[index], index)
            parts.append(first...(acts.count - 1))
        }
    }

    /// Seconds until everything is seen.
    package var length: Double { acts.last?.start ?? 0 }

    // MARK: from time to what is seen

    /// nil where there are no cells.
    package func moment(at seconds: Double) -> Moment? {
        guard let act = act(at: seconds) else { return nil }
        var moment = act.moment
        let share = act.seconds > 0 ? min(1, max(0, (seconds - act.start) / act.seconds)) : 1
        let frame = min(act.frames, Int(clamping: share * Double(act.frames)) + 1)
        switch moment.scene {
        case .history(let index, _) where !moment.isWhole: moment.scene = .history(index, epochs: frame)
        case .steps(let index, _) where !moment.isWhole: moment.scene = .steps(index, step: frame)
        default: break
        }
        return moment
    }

    /// The last one that has begun.
    private func act(at seconds: Double) -> Act? {
        var (low, high) = (0, acts.count)
        while low < high {
            let middle = (low + high) / 2
            if acts[middle].start <= seconds { low = middle + 1 } else { high = middle }
        }
        return acts.isEmpty ? nil : acts[max(0, low - 1)]
    }

    // MARK: from what is to be seen to a time

    /// When a cell begins.
    package func start(of cell: Int) -> Double { acts[parts[cell].lowerBound].start }

    /// When all of a cell is seen.
    package func end(of cell: Int) -> Double { acts[parts[cell].upperBound].start }

    /// One step on: the end of what plays, or the next cell; the same time at the end.
    package func next(after seconds: Double) -> Double {
        guard let moment = moment(at: seconds) else { return seconds }
        if !moment.isWhole { return end(of: moment.cell) }
        return moment.cell + 1 < parts.count ? start(of: moment.cell + 1) : length
    }

    /// One step back: the beginning of the cell, or the end of the one before.
    package func previous(before seconds: Double) -> Double {
        guard let moment = moment(at: seconds) else { return seconds }
        let start = start(of: moment.cell)
        if moment != self.moment(at: start) { return start }
        return moment.cell > 0 ? end(of: moment.cell - 1) : start
    }
}

/// How long what takes, at the speed of 1.
extension Timeline {
    private mutating func add(_ cell: Recording.Cell, _ index: Int) {
        var moment = Moment(cell: index, outputs: 0)
        if cell.standing != .prose, !cell.outputs.isEmpty || !cell.histories.isEmpty || !cell.steps.isEmpty {
            add(moment, Self.beat(cell.cell.source))
            addOutputs(of: cell, &moment)
            addSteps(of: cell, &moment)
        }
        moment.isWhole = true
        add(moment, Self.rest(cell))
    }

    /// The last of the outputs completes the cell, unless steps follow: it has no act of its own.
    private mutating func addOutputs(of cell: Recording.Cell, _ moment: inout Moment) {
        for output in 0...cell.outputs.count {
            for (number, history) in cell.histories.enumerated() where history.output == output {
                let epochs = history.chart.epochs.count
                moment.scene = .history(number, epochs: epochs)
                add(moment, min(8, max(1.5, Double(epochs) / 12)), frames: epochs)
            }
            moment.scene = .still
            guard output < cell.outputs.count else { return }
            moment.outputs = output + 1
            let isLast = moment.outputs == cell.outputs.count && cell.steps.isEmpty
            if !isLast { add(moment, Self.reading(cell.outputs[output])) }
        }
    }

    private mutating func addSteps(of cell: Recording.Cell, _ moment: inout Moment) {
        for (number, steps) in cell.steps.enumerated() {
            moment.scene = .steps(number, step: steps.rows.count)
            add(moment, min(12, max(1, Double(steps.rows.count) / 4)), frames: steps.rows.count)
        }
    }

    private mutating func add(_ moment: Moment, _ seconds: Double, frames: Int = 1) {
        let start = acts.last.map { $0.start + $0.seconds } ?? 0
        acts.append(Act(moment: moment, start: start, seconds: seconds, frames: max(1, frames)))
    }

    /// Between a source and what it gave: the longer it is, the longer.
    private static func beat(_ source: String) -> Double {
        min(2.5, 0.5 + 0.15 * Double(source.count { $0 == "\n" } + 1))
    }

    private static func reading(_ output: Output?) -> Double {
        let lines = output?.lines(width: Session.fileWidth, glyphs: .ascii).count ?? 0
        return min(4, 0.5 + 0.15 * Double(lines))
    }

    /// Before the next cell.
    private static func rest(_ cell: Recording.Cell) -> Double {
        guard cell.standing == .prose else { return max(0.8, reading(cell.outputs.last)) }
        return min(6, 0.6 + Double(cell.cell.source.count) / 80)
    }
}
