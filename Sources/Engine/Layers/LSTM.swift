import Base
import CKernels

/// A layer with a memory: long short-term memory.
///
///     i = σ(x·W_i + h·U_i + b_i)      what is written
///     f = σ(x·W_f + h·U_f + b_f)      what is kept
///     c̃ = tanh(x·W_c + h·U_c + b_c)   what would be written
///     o = σ(x·W_o + h·U_o + b_o)      what is shown
///     c′ = f ⊙ c + i ⊙ c̃
///     h′ = o ⊙ tanh(c′)
///
/// Shapes: x [B, D]; i, f, c̃, o, c, h [B, H]; W [D, 4H], U [H, 4H], b [4H], blocks in the order i, f, c̃, o.
/// Source: Hochreiter and Schmidhuber (1997); forget gate: Gers, Schmidhuber and Cummins (2000); b_f = 1: Jozefowicz et al. (2015).
package struct LSTM: RecurrentLayer {
    package var units: Int
    package var activation: ActivationFunction
    package var recurrentActivation: ActivationFunction
    package var returnSequences: Bool
    package var useBias: Bool
    /// The forget gate's bias starts at 1.
    package var unitForgetBias: Bool
    package var options: RecurrentOptions

    package init(
        units: Int, activation: ActivationFunction = .tanh, recurrentActivation: ActivationFunction = .sigmoid,
        returnSequences: Bool = false, useBias: Bool = true, unitForgetBias: Bool = true,
        options: RecurrentOptions = RecurrentOptions()
    ) {
        self.units = units
        self.activation = activation
        self.recurrentActivation = recurrentActivation
        self.returnSequences = returnSequences
        self.useBias = useBias
        self.unitForgetBias = unitForgetBias
        self.options = options
    }

    package var kind: String { "lstm" }
    package var title: String { "LSTM(\(units))" }
    package var blocks: Int { 4 }
    package var blockNames: [String] { ["i", "f", "g", "o"] }
    package var stateCount: Int { 2 }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        standardParameters(after: inputs, bias: unitForgetBias ? .onesInBlock(1) : .zeros)
    }

    package var equations: [Equation] {
        func affine(
            _ name: String, _ block: Int, _ function: ActivationFunction, _ symbol: String, _ meaning: String,
            verb: String = ""
        ) -> Equation {
            Equation(
                symbol: symbol,
                formula: "\(function.symbol)(x·W_\(name) + h₋₁·U_\(name)\(useBias ? " + b_\(name)" : ""))",
                meaning: meaning, verb: verb, field: name == "c" ? "g" : name,
                body: .affine(.init(block: block, activation: function, recurrent: .state)))
        }
        return [
            affine("f", 1, recurrentActivation, "f", "how much of the memory is kept", verb: "keep"),
            affine("i", 0, recurrentActivation, "i", "how much of the candidate is written", verb: "write"),
            affine("c", 2, activation, "c̃", "what would be written"),
            affine("o", 3, recurrentActivation, "o", "how much of the memory is shown", verb: "show"),
            Equation(
                symbol: "c", formula: "f⊙c₋₁ + i⊙c̃", meaning: "the new memory", field: "c",
                body: .combination(
                    .sum(.product(.field("f"), .previous("c")), .product(.field("i"), .field("g"))))),
            Equation(
                symbol: "h", formula: "o⊙\(activation.symbol)(c)", meaning: "the new state", field: "h",
                body: .combination(.product(.field("o"), .activation(activation, .field("c"))))),
        ]
    }

    package var notes: [String] {
        (unitForgetBias && useBias ? ["forget bias 1 at the start"] : [])
            + ["blocks in the order i f c̃ o, as Keras"] + walkNotes
    }

    package func writing(in convention: Convention) -> Writing? {
        switch convention {
        case .house: return nil
        case .lecture:
            return Writing(
                order: ["f", "i", "g", "o"], symbols: ["g": "C̃", "c": "C"], suffixes: ["g": "C"],
                notes: ["one matrix W for [h₋₁, x]: the rows of U, then those of W", "gates in the order f i C̃ o"])
        case .keras:
            return Writing(
                order: ["i", "f", "g", "o"], suffixes: ["g": "c"],
                notes: [
                    "W is kernel, U recurrent_kernel, b bias: blocks in the order i f c̃ o",
                    "unit_forget_bias: b_f starts at 1",
                ])
        case .torch:
            return Writing(
                order: ["i", "f", "g", "o"], symbols: ["g": "g"],
                notes: [
                    "weight_ih and weight_hh are the kernels turned round: blocks in the order i f g o",
                    "of the two biases only their sum counts: b_hh = 0 here; PyTorch starts b_f where the others start",
                ])
        }
    }
}

extension LSTM {
    package func operation(_ site: Site, in plan: inout Plan) -> any Operation {
        let cell = LSTMCell(self, site, in: &plan)
        return Recurrent(cell, self, site, bias: useBias ? site.weights[2].offset : nil, in: &plan)
    }
}

/// Keeps i, f, c̃, o, c, tanh c and h.
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
