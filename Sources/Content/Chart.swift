/// Numbers over numbers, as data: series over one pair of axes, and lines to compare with. It has no width and no colour;
/// a grid of characters, an SVG image, a sentence and a record of a notebook are made from it.
package struct Chart: Sendable {
    package typealias Point = (x: Double, y: Double)

    /// Points that belong together. A value that is no number (NaN) leaves a gap.
    package struct Series: Sendable {
        package var name: String
        /// In ascending order of x where they are joined.
        package var points: [Point]
        package var shape: SeriesShape
        /// The character for it; nil: the next of `* o + x #`.
        package var mark: Unicode.Scalar?
        /// How many points there are, where `points` are only some of them.
        package var total: Int?
        /// What it is among the others; nil: one more series, in the next colour.
        package var role: Role?

        package init(
            _ name: String, _ points: [Point], shape: SeriesShape = .line, mark: Unicode.Scalar? = nil,
            role: Role? = nil
        ) {
            (self.name, self.points, self.shape, self.mark, self.role) = (name, points, shape, mark, role)
        }

        package var count: Int { max(total ?? 0, points.count) }

        /// Values at `start`, `start + 1`, …
        package init(
            _ name: String, values: [Double], start: Double = 1, shape: SeriesShape = .line,
            mark: Unicode.Scalar? = nil, role: Role? = nil
        ) {
            let points = values.enumerated().map { (x: start + Double($0.offset), y: $0.element) }
            self.init(name, points, shape: shape, mark: mark, role: role)
        }
    }

    /// What a series is, for the colour that a renderer gives it.
    package enum Role: Hashable, Sendable {
        case training, validation
        /// Values at which something was changed by hand.
        case intervention
        /// What the others are measured by.
        case reference
        /// Another run, beside the one that is looked at.
        case comparison
        /// One of several that are alike, counted from 0.
        case member(Int)
    }

    /// A horizontal line to compare with: "last value 0.0642".
    package struct Baseline: Hashable, Sendable {
        package var name: String
        package var value: Double
        package init(_ name: String, _ value: Double) { (self.name, self.value) = (name, value) }
    }

    package var title: String
    package var series: [Series]
    package var baselines: [Baseline]
    /// What is counted or measured along the axis, with its unit.
    package var xLabel: String
    package var yLabel: String
    /// Ticks of x are whole numbers (epochs, steps).
    package var isXWhole: Bool
    package var isYLogarithmic: Bool
    /// Nil: from the data. Giving it holds the axis still while a fit runs.
    package var xRange: ClosedRange<Double>?
    package var yRange: ClosedRange<Double>?
    /// Numbers that the y axis covers although no series has come to them yet: it is the same while series grow.
    package var yReach: ClosedRange<Double>?
    /// Texts for x = 1, 2, …, such as dates.
    package var xNames: [String]?
    /// The line y = x, for predictions over the truth; both axes then have one range.
    package var hasDiagonal = false
    /// The losses of a fit over its epochs: a replay lets it grow.
    package var isHistory = false
    /// Rows of the plotting area that it asks for.
    package var rows: Int

    package init(
        _ title: String = "", series: [Series], baselines: [Baseline] = [], xLabel: String = "", yLabel: String = "",
        isXWhole: Bool = false, isYLogarithmic: Bool = false, xRange: ClosedRange<Double>? = nil,
        yRange: ClosedRange<Double>? = nil, xNames: [String]? = nil, hasDiagonal: Bool = false, rows: Int = 12
    ) {
        (self.title, self.series, self.baselines, self.xLabel, self.yLabel) = (title, series, baselines, xLabel, yLabel)
        (self.isXWhole, self.isYLogarithmic, self.xRange, self.yRange) = (isXWhole, isYLogarithmic, xRange, yRange)
        (self.xNames, self.hasDiagonal, self.rows) = (xNames, hasDiagonal, rows)
    }

    /// The same up to a place on the x axis.
    package func prefix(through x: Double) -> Chart {
        var chart = self
        for index in chart.series.indices { chart.series[index].points.removeAll { $0.x > x } }
        return chart
    }
}
