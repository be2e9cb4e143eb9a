import CKernels

/// A convolution over time: the same weights on every window of a few steps.
///
///     y_t = f(Σ_k x_{t·s + k·d − p}·W_k + b)      k = 0 … K − 1
///
/// for strides s, dilation d and p steps of zeros before the first: valid 0; causal d·(K − 1); same so many before as
/// after.
/// Shapes: x [T · B, D]; y [T′ · B, H]; W [K, D, H], b [H]. Every W_k is one product over the rows of all windows: those
/// of x moved by k·d steps.
/// Sources: Waibel et al. (1989), "Phoneme recognition using time-delay neural networks"; causal and dilated: van den
/// Oord et al. (2016), "WaveNet".
package struct Conv1D: Layer {
    package var filters: Int
    package var kernelSize: Int
    package var strides: Int
    package var padding: WindowPadding
    package var dilation: Int
    package var activation: ActivationFunction
    package var useBias: Bool

    package init(
        filters: Int, kernelSize: Int, strides: Int = 1, padding: WindowPadding = .valid, dilation: Int = 1,
        activation: ActivationFunction = .linear, useBias: Bool = true
    ) {
        self.filters = filters
        self.kernelSize = kernelSize
        self.strides = strides
        self.padding = padding
        self.dilation = dilation
        self.activation = activation
        self.useBias = useBias
    }

    package var kind: String { "conv1d" }
    package var title: String { "Conv1D(\(filters), \(kernelSize))" }
    var window: SlidingWindow {
        SlidingWindow(size: kernelSize, stride: strides, dilation: dilation, padding: padding)
    }

    package func check() throws(EngineError) {
        guard filters > 0 else {
            throw .setting(owner: kind, name: "filters", value: Double(filters), range: .oneOrMore)
        }
        try window.check(owner: kind, size: "kernel_size")
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let steps = inputs[0].steps else { throw ShapeProblem(needs: .sequence) }
        return Shape(steps: try window.count(of: steps), features: filters)
    }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        let kernel = Parameter(
            name: "kernel", shape: [kernelSize, inputs[0].features, filters], initialiser: .glorotUniform)
        return useBias ? [kernel, Parameter(name: "bias", shape: [filters], initialiser: .zeros)] : [kernel]
    }

    package func parameterFormula(inputs: Int) -> String {
        "\(kernelSize)·\(inputs)·\(filters)" + (useBias ? " + \(filters)" : "")
    }

    package var lastFunction: ActivationFunction? { activation }

    package var equations: [Equation] {
        [
            Equation(
                symbol: "y", formula: "\(activation.symbol)(x·W\(useBias ? " + b" : ""))",
                meaning: "the answer to a window", field: "y",
                body: .affine(.init(block: 0, activation: activation, recurrent: .none)))
        ]
    }

    package var notes: [String] { ["x is a window: \(kernelSize) steps side by side"] }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        Conv1DOperation(self, context, in: &plan)
    }
}

