import Base

/// Values over steps, time or epochs: one mark for each line, round numbers at the axes, the legend outside.
package struct LinePlot: Drawable {
    /// One line. A value that is none (NaN) leaves a gap.
    package struct Line: Sendable {
        package var name: String
        /// (x, y) in ascending order of x.
        package var points: [(x: Double, y: Double)]
        /// Nil: the next of `* o + x #`.
        package var mark: Unicode.Scalar?
        package var colour: Colour?

        package init(
            _ name: String, _ points: [(x: Double, y: Double)], mark: Unicode.Scalar? = nil, colour: Colour? = nil
        ) {
            (self.name, self.points, self.mark, self.colour) = (name, points, mark, colour)
        }

        /// Values at `start`, `start + 1`, …
        package init(
            _ name: String, values: [Double], start: Double = 1, mark: Unicode.Scalar? = nil, colour: Colour? = nil
        ) {
            let points = values.enumerated().map { (x: start + Double($0.offset), y: $0.element) }
            self.init(name, points, mark: mark, colour: colour)
        }
    }

    /// A horizontal line to compare with: "last value 0.0642".
    package struct Baseline: Hashable, Sendable {
        package var name: String
        package var value: Double
        package init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
    }

    package var title: String
    package var lines: [Line]
    package var baselines: [Baseline]
    package var xLabel: String
    package var yLabel: String
    /// Ticks of x are whole numbers (epochs, steps).
    package var isXWhole: Bool
    package var isYLogarithmic: Bool
    /// Nil: from the data. Giving it keeps the axis still while a fit runs.
    package var xRange: ClosedRange<Double>?
    package var yRange: ClosedRange<Double>?
    /// Numbers that the y axis covers although no line has come to them yet: it stands still while lines grow.
    package var yReach: ClosedRange<Double>?
    /// Texts for x = 1, 2, …, such as dates.
    package var xNames: [String]?
    /// Rows of the plotting area that it asks for.
    package var rows: Int

    package init(
        _ title: String = "", lines: [Line], baselines: [Baseline] = [], xLabel: String = "", yLabel: String = "",
        isXWhole: Bool = false, isYLogarithmic: Bool = false, xRange: ClosedRange<Double>? = nil,
        yRange: ClosedRange<Double>? = nil, xNames: [String]? = nil, rows: Int = 12
    ) {
        (self.title, self.lines, self.baselines, self.xLabel, self.yLabel) = (title, lines, baselines, xLabel, yLabel)
        (self.isXWhole, self.isYLogarithmic, self.xRange, self.yRange) = (isXWhole, isYLogarithmic, xRange, yRange)
        (self.xNames, self.rows) = (xNames, rows)
    }

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
        for (index, line) in lines.enumerated() {
            if isBraille(glyphs) {
                drawDots(line, style(index), on: canvas, into: &grid)
            } else {
                drawMarks(line, mark(index, glyphs), style(index), on: canvas, into: &grid, glyphs)
            }
        }
    }

    /// Dots cannot tell several lines apart without colour; marks can.
    private func isBraille(_ glyphs: Glyphs) -> Bool { glyphs == .braille && lines.count == 1 && lines[0].mark == nil }

    func mark(_ index: Int, _ glyphs: Glyphs) -> Unicode.Scalar {
        isBraille(glyphs) ? "⠤" : lines[index].mark ?? Marks.mark(index)
    }

    func style(_ index: Int) -> Style { Style(lines[index].colour ?? Marks.colour(index)) }

    func axes(width: Int, glyphs: Glyphs) -> Axes {
        let data = span(of: lines.lazy.flatMap { $0.points.lazy.map(\.y) }.filter { !isYLogarithmic || $0 > 0 })
        let all = span(
            of: [data?.lowerBound, data?.upperBound, yReach?.lowerBound, yReach?.upperBound].compactMap { $0 }
                + baselines.map(\.value).filter {
                    !isYLogarithmic || $0 > 0
                })
        var axes = Axes(
            title: title, xLabel: xLabel, yLabel: yLabel,
            xRange: xRange ?? span(of: lines.lazy.flatMap { $0.points.lazy.map(\.x) }) ?? 0...1,
            yRange: yRange ?? all ?? (isYLogarithmic ? 0.1...1 : 0...1))
        if isYLogarithmic, axes.yRange.lowerBound <= 0 {
            axes.yRange = max(axes.yRange.upperBound, 1e-9) / 1000...max(axes.yRange.upperBound, 1e-9)
        }
        (axes.isXWhole, axes.isYLogarithmic, axes.keepsYRange) = (isXWhole, isYLogarithmic, yRange != nil)
        axes.xNames = xNames
        axes.legend = lines.indices.filter { !lines[$0].name.isEmpty }.map {
            (mark($0, glyphs), lines[$0].name, style($0))
        }
        let levels = baselines.map { (label: "\(Numbers.significant($0.value, 3)) \($0.name)", y: $0.value) }
        if width >= 60 {
            axes.levels = levels
        } else {
            axes.legend += levels.map { (glyphs == .ascii ? "-" : "─", $0.label, Style(.grey, dim: true)) }
        }
        return axes
    }

    /// One pass over the points: each column shows from its lowest to its highest value; wide gaps are dotted.
    private func drawMarks(
        _ line: Line, _ mark: Unicode.Scalar, _ style: Style, on canvas: Canvas, into grid: inout Grid, _ glyphs: Glyphs
    ) {
        let cell = Cell(scalar: Text.visible(mark), style: style)
        let dot = Cell(scalar: glyphs == .ascii ? "." : "·", style: style)
        var last: (column: Int, row: Int)?
        for point in line.points {
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

    private func drawDots(_ line: Line, _ style: Style, on canvas: Canvas, into grid: inout Grid) {
        var dots = Braille(width: canvas.area.width, height: canvas.area.height)
        let right = Double(2 * canvas.area.width - 1)
        let bottom = Double(4 * canvas.area.height - 1)
        var last: (x: Int, y: Int)?
        var run: (x: Int, top: Int, bottom: Int)?
        func flush() {
            if let run { dots.line((run.x, run.top), (run.x, run.bottom)) }
            run = nil
        }
        for point in line.points {
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
        dots.draw(into: &grid, at: Point(x: canvas.area.x, y: canvas.area.y), style)
    }
}
