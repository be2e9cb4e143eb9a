import Base

/// Round numbers along an axis, with labels of the same number of places.
package struct Ticks: Hashable, Sendable {
    /// Ascending.
    package var values: [Double]
    package var labels: [String]

    package static let none = Ticks(values: [], labels: [])

    /// Multiples of 1, 2, 2.5 or 5 times a power of ten inside `range`; at most `count` of them.
    ///
    /// With `whole` only whole numbers, a step of 2.5 and fractions of one left out.
    package static func linear(_ range: ClosedRange<Double>, atMost count: Int, whole: Bool = false) -> Ticks {
        let step = step(for: range.upperBound - range.lowerBound, atMost: max(1, count - 1), whole: whole)
        guard step > 0, step.isFinite else {
            return Ticks(values: [range.lowerBound], labels: [Numbers.short(range.lowerBound)])
        }
        let first = (range.lowerBound / step - 1e-6).rounded(.up)
        let last = (range.upperBound / step + 1e-6).rounded(.down)
        guard last >= first, last - first < 1000, abs(first) < 1e12 else { return .none }
        let values = (0...Int(clamping: last - first)).map { (first + Double($0)) * step }
        return Ticks(values: values, labels: labels(values, step: step))
    }

    /// The range widened to whole steps, with a tick at both ends; as it is where that would waste a fifth of the
    /// room.
    package static func widened(
        _ range: ClosedRange<Double>, atMost count: Int
    ) -> (range: ClosedRange<Double>, ticks: Ticks) {
        var count = max(2, min(count, 1000))
        while true {
            let step = step(for: range.upperBound - range.lowerBound, atMost: count - 1, whole: false)
            let low = (range.lowerBound / step + 1e-6).rounded(.down) * step
            let high = (range.upperBound / step - 1e-6).rounded(.up) * step
            guard (high - low).isFinite, low < high else { return (range, linear(range, atMost: count)) }
            let steps = Int(clamping: ((high - low) / step).rounded())
            // Widening can add a step at each end; a coarser step then keeps the labels apart.
            if steps + 1 > max(2, count + 1), count > 2 {
                count -= 1
                continue
            }
            if high - low > 1.25 * (range.upperBound - range.lowerBound) {
                return (range, linear(range, atMost: count))
            }
            let values = (0...max(1, steps)).map { low + Double($0) * step }
            return (low...high, Ticks(values: values, labels: labels(values, step: step)))
        }
    }

    /// Powers of ten, with 2 and 5 between them where there is room.
    package static func logarithmic(_ range: ClosedRange<Double>, atMost count: Int) -> Ticks {
        guard range.lowerBound > 0, range.upperBound.isFinite else { return .none }
        let low = Int(clamping: log10(range.lowerBound).rounded(.down))
        let high = Int(clamping: log10(range.upperBound).rounded(.up))
        var candidates: [Double] = []
        for factors in [[1.0, 2, 5], [1]] {
            candidates = (low...max(low, high)).flatMap { power in factors.map { $0 * pow(10, Double(power)) } }
                .filter { $0 >= range.lowerBound * 0.999 && $0 <= range.upperBound * 1.001 }
            if candidates.count <= count { break }
        }
        let stride = max(1, (candidates.count + max(1, count) - 1) / max(1, count))
        let values = candidates.enumerated().filter { $0.offset % stride == 0 }.map(\.element)
        return Ticks(values: values, labels: values.map { Numbers.significant($0, 3) })
    }

    /// The smallest round step that covers `span` in at most `count` steps.
    private static func step(for span: Double, atMost count: Int, whole: Bool) -> Double {
        guard span > 0, span.isFinite else { return 0 }
        let rough = span / Double(count)
        let power = pow(10, log10(rough).rounded(.down))
        let factors: [Double] = whole ? [1, 2, 5, 10] : [1, 2, 2.5, 5, 10]
        let factor = factors.first { $0 * power >= rough * 0.999_999 } ?? 10
        return whole ? max(1, (factor * power).rounded()) : factor * power
    }

    private static func labels(_ values: [Double], step: Double) -> [String] {
        let largest = values.map(abs).max() ?? 0
        if largest >= 1e7 || step < 1e-5 { return values.map { Numbers.significant($0, 4) } }
        let places =
            (0...7).first { places in
                let scaled = step * pow(10, Double(places))
                return abs(scaled - scaled.rounded()) < 1e-6 * max(1, scaled)
            } ?? 7
        return values.map { Numbers.fixed($0, places) }
    }
}
