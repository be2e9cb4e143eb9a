import CKernels

extension LSTM {
    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        let cell = LSTMCell(self, context, in: &plan)
        return Recurrent(cell, self, context, bias: useBias ? context.weights[2].offset : nil, in: &plan)
    }
}

/// Stores i, f, c̃, o, c, tanh c and h; LSTMStep has the equations.
struct LSTMCell: RecurrentCell {
    let frame: CellFrame
    let sums: Region
    let sumGradients: Region?
    /// c, with the memory before the first step.
    let memory: Region
    /// tanh c.
    let shown: Region
    /// dL/dc on its way back, for one step.
    private let memoryGradient: Region
    /// All of dL/dc of each step, where it is to be looked at.
    private let memoryTotals: Region?
    private let recurrent: RecurrentProduct

    init(_ layer: LSTM, _ context: OperationContext, in plan: inout Plan) {
        frame = CellFrame(context, layer, in: &plan)
        let width = Sizes.product(4, frame.stride)
        sums = plan.rows(steps: frame.steps, width: width)
        sumGradients = plan.gradient(of: sums, steps: frame.steps)
        let (lead, trail) = frame.isBackwards ? (0, 1) : (1, 0)
        memory = plan.rows(steps: frame.steps, width: frame.units, lead: lead, trail: trail)
        memoryTotals =
            plan.inspects ? plan.rows(steps: frame.steps, width: frame.units, lead: lead, trail: trail) : nil
        shown = plan.rows(steps: frame.steps, width: frame.units)
        memoryGradient = plan.rows(steps: 1, width: frame.units)
        recurrent = RecurrentProduct(context, layer, blocks: 0..<4, in: &plan)
    }

    var memories: [Region] { [memory] }
    var memoryGradients: [Region] { [memoryGradient] }
    var products: [RecurrentProduct] { [recurrent] }
    var traceFields: [TraceField] {
        frame.gates(["i", "f", "g", "o"], sums, sumGradients) + [
            frame.traceField("c", memory, gradient: memoryTotals), frame.stateField,
        ]
    }

    func forward(_ now: StepContext) {
        let before = now.before(frame.state)
        let gates = now.at(sums)
        recurrent.add(now, from: before, to: gates, sums.stride)
        now.applyGates(gates, sums.stride, 0..<sums.stride)
        var step: LSTMKernelStep = frame.kernelStep(now)
        describe(&step, now)
        ck_lstm_forward(&step)
    }

    private func describe(_ step: inout LSTMKernelStep, _ now: StepContext) {
        (step.gates, step.tc) = (now.at(sums), now.at(shown))
        (step.c0, step.c1) = (UnsafePointer(now.before(memory)), now.at(memory))
    }

    func follow(_ now: StepContext) {
        let tc = now.at(shown)
        let (gates, h, mask) = (now.at(sums), now.at(frame.state), frame.mask(now))
        tc.update(from: now.at(memory), count: now.count * frame.stride)
        ck_activate(tc, frame.stride, now.count, frame.stride, frame.activation)
        // A masked step shows what the step before did.
        for row in 0..<now.count where mask?[row] != 0 {
            ck_multiply_add(
                h + row * frame.stride, frame.stride, gates + row * sums.stride + 3 * frame.stride, sums.stride,
                tc + row * frame.stride, frame.stride, 1, frame.stride, 0)
        }
    }

    func backward(_ now: StepContext, accumulates: Bool) {
        guard let sumGradients, let dh0 = frame.gradientBefore(now),
            var step: LSTMKernelStep = frame.kernelStepBack(now, accumulates: accumulates)
        else { return }
        let dgates = now.at(sumGradients)
        describe(&step, now)
        (step.dgates, step.dc, step.total) = (dgates, now.once(memoryGradient), memoryTotals.map { now.at($0) })
        ck_lstm_backward(&step)
        if now.intervention != nil { stopGradients(now, dgates) }
        if let memoryTotals {
            now.before(memoryTotals).update(from: now.once(memoryGradient), count: now.count * frame.stride)
        }
        if now.handsBack { recurrent.addBack(now, from: dgates, sums.stride, to: dh0) }
    }

    func weightGradients(_ pass: Pass, rows: Int) {
        guard let sumGradients else { return }
        recurrent.weightGradient(
            pass, from: frame.statesBefore(pass), pass.pointer(sumGradients), sums.stride, rows: rows)
    }

    /// Behind a memory that is set by hand only the gate that shows it is left.
    private func stopGradients(_ now: StepContext, _ dgates: UnsafeMutablePointer<Real>) {
        now.stopGradients(dgates, sums.stride, 0..<sums.stride)
        for state in now.intervention?.states(at: now.step, in: memory) ?? [] {
            for row in 0..<now.count {
                for block in 0..<3 { dgates[row * sums.stride + block * frame.stride + state.unit] = 0 }
                now.once(memoryGradient)[row * frame.stride + state.unit] = 0
            }
        }
    }
}
