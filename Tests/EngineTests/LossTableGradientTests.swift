import Base
import Foundation
import Testing

@testable import EngineDouble

/// Logits [2 × 3 × 4], so that a softmax gives probabilities that can be moved.
private let logits: [Double] = (0..<24).map { Double(($0 * 29) % 17) / 5 - 1.5 }
private let classes: [Double] = [0, 3, -1, 2, 1, 1]

private func softmax(_ logits: ArraySlice<Double>) -> [Double] {
    let powers = logits.map { exp($0) }
    return powers.map { $0 / powers.reduce(0, +) }
}

private func table(_ logits: [Double]) throws -> LossTable {
    let outputs = (0..<6).flatMap { softmax(logits[$0 * 4..<$0 * 4 + 4]) }
    return try LossTable(
        outputs: Tensor(outputs, shape: [2, 3, 4]), targets: Tensor(classes, shape: [2, 3, 1]),
        loss: .categoricalCrossEntropy)
}

@Test(
    "dL/do of a loss table is the central difference of its total under each normaliser", arguments: Normaliser.allCases
)
func dLdoOfALossTableIsTheCentralDifference(_ normaliser: Normaliser) throws {
    let gradients = try table(logits).positions.joined().flatMap(\.gradient)
    let divisor = try table(logits).divisor(normaliser)
    for index in logits.indices {
        var (up, down) = (logits, logits)
        up[index] += 1e-5
        down[index] -= 1e-5
        let slope = (try table(up).total(normaliser) - table(down).total(normaliser)) / 2e-5
        #expect(abs(gradients[index] / divisor - slope) < 1e-9, "\(index)")
    }
}

private let ofValues = [Loss.meanSquaredError, .meanAbsoluteError, .binaryCrossEntropy]

@Test("the gradient of an error of values is its central difference", arguments: ofValues)
func theGradientOfAnErrorOfValues(_ loss: Loss) throws {
    let isLogit = loss == .binaryCrossEntropy
    func table(_ sums: [Double]) throws -> LossTable {
        let outputs = sums.map { isLogit ? 1 / (1 + exp(-$0)) : $0 }
        return try LossTable(
            outputs: Tensor(outputs, shape: [1, 3, 2]),
            targets: Tensor([0, 1, 1, 0, 1, isLogit ? -1 : .nan], shape: [1, 3, 2]), loss: loss)
    }
    let sums = [0.3, -0.7, 1.2, 0.9, -0.4, 0.5]
    let gradients = try table(sums).positions.joined().flatMap(\.gradient)
    for index in sums.indices {
        var (up, down) = (sums, sums)
        up[index] += 1e-5
        down[index] -= 1e-5
        let slope = (try table(up).sum - table(down).sum) / 2e-5
        #expect(abs(gradients[index] - slope) < 1e-8, "\(index)")
    }
}
