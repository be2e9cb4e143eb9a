/// Whole numbers made of numbers that come from outside: a cell, a file, a command line, a terminal.
///
/// Swift's own `Int(number)` stops the program where the number does not fit. The two ways here never do: `Int(exactly:)`
/// gives nil unless the number is whole and fits, `Int(clamping:)` always gives the nearest number that fits.
extension FixedWidthInteger {
    /// The number without its fraction, or the nearest end of the range where that does not fit; 0 for one that is none.
    @inlinable package init(clamping number: some BinaryFloatingPoint) {
        if let whole = Self(exactly: number.rounded(.towardZero)) {
            self = whole
        } else {
            self = number.isNaN ? 0 : number < 0 ? .min : .max
        }
    }
}

/// These stand in front of Swift's own, so that none of those is called by mistake: the compiler warns, and nothing stops.
extension Int {
    @available(*, deprecated, message: "write Int(clamping:) or Int(exactly:)")
    package init(_ number: Double) { self.init(clamping: number) }

    @available(*, deprecated, message: "write Int(clamping:) or Int(exactly:)")
    package init(_ number: Float) { self.init(clamping: number) }
}

extension UInt8 {
    @available(*, deprecated, message: "write UInt8(clamping:) or UInt8(exactly:)")
    package init(_ number: Double) { self.init(clamping: number) }
}

extension UInt32 {
    @available(*, deprecated, message: "write UInt32(clamping:) or UInt32(exactly:)")
    package init(_ number: Double) { self.init(clamping: number) }
}

extension UInt64 {
    @available(*, deprecated, message: "write UInt64(clamping:) or UInt64(exactly:)")
    package init(_ number: Double) { self.init(clamping: number) }
}

extension Int32 {
    @available(*, deprecated, message: "write Int32(clamping:) or Int32(exactly:)")
    package init(_ number: Double) { self.init(clamping: number) }
}
