import Base
import Content

/// A chart in characters: one mark for each series, round numbers at the axes, the legend outside.
extension Chart: Drawable {
    package var isElastic: Bool { true }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, rows + axes(width: width, glyphs: glyphs).surroundings(width: width))
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let canvas = axes(width: area.width, glyphs: glyphs).draw(into: &grid, area: area, glyphs: glyphs)
        guard !canvas.area.isEmpty else { return }
        for baseline in baselines {
            guard let row = canvas.row(baseline.value) else { continue }
            for x in canvas.area.x..<canvas.area.right {
                grid.put(glyphs == .ascii ? "-" : "─", x: x, y: row, Style(.grey, dim: true))
            }
        }
        if hasDiagonal { drawDiagonal(on: canvas, into: &grid, glyphs) }
        for index in series.indices { draw(index, on: canvas, into: &grid, glyphs) }
    }

    private func draw(_ index: Int, on canvas: Canvas, into grid: inout Grid, _ glyphs: Glyphs) {
        let line = series[index]
        let strokes = line.shape.strokes(line.points)
        if isBraille(glyphs) { return drawDots(strokes, style(index), on: canvas, into: &grid) }
        let mark = mark(index, glyphs)
        guard line.shape.marksEveryPoint else {
            return drawMarks(strokes, mark, style(index), on: canvas, into: &grid, glyphs)
        }
        drawMarks(strokes, glyphs == .ascii ? "|" : "│", style(index), on: canvas, into: &grid, glyphs)
        let cell = Cell(scalar: Text.visible(mark), style: style(index))
        for point in line.points {
            guard let column = canvas.column(point.x), let row = canvas.row(point.y) else { continue }
            grid[column, row] = cell
        }
    }

    private func drawDiagonal(on canvas: Canvas, into grid: inout Grid, _ glyphs: Glyphs) {
        for column in canvas.area.x..<canvas.area.right {
            guard let row = canvas.row(canvas.x(ofColumn: column)) else { continue }
            grid.put(glyphs == .ascii ? "." : "·", x: column, y: row, Style(.grey, dim: true))
        }
    }

    /// Dots cannot tell several lines apart without colour; marks can.
    private func isBraille(_ glyphs: Glyphs) -> Bool {
        glyphs == .braille && series.count == 1 && series[0].mark == nil && !series[0].shape.marksEveryPoint
    }

    func mark(_ index: Int, _ glyphs: Glyphs) -> Unicode.Scalar {
        isBraille(glyphs) ? "⠤" : series[index].mark ?? Marks.mark(index)
    }

    func style(_ index: Int) -> Style { Style(series[index].role?.colour ?? Marks.colour(index)) }

    func axes(width: Int, glyphs: Glyphs) -> Axes {
        let (x, y) = ranges
        var axes = Axes(title: title, xLabel: xLabel, yLabel: yLabel, xRange: x, yRange: y)
        if isYLogarithmic, axes.yRange.lowerBound <= 0 {
            axes.yRange = max(axes.yRange.upperBound, 1e-9) / 1000...max(axes.yRange.upperBound, 1e-9)
        }
        (axes.isXWhole, axes.isYLogarithmic, axes.keepsYRange) = (isXWhole, isYLogarithmic, yRange != nil)
        axes.xNames = xNames
        axes.legend = series.indices.filter { !series[$0].name.isEmpty }.map {
            (mark($0, glyphs), series[$0].name, style($0))
        }
        let levels = baselines.map { (label: "\(Numbers.significant($0.value, 3)) \($0.name)", y: $0.value) }
        if width >= 60 {
            axes.levels = levels
        } else {
            axes.legend += levels.map { (glyphs == .ascii ? "-" : "─", $0.label, Style(.grey, dim: true)) }
        }
        return axes
    }

    /// What the axes cover.
    private var ranges: (x: ClosedRange<Double>, y: ClosedRange<Double>) {
        let data = span(of: shownPoints.lazy.map(\.y).filter { !isYLogarithmic || $0 > 0 })
        let ends =
            [data?.lowerBound, data?.upperBound, yReach?.lowerBound, yReach?.upperBound] + series.map(\.shape.base)
        let all = span(of: (ends.compactMap { $0 } + baselines.map(\.value)).filter { !isYLogarithmic || $0 > 0 })
        let x = xRange ?? span(of: shownPoints.lazy.map(\.x)) ?? 0...1
        let y = yRange ?? all ?? (isYLogarithmic ? 0.1...1 : 0...1)
        guard hasDiagonal else { return (x, y) }
        let both = min(x.lowerBound, y.lowerBound)...max(x.upperBound, y.upperBound)
        return (both, both)
    }

    /// Points without a place are not shown; in a line they are a gap, which has its place on the x axis.
    private var shownPoints: some Sequence<Point> {
        series.lazy.flatMap { line in
            line.points.lazy.filter { !line.shape.marksEveryPoint || $0.x.isFinite && $0.y.isFinite }
        }
    }

    /// One pass over the points: each column shows from its lowest to its highest value; wide gaps are dotted.
    private func drawMarks(
        _ strokes: [Point], _ mark: Unicode.Scalar, _ style: Style, on canvas: Canvas, into grid: inout Grid,
        _ glyphs: Glyphs
    ) {
        let cell = Cell(scalar: Text.visible(mark), style: style)
        let dot = Cell(scalar: glyphs == .ascii ? "." : "·", style: style)
        var last: (column: Int, row: Int)?
        for point in strokes {
            guard let column = canvas.column(point.x), let row = canvas.row(point.y) else {
                last = nil
                continue
            }
            if let from = last, column == from.column {
                for between in min(row, from.row)...max(row, from.row) { grid[column, between] = cell }
            } else {
                if let from = last, column > from.column + 1 {
                    for between in from.column + 1..<column {
                        let share = Double(between - from.column) / Double(column - from.column)
                        grid[between, from.row + Int(clamping: (share * Double(row - from.row)).rounded())] = dot
                    }
                }
                grid[column, row] = cell
            }
            last = (column, row)
        }
    }

    private func drawDots(_ strokes: [Point], _ style: Style, on canvas: Canvas, into grid: inout Grid) {
        var dots = Braille(width: canvas.area.width, height: canvas.area.height)
        let right = Double(2 * canvas.area.width - 1)
        let bottom = Double(4 * canvas.area.height - 1)
        var last: (x: Int, y: Int)?
        var run: (x: Int, top: Int, bottom: Int)?
        func flush() {
            if let run { dots.line((run.x, run.top), (run.x, run.bottom)) }
            run = nil
        }
        for point in strokes {
            guard let across = canvas.across(point.x), let up = canvas.up(point.y) else {
                flush()
                last = nil
                continue
            }
            let dot = (x: Int(clamping: (across * right).rounded()), y: Int(clamping: ((1 - up) * bottom).rounded()))
            if let last, last.x == dot.x, let now = run {
                run = (dot.x, min(now.top, dot.y), max(now.bottom, dot.y))
            } else {
                flush()
                if let last { dots.line(last, dot) }
                run = (dot.x, dot.y, dot.y)
            }
            last = dot
        }
        flush()
        dots.draw(into: &grid, at: .init(x: canvas.area.x, y: canvas.area.y), style)
    }
}

extension Chart.Role {
    var colour: Colour {
        switch self {
        case .training: .blue
        case .validation: .orange
        case .intervention: .vermilion
        case .reference: .grey
        case .comparison: .green
        case .member(let index): Marks.colour(index)
        }
    }
}
