/// Sequences of equal length that are views on shared rows: example i is rows starts[i] ..< starts[i] + steps.
///
/// A series of a million rows cut into windows of 100 costs the series, not 100 of it. Token numbers are rows of width 1.
package struct Sequences: Sendable {
    /// Row-major, [rows × width].
    package var rows: [Real]
    package var width: Int
    package var starts: [Int]
    package var steps: Int
    /// Steps of each example that are real; those after are padding and masked.
    package var lengths: [Int]?
    /// For each of the rows whether it is real: padding before, holes. What `lengths` ends stays ended.
    package var realRows: [Bool]?
    /// The columns that are features, in order; nil for all.
    package var columns: [Int]?
    /// Each example is one vector [features] and not a sequence of one step.
    package var isFlat: Bool

    package init(
        rows: [Real], width: Int, starts: [Int], steps: Int, lengths: [Int]? = nil, columns: [Int]? = nil,
        isFlat: Bool = false
    ) {
        self.rows = rows
        self.width = width
        self.starts = starts
        self.steps = steps
        self.lengths = lengths
        self.columns = columns
        self.isFlat = isFlat
    }

    /// A tensor [examples × steps × features], or [examples × features] for vectors.
    package init(_ tensor: Tensor, lengths: [Int]? = nil) {
        let isFlat = tensor.rank < 3
        let steps = isFlat ? 1 : tensor.shape[1]
        let count = tensor.shape.first ?? 0
        self.init(
            rows: tensor.values, width: tensor.shape.last ?? 0, starts: (0..<count).map { $0 * steps }, steps: steps,
            lengths: lengths, isFlat: isFlat)
    }

    package var count: Int { starts.count }
    package var features: Int { columns?.count ?? width }
    package var hasMask: Bool { lengths != nil || realRows != nil }

    /// Whether a step of an example is there, and not padding.
    package func isReal(_ step: Int, of example: Int) -> Bool {
        step < lengths?[example] ?? steps && realRows?[starts[example] + step] ?? true
    }

    package var shape: Shape { Shape(steps: isFlat ? nil : steps, features: features) }

    /// Example `index` as it enters the network, [steps][features].
    package func values(of index: Int) -> [[Real]] {
        (0..<steps).map { step in
            let start = (starts[index] + step) * width
            return columns.map { $0.map { rows[start + $0] } } ?? Array(rows[start..<start + width])
        }
    }

    package subscript(indices: [Int]) -> Sequences {
        var result = self
        result.starts = indices.map { starts[$0] }
        result.lengths = lengths.map { all in indices.map { all[$0] } }
        return result
    }

    package subscript(range: Range<Int>) -> Sequences { self[Array(range)] }
    package subscript(index: Int) -> Sequences { self[[index]] }
}

/// What the network is to say for each example, as views on shared rows: example i is rows starts[i] ..< starts[i] + steps.
///
/// NaN is a value that is missing. Class targets are class numbers 0 … K − 1 of width 1 with −1 for none, or one row of K
/// numbers (one-hot).
package struct Targets: Sendable {
    package var rows: [Real]
    package var width: Int
    package var starts: [Int]
    /// 1, or as many as the network gives out.
    package var steps: Int
    package var columns: [Int]?
    /// What each example counts in the loss, or each step of each example in turn; nil for 1 each.
    package var weights: [Real]?

    package init(rows: [Real], width: Int, starts: [Int], steps: Int = 1, columns: [Int]? = nil) {
        self.rows = rows
        self.width = width
        self.starts = starts
        self.steps = steps
        self.columns = columns
    }

    /// A tensor [examples], [examples × values] or [examples × steps × values].
    package init(_ tensor: Tensor) {
        let steps = tensor.rank < 3 ? 1 : tensor.shape[1]
        let count = tensor.shape.first ?? 0
        self.init(
            rows: tensor.values, width: tensor.rank < 2 ? 1 : tensor.shape[tensor.rank - 1],
            starts: (0..<count).map { $0 * steps }, steps: steps)
    }

    package var count: Int { starts.count }
    package var features: Int { columns?.count ?? width }

    /// Targets of example `index`, [steps][features].
    package func values(of index: Int) -> [[Real]] {
        (0..<steps).map { step in
            let start = (starts[index] + step) * width
            return columns.map { $0.map { rows[start + $0] } } ?? Array(rows[start..<start + width])
        }
    }

    /// Weights are for each step, not for each example.
    package var hasStepWeights: Bool { weights.map { $0.count > count } ?? false }

    func weight(of example: Int, _ step: Int) -> Double {
        guard let weights else { return 1 }
        return Double(weights[hasStepWeights ? example * steps + step : example])
    }

    package subscript(indices: [Int]) -> Targets {
        var result = self
        result.starts = indices.map { starts[$0] }
        if let weights {
            let share = hasStepWeights ? steps : 1
            result.weights = indices.flatMap { weights[$0 * share..<($0 + 1) * share] }
        }
        return result
    }
}

/// Inputs with their targets, if there are any: one of each for most networks, several for one with several inputs or
/// answers.
package struct Examples: Sendable {
    /// For each input of the network; all have as many examples.
    package var sources: [Sequences]
    /// For each output of the network; none if nothing is known.
    package var answers: [Targets]

    package init(sources: [Sequences], answers: [Targets] = []) {
        self.sources = sources
        self.answers = answers
    }

    package init(inputs: Sequences, targets: Targets? = nil) {
        self.init(sources: [inputs], answers: targets.map { [$0] } ?? [])
    }

    /// For the first input.
    package var inputs: Sequences {
        get { sources[0] }
        set { sources[0] = newValue }
    }

    /// For the first output.
    package var targets: Targets? {
        get { answers.first }
        set { answers = (newValue.map { [$0] } ?? []) + answers.dropFirst() }
    }

    package var count: Int { sources.first?.count ?? 0 }
    package var shapes: [Shape] { sources.map(\.shape) }

    package subscript(indices: [Int]) -> Examples {
        Examples(sources: sources.map { $0[indices] }, answers: answers.map { $0[indices] })
    }
    package subscript(range: Range<Int>) -> Examples { self[Array(range)] }
    package subscript(index: Int) -> Examples { self[[index]] }
}
