import Testing

@testable import Base

@Suite struct ClampedNumberTests {
    @Test(
        "a number becomes the nearest whole number that fits",
        arguments: [
            (2.9, 2), (-2.9, -2), (-0.0, 0), (0.5, 0), (9_007_199_254_740_992, 9_007_199_254_740_992), (1e308, Int.max),
            (-1e308, Int.min), (9.3e18, Int.max), (-9_223_372_036_854_775_808, Int.min), (.infinity, Int.max),
            (-.infinity, Int.min), (.nan, 0), (.leastNonzeroMagnitude, 0),
        ])
    func nearest(number: Double, whole: Int) {
        #expect(Int(clamping: number) == whole)
    }

    @Test("smaller kinds of whole numbers have nearer ends") func otherKinds() {
        #expect(UInt8(clamping: -1.0) == 0)
        #expect(UInt8(clamping: 255.9) == 255)
        #expect(UInt64(clamping: Float.infinity) == .max)
        #expect(Int32(clamping: -1e10) == .min)
    }

    @Test("a place counted from 1 is an index only where there is something", arguments: [0, 4, -1, Int.min, Int.max])
    func noPlace(place: Int) {
        #expect(["a", "b", "c"].index(ofPlace: place) == nil)
    }

    @Test("the first place is index 0, the last one less than the count") func places() {
        #expect(["a", "b", "c"].index(ofPlace: 1) == 0)
        #expect(["a", "b", "c"].index(ofPlace: 3) == 2)
        #expect([Int]().index(ofPlace: 1) == nil)
    }
}
