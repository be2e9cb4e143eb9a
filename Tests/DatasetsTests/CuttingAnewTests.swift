import Testing

@testable import Datasets

private let rows = 40
private let series = Column("x", .numbers((0..<rows).map { $0 == 17 ? .nan : Double($0) }))
/// An hour a row, and a day missing after row 29.
private let times = (0..<rows).map { Double($0) * 3600 + ($0 > 29 ? 86_400 : 0) }

@Test("a series cut anew is what the plan gives when it is cut at once")
func aSeriesCutAnewIsWhatThePlanGivesWhenItIsCutAtOnce() throws {
    let first = Windows(inputs: [series], targets: [series], times: times, plan: .init(length: 5))
    for length in [1, 4, 9] {
        for shift in [1, 3, 9] {
            for targetShift in [0, 2] {
                let plan = Windows.Plan(length: length, shift: shift, targetShift: targetShift)
                let anew = try #require(first.cut(by: plan))
                let atOnce = Windows(inputs: [series], targets: [series], times: times, plan: plan)
                #expect(anew.starts == atOnce.starts && anew.leftOut == atOnce.leftOut)
                #expect(anew.wholeStarts == atOnce.starts)
                #expect(anew.inputTensor == atOnce.inputTensor && anew.targetTensor == atOnce.targetTensor)
            }
        }
    }
    // Rows 18 and the hole after row 30 are crossed by some of them.
    #expect(first.leftOut.missing == 6 && first.leftOut.gaps == 5)
}

@Test("pieces of one column get the next row as their target when a target is asked for")
func piecesOfOneColumnGetTheNextRowAsTheirTarget() throws {
    let pieces = Windows(inputs: [series], targets: [], plan: .init(length: 4, shift: 4, targets: .none))
    let cut = try #require(pieces.cut(by: .init(length: 4, shift: 4)))
    #expect(cut.targetTensor?.values.first == 4)
    let two = Windows(inputs: [series, series], targets: [], plan: .init(length: 4, shift: 4, targets: .none))
    #expect(two.cut(by: .init(length: 4)) == nil)
    #expect(two.cut(by: .init(length: 5, targets: .none))?.count == 31)
}

@Test("a part is cut anew as the whole series") func aPartIsCutAnewAsTheWholeSeries() throws {
    let whole = Windows(inputs: [series], targets: [series], plan: .init(length: 5))
    let test = Split(whole, train: 0.5).parts[1]
    let cut = try #require(test.cut(by: .init(length: 5)))
    #expect(cut.starts == whole.starts && cut.part == nil && cut.earlier.isEmpty)
}

@Test("examples that were given cannot be cut anew") func examplesThatWereGivenCannotBeCutAnew() {
    let given = Windows(inputs: .init([1, 2, 3, 4], shape: [2, 2, 1]), targets: nil)
    #expect(!given.isSeries && given.cut(by: .init(length: 1)) == nil)
}
