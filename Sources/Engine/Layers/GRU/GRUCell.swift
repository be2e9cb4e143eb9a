import Base
import CKernels

extension GRU {
    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        if resetAfter {
            let cell = GRUAfterCell(self, context, in: &plan)
            return Recurrent(cell, self, context, bias: cell.bias, in: &plan)
        }
        let cell = GRUCell(self, context, in: &plan)
        return Recurrent(cell, self, context, bias: useBias ? context.weights[2].offset : nil, in: &plan)
    }
}

/// What both kinds of GRU keep: z, r, n and h.
struct GRUFrame {
    let sums: Region
    let sumGradients: Region?
    /// Columns z and r of U, and n.
    let gates: RecurrentProduct
    let candidate: RecurrentProduct

    init(_ layer: GRU, _ context: OperationContext, _ frame: CellFrame, in plan: inout Plan) {
        let width = Sizes.product(3, frame.stride)
        sums = plan.rows(steps: frame.steps, width: width)
        sumGradients = plan.gradient(of: sums, steps: frame.steps)
        gates = RecurrentProduct(context, layer, blocks: 0..<2, in: &plan)
        candidate = RecurrentProduct(context, layer, blocks: 2..<3, in: &plan)
    }
}

/// Reset before the product: n = tanh(x·W_n + (r ⊙ h)·U_n + b_n).
struct GRUCell: RecurrentCell {
    let frame: CellFrame
    private let gru: GRUFrame
    /// r ⊙ h.
    private let product: Region
    /// dL/d(r ⊙ h), for one step.
    private let productGradient: Region

    init(_ layer: GRU, _ context: OperationContext, in plan: inout Plan) {
        frame = CellFrame(context, layer, in: &plan)
        gru = GRUFrame(layer, context, frame, in: &plan)
        product = plan.rows(steps: frame.steps, width: frame.units)
        productGradient = plan.rows(steps: 1, width: frame.units)
    }

    var sums: Region { gru.sums }
    var products: [RecurrentProduct] { [gru.gates, gru.candidate] }
    var sumGradients: Region? { gru.sumGradients }
    var traceFields: [TraceField] { frame.gates(["z", "r", "n"], sums, sumGradients) + [frame.stateField] }

    func forward(_ now: StepContext) {
        let h0 = now.before(frame.state)
        let gates = now.at(sums)
        let rh = now.at(product)
        gru.gates.add(now, from: h0, to: gates, sums.stride)
        now.applyGates(gates, sums.stride, 0..<2 * frame.stride)
        var step: GRUKernelStep = frame.kernelStep(now)
        (step.gates, step.product) = (gates, rh)
        ck_gru_gates(&step)
        gru.candidate.add(now, from: rh, to: gates + 2 * frame.stride, sums.stride)
        now.applyGates(gates, sums.stride, 2 * frame.stride..<sums.stride)
        ck_gru_state(&step)
    }

    func backward(_ now: StepContext, accumulates: Bool) {
        guard let sumGradients, let dh0 = frame.gradientBefore(now),
            var step: GRUKernelStep = frame.kernelStepBack(now, accumulates: accumulates)
        else { return }
        let (dgates, drh) = (now.at(sumGradients), now.once(productGradient))
        (step.gates, step.dgates, step.dproduct) = (now.at(sums), dgates, drh)
        ck_gru_state_backward(&step)
        now.stopGradients(dgates, sums.stride, 0..<sums.stride)
        drh.update(repeating: 0, count: now.count * frame.stride)
        gru.candidate.addBack(now, from: dgates + 2 * frame.stride, sums.stride, to: drh)
        ck_gru_gates_backward(&step)
        now.stopGradients(dgates, sums.stride, frame.stride..<2 * frame.stride)
        if now.handsBack { gru.gates.addBack(now, from: dgates, sums.stride, to: dh0) }
    }

    func weightGradients(_ pass: Pass, rows: Int) {
        guard let sumGradients else { return }
        let dgates = pass.pointer(sumGradients)
        gru.gates.weightGradient(pass, from: frame.statesBefore(pass), dgates, sums.stride, rows: rows)
        gru.candidate.weightGradient(
            pass, from: pass.pointer(product), dgates + 2 * frame.stride, sums.stride, rows: rows)
    }
}

