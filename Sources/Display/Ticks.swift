import Glibc

/// Round numbers along an axis.
package struct Ticks: Hashable, Sendable {
    /// In ascending order, evenly spaced (by factor on a log axis).
    package let values: [Double]
    package let labels: [String]
}
