import Content
import Testing

@testable import Display

/// Numbers that are farther apart than the largest number, or nearer than the smallest one.
@Suite struct ExtremePlotTests {
    @Test("a histogram counts what is as far apart as numbers can be") func histogram() {
        let histogram = Histogram("", [-1.7e308, -1.6e308, 0, 1.7e308], bins: 4)
        #expect(histogram.counts(width: 40) == [2, 0, 1, 1])
        #expect(histogram.spoken.dropFirst().first == "-1.7e+308 to -8.5e+307: 2")
    }

    @Test("bars of the largest numbers reach to both ends") func bars() {
        let text = Bars("", [("a", -1.7e308), ("b", 1.7e308)]).text(width: 40, glyphs: .ascii)
        #expect(text.split(separator: "\n").map { $0.count { $0 == "#" } } == [14, 14], "\(text)")
    }

    @Test("bars of the smallest numbers are drawn") func smallBars() {
        let text = Bars("", [("a", .leastNonzeroMagnitude), ("b", 2 * Double.leastNonzeroMagnitude)]).text(
            width: 40, glyphs: .ascii)
        #expect(text.contains("#"))
    }

    @Test(
        "a number at both ends has a place",
        arguments: [(-1.7e308, 1.7e308), (0, .leastNonzeroMagnitude), (1, 1), (-1e308, -1e307)])
    func share(low: Double, high: Double) {
        let scale = Scale(from: low, to: high)
        #expect(scale.share(of: low) == 0)
        #expect(scale.share(of: high) == (low == high ? 0 : 1))
        #expect(abs(scale.fastShare(of: high) - scale.share(of: high)) < 1e-12)
    }

    @Test("an axis of powers of ten needs numbers above zero", arguments: [0, -1, -1e308])
    func logarithmic(low: Double) {
        #expect(Ticks.logarithmic(low...10, atMost: 5) == .none)
    }

    @Test("a widened range stays one of numbers") func widened() {
        let (range, ticks) = Ticks.widened(-0.8e308...0.9e308, atMost: 5)
        #expect(range.lowerBound.isFinite && range.upperBound.isFinite)
        #expect(ticks.values.allSatisfy { $0.isFinite })
    }
}
