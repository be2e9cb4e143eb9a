import Base
import Engine

/// A series cut into examples of equal length, all of them views on the same rows.
///
/// Window i covers rows s … s + length − 1 with s = 1 + (i − 1)·shift, and its target is row s + length + targetShift:
/// a target shift of 0 is the very next row. Inside the program rows count from 0.
package struct Windows: Sendable {
    /// Which rows are to be forecast from a window.
    package enum TargetKind: String, Sendable, Hashable { case last, all, none }

    package struct Plan: Sendable, Hashable {
        package var length: Int
        package var shift: Int
        package var targetShift: Int
        package var targets: TargetKind
        /// Steps of an answer that is a sequence of a length of its own; such answers stand one after the other.
        package var answerSteps: Int?

        package init(
            length: Int, shift: Int = 1, targetShift: Int = 0, targets: TargetKind = .last, answerSteps: Int? = nil
        ) {
            self.length = length
            self.shift = shift
            self.targetShift = targetShift
            self.targets = targets
            self.answerSteps = answerSteps
        }

        /// Steps that are answered: one, or each.
        package var targetSteps: Int {
            switch targets {
            case .last: 1
            case .all: answerSteps ?? length
            case .none: 0
            }
        }

        /// Rows that one window and its target take up.
        package var reach: Int { targets == .none ? length : Sizes.sum(length, targetShift, 1) }

        /// n = floor((N − (length + target_shift + 1)) / shift) + 1, and 0 if the series is too short.
        package func count(rows: Int) -> Int { rows < reach ? 0 : (rows - reach) / shift + 1 }

        package func starts(rows: Int) -> [Int] { (0..<count(rows: rows)).map { $0 * shift } }

        /// The rows that a window which starts at `start` must forecast.
        package func targetRows(from start: Int) -> Range<Int> {
            if let answerSteps {
                let first = start / max(1, length) * answerSteps
                return first..<first + answerSteps
            }
            let last = start + length + targetShift
            return switch targets {
            case .last: last..<(last + 1)
            case .all: (last - length + 1)..<(last + 1)
            case .none: start..<start
            }
        }
    }

    /// Windows of the plan that are left out, and why.
    package struct LeftOut: Sendable, Hashable {
        package var gaps = 0
        package var missing = 0
        /// Rows at the end that fill no window.
        package var rows = 0
    }

    package private(set) var plan: Plan
    package private(set) var inputs: [Column]
    package private(set) var targets: [Column]
    package let times: [Double]?
    package let rowCount: Int
    /// Rows of the inputs, [rowCount × inputs], shared by all parts.
    package private(set) var inputRows: [Real]
    /// Rows of the targets, [rowCount × targets].
    package private(set) var targetRows: [Real]
    /// Where each example of this part starts, from 0.
    package private(set) var starts: [Int]
    /// Where the examples before this part start: what a baseline may learn from.
    package private(set) var earlier: [Int] = []
    /// Where the examples of the whole start, before it was split.
    package private(set) var wholeStarts: [Int]
    package private(set) var leftOut: LeftOut
    /// What every plan must keep clear of.
    private var ground: Ground
    /// "train", "validation", "test"; nil before a split.
    package var part: String?
    /// Examples that were given as they are and not cut from a series.
    package let isGiven: Bool
    /// The rule that made them, if they are not from a file.
    package var task: (any GeneratedTask)?
    /// Windows over a hole in time are kept.
    package let crossesGaps: Bool
    /// For each row of the inputs whether it is there; what is not is masked. nil if all are.
    package var realRows: [Bool]?
    /// Each example is one vector and not a sequence.
    package var isFlat = false
    /// More inputs and answers of the same examples, for networks that have several; as many examples each.
    package private(set) var others: [Windows] = []

    /// `crossesGaps`: also windows over a hole in time; `times` are seconds of each row, if known.
    package init(
        inputs: [Column], targets: [Column], times: [Double]? = nil, plan: Plan, crossesGaps: Bool = false,
        isGiven: Bool = false
    ) {
        self.plan = plan
        self.inputs = inputs
        self.targets = targets
        self.times = times
        self.isGiven = isGiven
        self.crossesGaps = crossesGaps
        let rows = inputs.first?.count ?? 0
        rowCount = rows
        inputRows = Self.interleaved(inputs, rows: rows)
        targetRows = Self.interleaved(targets, rows: targets.first?.count ?? 0)
        ground = Ground(
            rows: rows, gaps: crossesGaps ? nil : times.flatMap(Gaps.init),
            inputs: isGiven ? nil : Holes(inputs, rows: rows),
            targets: isGiven ? nil : Holes(targets, rows: targets.first?.count ?? rows))
        (starts, leftOut) = ground.cut(plan)
        wholeStarts = starts
    }

    /// The whole series cut anew by another plan; nil if that cannot be: examples that were given as they are, or a plan
    /// that needs targets where it is open which they are. Costs one look at each window.
    package func cut(by plan: Plan) -> Windows? {
        guard isSeries else { return nil }
        var result = self
        if plan.targets != .none, targets.isEmpty {
            guard inputs.count == 1 else { return nil }
            (result.targets, result.targetRows, result.ground.targets) = (inputs, inputRows, ground.inputs)
        }
        result.plan = plan
        (result.starts, result.leftOut) = result.ground.cut(plan)
        (result.wholeStarts, result.earlier, result.part) = (result.starts, [], nil)
        return result
    }

    /// Cut from one series, so that it can be cut in another way.
    package var isSeries: Bool { !isGiven && !isFlat && others.isEmpty && plan.answerSteps == nil && realRows == nil }

    package var count: Int { starts.count }
    package var width: Int { inputs.count }
    package var targetWidth: Int { targets.count }

    /// Examples `range` of this part, 0-based; those before it become `earlier`.
    package func examples(_ range: Range<Int>, part: String? = nil) -> Windows {
        var result = self
        result.starts = Array(starts[range])
        result.earlier = earlier + starts[..<range.lowerBound]
        result.part = part ?? self.part
        result.others = others.map { $0.examples(range, part: part) }
        return result
    }

    /// The same examples with more inputs, and more answers where the other ones have targets.
    package func joined(with others: [Windows]) -> Windows {
        var result = self
        result.others += others
        return result
    }

    /// The examples in another order: `order` holds each place once.
    package func reordered(_ order: [Int]) -> Windows {
        var result = examples(at: order.map { starts[$0] })
        result.others = others.map { $0.reordered(order) }
        return result
    }

    /// The same examples, where each token of the only input is a row of `classes` numbers with a single 1.
    package func oneHot(classes: Int) -> Windows {
        var result = self
        let (tokens, known) = (inputRows, inputs[0].vocabulary?.tokens ?? [])
        result.inputs = (0..<classes).map { token in
            Column(
                token < known.count ? known[token] : "\(inputs[0].name) \(token)",
                .numbers(tokens.map { $0 == Real(token) ? 1 : 0 }))
        }
        result.inputRows = Self.interleaved(result.inputs, rows: rowCount)
        return result
    }

    /// The examples that start at these rows.
    func examples(at starts: [Int]) -> Windows {
        var result = self
        result.starts = starts
        return result
    }

    private static func interleaved(_ columns: [Column], rows: Int) -> [Real] {
        let numbers = columns.map { $0.numbers ?? [] }
        let width = numbers.count
        return [Real](unsafeUninitializedCapacity: rows * width) { buffer, count in
            for (index, column) in numbers.enumerated() {
                for row in 0..<rows { buffer[row * width + index] = Real(column[row]) }
            }
            count = rows * width
        }
    }
}