/// Reset after the product: n = tanh(x·W_n + b_n + r ⊙ m) with m = h·U_n + c_n.
struct GRUAfterCell: RecurrentCell {
    let frame: CellFrame
    /// b + c for z and r, b for n, as the projection adds it.
    let bias: Int?
    private let gru: GRUFrame
    private let weights: [Region]
    private let gradients: [Region]
    /// m and its gradient.
    private let product: Region
    private let productGradient: Region?

    init(_ layer: GRU, _ context: OperationContext, in plan: inout Plan) {
        frame = CellFrame(context, layer, in: &plan)
        gru = GRUFrame(layer, context, frame, in: &plan)
        weights = context.weights
        gradients = context.gradients
        bias = layer.useBias ? plan.reserve(gru.sums.stride) : nil
        product = plan.rows(steps: frame.steps, width: frame.units)
        productGradient = plan.learns ? plan.rows(steps: frame.steps, width: frame.units) : nil
    }

    var sums: Region { gru.sums }
    var products: [RecurrentProduct] { [gru.gates, gru.candidate] }
    var sumGradients: Region? { gru.sumGradients }
    var traceFields: [TraceField] {
        frame.gates(["z", "r", "n"], sums, sumGradients) + [
            TraceField(name: "m", values: product, width: frame.units, steps: frame.steps, gradient: productGradient),
            frame.stateField,
        ]
    }

    func prepare(_ pass: Pass) {
        guard let bias else { return }
        let both = pass.pointer(weights[2].offset)
        let second = both + sums.stride
        for index in 0..<sums.stride {
            pass.pointer(bias)[index] = both[index] + (index < 2 * frame.stride ? second[index] : 0)
        }
    }

    func forward(_ now: StepContext) {
        let h0 = now.before(frame.state)
        let gates = now.at(sums)
        let m = now.at(product)
        gru.gates.add(now, from: h0, to: gates, sums.stride)
        for row in 0..<now.count {
            let target = m + row * frame.stride
            if bias == nil {
                target.update(repeating: 0, count: frame.stride)
            } else {
                target.update(
                    from: now.memory.pointer(weights[2].offset + sums.stride + 2 * frame.stride), count: frame.stride)
            }
        }
        gru.candidate.add(now, from: h0, to: m, frame.stride)
        now.applyGates(gates, sums.stride, 0..<sums.stride)
        // A candidate that is set takes nothing from the state before.
        now.stopGradients(m - 2 * frame.stride, frame.stride, 2 * frame.stride..<sums.stride)
        var step: GRUKernelStep = frame.kernelStep(now)
        (step.gates, step.product) = (gates, m)
        ck_gru_after_forward(&step)
    }

    func backward(_ now: StepContext, accumulates: Bool) {
        guard let sumGradients, let productGradient, let dh0 = frame.gradientBefore(now),
            var step: GRUKernelStep = frame.kernelStepBack(now, accumulates: accumulates)
        else { return }
        let (dgates, dm) = (now.at(sumGradients), now.at(productGradient))
        (step.gates, step.dgates, step.product, step.dproduct) = (now.at(sums), dgates, now.at(product), dm)
        ck_gru_after_backward(&step)
        now.stopGradients(dgates, sums.stride, 0..<sums.stride)
        now.stopGradients(dm - 2 * frame.stride, frame.stride, 2 * frame.stride..<sums.stride)
        guard now.handsBack else { return }
        gru.gates.addBack(now, from: dgates, sums.stride, to: dh0)
        gru.candidate.addBack(now, from: dm, frame.stride, to: dh0)
    }

    func weightGradients(_ pass: Pass, rows: Int) {
        guard let sumGradients, let productGradient else { return }
        let before = frame.statesBefore(pass)
        let dm = pass.pointer(productGradient)
        gru.gates.weightGradient(pass, from: before, pass.pointer(sumGradients), sums.stride, rows: rows)
        gru.candidate.weightGradient(pass, from: before, dm, frame.stride, rows: rows)
        guard bias != nil else { return }
        let db = pass.pointer(gradients[2].offset)
        let dc = db + sums.stride
        dc.update(from: db, count: 2 * frame.stride)
        ck_column_sums(dc + 2 * frame.stride, dm, frame.stride, rows, frame.stride)
    }
}
