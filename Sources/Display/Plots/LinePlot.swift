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
    package struct Baseline: Sendable {
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

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, rows + 4) }
    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        grid.put(title, x: area.x, y: area.y, maxWidth: area.width)
    }
}
