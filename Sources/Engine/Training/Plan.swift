/// Where the rows of a matrix over time lie in the memory of a fit: row b of step t is at
/// offset + ((lead + t)·batch + b)·stride.
package struct Region: Hashable, Sendable {
    var offset: Int
    /// Numbers from one row to the next.
    var stride: Int
    /// Blocks of `batch` rows before step 0: one for a state that has a value before the first step.
    var lead = 0

    /// The same matrix from column `column` on.
    func column(_ column: Int) -> Region { Region(offset: Sizes.sum(offset, column), stride: stride, lead: lead) }
    /// The block of step `step` as a matrix of its own.
    func only(step: Int) -> Region { Region(offset: offset, stride: stride, lead: lead + step) }
}

/// Where one value that passes between layers lies.
package struct ValueSlot: Sendable {
    var shape: Shape
    var values: Region
    /// Where dL/dvalues is gathered; nil if nobody needs it.
    var gradient: Region?
    /// One number for each step and example, 0 where the step is masked.
    var mask: Region?
}

/// What an operation is told about its place in the network.
package struct OperationContext {
    var node: Int
    var inputs: [ValueSlot]
    var output: Shape
    /// Somebody reads the output, and so writes its gradient.
    var readsOutput = true
    /// The same for each state.
    var readsStates: [Bool] = []
    /// One each for the layer's parameters.
    var weights: [Region]
    var gradients: [Region]
    /// Somebody has written to the input's gradient before this operation runs backward, so it must add.
    var adds: [Bool]
    /// The loss writes its gradient before the activation, not after it.
    var isFusedWithLoss: Bool
    /// Which part of the node it is, for a layer made of several.
    var part = 0
    /// A layer that goes backwards passes its steps on in the order of time.
    var keepsTimeOrder = false
}

/// Adds up what memory a fit needs before any of it exists.
package struct Plan {
    /// Examples at a time, at most.
    let batch: Int
    /// Backward passes will be run.
    let learns: Bool
    /// The gradient of the state before step 1 is wanted too.
    let inspects: Bool
    /// Numbers so far; `Int.max` if they cannot be counted.
    private(set) var size = 0

    init(batch: Int, learns: Bool, inspects: Bool = false) {
        self.batch = batch
        self.learns = learns
        self.inspects = inspects
    }

    var bytes: Int { Sizes.product(size, MemoryLayout<Real>.stride) }

    mutating func reserve(_ count: Int) -> Int {
        defer { size = Sizes.sum(size, Sizes.padded(count)) }
        return size
    }

    /// Rows of `width` numbers for each step and example, with `lead` blocks before the first step and `trail` behind the
    /// last.
    mutating func rows(steps: Int, width: Int, lead: Int = 0, trail: Int = 0) -> Region {
        let stride = Sizes.padded(width)
        return Region(
            offset: reserve(Sizes.product(steps + lead + trail, batch, stride)), stride: stride, lead: lead)
    }

    /// Where backward leaves the gradient of a cell's sums: over the gates, which it has read by then, unless both are to
    /// be looked at.
    mutating func gradient(of sums: Region, steps: Int) -> Region? {
        guard learns else { return nil }
        return inspects ? rows(steps: steps, width: sums.stride) : sums
    }

    /// One number for each step and example.
    mutating func mask(steps: Int) -> Region {
        Region(offset: reserve(Sizes.product(steps, batch)), stride: 1)
    }

    /// Panels for a packed matrix [K × N], N rounded up.
    mutating func panels(_ rows: Int, _ columns: Int) -> Int {
        reserve(Sizes.product(rows, Sizes.padded(columns)))
    }

    /// Where a layer's output lies, with its gradient if the fit learns.
    mutating func valueSlot(_ shape: Shape, mask: Region?) -> ValueSlot {
        let values = rows(steps: shape.positions, width: shape.features)
        let gradient = learns ? rows(steps: shape.positions, width: shape.features) : nil
        return ValueSlot(shape: shape, values: values, gradient: gradient, mask: mask)
    }
}
