import Engine

/// A row of random bits, and another whose bits depend on two of the first: how far back a network looks can be read off
/// its loss.
///
///     P(y_t = 1) = 0.5 + 0.5·x_{t−3} − 0.25·x_{t−8}
///
/// The cross-entropy of whoever sees neither of the two is 0.6616, with the first 0.5192, with both 0.4545.
///
/// Source: R2RT (2016), "Recurrent neural networks in TensorFlow I".
package struct TwoDependencies: GeneratedTask {
    package var length: Int
    package var rows: Int
    /// Steps back from y to the two bits; a negative one lies ahead.
    package var delays: (first: Int, second: Int)
    package var shift: Int
    package var targets: Windows.TargetKind

    package init(
        length: Int, rows: Int, delays: (first: Int, second: Int) = (3, 8), shift: Int = 1,
        targets: Windows.TargetKind = .last
    ) {
        self.length = length
        self.rows = rows
        self.delays = delays
        self.shift = shift
        self.targets = targets
    }

    private static func chance(_ first: Double, _ second: Double) -> Double { 0.5 + 0.5 * first - 0.25 * second }

    package var plan: Windows.Plan {
        Windows.Plan(length: length, shift: shift, targetShift: -1, targets: targets)
    }

    package func windows(seed: UInt64) -> Windows {
        var random = Random(seed: seed, .data)
        // Bits before the first row and after the last, so that every answer has both of its causes.
        let margin = max(abs(delays.first), abs(delays.second))
        let bits = (0..<rows + 2 * margin).map { _ in random.uniform() < 0.5 ? 1.0 : 0 }
        let answers = (margin..<rows + margin).map { row in
            random.uniform() < Self.chance(bits[row - delays.first], bits[row - delays.second]) ? 1.0 : 0
        }
        var windows = Windows(
            inputs: [Column("x", .numbers(Array(bits[margin..<rows + margin])))],
            targets: [Column("y", .numbers(answers))], plan: plan)
        windows.task = self
        return windows
    }

    package func ceiling(back: Int?, ahead: Int) -> Ceiling? {
        func isSeen(_ delay: Int) -> Bool { delay < back ?? .max && -delay <= ahead }
        let bits = [0.0, 1.0]
        // Bits that are not seen are averaged over before the chance is known.
        let firsts = isSeen(delays.first) ? bits : [0.5]
        let seconds = isSeen(delays.second) ? bits : [0.5]
        let cases = firsts.flatMap { first in
            seconds.map { (1 / Double(firsts.count * seconds.count), Self.chance(first, $0)) }
        }
        return Ceiling(cases: cases)
    }
}
