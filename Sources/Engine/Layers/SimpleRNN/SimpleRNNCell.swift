import CKernels

extension SimpleRNN {
    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        let cell = SimpleRNNCell(self, context, in: &plan)
        return Recurrent(cell, self, context, bias: useBias ? context.weights[2].offset : nil, in: &plan)
    }
}

/// Stores h; SimpleRNNStep has the equation. The sums are written where h is going to be.
struct SimpleRNNCell: RecurrentCell {
    let frame: CellFrame
    let sumGradients: Region?
    private let recurrent: RecurrentProduct

    init(_ layer: SimpleRNN, _ context: OperationContext, in plan: inout Plan) {
        frame = CellFrame(context, layer, in: &plan)
        sumGradients = plan.learns ? plan.rows(steps: frame.steps, width: frame.units) : nil
        recurrent = RecurrentProduct(context, layer, blocks: 0..<1, in: &plan)
    }

    var sums: Region { frame.state }
    var traceFields: [TraceField] { [frame.stateField] }
    var products: [RecurrentProduct] { [recurrent] }

    func forward(_ now: StepContext) {
        recurrent.add(now, from: now.before(frame.state), to: now.at(frame.state), frame.stride)
        var step: RNNKernelStep = frame.kernelStep(now)
        ck_rnn_forward(&step)
    }

    func backward(_ now: StepContext, accumulates: Bool) {
        guard let sumGradients, let dh0 = frame.gradientBefore(now),
            var step: RNNKernelStep = frame.kernelStepBack(now, accumulates: accumulates)
        else { return }
        let dsums = now.at(sumGradients)
        step.dsums = dsums
        ck_rnn_backward(&step)
        if now.handsBack { recurrent.addBack(now, from: dsums, frame.stride, to: dh0) }
    }

    func weightGradients(_ pass: Pass, rows: Int) {
        guard let sumGradients else { return }
        recurrent.weightGradient(
            pass, from: frame.statesBefore(pass), pass.pointer(sumGradients), frame.stride, rows: rows)
    }
}
