/// The product of several inputs of one shape, number by number.
///
///     y = x₁ ⊙ x₂ ⊙ …
///
/// Shapes: every x and y [B, D]. Where an input is masked it counts as 1; where all are, y is 0 (as in Keras).
package struct Multiply: Layer {
    package init() {}

    package var kind: String { "multiply" }
    package var isStepwise: Bool { true }
    package var title: String { "Multiply" }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { try Add().shape(after: inputs) }

    package func equations(inputs: Int) -> [Equation] {
        [.merging(inputs, "⊙", meaning: "one lets the other through") { .product($0, $1) }]
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        MultiplyOperation(context, in: &plan)
    }
}

/// Keeps the factors and y.
final class MultiplyOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let mask: MergedMask
    /// The inputs, with ones where they are masked.
    private let factors: [Region]
    private let scratch: Region?

    init(_ context: OperationContext, in plan: inout Plan) {
        self.context = context
        let (steps, width) = (context.output.positions, context.output.features)
        var factors: [Region] = []
        for input in context.inputs {
            factors.append(input.mask == nil ? input.values : plan.rows(steps: steps, width: width))
        }
        self.factors = factors
        mask = MergedMask(context.inputs, in: &plan)
        output = plan.valueSlot(context.output, mask: mask.region)
        scratch = plan.learns ? plan.rows(steps: steps, width: width) : nil
    }

    var traceFields: [TraceField] {
        factors.enumerated().map { index, factor in
            TraceField(
                name: Equation.inputName(index), values: factor, width: output.shape.features,
                steps: output.shape.positions)
        } + [output.traceField("y")]
    }

    func forward(_ pass: Pass) {
        let rows = output.shape.positions * pass.batch
        pass.pointer(output.values).update(repeating: 1, count: rows * output.values.stride)
        for (input, factor) in zip(context.inputs, factors) {
            if let mask = input.mask {
                var copy = output
                copy.values = factor
                pass.copyRows(from: input, to: copy)
                fill(factor, 1, where: mask, pass, rows)
            }
            multiply(output.values, by: factor, pass, rows)
        }
        mask.forward(pass, rows: rows)
        if let mask = mask.region { fill(output.values, 0, where: mask, pass, rows) }
    }

    /// dxᵢ = dy ⊙ the other inputs.
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient, let scratch else { return }
        let rows = output.shape.positions * pass.batch
        for (index, input) in context.inputs.enumerated() where input.gradient != nil {
            pass.pointer(scratch).update(from: pass.pointer(gradient), count: rows * scratch.stride)
            for (other, factor) in factors.enumerated() where other != index {
                multiply(scratch, by: factor, pass, rows)
            }
            if let mask = input.mask { fill(scratch, 0, where: mask, pass, rows) }
            pass.handBack(scratch, to: input, adds: context.adds[index])
        }
    }

    private func multiply(_ region: Region, by factor: Region, _ pass: Pass, _ rows: Int) {
        let (y, x, features) = (pass.pointer(region), pass.pointer(factor), output.shape.features)
        for row in 0..<rows {
            let (to, from) = (y + row * region.stride, x + row * factor.stride)
            for feature in 0..<features { to[feature] *= from[feature] }
        }
    }

    /// Where the mask is 0.
    private func fill(_ region: Region, _ value: Real, where mask: Region, _ pass: Pass, _ rows: Int) {
        let (y, mask) = (pass.pointer(region), pass.pointer(mask))
        for row in 0..<rows where mask[row] == 0 {
            (y + row * region.stride).update(repeating: value, count: output.shape.features)
        }
    }
}

extension Multiply {
    package var kerasForm: KerasForm { .merge(KerasCall("Multiply")) }
}
