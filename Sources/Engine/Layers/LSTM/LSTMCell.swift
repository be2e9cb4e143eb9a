import CKernels

extension LSTM {
    package func operation(_ site: Site, in plan: inout Plan) -> any Operation {
        let cell = LSTMCell(self, site, in: &plan)
        return Recurrent(cell, self, site, bias: useBias ? site.weights[2].offset : nil, in: &plan)
    }
}

/// Stores i, f, c̃, o, c, tanh c and h; LSTMStep has the equations.
struct LSTMCell: Cell {
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
    private let function: Int32
    private let gate: Int32
    private let recurrent: RecurrentProduct

    init(_ layer: LSTM, _ site: Site, in plan: inout Plan) {
        frame = CellFrame(site, layer, in: &plan)
        function = layer.activation.code
        gate = layer.recurrentActivation.code
        let width = Sizes.product(4, frame.stride)
        sums = plan.rows(steps: frame.steps, width: width)
        sumGradients = plan.gradient(of: sums, steps: frame.steps)
        let (lead, trail) = frame.isBackwards ? (0, 1) : (1, 0)
        memory = plan.rows(steps: frame.steps, width: frame.units, lead: lead, trail: trail)
        memoryTotals =
            plan.inspects ? plan.rows(steps: frame.steps, width: frame.units, lead: lead, trail: trail) : nil
        shown = plan.rows(steps: frame.steps, width: frame.units)
        memoryGradient = plan.rows(steps: 1, width: frame.units)
        recurrent = RecurrentProduct(site, layer, blocks: 0..<4, in: &plan)
    }

    var memories: [Region] { [memory] }
    var memoryGradients: [Region] { [memoryGradient] }
    var products: [RecurrentProduct] { [recurrent] }
    var kept: [Kept] {
        frame.gates(["i", "f", "g", "o"], sums, sumGradients) + [
            frame.kept("c", memory, gradient: memoryTotals), frame.keptState,
        ]
    }

    func forward(_ now: Moment) {
        let before = now.before(frame.state)
        let gates = now.at(sums)
        recurrent.add(now, from: before, to: gates, sums.stride)
        now.hold(gates, sums.stride, 0..<sums.stride)
        ck_lstm_forward(
            gates, now.before(memory), now.at(memory), now.at(shown), before, now.at(frame.state),
            frame.mask(now), now.count, frame.stride, function, gate)
    }

    func follow(_ now: Moment) {
        let tc = now.at(shown)
        let (gates, h, mask) = (now.at(sums), now.at(frame.state), frame.mask(now))
        tc.update(from: now.at(memory), count: now.count * frame.stride)
        ck_activate(tc, frame.stride, now.count, frame.stride, function)
        // A masked step shows what the step before did.
        for row in 0..<now.count where mask?[row] != 0 {
            ck_multiply_add(
                h + row * frame.stride, frame.stride, gates + row * sums.stride + 3 * frame.stride, sums.stride,
                tc + row * frame.stride, frame.stride, 1, frame.stride, 0)
        }
    }

    func backward(_ now: Moment, keeps: Bool) {
        guard let dstate = frame.stateGradient, let sumGradients, let before = frame.gradientBefore(now) else { return }
        let dgates = now.at(sumGradients)
        ck_lstm_backward(
            dgates, now.at(sums), now.before(memory), now.at(shown), now.at(dstate),
            now.once(memoryGradient), memoryTotals.map { now.at($0) }, before, keeps ? 1 : 0, frame.mask(now),
            now.count, frame.stride, function, gate)
        if now.hand != nil { release(now, dgates) }
        if let memoryTotals {
            now.before(memoryTotals).update(from: now.once(memoryGradient), count: now.count * frame.stride)
        }
        if now.handsBack { recurrent.addBack(now, from: dgates, sums.stride, to: before) }
    }

    func weightGradients(_ pass: Pass, rows: Int) {
        guard let sumGradients else { return }
        recurrent.weightGradient(
            pass, from: frame.statesBefore(pass), pass.pointer(sumGradients), sums.stride, rows: rows)
    }

    /// Behind a memory that is set by hand only the gate that shows it is left.
    private func release(_ now: Moment, _ dgates: UnsafeMutablePointer<Real>) {
        now.release(dgates, sums.stride, 0..<sums.stride)
        for state in now.hand?.states(at: now.step, in: memory) ?? [] {
            for row in 0..<now.count {
                for block in 0..<3 { dgates[row * sums.stride + block * frame.stride + state.unit] = 0 }
                now.once(memoryGradient)[row * frame.stride + state.unit] = 0
            }
        }
    }
}
