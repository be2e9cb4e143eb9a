import CKernels

/// A fully connected layer, on one vector or on every step of a sequence.
///
///     y = f(x·W + b)
///
/// Shapes: x [B, D]; y [B, H]; W [D, H], b [H].
package struct Dense: Layer {
    package var units: Int
    package var activation: ActivationFunction
    package var useBias: Bool

    package init(units: Int, activation: ActivationFunction = .linear, useBias: Bool = true) {
        self.units = units
        self.activation = activation
        self.useBias = useBias
    }

    package var kind: String { "dense" }
    package var title: String { "Dense(\(units))" }

    package func check() throws(EngineError) {
        guard units > 0 else {
            throw .setting(owner: kind, name: "units", value: Double(units), range: .oneOrMore)
        }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        Shape(steps: inputs[0].steps, features: units)
    }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        let kernel = Parameter(name: "kernel", shape: [inputs[0].features, units], initialiser: .glorotUniform)
        return useBias ? [kernel, Parameter(name: "bias", shape: [units], initialiser: .zeros)] : [kernel]
    }

    package func parameterFormula(inputs: Int) -> String { "\(inputs)·\(units)" + (useBias ? " + \(units)" : "") }

    package var lastFunction: ActivationFunction? { activation }
    package var actsOnEachStep: Bool { true }

    package var equations: [Equation] {
        [
            Equation(
                symbol: "y", formula: "\(activation.symbol)(x·W\(useBias ? " + b" : ""))", meaning: "the answer",
                field: "y", body: .affine(.init(block: 0, activation: activation, recurrent: .none)))
        ]
    }
}

extension Dense {
    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        DenseOperation(self, context, in: &plan)
    }
}

/// Keeps y. Backward turns dL/dy in place into dL/d(x·W + b).
final class DenseOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let function: ActivationFunction
    private let panels: Int
    private let transposed: Int

    init(_ layer: Dense, _ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        function = layer.activation
        output = plan.valueSlot(context.output, mask: input.mask)
        panels = plan.panels(input.shape.features, layer.units)
        transposed = input.gradient == nil ? 0 : plan.panels(Sizes.padded(layer.units), input.shape.features)
    }

    private var stride: Int { output.values.stride }
    private func rows(_ pass: Pass) -> Int { output.shape.positions * pass.batch }

    var traceFields: [TraceField] {
        [
            TraceField(
                name: "y", values: output.values, width: output.shape.features, steps: output.shape.positions,
                gradient: output.gradient)
        ]
    }

    func prepare(_ pass: Pass) {
        let kernel = pass.pointer(context.weights[0].offset)
        ck_pack(pass.pointer(panels), kernel, stride, input.shape.features, stride)
        if input.gradient != nil {
            ck_pack_transposed(pass.pointer(transposed), kernel, stride, input.shape.features, stride)
        }
    }

    func forward(_ pass: Pass) {
        let y = pass.pointer(output.values)
        let bias = context.weights.count > 1 ? UnsafePointer(pass.pointer(context.weights[1].offset)) : nil
        pass.product(
            y, stride, pass.pointer(input.values), input.values.stride, panels: panels, bias: bias, rows: rows(pass),
            width: stride, depth: input.shape.features)
        pass.activate(y, stride, rows: rows(pass), width: output.shape.features, function)
    }

    func backward(_ pass: Pass) {
        guard let gradient = output.gradient else { return }
        let dy = pass.pointer(gradient)
        if !context.isFusedWithLoss {
            pass.activateBackward(dy, dy, pass.pointer(output.values), stride, rows: rows(pass), function)
        }
        let features = input.shape.features
        if let target = input.gradient {
            pass.product(
                pass.pointer(target), target.stride, dy, stride, panels: transposed, rows: rows(pass),
                width: Sizes.padded(features), depth: stride, adds: context.adds[0])
        }
        pass.productTransposed(
            pass.pointer(context.gradients[0].offset), stride, pass.pointer(input.values), input.values.stride, dy,
            stride, rows: rows(pass), height: features, width: stride,
            sums: context.gradients.count > 1 ? pass.pointer(context.gradients[1].offset) : nil)
    }
}

extension Pass {
    /// y = f(y) on rows of `width` numbers.
    func activate(
        _ y: UnsafeMutablePointer<Real>, _ stride: Int, rows: Int, width: Int, _ function: ActivationFunction
    ) {
        switch function {
        case .linear: break
        case .softmax: ck_softmax(y, stride, rows, width, stride)
        case .tanh, .sigmoid, .relu: ck_activate(y, stride, rows, stride, function.code)
        }
    }

    /// dx = dL/dx for y = f(x); all three have rows of `stride` numbers, and dx may be dy.
    func activateBackward(
        _ dx: UnsafeMutablePointer<Real>, _ dy: UnsafePointer<Real>, _ y: UnsafePointer<Real>, _ stride: Int,
        rows: Int,
        _ function: ActivationFunction
    ) {
        switch function {
        case .linear: if UnsafePointer(dx) != dy { dx.update(from: dy, count: rows * stride) }
        case .softmax: ck_softmax_backward(dx, stride, dy, stride, y, stride, rows, stride)
        case .tanh, .sigmoid, .relu:
            ck_activate_backward(dx, stride, dy, stride, y, stride, rows, stride, function.code)
        }
    }
}

extension Dense {
    package var kerasForm: KerasForm {
        .layer(
            KerasCall(
                "Dense", [(nil, .number("\(units)")), activation.kerasArgument, ("use_bias", .flag(useBias))]))
    }
}
