import Base
import CKernels

/// A counter-based generator: number `i` of a stream depends on the seed, the stream and `i` and nothing else.
///
/// Streams have names, so drawing more initial weights does not change the shuffle, and an epoch can be resumed from its
/// number alone. Source: the finaliser of SplitMix64, Steele, Lea and Flood (2014), "Fast splittable pseudorandom number
/// generators", applied to a key and a counter.
package struct Random: Sendable, RandomNumberGenerator {
    package enum Stream: UInt64, Sendable {
        case initialisation = 1
        case shuffle, dropout, sampling, data
    }

    private let key: UInt64
    package private(set) var counter: UInt64 = 0

    /// `path` names a part of the stream: a layer, an epoch, a batch.
    package init(seed: UInt64, _ stream: Stream, _ path: Int...) {
        var key = Self.mixed(seed &+ 0x9E37_79B9_7F4A_7C15)
        key = Self.mixed(key ^ stream.rawValue &* 0xD1B5_4A32_D192_ED03)
        for part in path {
            key = Self.mixed(key ^ Self.mixed(UInt64(bitPattern: Int64(part)) &+ 0x632B_E59B_D9B4_E019))
        }
        self.key = key
    }

    package mutating func next() -> UInt64 {
        counter &+= 1
        return Self.mixed(key &+ counter &* 0x9E37_79B9_7F4A_7C15)
    }

    /// From 0 up to but not including 1.
    package mutating func uniform() -> Double { Double(next() >> 11) * 0x1p-53 }

    package mutating func uniform(_ limit: Double) -> Double { (2 * uniform() - 1) * limit }

    /// Mean 0, variance 1 (Box and Muller, 1958).
    package mutating func normal() -> Double {
        let radius = (-2 * log(1 - uniform())).squareRoot()
        return radius * cos(2 * Double.pi * uniform())
    }

    /// The numbers 0 ..< count in random order (Fisher and Yates).
    package mutating func permutation(_ count: Int) -> [Int] {
        var order = Array(0..<count)
        for index in stride(from: count - 1, to: 0, by: -1) {
            let other = Int(next().multipliedFullWidth(by: UInt64(index + 1)).high)
            order.swapAt(index, other)
        }
        return order
    }

    /// 0 where a uniform number is below the rate, else `kept`; as many numbers are drawn.
    mutating func dropoutMask(_ mask: UnsafeMutablePointer<Real>, count: Int, rate: Double, kept: Real) {
        ck_dropout_mask(mask, count, key, counter, UInt64(clamping: (rate * 0x1p53).rounded(.up)), kept)
        counter &+= UInt64(count)
    }

    private static func mixed(_ value: UInt64) -> UInt64 {
        var z = value
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}
