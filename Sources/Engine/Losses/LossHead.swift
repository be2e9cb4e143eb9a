import Base
import CKernels

/// Measures a batch against its targets, and writes the gradient with which backward begins.
struct LossHead {
    let loss: Loss
    let normaliser: Normaliser
    let output: ValueSlot
    /// The gradient is that before the activation.
    let isFused: Bool
    /// Class numbers, not one-hot rows.
    let hasClassNumbers: Bool
    /// What this loss counts beside those of other answers: a factor of its gradient.
    let weight: Double
    /// What the positions of each class count; nil for 1 each.
    private(set) var classWeights: [Double]?
    let counting: Counting

    /// What is counted of classes beside what is right.
    enum Counting { case nothing, classes, pairs }

    init(
        _ loss: Loss, _ normaliser: Normaliser, output: ValueSlot, isFused: Bool, targets: Targets, weight: Double = 1,
        classWeights: [Double]? = nil, counting: Counting = .nothing
    ) {
        self.weight = weight
        self.classWeights = classWeights
        self.counting = loss.isCrossEntropy ? counting : .nothing
        self.loss = loss
        self.normaliser = normaliser
        self.output = output
        self.isFused = isFused
        hasClassNumbers = loss == .categoricalCrossEntropy && targets.features == 1
    }

    /// For examples that are not learnt from: every class counts the same.
    var plain: LossHead {
        var result = self
        result.classWeights = nil
        return result
    }

    /// What a batch adds to the figures of an epoch.
    struct Measure {
        /// Sum of losses, each times its weight; for values each position's loss is the mean over its features.
        var sum = 0.0
        /// The same without weights.
        var plainSum = 0.0
        /// What the sum is to be divided by.
        var divisor = 0.0
        var positions = 0
        var right = 0
        var absolute = 0.0
        var square = 0.0
        var values = 0
        var classes: ClassCounts?

        var loss: Double { divisor > 0 ? sum / divisor : 0 }

        static func += (left: inout Measure, right: Measure) {
            left.sum += right.sum
            left.plainSum += right.plainSum
            left.divisor += right.divisor
            left.positions += right.positions
            left.right += right.right
            left.absolute += right.absolute
            left.square += right.square
            left.values += right.values
            guard let classes = right.classes else { return }
            if left.classes == nil { left.classes = classes } else { left.classes? += classes }
        }
    }

    /// The losses of examples `order[range]`, which the pass has just computed; with the gradient of loss·`scale`.
    /// `each` is told the loss of every position that has a target.
    func measure(
        _ pass: Pass, _ targets: Targets, _ order: [Int], _ range: Range<Int>, writesGradient: Bool,
        summed: Bool = false, each: ((_ step: Int, _ loss: Double) -> Void)? = nil
    ) -> Measure {
        measure(
            pass, targets, order, range, writesGradient: writesGradient, summed: summed,
            eachPlace: each.map { each in { _, step, loss in each(step, loss) } })
    }

