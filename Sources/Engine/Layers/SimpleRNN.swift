import CKernels

/// A simple recurrent layer: one state, one equation.
///
///     h′ = f(x·W + h·U + b)
///
/// Shapes: x [B, D]; h [B, H]; W [D, H], U [H, H], b [H].
/// Source: Elman (1990), "Finding structure in time".
package struct SimpleRNN: RecurrentLayer {
    package var units: Int
    package var activation: ActivationFunction
    package var returnSequences: Bool
    package var useBias: Bool

    package init(
        units: Int, activation: ActivationFunction = .tanh, returnSequences: Bool = false, useBias: Bool = true
    ) {
        self.units = units
        self.activation = activation
        self.returnSequences = returnSequences
        self.useBias = useBias
    }

    package var kind: String { "simple_rnn" }
    package var title: String { "SimpleRNN(\(units))" }
    package var blocks: Int { 1 }
    /// There are no gates.
    package var recurrentActivation: ActivationFunction { activation }

    package func parameters(after inputs: [Shape]) -> [Parameter] { standardParameters(after: inputs, bias: .zeros) }

    package var equations: [Equation] {
        [
            Equation(
                symbol: "h", formula: "\(activation.symbol)(x·W + h₋₁·U\(useBias ? " + b" : ""))",
                meaning: "the new state", field: "h",
                body: .affine(.init(block: 0, activation: activation, recurrent: .state)))
        ]
    }

    package var notes: [String] { ["h_0 = 0"] }
}

extension SimpleRNN {
    package func operation(_ site: Site, in plan: inout Plan) -> any Operation {
        let frame = CellFrame(site, units: units, in: &plan)
        let cell = SimpleRNNCell(self, site, frame, in: &plan)
        return Recurrent(
            cell, site: site, frame: frame, in: &plan, blocks: 1, bias: useBias ? site.weights[2].offset : nil)
    }
}

/// Keeps h. The sums are written where h is going to be.
struct SimpleRNNCell: Cell {
    let frame: CellFrame
    let sumGradients: Region?
    private let function: Int32
    private let recurrent: RecurrentProduct

    init(_ layer: SimpleRNN, _ site: Site, _ frame: CellFrame, in plan: inout Plan) {
        self.frame = frame
        function = layer.activation.code
        sumGradients = plan.learns ? plan.rows(steps: frame.steps, width: frame.units) : nil
        recurrent = RecurrentProduct(site, units: frame.units, column: 0, width: frame.stride, in: &plan)
    }

    var sums: Region { frame.state }
    var states: [Region] { [frame.state] }
    var kept: [Kept] { [frame.keptState] }

    func prepare(_ pass: Pass) { recurrent.prepare(pass, learns: sumGradients != nil) }

    func forward(_ now: Moment) {
        let h = now.at(frame.state)
        let before = now.at(frame.state, back: 1)
        recurrent.add(now, from: before, to: h, frame.stride)
        ck_rnn_forward(h, before, frame.mask(now), now.count, frame.stride, function)
    }

    func beginBackward(_ pass: Pass) {}

    func backward(_ now: Moment, keeps: Bool) {
        guard let dstate = frame.stateGradient, let sumGradients else { return }
        let da = now.at(sumGradients)
        let before = now.at(dstate, back: 1)
        ck_rnn_backward(
            da, now.at(dstate), now.at(frame.state), before, keeps ? 1 : 0, frame.mask(now), now.count, frame.stride,
            function)
        if now.step > 0 || frame.wantsInitialGradient { recurrent.addBack(now, from: da, frame.stride, to: before) }
    }

    func weightGradients(_ pass: Pass, rows: Int) {
        guard let sumGradients else { return }
        recurrent.weightGradient(
            pass, from: pass.pointer(frame.state, step: -1), pass.pointer(sumGradients), frame.stride, rows: rows)
    }
}
