import CKernels

/// A layer at work on the memory of a fit.
package protocol Operation: AnyObject {
    var output: ValueSlot { get }
    /// What the layer's `states` are; where somebody reads one, its gradient is a region of its own.
    var states: [ValueSlot] { get }
    /// What forward leaves for backward, by name: the trace.
    var traceFields: [TraceField] { get }
    /// The steps of the input that a step of the output reads, nil where there is padding that counts as 0; nil if each
    /// step reads its own.
    func window(_ step: Int, _ pass: Pass) -> [Int?]?
    /// The operations that it is made of, each with a trace of its own; empty for most.
    var parts: [Part] { get }
    /// Brings the weights into the form that products read; once for each new set of weights.
    func prepare(_ pass: Pass)
    func forward(_ pass: Pass)
    /// Reads the gradient of the output, writes those of the parameters and of the inputs.
    func backward(_ pass: Pass)
}

extension Operation {
    package var states: [ValueSlot] { [] }
    package var traceFields: [TraceField] { [] }
    package func window(_ step: Int, _ pass: Pass) -> [Int?]? { nil }
    package var parts: [Part] { [] }
    package func prepare(_ pass: Pass) {}
}

/// One of several operations that a node is made of.
package struct Part {
    var layer: any Layer
    var title: String
    var operation: any Operation
    /// Which of the node's parameters are its own.
    var parameters: Range<Int>
}

/// A field that the forward pass kept, and where backward leaves its gradient.
package struct TraceField: Sendable {
    var name: String
    var values: Region
    var width: Int
    var steps: Int
    /// For states dL/dvalue, for gates dL/d(sum before the activation).
    var gradient: Region?
    /// Has a value before the first step, in the block of step `start`: −1, or the number of steps where time runs back.
    var isState = false
    var start = -1
    /// One block holds for all steps.
    var isConstant = false
}

/// The memory of a plan, and the one place where a pointer into it is made. A build with assertions checks that rows lie
/// inside of it.
package struct PlannedMemory {
    let base: UnsafeMutablePointer<Real>
    let count: Int

    init(_ memory: Memory) { (base, count) = (memory.base, memory.count) }

    func pointer(_ offset: Int) -> UnsafeMutablePointer<Real> {
        assert((0...count).contains(offset), "offset \(offset) is outside of \(count) planned numbers")
        return base + offset
    }

    /// `count` rows of a region from row `first` on, counted from its beginning.
    func rows(of region: Region, first: Int, count rows: Int) -> UnsafeMutablePointer<Real> {
        let start = region.offset + first * region.stride
        assert(
            start >= 0 && start + max(0, rows - 1) * region.stride < count,
            "rows \(first) to \(first + rows) of a region at \(region.offset) are outside of \(count) planned numbers")
        return base + start
    }
}

/// One run over a batch.
package struct Pass {
    let memory: PlannedMemory
    let batch: Int
    /// Dropout is on.
    let isTraining: Bool
    let pool: Pool
    /// States before step 1 are given and not to be set to 0.
    var keepsStates = false
    /// The examples go on where those of the pass before ended: layers that are stateful begin with the states that those
    /// left.
    var continues = false
    /// Where the numbers of a dropout come from.
    var seed: UInt64 = 0
    var epoch = 0
    var index = 0
    /// The batch is one example many times: what is dropped of the first one is dropped of all.
    var repeatsExample = false
    /// Dropout masks from elsewhere, instead of numbers by chance.
    var givenMasks: ((MaskPlace) -> Tensor?)?

    func pointer(_ region: Region, step: Int = 0) -> UnsafeMutablePointer<Real> {
        memory.rows(of: region, first: (region.lead + step) * batch, count: batch)
    }

    func pointer(_ offset: Int) -> UnsafeMutablePointer<Real> { memory.pointer(offset) }

    /// C = A·B (+ bias) or C += A·B for B in panels; rows are shared among the threads.
    func product(
        _ c: UnsafeMutablePointer<Real>, _ ldc: Int, _ a: UnsafePointer<Real>, _ lda: Int, panels: Int,
        bias: UnsafePointer<Real>? = nil, rows: Int, width: Int, depth: Int, adds: Bool = false
    ) {
        let panels = pointer(panels)
        pool.share(rows, grain: 12, work: rows * width * depth) { part in
            ck_product(
                c + part.lowerBound * ldc, ldc, a + part.lowerBound * lda, lda, panels, bias, part.count, width,
                depth,
                adds ? 1 : 0)
        }
    }

    /// The weight gradient C = Aᵀ·B (or C += Aᵀ·B) over all rows; into `sums` the column sums of B, the gradient of a bias.
    /// Columns of C are shared among the threads, so every sum has its order.
    func productTransposed(
        _ c: UnsafeMutablePointer<Real>, _ ldc: Int, _ a: UnsafePointer<Real>, _ lda: Int, _ b: UnsafePointer<Real>,
        _ ldb: Int, rows: Int, height: Int, width: Int, adds: Bool = false, sums: UnsafeMutablePointer<Real>? = nil
    ) {
        // A tile of the kernel is 32 columns at most.
        pool.share((width + 31) / 32, grain: 1, work: rows * width * height) { part in
            let first = part.lowerBound * 32
            let columns = min(part.upperBound * 32, width) - first
            ck_product_transposed_sums(
                c + first, ldc, a, lda, b + first, ldb, height, columns, rows, adds ? 1 : 0, sums.map { $0 + first })
        }
    }
}

/// One time step of some of the examples.
struct StepContext {
    let memory: PlannedMemory
    let batch: Int
    let step: Int
    /// The step whose state comes in: the one before, or after for a layer that goes backwards through time.
    let before: Int
    let rows: Range<Int>
    /// The gradient goes on to the step before.
    var handsBack = true
    /// What is set by hand in the layer; nil in every fit.
    var intervention: Intervention?

    var count: Int { rows.count }

    func at(_ region: Region) -> UnsafeMutablePointer<Real> { at(region, step) }
    func before(_ region: Region) -> UnsafeMutablePointer<Real> { at(region, before) }
    /// A region with one block for all steps.
    func once(_ region: Region) -> UnsafeMutablePointer<Real> { at(region, 0) }

    private func at(_ region: Region, _ step: Int) -> UnsafeMutablePointer<Real> {
        memory.rows(of: region, first: (region.lead + step) * batch + rows.lowerBound, count: rows.count)
    }

    /// C += A·B for B in panels.
    func addProduct(
        _ c: UnsafeMutablePointer<Real>, _ ldc: Int, _ a: UnsafePointer<Real>, _ lda: Int, panels: Int, width: Int,
        depth: Int
    ) {
        ck_product(c, ldc, a, lda, memory.pointer(panels), nil, count, width, depth, 1)
    }
}

extension ActivationFunction {
    /// As the kernels number it; softmax has a kernel of its own.
    var code: Int32 {
        switch self {
        case .linear, .softmax: 0
        case .tanh: 1
        case .sigmoid: 2
        case .relu: 3
        }
    }
}
