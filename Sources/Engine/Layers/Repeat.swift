import CKernels

/// One vector at every step of a new sequence: what an encoder says, handed to a decoder again and again.
///
///     y_t = x
///
/// Shapes: x [B, D]; y [n · B, D].
package struct Repeat: Layer {
    package var count: Int

    package init(_ count: Int) { self.count = count }

    package var kind: String { "repeat" }
    package var title: String { "Repeat(\(count))" }

    package func check() throws(EngineError) {
        guard count > 0 else { throw .setting(owner: kind, name: "n", value: Double(count), range: .oneOrMore) }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard !inputs[0].isSequence else { throw ShapeProblem(needs: .vector) }
        return Shape(steps: count, features: inputs[0].features)
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        RepeatOperation(context, in: &plan)
    }
}

/// Keeps y.
final class RepeatOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let count: Int

    init(_ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        count = context.output.positions
        output = plan.valueSlot(context.output, mask: nil)
    }

    var traceFields: [TraceField] { [output.traceField("y")] }

    func forward(_ pass: Pass) {
        pass.copyRows(from: input, to: output)
        let (y, numbers) = (pass.pointer(output.values), pass.batch * output.values.stride)
        for step in 1..<max(1, count) { (y + step * numbers).update(from: y, count: numbers) }
    }

    /// dx = Σ_t dy_t
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient, let target = input.gradient else { return }
        let (dy, dx, stride) = (pass.pointer(gradient), pass.pointer(target), target.stride)
        if !context.adds[0] { dx.update(repeating: 0, count: pass.batch * stride) }
        for step in 0..<count {
            ck_add(dx, stride, dy + step * pass.batch * stride, stride, pass.batch, stride)
        }
    }
}

extension Repeat {
    package var kerasForm: KerasForm { .layer(KerasCall("RepeatVector", [(nil, .number("\(count)"))])) }
}
