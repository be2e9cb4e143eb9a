import Engine

/// Uniform noise, and its mean over the last few rows: a network that sees less than those must carry the rest.
///
///     x_t uniform in −limit … limit,   y_t = (x_t + x_{t−1} + … + x_{t−width+1}) / width
///
/// Who sees `back` of the `width` rows is left with the variance of the others, (width − back)·σ² / width², where
/// σ² = limit² / 3.
///
/// Source: the example lstm_stateful of Keras.
package struct MovingAverage: GeneratedTask {
    package var length: Int
    package var rows: Int
    package var width: Int
    package var limit: Double
    package var shift: Int
    package var targets: Windows.TargetKind

    package init(
        length: Int, rows: Int, width: Int = 2, limit: Double = 0.1, shift: Int = 1, targets: Windows.TargetKind = .last
    ) {
        self.length = length
        self.rows = rows
        self.width = width
        self.limit = limit
        self.shift = shift
        self.targets = targets
    }

    package var plan: Windows.Plan {
        Windows.Plan(length: length, shift: shift, targetShift: -1, targets: targets)
    }

    package func windows(seed: UInt64) -> Windows {
        var random = Random(seed: seed, .data)
        let noise = (0..<rows + width - 1).map { _ in random.uniform(limit) }
        let means = (0..<rows).map { row in noise[row..<row + width].reduce(0, +) / Double(width) }
        var windows = Windows(
            inputs: [Column("x", .numbers(Array(noise[(width - 1)...])))], targets: [Column("y", .numbers(means))],
            plan: plan)
        windows.task = self
        return windows
    }

    package func ceiling(back: Int?, ahead: Int) -> Ceiling? {
        let unseen = Double(max(0, width - (back ?? width)))
        return Ceiling(loss: unseen * limit * limit / 3 / Double(width * width))
    }
}