    /// The same, where `each` is also told which example of the batch it is.
    func measure(
        _ pass: Pass, _ targets: Targets, _ order: [Int], _ range: Range<Int>, writesGradient: Bool,
        summed: Bool = false, eachPlace each: ((_ place: Int, _ step: Int, _ loss: Double) -> Void)?
    ) -> Measure {
        let gradient = writesGradient ? output.gradient.map { pass.pointer($0) } : nil
        let divisor = divisor(pass, targets, order, range)
        var result = Measure()
        result.divisor = divisor
        result.classes = newCounts
        let scale = summed ? weight : divisor > 0 ? weight / divisor : 0
        let (width, stride, batch) = (output.shape.features, output.values.stride, pass.batch)
        let values = pass.pointer(output.values)
        let mask = output.mask.map { pass.pointer($0) }
        let isWeighted = targets.weights != nil || classWeights != nil
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
                    let share = isWeighted ? targets.weight(of: order[index], step) * classWeight(position) : 1
                    position.scale *= share
                    let positions = result.positions
                    let loss = add(&position, to: &result)
                    result.sum += loss * share
                    result.plainSum += loss
                    if result.positions > positions { each?(place, step, loss * share) }
                }
            }
        }
        return result
    }

    /// How many positions (values, for losses of values: in units of a whole row) the batch is divided by.
    func divisor(_ pass: Pass, _ targets: Targets, _ order: [Int], _ range: Range<Int>) -> Double {
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
        /// Of the gradient.
        var scale: Double
        let target: UnsafeBufferPointer<Real>
        let start: Int
        let columns: [Int]?

        func target(_ feature: Int) -> Real { target[start + (columns?[feature] ?? feature)] }

        func clear() { gradient?.update(repeating: 0, count: stride) }
    }

    /// Returns the position's loss; 0 if it has no target.
    private func add(_ position: inout Position, to result: inout Measure) -> Double {
        position.clear()
        return switch loss {
        case .meanSquaredError, .meanAbsoluteError: addValues(position, to: &result)
        case .binaryCrossEntropy: addBinary(position, to: &result)
        case .categoricalCrossEntropy: addCategorical(position, to: &result)
        }
    }

    private func classWeight(_ position: Position) -> Double {
        guard let classWeights else { return 1 }
        let target = position.target(0)
        guard isReal(target) else { return 0 }
        if hasClassNumbers || loss == .binaryCrossEntropy { return classWeights[Int(clamping: target.rounded())] }
        return classWeights[likeliest(position)]
    }

    /// The class of a one-hot row.
    private func likeliest(_ position: Position) -> Int {
        (1..<position.width).reduce(0) { position.target($1) > position.target($0) ? $1 : $0 }
    }

    /// (p − y)² or |p − y|, mean over the features.
    private func addValues(_ position: Position, to result: inout Measure) -> Double {
        let share = 1 / Double(position.width)
        var real = 0
        var sum = 0.0
        for feature in 0..<position.width {
            let target = position.target(feature)
            if target.isNaN { continue }
            let error = Double(position.p[feature]) - Double(target)
            real += 1
            result.absolute += abs(error)
            result.square += error * error
            if loss == .meanSquaredError {
                sum += error * error * share
                position.gradient?[feature] = Real(2 * error * share * position.scale)
            } else {
                sum += abs(error) * share
                position.gradient?[feature] = Real((error > 0 ? 1 : error < 0 ? -1 : error) * share * position.scale)
            }
        }
        result.values += real
        if real > 0 { result.positions += 1 }
        return sum
    }

    /// −y·log p − (1 − y)·log(1 − p), mean over the outputs.
    private func addBinary(_ position: Position, to result: inout Measure) -> Double {
        let share = 1 / Double(position.width)
        var real = 0
        var right = 0
        var sum = 0.0
        for feature in 0..<position.width {
            let target = position.target(feature)
            guard isReal(target) else { continue }
            let y = Double(target)
            let p = Double(position.p[feature])
            real += 1
            right += (p > 0.5) == (y > 0.5) ? 1 : 0
            count(feature, meant: y > 0.5, said: p > 0.5, width: position.width, in: &result)
            let (yes, no) = (Self.floored(p), Self.floored(1 - p))
            sum -= ((y > 0 ? y * log(yes) : 0) + (y < 1 ? (1 - y) * log(no) : 0)) * share
            let slope = isFused ? p - y : (1 - y) / no - y / yes
            position.gradient?[feature] = Real(slope * share * position.scale)
        }
        if real > 0 {
            result.positions += 1
            result.right += right == real ? 1 : 0
        }
        return sum
    }

    /// −log p of the class.
    private func addCategorical(_ position: Position, to result: inout Measure) -> Double {
        let (width, p) = (position.width, position.p)
        if !isReal(position.target(0)) { return 0 }
        let best = ck_largest(p, width)
        result.positions += 1
        let meant = hasClassNumbers ? Int(clamping: position.target(0)) : likeliest(position)
        result.right += best == meant ? 1 : 0
        result.classes?.add(meant: meant, said: best)
        if hasClassNumbers {
            if isFused, let gradient = position.gradient {
                // p − y into the sums before the softmax.
                ck_scaled(gradient, p, Real(position.scale), width)
                gradient[meant] = Real((Double(p[meant]) - 1) * position.scale)
            }
            return loss(of: meant, weight: 1, position)
        }
        var sum = 0.0
        for feature in 0..<width where position.target(feature) != 0 {
            sum += loss(of: feature, weight: Double(position.target(feature)), position)
        }
        if isFused { fuse(position) { Double(position.target($0)) } }
        return sum
    }

    private func loss(of label: Int, weight: Double, _ position: Position) -> Double {
        let p = Self.floored(Double(position.p[label]))
        if !isFused { position.gradient?[label] = Real(-weight / p * position.scale) }
        return -weight * log(p)
    }

    private func count(_ output: Int, meant: Bool, said: Bool, width: Int, in result: inout Measure) {
        if counting == .pairs, width == 1 {
            result.classes?.add(meant: meant ? 1 : 0, said: said ? 1 : 0)
        } else {
            result.classes?.add(output: output, meant: meant, said: said)
        }
    }

    private var newCounts: ClassCounts? {
        guard counting != .nothing else { return nil }
        let width = output.shape.features
        let classes = loss == .binaryCrossEntropy && counting == .pairs && width == 1 ? 2 : width
        return ClassCounts(classes: classes, countsPairs: counting == .pairs)
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
