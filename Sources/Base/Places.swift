/// Users count from 1.
extension Array {
    /// The index of a place counted from 1; nil if there is no such place, however small or large the number is.
    package func index(ofPlace place: Int) -> Int? { place >= 1 && place <= count ? place - 1 : nil }
}
