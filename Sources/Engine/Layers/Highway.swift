import CKernels

/// A layer that may be passed by: a gate decides for each number how much of it is changed.
///
///     T = σ(x·W_T + b_T)            how much is changed
///     H = f(x·W_H + b_H)            what it is changed into
///     y = T ⊙ H + (1 − T) ⊙ x
///
/// Shapes: x, T, H, y [B, D]; W_T, W_H [D, D], b_T, b_H [D]. b_T starts below 0, so that at first most is passed on.
/// Source: Srivastava, Greff and Schmidhuber (2015), "Highway networks", arXiv:1505.00387.
package struct Highway: Layer {
    package var activation: ActivationFunction
    /// What b_T starts with.
    package var transformBias: Double

    package init(activation: ActivationFunction = .relu, transformBias: Double = -1) {
        self.activation = activation
        self.transformBias = transformBias
    }

    package var kind: String { "highway" }
    package var title: String { "Highway" }
    package var actsOnEachStep: Bool { true }

    package func check() throws(EngineError) {
        guard transformBias.isFinite else {
            throw .setting(owner: kind, name: "transform_bias", value: transformBias, range: .finite)
        }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { inputs[0] }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        let features = inputs[0].features
        return [
            Parameter(name: "kernel", shape: [features, features], initialiser: .glorotUniform),
            Parameter(name: "bias", shape: [features], initialiser: .zeros),
            Parameter(name: "transform_kernel", shape: [features, features], initialiser: .glorotUniform),
            Parameter(name: "transform_bias", shape: [features], initialiser: .constant(transformBias)),
        ]
    }

    package func parameterFormula(inputs: Int) -> String { "2·(\(inputs)·\(inputs) + \(inputs))" }

    package var equations: [Equation] {
        let gate = Equation.Affine(
            block: 0, activation: .sigmoid, recurrent: .none, kernel: "transform_kernel", bias: "transform_bias")
        let kept = Equation.Expression.product(.difference(.one, .field("T")), .field("x"))
        return [
            Equation(
                symbol: "T", formula: "σ(x·W_T + b_T)", meaning: "how much is changed", verb: "change", field: "T",
                body: .affine(gate)),
            Equation(
                symbol: "H", formula: "\(activation.symbol)(x·W_H + b_H)", meaning: "what it is changed into",
                field: "H", body: .affine(.init(block: 0, activation: activation, recurrent: .none))),
            Equation(
                symbol: "y", formula: "T ⊙ H + (1 − T) ⊙ x", meaning: "the changed and the old", field: "y",
                body: .combination(.sum(.product(.field("T"), .field("H")), kept))),
        ]
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        HighwayOperation(self, context, in: &plan)
    }
}

/// Keeps x, T, H and y.
final class HighwayOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let change: Branch
    private let gate: Branch
    private let scratch: Region?

    /// f(x·W + b), from parameter `first` on.
    private struct Branch {
        let first: Int
        let function: ActivationFunction
        let values: Region
        let gradient: Region?
        let panels: Int
        let transposed: Int

        init(_ first: Int, _ function: ActivationFunction, _ context: OperationContext, in plan: inout Plan) {
            self.first = first
            self.function = function
            let (steps, width) = (context.output.positions, context.output.features)
            values = plan.rows(steps: steps, width: width)
            gradient = plan.learns ? plan.rows(steps: steps, width: width) : nil
            panels = plan.panels(width, width)
            transposed = context.inputs[0].gradient == nil ? 0 : plan.panels(Sizes.padded(width), width)
        }

        func traceField(_ name: String, _ output: ValueSlot) -> TraceField {
            TraceField(
                name: name, values: values, width: output.shape.features, steps: output.shape.positions,
                gradient: gradient)
        }
    }

    init(_ layer: Highway, _ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        output = plan.valueSlot(context.output, mask: input.mask)
        change = Branch(0, layer.activation, context, in: &plan)
        gate = Branch(2, .sigmoid, context, in: &plan)
        let learns = plan.learns && input.gradient != nil
        scratch = learns ? plan.rows(steps: context.output.positions, width: context.output.features) : nil
    }

    private var stride: Int { output.values.stride }
    private var width: Int { output.shape.features }
    private func rows(_ pass: Pass) -> Int { output.shape.positions * pass.batch }

    var traceFields: [TraceField] {
        [
            input.traceField("x", hasGradient: false), gate.traceField("T", output), change.traceField("H", output),
            output.traceField("y"),
        ]
    }

    func prepare(_ pass: Pass) {
        for branch in [change, gate] {
            let kernel = pass.pointer(context.weights[branch.first].offset)
            ck_pack(pass.pointer(branch.panels), kernel, stride, width, stride)
            if input.gradient != nil {
                ck_pack_transposed(pass.pointer(branch.transposed), kernel, stride, width, stride)
            }
        }
    }

    func forward(_ pass: Pass) {
        run(change, pass)
        run(gate, pass)
        let (x, y) = (pass.pointer(input.values), pass.pointer(output.values))
        let (h, t) = (pass.pointer(change.values), pass.pointer(gate.values))
        for row in 0..<rows(pass) {
            let (from, place) = (x + row * input.values.stride, row * stride)
            for unit in 0..<width {
                let t = t[place + unit]
                y[place + unit] = t * h[place + unit] + (1 - t) * from[unit]
            }
        }
    }

    private func run(_ branch: Branch, _ pass: Pass) {
        let y = pass.pointer(branch.values)
        pass.product(
            y, stride, pass.pointer(input.values), input.values.stride, panels: branch.panels,
            bias: pass.pointer(context.weights[branch.first + 1].offset), rows: rows(pass), width: stride, depth: width)
        pass.activate(y, stride, rows: rows(pass), width: width, branch.function)
    }

    /// dH = dy ⊙ T, dT = dy ⊙ (H − x), and what passed by: dx = dy ⊙ (1 − T).
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient, let dH = change.gradient, let dT = gate.gradient else { return }
        let (x, dy) = (pass.pointer(input.values), pass.pointer(gradient))
        let (h, t) = (pass.pointer(change.values), pass.pointer(gate.values))
        let (dh, dt, dx) = (pass.pointer(dH), pass.pointer(dT), scratch.map { pass.pointer($0) })
        for row in 0..<rows(pass) {
            let (from, start) = (x + row * input.values.stride, row * stride)
            for unit in 0..<width {
                let place = start + unit
                dh[place] = dy[place] * t[place]
                dt[place] = dy[place] * (h[place] - from[unit])
                if let dx { dx[place] = dy[place] * (1 - t[place]) }
            }
        }
        if let scratch { pass.handBack(scratch, to: input, adds: context.adds[0]) }
        for branch in [change, gate] { runBackward(branch, pass) }
    }

    private func runBackward(_ branch: Branch, _ pass: Pass) {
        guard let gradient = branch.gradient else { return }
        let da = pass.pointer(gradient)
        pass.activateBackward(da, da, pass.pointer(branch.values), stride, rows: rows(pass), branch.function)
        if let target = input.gradient {
            pass.product(
                pass.pointer(target), target.stride, da, stride, panels: branch.transposed, rows: rows(pass),
                width: target.stride, depth: stride, adds: true)
        }
        pass.productTransposed(
            pass.pointer(context.gradients[branch.first].offset), stride, pass.pointer(input.values),
            input.values.stride, da, stride, rows: rows(pass), height: width, width: stride)
        ck_column_sums(pass.pointer(context.gradients[branch.first + 1].offset), da, stride, rows(pass), stride)
    }
}

extension Highway {
    package var kerasForm: KerasForm { .highway(activation) }
}
