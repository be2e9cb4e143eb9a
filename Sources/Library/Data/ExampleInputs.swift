import Datasets
import Engine
import Language

/// What a network is given: windows, a split's part, or bare numbers.
struct ExampleInputs {
    let windows: Windows
    /// Bare numbers of one example: the answer drops the axis of examples too.
    let isSingle: Bool

    /// `needs` tells a matrix that is one sequence from one that is many vectors; nil takes rows as examples.
    init(_ call: Call, _ name: String, for needs: Shape?, targets: String? = nil) throws {
        switch call.value(name) {
        case .object(let object as WindowsObject):
            windows = object.windows
            isSingle = false
        case .object(let split as SplitObject):
            guard let last = split.split.parts.last else { throw Messages.noExamples(call, at: name) }
            windows = last
            isSingle = false
        default:
            let x = try call.operand(name).tensor
            guard x.count > 0 else { throw Messages.noNumbers(call, at: name) }
            let (tensor, isSingle) =
                call.flag("tokens") && x.rank == 2
                ? (Tensor(x.values, shape: x.shape + [1]), false) : try Self.examples(x, needs, call, name)
            var y: Tensor?
            if let targets, call.isGiven(targets) {
                y = try Self.answers(
                    try call.operand(targets).tensor, count: tensor.shape[0], isSingle: isSingle, call, targets)
            }
            try call.reserve(examples: tensor, y, at: name)
            windows = Windows(inputs: tensor, targets: y)
            self.isSingle = isSingle
        }
    }

    /// The tensor with an axis of examples: [examples × steps × features] or [examples × features].
    private static func examples(_ x: Tensor, _ needs: Shape?, _ call: Call, _ name: String) throws -> (Tensor, Bool) {
        let wanted = needs?.isSequence == false ? 2 : 3
        // One number a step: a matrix is many such sequences, unless it is a single column.
        if wanted == 3, needs?.features == 1, x.rank == 2, x.shape[1] != 1 {
            return (Tensor(x.values, shape: x.shape + [1]), false)
        }
        switch (x.rank, wanted) {
        case (3, 3), (2, 2): return (x, false)
        case (2, 3): return (Tensor(x.values, shape: [1] + x.shape), true)
        case (1, 3): return (Tensor(x.values, shape: [1, x.count, 1]), true)
        case (1, 2): return (Tensor(x.values, shape: [1, x.count]), true)
        default: throw Messages.notExamples(x, call, at: name)
        }
    }

    /// Targets with the axes of examples and values: [examples × values] or [examples × steps × values].
    static func answers(_ y: Tensor, count: Int, isSingle: Bool, _ call: Call, _ name: String) throws -> Tensor {
        let values = y.rank == 0 ? [1] : y.shape
        if isSingle {
            // One number for each step, one row for each step, or one answer for the whole sequence.
            return y.rank < 2
                ? Tensor(y.values, shape: y.count == 1 ? [1, 1] : [1, y.count, 1])
                : Tensor(y.values, shape: [1] + values)
        }
        guard values[0] == count else { throw Messages.targetCount(values[0], count, call, at: name) }
        return y.rank < 2 ? Tensor(y.values, shape: [count, 1]) : y
    }
}

extension Call {
    /// For examples that are given as tensors: their columns, their rows, and where each starts.
    func reserve(examples x: Tensor, _ y: Tensor?, at name: String) throws {
        let rows = Sizes.sum(
            Sizes.product(x.count, 2), Sizes.product((y?.count ?? 0), 2 * max(1, x.rank > 2 ? x.shape[1] : 1)))
        try reserve(rows: Sizes.sum(rows, Sizes.product(x.rowCount, 3)), columns: 1, at: name)
    }
}
