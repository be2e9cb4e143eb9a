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
    package var options: RecurrentOptions

    package init(
        units: Int, activation: ActivationFunction = .tanh, returnSequences: Bool = false, useBias: Bool = true,
        options: RecurrentOptions = RecurrentOptions()
    ) {
        self.units = units
        self.activation = activation
        self.returnSequences = returnSequences
        self.useBias = useBias
        self.options = options
    }

    package var kind: String { "simple_rnn" }
    package var title: String { "SimpleRNN(\(units))" }
    package var blocks: Int { 1 }
    package var blockNames: [String] { ["h"] }
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

    package var notes: [String] { walkNotes }

    package func writing(in convention: Convention) -> Writing? {
        let plain = ["h": ""]
        switch convention {
        case .house: return nil
        case .lecture:
            return Writing(
                order: ["h"], suffixes: plain, notes: ["one matrix W for [h₋₁, x]: the rows of U, then those of W"])
        case .keras:
            return Writing(order: ["h"], suffixes: plain, notes: ["W is kernel, U recurrent_kernel, b bias"])
        case .torch:
            return Writing(
                order: ["h"], suffixes: plain,
                notes: [
                    "W_ih and W_hh are the kernels turned round; of the two biases only their sum counts: b_hh = 0 here"
                ])
        }
    }
}

extension SimpleRNN {
    package func operation(_ site: Site, in plan: inout Plan) -> any Operation {
        let cell = SimpleRNNCell(self, site, in: &plan)
        return Recurrent(cell, self, site, bias: useBias ? site.weights[2].offset : nil, in: &plan)
    }
}

/// Keeps h. The sums are written where h is going to be.
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
