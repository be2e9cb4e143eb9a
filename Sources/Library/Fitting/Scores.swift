import Base
import Datasets
import Engine

/// Errors of predictions against their targets.
enum Scores {
    static func log(_ number: Double) -> Double { Glibc.log(number) }
    static func exp(_ number: Double) -> Double { Glibc.exp(number) }

    /// Errors of `predicted` [examples × … × values], in the unit of the windows and in the original one.
    static func errors(_ predicted: Tensor, _ windows: Windows) -> (scaled: Baseline.Errors, original: Baseline.Errors)?
    {
        guard let targets = windows.targetTensor, targets.count == predicted.count else { return nil }
        let factors = windows.targets.map { $0.scalers.factor }
        var scaled = Baseline.Measure()
        var original = Baseline.Measure()
        for (index, pair) in zip(predicted.values, targets.values).enumerated() {
            let error = Double(pair.0) - Double(pair.1)
            scaled.add(error)
            original.add(error * factors[index % factors.count])
        }
        return (scaled.errors, original.errors)
    }
}
