import CKernels

/// The sum of several inputs of one shape, number by number.
///
///     y = x₁ + x₂ + …
///
/// Shapes: every x and y [B, D]. A shortcut round other layers is one: y = x + f(x) (He et al., 2016, "Deep residual
/// learning").
package struct Add: Layer {
    package init() {}

    package var kind: String { "add" }
    package var isStepwise: Bool { true }
    package var title: String { "Add" }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let first = inputs.first, inputs.allSatisfy({ $0 == first }) else {
            throw ShapeProblem(needs: .sameShapes)
        }
        return first
    }

    package func equations(inputs: Int) -> [Equation] {
        [.merging(inputs, "+", meaning: "both together") { .sum($0, $1) }]
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        AddOperation(context, in: &plan)
    }
}

/// Keeps the inputs and y.
final class AddOperation: Operation {
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
        pass.copyRows(from: context.inputs[0], to: output)
        for input in context.inputs.dropFirst() { pass.addRows(from: input, to: output) }
        mask.forward(pass, rows: output.shape.positions * pass.batch)
    }

    /// dx = dy for each.
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient else { return }
        for (index, input) in context.inputs.enumerated() {
            pass.handBack(gradient, to: input, adds: context.adds[index])
        }
    }
}

extension Add {
    package var kerasForm: KerasForm { .merge(KerasCall("Add")) }
}
