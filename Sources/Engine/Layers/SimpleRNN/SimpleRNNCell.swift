import CKernels

extension SimpleRNN {
    package func operation(_ site: Site, in plan: inout Plan) -> any Operation {
        let cell = SimpleRNNCell(self, site, in: &plan)
        return Recurrent(cell, self, site, bias: useBias ? site.weights[2].offset : nil, in: &plan)
    }
}

/// Stores h; SimpleRNNStep has the equation. The sums are written where h is going to be.
struct SimpleRNNCell: Cell {
    let frame: CellFrame
    let sumGradients: Region?
    private let function: Int32
    private let recurrent: RecurrentProduct

    init(_ layer: SimpleRNN, _ site: Site, in plan: inout Plan) {
        frame = CellFrame(site, layer, in: &plan)
        function = layer.activation.code
        sumGradients = plan.learns ? plan.rows(steps: frame.steps, width: frame.units) : nil
        recurrent = RecurrentProduct(site, layer, blocks: 0..<1, in: &plan)
    }

    var sums: Region { frame.state }
    var kept: [Kept] { [frame.keptState] }
    var products: [RecurrentProduct] { [recurrent] }

    func forward(_ now: Moment) {
        let h = now.at(frame.state)
        let before = now.before(frame.state)
        recurrent.add(now, from: before, to: h, frame.stride)
        ck_rnn_forward(h, before, frame.mask(now), now.count, frame.stride, function)
    }

    func backward(_ now: Moment, keeps: Bool) {
        guard let dstate = frame.stateGradient, let sumGradients, let before = frame.gradientBefore(now) else { return }
        let da = now.at(sumGradients)
        ck_rnn_backward(
            da, now.at(dstate), now.at(frame.state), before, keeps ? 1 : 0, frame.mask(now), now.count, frame.stride,
            function)
        if now.handsBack { recurrent.addBack(now, from: da, frame.stride, to: before) }
    }

    func weightGradients(_ pass: Pass, rows: Int) {
        guard let sumGradients else { return }
        recurrent.weightGradient(
            pass, from: frame.statesBefore(pass), pass.pointer(sumGradients), frame.stride, rows: rows)
    }
}
