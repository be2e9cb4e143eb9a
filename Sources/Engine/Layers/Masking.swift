/// Masks the steps in which every number is a certain value: the layers after leave them out.
///
///     y_t = x_t, or 0 where x_t is masked
///
/// Shapes: x, y [T · B, D]. What is masked already stays masked.
package struct Masking: Layer {
    package var value: Double

    package init(value: Double = 0) { self.value = value }

    package var kind: String { "masking" }
    package var title: String { "Masking" }
    package var isStepwise: Bool { true }
    package var notes: [String] { ["steps that hold \(value) and nothing else are masked"] }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard inputs[0].isSequence else { throw ShapeProblem(needs: .sequence) }
        return inputs[0]
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        MaskingOperation(self, context, in: &plan)
    }
}

/// Keeps y.
final class MaskingOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let value: Real
    private let mask: Region
    private let scratch: Region?

    init(_ layer: Masking, _ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        value = Real(layer.value)
        mask = plan.mask(steps: context.output.positions)
        output = plan.valueSlot(context.output, mask: mask)
        let learns = plan.learns && input.gradient != nil
        scratch = learns ? plan.rows(steps: context.output.positions, width: context.output.features) : nil
    }

    var traceFields: [TraceField] { [output.traceField("y")] }

    func forward(_ pass: Pass) {
        pass.copyRows(from: input, to: output)
        let (y, mask) = (pass.pointer(output.values), pass.pointer(mask))
        let before = input.mask.map { pass.pointer($0) }
        let (stride, width) = (output.values.stride, output.shape.features)
        for row in 0..<output.shape.positions * pass.batch {
            let numbers = UnsafeBufferPointer(start: y + row * stride, count: width)
            mask[row] = before?[row] != 0 && numbers.contains { $0 != value } ? 1 : 0
            if mask[row] == 0 { (y + row * stride).update(repeating: 0, count: width) }
        }
    }

    func backward(_ pass: Pass) {
        guard let gradient = output.gradient, let scratch else { return }
        let rows = output.shape.positions * pass.batch
        let (dx, mask) = (pass.pointer(scratch), pass.pointer(mask))
        dx.update(from: pass.pointer(gradient), count: rows * scratch.stride)
        for row in 0..<rows where mask[row] == 0 {
            (dx + row * scratch.stride).update(repeating: 0, count: scratch.stride)
        }
        pass.handBack(scratch, to: input, adds: context.adds[0])
    }
}

extension Masking {
    package var kerasForm: KerasForm {
        .layer(KerasCall("Masking", [("mask_value", .number("\(value)"))]))
    }
}
