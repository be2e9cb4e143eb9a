/// All steps of a sequence as one vector: step 1's numbers, then step 2's, and so on.
///
///     y = [x_1, x_2, … x_T]
///
/// Shapes: x [T · B, D]; y [B, T·D].
package struct Flatten: Layer {
    package init() {}

    package var kind: String { "flatten" }
    package var title: String { "Flatten" }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        Shape(Sizes.product(inputs[0].positions, inputs[0].features))
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        FlattenOperation(context, in: &plan)
    }
}

/// Keeps y.
final class FlattenOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot

    init(_ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        output = plan.valueSlot(context.output, mask: nil)
    }

    var traceFields: [TraceField] { [output.traceField("y")] }

    func forward(_ pass: Pass) {
        let (x, y) = (pass.pointer(input.values), pass.pointer(output.values))
        let (features, stride) = (input.shape.features, output.values.stride)
        for example in 0..<pass.batch {
            let to = y + example * stride
            for step in 0..<input.shape.positions {
                let from = x + (step * pass.batch + example) * input.values.stride
                (to + step * features).update(from: from, count: features)
            }
            (to + output.shape.features).update(repeating: 0, count: stride - output.shape.features)
        }
    }

    func backward(_ pass: Pass) {
        guard let gradient = output.gradient, let target = input.gradient else { return }
        let (dy, dx, features) = (pass.pointer(gradient), pass.pointer(target), input.shape.features)
        if !context.adds[0] {
            dx.update(repeating: 0, count: input.shape.positions * pass.batch * target.stride)
        }
        for example in 0..<pass.batch {
            for step in 0..<input.shape.positions {
                let from = dy + example * gradient.stride + step * features
                let to = dx + (step * pass.batch + example) * target.stride
                for feature in 0..<features { to[feature] += from[feature] }
            }
        }
    }
}

extension Flatten {
    package var kerasForm: KerasForm { .layer(KerasCall("Flatten")) }
}
