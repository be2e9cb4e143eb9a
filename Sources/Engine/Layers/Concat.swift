/// Several inputs side by side: at each step the numbers of the first, then those of the second, and so on.
///
///     y = [x₁, x₂, …]
///
/// Shapes: xᵢ [B, Dᵢ]; y [B, D₁ + D₂ + …]. All have the same number of steps, or all are vectors.
package struct Concat: Layer {
    package init() {}

    package var kind: String { "concat" }
    package var isStepwise: Bool { true }
    package var title: String { "Concat" }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let first = inputs.first, inputs.allSatisfy({ $0.steps == first.steps }) else {
            throw ShapeProblem(needs: .sameSteps)
        }
        return Shape(steps: first.steps, features: Sizes.sum(inputs.map(\.features)))
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        ConcatOperation(context, in: &plan)
    }
}

/// Keeps the inputs and y.
final class ConcatOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let mask: MergedMask

    init(_ context: OperationContext, in plan: inout Plan) {
        self.context = context
        mask = MergedMask(context.inputs, in: &plan)
        output = plan.valueSlot(context.output, mask: mask.region)
    }

    var traceFields: [TraceField] { context.inputs.inputFields + [output.traceField("y")] }

    func forward(_ pass: Pass) {
        let rows = output.shape.positions * pass.batch
        let (y, stride) = (pass.pointer(output.values), output.values.stride)
        var column = 0
        for input in context.inputs {
            let (x, features) = (pass.pointer(input.values), input.shape.features)
            for row in 0..<rows {
                (y + row * stride + column).update(from: x + row * input.values.stride, count: features)
            }
            column += features
        }
        for row in 0..<rows { (y + row * stride + column).update(repeating: 0, count: stride - column) }
        mask.forward(pass, rows: rows)
    }

    /// Each input gets its columns of dy.
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient else { return }
        let rows = output.shape.positions * pass.batch
        let dy = pass.pointer(gradient)
        var column = 0
        for (index, input) in context.inputs.enumerated() {
            let features = input.shape.features
            defer { column += features }
            guard let target = input.gradient else { continue }
            let dx = pass.pointer(target)
            if !context.adds[index] { dx.update(repeating: 0, count: rows * target.stride) }
            for row in 0..<rows {
                let (to, from) = (dx + row * target.stride, dy + row * gradient.stride + column)
                for feature in 0..<features { to[feature] += from[feature] }
            }
        }
    }
}

extension Concat {
    package var kerasForm: KerasForm { .merge(KerasCall("Concatenate")) }
}
