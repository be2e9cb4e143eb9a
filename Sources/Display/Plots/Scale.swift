/// Numbers from a lowest to a highest one as shares from 0 to 1, along an axis or among the bins of a histogram.
///
/// The distance of two numbers can be infinite where both are not: then all are halved first.
struct Scale: Sendable {
    private let low: Double
    private let distance: Double
    private let factor: Double
    private let inverse: Double

    init(from low: Double, to high: Double) {
        factor = (high - low).isFinite ? 1 : 0.5
        self.low = low * factor
        distance = high * factor - self.low
        inverse = distance > 0 ? 1 / distance : 0
    }

    init(_ range: ClosedRange<Double>) { self.init(from: range.lowerBound, to: range.upperBound) }

    /// 0 at the lowest number, 1 at the highest; 0 everywhere if they are one.
    func share(of number: Double) -> Double { distance > 0 ? (number * factor - low) / distance : 0 }

    /// The same by a multiplication, for many points of a drawing: its last digit is not always right.
    func fastShare(of number: Double) -> Double {
        inverse.isFinite ? (number * factor - low) * inverse : share(of: number)
    }

    /// How much of the whole distance a length takes up.
    func share(ofLength length: Double) -> Double { distance > 0 ? length * factor / distance : 0 }

    func number(at share: Double) -> Double { (low + share * distance) / factor }
}
