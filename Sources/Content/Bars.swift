/// Named values, to be compared with zero and with each other.
package struct Bars: Sendable {
    package var title: String
    package var bars: [(name: String, value: Double)]
    /// Digits after the point; nil: as suits.
    package var digits: Int?
    package init(_ title: String = "", _ bars: [(name: String, value: Double)], digits: Int? = nil) {
        (self.title, self.bars, self.digits) = (title, bars, digits)
    }
}
