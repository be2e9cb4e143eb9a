import CKernels

#if REAL_DOUBLE
    typealias MinGRUKernelStep = ck_min_gru_step_double
#else
    typealias MinGRUKernelStep = ck_min_gru_step_float
#endif

extension MinGRUKernelStep: KernelStep {}

extension MinGRU {
    package func operation(_ site: Site, in plan: inout Plan) -> any Operation {
        let cell = MinGRUCell(self, site, in: &plan)
        return Recurrent(cell, self, site, bias: useBias ? site.weights[1].offset : nil, in: &plan)
    }
}

/// Stores z, h̃ and h; MinGRUStep has the equations. The projection gives the sums of all steps, so a step is its
/// activations and the new state.
struct MinGRUCell: Cell {
    let frame: CellFrame
    let sums: Region
    let sumGradients: Region?

    init(_ layer: MinGRU, _ site: Site, in plan: inout Plan) {
        frame = CellFrame(site, layer, in: &plan)
        sums = plan.rows(steps: frame.steps, width: Sizes.product(2, frame.stride))
        sumGradients = plan.gradient(of: sums, steps: frame.steps)
    }

    var products: [RecurrentProduct] { [] }
    var kept: [Kept] { frame.gates(["z", "n"], sums, sumGradients) + [frame.keptState] }

    func forward(_ now: Moment) {
        let gates = now.at(sums)
        now.hold(gates, sums.stride, 0..<sums.stride)
        var step: MinGRUKernelStep = frame.kernelStep(now)
        step.gates = gates
        ck_min_gru_forward(&step)
    }

    func backward(_ now: Moment, keeps: Bool) {
        guard let sumGradients, var step: MinGRUKernelStep = frame.kernelStepBack(now, accumulates: keeps) else {
            return
        }
        let dgates = now.at(sumGradients)
        (step.gates, step.dgates) = (now.at(sums), dgates)
        ck_min_gru_backward(&step)
        now.release(dgates, sums.stride, 0..<sums.stride)
    }

    func weightGradients(_ pass: Pass, rows: Int) {}
}
