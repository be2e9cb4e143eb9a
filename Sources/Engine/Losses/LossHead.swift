import CKernels

#if canImport(Glibc)
import Glibc
#elseif canImport(Musl)
import Musl
#elseif canImport(Darwin)
import Darwin
#endif

/// Measures a batch against its targets, and writes the gradient with which backward begins.
struct LossHead {
    let loss: Loss
    let normaliser: Normaliser
    let output: Port
    /// The gradient is that before the activation.
    let isFused: Bool
    /// Class numbers, not one-hot rows.
    let hasClassNumbers: Bool
    /// What this loss counts beside those of other answers: a factor of its gradient.
    let weight: Double

    init(
        _ loss: Loss, _ normaliser: Normaliser, output: Port, isFused: Bool, targets: Targets, weight: Double = 1
    ) {
        self.weight = weight
        self.loss = loss
        self.normaliser = normaliser
        self.output = output
        self.isFused = isFused
        hasClassNumbers = loss == .categoricalCrossEntropy && targets.features == 1
    }

    /// What a batch adds to the figures of an epoch.
    struct Measure {
        /// Sum of losses; for values each position's loss is the mean over its features.
        var sum = 0.0
        /// What the sum is to be divided by.
        var divisor = 0.0
        var positions = 0
        var right = 0
        var absolute = 0.0
        var square = 0.0
        var values = 0

        var loss: Double { divisor > 0 ? sum / divisor : 0 }

        static func += (left: inout Measure, right: Measure) {
            left.sum += right.sum
            left.divisor += right.divisor
            left.positions += right.positions
            left.right += right.right
            left.absolute += right.absolute
            left.square += right.square
            left.values += right.values
        }
    }

    /// The losses of examples `order[range]`, which the pass has just computed; with the gradient of loss·`scale`.
    /// `each` is told the loss of every position that has a target.
    func measure(
        _ pass: Pass, _ targets: Targets, _ order: [Int], _ range: Range<Int>, writesGradient: Bool,
        summed: Bool = false, each: ((_ step: Int, _ loss: Double) -> Void)? = nil
    ) -> Measure {
        let gradient = writesGradient ? output.gradient.map { pass.pointer($0) } : nil
        let divisor = divisor(pass, targets, order, range)
        var result = Measure()
        result.divisor = divisor
        let scale = summed ? weight : divisor > 0 ? weight / divisor : 0
        let (width, stride, batch) = (output.shape.features, output.values.stride, pass.batch)
        let values = pass.pointer(output.values)
        let mask = output.mask.map { pass.pointer($0) }
        targets.rows.withUnsafeBufferPointer { rows in
            for step in 0..<output.shape.positions {
                for (place, index) in range.enumerated() {
                    let row = step * batch + place
                    let start = (targets.starts[order[index]] + step) * targets.width
                    var position = Position(
                        p: values + row * stride, gradient: gradient.map { $0 + row * stride }, width: width,
                        stride: stride, scale: scale, target: rows, start: start, columns: targets.columns)
                    if mask?[row] == 0 {
                        position.clear()
                        continue
                    }
                    let before = result.sum
                    let positions = result.positions
                    add(&position, to: &result)
                    if result.positions > positions { each?(step, result.sum - before) }
                }
            }
        }
        return result
    }

    /// How many positions (values, for losses of values: in units of a whole row) the batch is divided by.
    private func divisor(_ pass: Pass, _ targets: Targets, _ order: [Int], _ range: Range<Int>) -> Double {
        switch normaliser {
        case .lecture: return Double(range.count)
        case .padded: return Double(range.count * output.shape.positions)
        case .real: break
        }
        let mask = output.mask.map { pass.pointer($0) }
        let width = hasClassNumbers ? 1 : output.shape.features
        var count = 0
        for step in 0..<output.shape.positions {
            for (place, index) in range.enumerated() where mask?[step * pass.batch + place] != 0 {
                let start = (targets.starts[order[index]] + step) * targets.width
                for feature in 0..<width where isReal(targets.rows[start + (targets.columns?[feature] ?? feature)]) {
                    count += 1
                }
            }
        }
        return Double(count) / Double(width)
    }

    private func isReal(_ target: Real) -> Bool {
        !target.isNaN && !(loss.isCrossEntropy && target < 0)
    }

