import Content
import Display
import Engine

/// The body of the dashboard, from top to bottom: the curves with the figures beside them, the samples, and what was
/// measured inside the network.
///
/// Where there is too little room whole lines are left out, the least telling first, and the last line says how many.
struct TrainingLines {
    let view: TrainingView
    let ink: Ink

    init(_ view: TrainingView, _ ink: Ink) { (self.view, self.ink) = (view, ink) }

    var training: TrainingState { view.training }

    /// Lines that stay together, and how early they are left out.
    struct Block {
        var lines: [StyledLine]
        /// 1 is left out last.
        var rank: Int
        var isRule = false
    }

    func lines(width: Int, height: Int?) -> [StyledLine] {
        guard width > 0 else { return [] }
        return arranged(width: width, height: height).map { $0.clipped(to: width) }
    }

    private func arranged(width: Int, height: Int?) -> [StyledLine] {
        let figures = TrainingFigures(view, ink)
        let least = figures.fitsBeside(width) ? height.map { $0 < 16 ? 8 : 9 } ?? 9 : 3
        var blocks = blocks(width)
        guard let height else {
            return picture(figures, width, rows: 12) + blocks.flatMap(\.lines)
        }
        var hidden = 0
        func used() -> Int { blocks.reduce(hidden > 0 ? 1 : 0) { $0 + $1.lines.count } }
        while used() + least > height, let worst = blocks.indices.max(by: { blocks[$0].rank < blocks[$1].rank }) {
            hidden += blocks[worst].isRule ? 0 : blocks[worst].lines.count
            blocks.remove(at: worst)
        }
        let note = hidden > 0 ? [StyledLine(" " + Phrases.hiddenLines(hidden), Ink.faint)] : []
        let below = blocks.flatMap(\.lines) + note
        let rows = max(0, height - below.count)
        return Array((picture(figures, width, rows: rows) + below).prefix(height))
    }

    func blocks(_ width: Int) -> [Block] {
        let samples = SampleLines(training, ink, width: width)
        let inner = InnerLines(view, ink, width: width)
        var blocks: [Block] = []
        if let head = samples.head {
            blocks.append(Block(lines: [ink.rule(width)], rank: 4, isRule: true))
            blocks.append(Block(lines: [head], rank: 3))
            if let figure = samples.figure { blocks.append(Block(lines: [figure], rank: 4)) }
            for (index, line) in samples.rows.enumerated() {
                blocks.append(Block(lines: [line], rank: index < 2 ? 4 : index < 3 ? 7 : 9))
            }
        }
        if !inner.isEmpty { blocks.append(Block(lines: [ink.rule(width)], rank: 8, isRule: true)) }
        for line in inner.gradients { blocks.append(Block(lines: line, rank: 6)) }
        for line in inner.gates { blocks.append(Block(lines: line, rank: 5)) }
        blocks.append(Block(lines: inner.watch, rank: 1))
        if !training.changes.isEmpty { blocks.append(Block(lines: inner.changes, rank: 2)) }
        if !view.others.isEmpty { blocks.append(Block(lines: inner.runs, rank: view.comparesRuns ? 2 : 6)) }
        return blocks
    }

    // MARK: curves and figures

    private func picture(_ figures: TrainingFigures, _ width: Int, rows: Int) -> [StyledLine] {
        guard figures.fitsBeside(width) else {
            let words = figures.flowed(width)
            let plot =
                rows - words.count >= 5 ? TrainingPlot(view, ink).lines(width: width, rows: rows - words.count) : []
            return Array((plot + words).prefix(max(rows, 0)))
        }
        let panel = figures.lines(rows: rows)
        let plot = TrainingPlot(view, ink).lines(width: width - TrainingFigures.width, rows: rows)
        return (0..<rows).map { row in
            var line = row < plot.count ? plot[row] : StyledLine("")
            line.append(Text.blanks(width - TrainingFigures.width - line.width))
            if row < panel.count { line.pieces += panel[row].pieces }
            return line
        }
    }
}

/// The loss by epoch, with what it is compared with.
struct TrainingPlot {
    let view: TrainingView
    let ink: Ink

    init(_ view: TrainingView, _ ink: Ink) { (self.view, self.ink) = (view, ink) }

    func lines(width: Int, rows: Int) -> [StyledLine] {
        guard rows > 0, width > 0 else { return [] }
        var grid = Grid(width: width, height: rows)
        plot(rows: rows).draw(into: &grid, area: grid.bounds.inset(left: 1, right: 1), glyphs: ink.glyphs)
        return (0..<rows).map { grid.styledLine($0) }
    }

    private var last: Double { Double(max(view.training.lastEpoch, view.training.history.last?.epoch ?? 1, 2)) }

    private func plot(rows: Int) -> Chart {
        let training = view.training
        var lines = training.baselines.enumerated().map { index, baseline in
            Chart.Series(
                "", [(x: 1, y: baseline.value), (x: last, y: baseline.value)], mark: Self.baselineMark(index),
                role: .reference)
        }
        if view.comparesRuns {
            lines += view.others.prefix(9).enumerated().map { index, other in
                Chart.Series(
                    "", points(other.training) { other.training.figure($0) }, mark: Self.runMark(index),
                    role: .comparison)
            }
        }
        lines.append(Chart.Series("", points(training, \.loss), mark: "t", role: .member(0)))
        if training.hasValidation {
            lines.append(
                Chart.Series("", points(training) { $0.validation?.loss ?? .nan }, mark: "v", role: .validation))
        }
        lines += training.changes.compactMap { change in
            training.history.first { $0.epoch == change.epoch }.map { record in
                Chart.Series(
                    "", [(x: Double(change.epoch), y: training.figure(record))], mark: "!", role: .intervention)
            }
        }
        return Chart(
            series: lines, xLabel: rows < 11 ? "" : "epoch", isXWhole: true, isYLogarithmic: view.isLogarithmic,
            xRange: 1...last)
    }

    private func points(_ training: TrainingState, _ value: (EpochRecord) -> Double) -> [(x: Double, y: Double)] {
        training.history.map { (x: Double($0.epoch), y: value($0)) }
    }

    /// `a`, `b`, … for the lines to beat, at both of their ends.
    static func baselineMark(_ index: Int) -> Unicode.Scalar { Unicode.Scalar(UInt8(97 + index % 19)) }
    /// `1`, `2`, … for other runs.
    static func runMark(_ index: Int) -> Unicode.Scalar { Unicode.Scalar(UInt8(49 + index % 9)) }
}

extension StyledLine {
    /// What does not fit leaves `..` at the end.
    func clipped(to limit: Int) -> StyledLine {
        guard width > limit else { return self }
        var line = StyledLine()
        for piece in pieces {
            let room = limit - 2 - line.width
            guard room > 0 else { break }
            line.append(Text.clip(piece.text, to: room), piece.style)
        }
        line.append(Text.clip("..", to: limit - line.width))
        return line
    }
}

extension Grid {
    /// A row with its styles.
    func styledLine(_ y: Int) -> StyledLine {
        var line = StyledLine()
        for x in 0..<width where !self[x, y].isContinuation {
            line.append(String(String.UnicodeScalarView([self[x, y].scalar] + self[x, y].marks)), self[x, y].style)
        }
        return line
    }
}
