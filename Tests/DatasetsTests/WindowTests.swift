import Testing

@testable import Datasets

/// The slide's 14 rows of temperature.
private let slide = Column("temp", .numbers([21, 20, 19, 19, 21, 23, 24, 24, 23, 21, 20, 18, 17, 17]))

private func windows(_ plan: Windows.Plan, _ column: Column = slide, times: [Double]? = nil) -> Windows {
    Windows(inputs: [column], targets: [column], times: times, plan: plan)
}

@Test("reshape gives 2 examples of the slide's rows") func reshapeGives2ExamplesOfTheSlideSRows() {
    let cut = windows(.init(length: 7, shift: 7, targets: .none))
    #expect(cut.starts == [0, 7] && cut.leftOut.rows == 0)
}

@Test("a shift of 2 gives 4 examples of the slide's rows") func aShiftOf2Gives4ExamplesOfTheSlideSRows() {
    #expect(windows(.init(length: 7, shift: 2, targets: .none)).count == 4)
}

@Test("a target shift of 1 gives 3 examples with target rows 9 11 and 13")
func aTargetShiftOf1Gives3ExamplesWithTargetRows911And13() {
    let cut = windows(.init(length: 7, shift: 2, targetShift: 1))
    #expect(cut.starts.map { cut.plan.targetRows(from: $0).lowerBound + 1 } == [9, 11, 13])
    #expect(cut.leftOut.rows == 1)
}

@Test("a target shift of 0 is the very next row") func aTargetShiftOf0IsTheVeryNextRow() {
    #expect(Windows.Plan(length: 7).targetRows(from: 0) == 7..<8)
}

@Test("all targets follow each step of the window") func allTargetsFollowEachStepOfTheWindow() {
    #expect(Windows.Plan(length: 3, targetShift: 1, targets: .all).targetRows(from: 0) == 2..<5)
}

@Test("a window longer than the series gives none") func aWindowLongerThanTheSeriesGivesNone() {
    #expect(Windows.Plan(length: 14).count(rows: 14) == 0)
    #expect(Windows.Plan(length: 14, targets: .none).count(rows: 14) == 1)
}

@Test("windows do not cross a gap in time") func windowsDoNotCrossAGapInTime() {
    // One hour is missing between rows 7 and 8: no window of 3 with its target may hold both.
    let times = (0..<14).map { Double($0 < 7 ? $0 : $0 + 1) * 3600 }
    let cut = windows(.init(length: 3), times: times)
    #expect(cut.starts == [0, 1, 2, 3, 7, 8, 9, 10])
    #expect(cut.leftOut.gaps == 3)
}

@Test("windows over a missing value are left out") func windowsOverAMissingValueAreLeftOut() {
    let column = Column("a", .numbers([1, 2, .nan, 4, 5, 6]))
    let cut = windows(.init(length: 2), column)
    #expect(cut.starts == [3])
    #expect(cut.leftOut.missing == 3)
}

@Test("a split keeps the order of time and rounds down") func aSplitKeepsTheOrderOfTimeAndRoundsDown() {
    let column = Column("a", .numbers((0..<11).map(Double.init)))
    let split = Split(windows(.init(length: 1), column), train: 0.75)
    #expect(split.parts.map(\.count) == [7, 3])
    #expect(split.parts[1].earlier == [0, 1, 2, 3, 4, 5, 6])
    #expect(split.parts.map(\.part) == ["train", "test"])
}

@Test("three parts take up all examples") func threePartsTakeUpAllExamples() {
    let column = Column("a", .numbers((0..<101).map(Double.init)))
    #expect(Split(windows(.init(length: 1), column), train: 0.7, validation: 0.15).parts.map(\.count) == [70, 15, 15])
}

@Test("standard scaling has mean 0 and deviation 1 and goes back")
func standardScalingHasMean0AndDeviation1AndGoesBack() {
    let scaled = Column("a", .numbers([1, 2, 3, 4])).scaled(.standard)
    // mean 2.5, deviation √1.25 = 1.118034
    #expect(scaled.numbers?.first.map { abs($0 + 1.341641) < 1e-6 } == true)
    #expect(scaled.unscaled.numbers?.map { ($0 * 1e9).rounded() / 1e9 } == [1, 2, 3, 4])
}

@Test("minmax scaling reaches from 0 to 1") func minmaxScalingReachesFrom0To1() {
    #expect(Column("a", .numbers([2, 4, 3])).scaled(.minmax).numbers == [0, 1, 0.5])
}

@Test("a scaler may be fitted on the first rows only") func aScalerMayBeFittedOnTheFirstRowsOnly() {
    let scaler = Scaler(.minmax, fitting: [0, 10, 100], rows: 2)
    #expect(scaler.scale(100) == 10 && scaler.fittedRows == 2)
}

@Test("equal values scale to zero") func equalValuesScaleToZero() {
    #expect(Column("a", .numbers([3, 3])).scaled(.standard).numbers == [0, 0])
}