    /// One position: an output row with its target row.
    private struct Position {
        let p: UnsafePointer<Real>
        let gradient: UnsafeMutablePointer<Real>?
        let width: Int
        let stride: Int
        let scale: Double
        let target: UnsafeBufferPointer<Real>
        let start: Int
        let columns: [Int]?

        func target(_ feature: Int) -> Real { target[start + (columns?[feature] ?? feature)] }

        func clear() { gradient?.update(repeating: 0, count: stride) }
    }

    private func add(_ position: inout Position, to result: inout Measure) {
        position.clear()
        switch loss {
        case .meanSquaredError, .meanAbsoluteError: addValues(position, to: &result)
        case .binaryCrossEntropy: addBinary(position, to: &result)
        case .categoricalCrossEntropy: addCategorical(position, to: &result)
        }
    }

    /// (p − y)² or |p − y|, mean over the features.
    private func addValues(_ position: Position, to result: inout Measure) {
        let share = 1 / Double(position.width)
        var real = 0
        for feature in 0..<position.width {
            let target = position.target(feature)
            if target.isNaN { continue }
            let error = Double(position.p[feature]) - Double(target)
            real += 1
            result.absolute += abs(error)
            result.square += error * error
            if loss == .meanSquaredError {
                result.sum += error * error * share
                position.gradient?[feature] = Real(2 * error * share * position.scale)
            } else {
                result.sum += abs(error) * share
                position.gradient?[feature] = Real((error > 0 ? 1 : error < 0 ? -1 : error) * share * position.scale)
            }
        }
        result.values += real
        if real > 0 { result.positions += 1 }
    }

    /// −y·log p − (1 − y)·log(1 − p), mean over the outputs.
    private func addBinary(_ position: Position, to result: inout Measure) {
        let share = 1 / Double(position.width)
        var real = 0
        var right = 0
        for feature in 0..<position.width {
            let target = position.target(feature)
            guard isReal(target) else { continue }
            let y = Double(target)
            let p = Double(position.p[feature])
            real += 1
            right += (p > 0.5) == (y > 0.5) ? 1 : 0
            let (yes, no) = (Self.floored(p), Self.floored(1 - p))
            result.sum -= ((y > 0 ? y * log(yes) : 0) + (y < 1 ? (1 - y) * log(no) : 0)) * share
            let slope = isFused ? p - y : (1 - y) / no - y / yes
            position.gradient?[feature] = Real(slope * share * position.scale)
        }
        if real > 0 {
            result.positions += 1
            result.right += right == real ? 1 : 0
        }
    }

    /// −log p of the class.
    private func addCategorical(_ position: Position, to result: inout Measure) {
        let (width, p) = (position.width, position.p)
        if !isReal(position.target(0)) { return }
        let best = ck_largest(p, width)
        result.positions += 1
        if hasClassNumbers {
            let label = Int(position.target(0))
            addClass(label, weight: 1, position, to: &result)
            if isFused, let gradient = position.gradient {
                // p − y into the sums before the softmax.
                ck_scaled(gradient, p, Real(position.scale), width)
                gradient[label] = Real((Double(p[label]) - 1) * position.scale)
            }
            result.right += best == label ? 1 : 0
            return
        }
        var likeliest = 0
        for feature in 0..<width {
            if position.target(feature) > position.target(likeliest) { likeliest = feature }
            if position.target(feature) != 0 {
                addClass(feature, weight: Double(position.target(feature)), position, to: &result)
            }
        }
        if isFused { fuse(position) { Double(position.target($0)) } }
        result.right += best == likeliest ? 1 : 0
    }

    private func addClass(_ label: Int, weight: Double, _ position: Position, to result: inout Measure) {
        let p = Self.floored(Double(position.p[label]))
        result.sum -= weight * log(p)
        if !isFused { position.gradient?[label] = Real(-weight / p * position.scale) }
    }

    /// p − y into the sums before the softmax.
    private func fuse(_ position: Position, _ target: (Int) -> Double) {
        guard let gradient = position.gradient else { return }
        for feature in 0..<position.width {
            gradient[feature] = Real((Double(position.p[feature]) - target(feature)) * position.scale)
        }
    }

    /// Keeps the logarithm finite; NaN stays NaN.
    private static func floored(_ p: Double) -> Double { p < 1e-38 ? 1e-38 : p }
}
