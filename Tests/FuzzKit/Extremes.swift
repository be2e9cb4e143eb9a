import Base

/// Numbers at the edges of what a number can be: where conversions, sums and products of numbers go wrong.
package enum Extremes {
    /// As a program or a file writes them.
    package static let decimals = [
        "0", "-0.0", "1", "-1", "2", "0.5", "-0.5", "1e-9", "5e-324", "2147483648", "4294967296", "9007199254740991",
        "9007199254740993", "4611686018427387904", "9223372036854774784", "9223372036854775807", "9223372036854775808",
        "-9223372036854775808", "18446744073709551615", "1e6", "1e12", "1e15", "1e308", "-1e308",
        "1.7976931348623157e308",
        "1e999", "-1e999",
    ]

    /// What only a computation gives: no number at all, and one without end.
    static let computed = ["log(-1)", "exp(1000)", "-exp(1000)", "range(5000)", "[1e308, -1e308, 5e-324, 0.5]"]

    static let hexadecimals = ["0x0", "0xFFFFFFFF", "0x7FFFFFFFFFFFFFFF", "0x8000000000000000", "0x1p1023"]

    /// Whole numbers as bytes, the lowest first, in fields of eight.
    package static let fields: [[UInt8]] = [0, 1, 7, 1 << 31, 1 << 32, 1 << 53, .max >> 1, 1 << 63, .max - 7, .max].map
    {
        (whole: UInt64) in withUnsafeBytes(of: whole.littleEndian) { Array($0) }
    }
}