/// Keeps y. Backward turns dL/dy in place into dL/d(sum before the activation).
final class Conv1DOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let function: ActivationFunction
    private let places: WindowPlaces
    /// Of W_0; the others follow.
    private let panels: Int
    private let transposed: Int

    init(_ layer: Conv1D, _ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        function = layer.activation
        places = WindowPlaces(layer.window, input: input.shape.positions, output: context.output.positions)
        output = plan.valueSlot(context.output, mask: nil)
        let features = input.shape.features
        panels = plan.panels(Sizes.product(layer.kernelSize, features), layer.filters)
        transposed =
            input.gradient == nil
            ? 0 : plan.panels(Sizes.product(layer.kernelSize, Sizes.padded(layer.filters)), features)
    }

    private var stride: Int { output.values.stride }
    private var features: Int { input.shape.features }
    private var taps: Range<Int> { 0..<places.window.size }
    private func rows(_ pass: Pass) -> Int { output.shape.positions * pass.batch }
    private func panels(_ tap: Int) -> Int { panels + tap * features * stride }
    private func transposed(_ tap: Int) -> Int { transposed + tap * Sizes.padded(features) * stride }
    /// The rows of W_k in the kernel.
    private func offset(_ tap: Int) -> Int { tap * features * stride }

    var traceFields: [TraceField] { [output.traceField("y")] }

    func window(_ step: Int, _ pass: Pass) -> [Int?]? { places.places(step) }

    func prepare(_ pass: Pass) {
        let kernel = pass.pointer(context.weights[0].offset)
        for tap in taps {
            let matrix = kernel + offset(tap)
            ck_pack(pass.pointer(panels(tap)), matrix, stride, features, stride)
            if input.gradient != nil {
                ck_pack_transposed(pass.pointer(transposed(tap)), matrix, stride, features, stride)
            }
        }
    }

    func forward(_ pass: Pass) {
        let (x, y) = (pass.pointer(input.values), pass.pointer(output.values))
        let rows = rows(pass)
        if context.weights.count > 1 {
            let bias = pass.pointer(context.weights[1].offset)
            for row in 0..<rows { (y + row * stride).update(from: bias, count: stride) }
        } else {
            y.update(repeating: 0, count: rows * stride)
        }
        for tap in taps {
            forEachRun(tap) { to, from, steps in
                pass.product(
                    y + to * pass.batch * stride, stride, x + from * pass.batch * input.values.stride,
                    input.values.stride, panels: panels(tap), rows: steps * pass.batch, width: stride,
                    depth: features, adds: true)
            }
        }
        pass.activate(y, stride, rows: rows, width: output.shape.features, function)
    }

    func backward(_ pass: Pass) {
        guard let gradient = output.gradient else { return }
        let dy = pass.pointer(gradient)
        if !context.isFusedWithLoss {
            pass.activateBackward(dy, dy, pass.pointer(output.values), stride, rows: rows(pass), function)
        }
        if let target = input.gradient { inputGradient(pass, dy, target) }
        kernelGradient(pass, dy)
        if context.gradients.count > 1 {
            ck_column_sums(pass.pointer(context.gradients[1].offset), dy, stride, rows(pass), stride)
        }
    }

    /// dx at the rows that W_k read += dy·W_kᵀ
    private func inputGradient(_ pass: Pass, _ dy: UnsafePointer<Real>, _ target: Region) {
        let dx = pass.pointer(target)
        if !context.adds[0] {
            dx.update(repeating: 0, count: input.shape.positions * pass.batch * target.stride)
        }
        for tap in taps {
            forEachRun(tap) { to, from, steps in
                pass.product(
                    dx + from * pass.batch * target.stride, target.stride, dy + to * pass.batch * stride, stride,
                    panels: transposed(tap), rows: steps * pass.batch, width: target.stride, depth: stride, adds: true)
            }
        }
    }

    /// dW_k = xᵀ·dy over the rows that it read.
    private func kernelGradient(_ pass: Pass, _ dy: UnsafePointer<Real>) {
        let x = pass.pointer(input.values)
        for tap in taps {
            let target = pass.pointer(context.gradients[0].offset) + offset(tap)
            var isFirst = true
            forEachRun(tap) { to, from, steps in
                pass.productTransposed(
                    target, stride, x + from * pass.batch * input.values.stride, input.values.stride,
                    dy + to * pass.batch * stride, stride, rows: steps * pass.batch, height: features, width: stride,
                    adds: !isFirst)
                isFirst = false
            }
            if isFirst { target.update(repeating: 0, count: features * stride) }
        }
    }

    /// Steps of y and of x that follow each other in memory and meet in place `tap` of the window.
    private func forEachRun(_ tap: Int, _ body: (_ to: Int, _ from: Int, _ steps: Int) -> Void) {
        let readers = places.readers(of: tap)
        if readers.isEmpty { return }
        if places.window.stride == 1 {
            body(readers.lowerBound, places.step(readers.lowerBound, tap), readers.count)
        } else {
            for step in readers { body(step, places.step(step, tap), 1) }
        }
    }
}

extension Conv1D {
    package var kerasForm: KerasForm {
        .layer(
            KerasCall(
                "Conv1D",
                [
                    (nil, .number("\(filters)")), (nil, .number("\(kernelSize)")), ("strides", .number("\(strides)")),
                    ("padding", .text(padding.rawValue)), ("dilation_rate", .number("\(dilation)")),
                    activation.kerasArgument, ("use_bias", .flag(useBias)),
                ]))
    }
}
