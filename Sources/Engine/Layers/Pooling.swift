/// The largest of the numbers, or their mean, in windows of a few steps.
///
///     y_t = max_k x_{t·s + k − p}      or      y_t = mean_k x_{t·s + k − p}
///
/// of each feature, for strides s and p steps of padding before the first, which does not count (k = 0 … K − 1).
/// Shapes: x [T · B, D]; y [T′ · B, D]. The gradient of the largest goes to the first of those that are equal.
package struct Pooling: Layer {
    package var kindOfPooling: Equation.Pooling
    package var size: Int
    /// nil: as long as the window.
    package var strides: Int?
    package var padding: WindowPadding

    package init(
        _ pooling: Equation.Pooling, size: Int = 2, strides: Int? = nil, padding: WindowPadding = .valid
    ) {
        kindOfPooling = pooling
        self.size = size
        self.strides = strides
        self.padding = padding
    }

    package var kind: String { kindOfPooling == .largest ? "max_pooling" : "average_pooling" }
    package var title: String { (kindOfPooling == .largest ? "MaxPooling" : "AveragePooling") + "(\(size))" }
    var window: SlidingWindow { SlidingWindow(size: size, stride: strides ?? size, padding: padding) }

    package func check() throws(EngineError) { try window.check(owner: kind, size: "pool_size") }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let steps = inputs[0].steps else { throw ShapeProblem(needs: .sequence) }
        return Shape(steps: try window.count(of: steps), features: inputs[0].features)
    }

    package var equations: [Equation] { [.pooling(kindOfPooling, "the window")] }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        let places = WindowPlaces(window, input: context.inputs[0].shape.positions, output: context.output.positions)
        return PoolingOperation(kindOfPooling, places, context, in: &plan)
    }
}

extension Equation {
    static func pooling(_ pooling: Pooling, _ window: String) -> Equation {
        let word = pooling == .largest ? "max" : "mean"
        let meaning = pooling == .largest ? "the largest in \(window)" : "the mean of \(window)"
        return Equation(symbol: "y", formula: "\(word)(x)", meaning: meaning, field: "y", body: .pooling(pooling))
    }
}

/// Keeps y.
final class PoolingOperation: Operation {
    let output: ValueSlot
    private let pooling: Equation.Pooling
    private let places: WindowPlaces
    private let context: OperationContext
    private let input: ValueSlot
    private let mask: Region?

    init(
        _ pooling: Equation.Pooling, _ places: WindowPlaces, _ context: OperationContext, leavesOut mask: Region? = nil,
        in plan: inout Plan
    ) {
        self.pooling = pooling
        self.places = places
        self.context = context
        self.mask = mask
        input = context.inputs[0]
        output = plan.valueSlot(context.output, mask: nil)
    }

    var traceFields: [TraceField] { [output.traceField("y")] }

    func window(_ step: Int, _ pass: Pass) -> [Int?]? {
        places.real(step).filter { counts($0 * pass.batch, pass) }
    }

    /// Of the input.
    private func counts(_ row: Int, _ pass: Pass) -> Bool { mask.map { pass.pointer($0)[row] != 0 } ?? true }

    func forward(_ pass: Pass) {
        for step in 0..<output.shape.positions {
            for example in 0..<pass.batch {
                switch pooling {
                case .largest: largest(step, example, pass)
                case .mean: mean(step, example, pass)
                }
            }
        }
    }

    func backward(_ pass: Pass) {
        guard let gradient = output.gradient, let target = input.gradient else { return }
        let (dy, dx) = (pass.pointer(gradient), pass.pointer(target))
        if !context.adds[0] {
            dx.update(repeating: 0, count: input.shape.positions * pass.batch * target.stride)
        }
        for step in 0..<output.shape.positions {
            for example in 0..<pass.batch {
                let from = dy + (step * pass.batch + example) * gradient.stride
                switch pooling {
                case .largest: largestBackward(step, example, pass, from, dx, target.stride)
                case .mean: meanBackward(step, example, pass, from, dx, target.stride)
                }
            }
        }
    }

    /// The rows of the input in a window, as far as they exist and count.
    private func forEachRow(_ step: Int, _ example: Int, _ pass: Pass, _ body: (Int) -> Void) {
        for place in places.real(step) {
            let row = place * pass.batch + example
            if counts(row, pass) { body(row) }
        }
    }

    private func largest(_ step: Int, _ example: Int, _ pass: Pass) {
        let (x, stride, features) = (pass.pointer(input.values), input.values.stride, output.shape.features)
        let y = pass.pointer(output.values) + (step * pass.batch + example) * output.values.stride
        y.update(repeating: 0, count: output.values.stride)
        var isFirst = true
        forEachRow(step, example, pass) { row in
            let from = x + row * stride
            // NaN is passed on.
            for feature in 0..<features where isFirst || from[feature] > y[feature] || from[feature].isNaN {
                y[feature] = from[feature]
            }
            isFirst = false
        }
    }

    private func largestBackward(
        _ step: Int, _ example: Int, _ pass: Pass, _ dy: UnsafePointer<Real>, _ dx: UnsafeMutablePointer<Real>,
        _ stride: Int
    ) {
        let x = pass.pointer(input.values)
        let y = pass.pointer(output.values) + (step * pass.batch + example) * output.values.stride
        for feature in 0..<output.shape.features {
            var isFound = false
            forEachRow(step, example, pass) { row in
                if isFound || x[row * input.values.stride + feature] != y[feature] { return }
                dx[row * stride + feature] += dy[feature]
                isFound = true
            }
        }
    }

    private func mean(_ step: Int, _ example: Int, _ pass: Pass) {
        let (x, stride, features) = (pass.pointer(input.values), input.values.stride, output.shape.features)
        let y = pass.pointer(output.values) + (step * pass.batch + example) * output.values.stride
        y.update(repeating: 0, count: output.values.stride)
        var count = 0
        forEachRow(step, example, pass) { row in
            let from = x + row * stride
            for feature in 0..<features { y[feature] += from[feature] }
            count += 1
        }
        let share = 1 / Real(max(1, count))
        for feature in 0..<features { y[feature] *= share }
    }

    private func meanBackward(
        _ step: Int, _ example: Int, _ pass: Pass, _ dy: UnsafePointer<Real>, _ dx: UnsafeMutablePointer<Real>,
        _ stride: Int
    ) {
        var count = 0
        forEachRow(step, example, pass) { _ in count += 1 }
        let share = 1 / Real(max(1, count))
        forEachRow(step, example, pass) { row in
            let to = dx + row * stride
            for feature in 0..<output.shape.features { to[feature] += dy[feature] * share }
        }
    }
}

extension Pooling {
    package var kerasForm: KerasForm {
        let step: [(name: String?, value: KerasCall.Value)] = strides.map { [("strides", .number("\($0)"))] } ?? []
        return .layer(
            KerasCall(
                kindOfPooling == .largest ? "MaxPooling1D" : "AveragePooling1D",
                [(nil, .number("\(size)"))] + step + [("padding", .text(padding.rawValue))]))
    }
}
