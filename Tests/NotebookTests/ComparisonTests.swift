import Testing

@testable import Notebook

private let tolerant = Tolerance(relative: 0.02, absolute: 0)

private func differences(_ old: [String], _ new: [String], _ tolerance: Tolerance = Tolerance()) -> [String] {
    Comparison([.text(old)], [.text(new)], tolerance: tolerance).differences.map {
        "\($0.label): \($0.recorded) | \($0.now)"
    }
}

@Test("a line is taken apart into numbers, words and marks") func aLineIsTakenApartIntoNumbersWordsAndMarks() {
    #expect(
        Piece.split("loss_1 -0.5e-3 (12%) [7 × 1]-2 .5.").map(\.text) == [
            "loss_1", "-0.5e-3", "(", "12", "%", ")", "[", "7", "×", "1", "]", "-", "2", ".5", ".",
        ])
}

@Test("blanks between words are not compared") func blanksBetweenWordsAreNotCompared() {
    #expect(differences(["mse   0.5"], ["mse 0.5"]).isEmpty)
}

@Test("a number is compared by its distance") func aNumberIsComparedByItsDistance() {
    #expect(differences(["mse 1.000000"], ["mse 1.00005"]).isEmpty)
    #expect(differences(["mse 1.0"], ["mse 1.001"]) == ["mse: 1.0 | 1.001"])
    #expect(differences(["mse 1.0"], ["mse 1.001"], tolerant).isEmpty)
}

@Test("nan equals nan and nothing else") func nanEqualsNanAndNothingElse() {
    #expect(differences(["mse nan"], ["mse nan "]).isEmpty)
    #expect(differences(["mse nan"], ["mse 1"]) == ["mse: nan | 1"])
}

@Test("another word differs, with the whole line") func anotherWordDiffersWithTheWholeLine() {
    #expect(differences(["a", "weather sunny"], ["a", "weather rainy"]) == ["line 2: weather sunny | weather rainy"])
}

@Test("a missing line differs") func aMissingLineDiffers() {
    #expect(differences(["a", "b"], ["a"]) == ["line 2: b | nothing"])
}

@Test("the marks of a drawing may move where numbers may differ")
func theMarksOfADrawingMayMoveWhereNumbersMayDiffer() {
    let (old, new) = (["1.0 |*  *", "0.5 | **", "loss by epoch"], ["1.0 |*", "0.5 |**  **", "loss by epoch"])
    #expect(differences(old, new).isEmpty == false)
    #expect(differences(old, new, tolerant).isEmpty)
    #expect(differences(old, ["2.0 |** ", "0.5 | * *", "loss by epoch"], tolerant).isEmpty == false)
}

private func record(_ lines: String...) -> Region.Item { .record(name: "history", csv: lines) }

@Test("records are compared number by number") func recordsAreComparedNumberByNumber() {
    let comparison = Comparison(
        [record("epoch,loss", "1,0.5", "2,0.4")], [record("epoch,loss", "1,0.502", "2,0.4")], tolerance: tolerant)
    #expect(comparison.differences.isEmpty)
    #expect(comparison.remarks == ["history 2 rows, largest difference 0.4% (allowed 2%)"])
}

@Test("a record of another length or heading differs") func aRecordOfAnotherLengthOrHeadingDiffers() {
    let old = record("epoch,loss", "1,0.5")
    #expect(Comparison([old], [record("epoch,loss")], tolerance: tolerant).differences.count == 1)
    #expect(Comparison([old], [record("epoch,mse", "1,0.5")], tolerance: tolerant).differences.count == 1)
    #expect(
        Comparison([old], [], tolerance: tolerant).differences == [
            .init(label: "history", recorded: "1 row", now: "nothing")
        ])
}
