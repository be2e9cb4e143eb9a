import CKernels

/// One function of each number; softmax of each row.
package struct Activation: Layer {
    package var function: ActivationFunction

    package init(_ function: ActivationFunction) { self.function = function }

    package var kind: String { "activation" }
    package var title: String { "Activation(\(function.rawValue))" }

    package var lastFunction: ActivationFunction? { function }
    package var actsOnEachStep: Bool { true }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { inputs[0] }
}

extension Activation {
    package var equations: [Equation] {
        [
            Equation(
                symbol: "y", formula: "\(function.symbol)(x)", meaning: "the answer", field: "y",
                body: .combination(.activation(function, .field("x"))))
        ]
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        ActivationOperation(self, context, in: &plan)
    }
}

/// Keeps x and y.
final class ActivationOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let function: ActivationFunction
    private let scratch: Region?

    init(_ layer: Activation, _ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        function = layer.function
        output = plan.valueSlot(context.output, mask: input.mask)
        scratch = plan.learns ? plan.rows(steps: context.output.positions, width: context.output.features) : nil
    }

    var traceFields: [TraceField] {
        let (width, steps) = (output.shape.features, output.shape.positions)
        return [
            TraceField(name: "x", values: input.values, width: width, steps: steps),
            TraceField(name: "y", values: output.values, width: width, steps: steps, gradient: output.gradient),
        ]
    }

    func forward(_ pass: Pass) {
        let rows = output.shape.positions * pass.batch
        let y = pass.pointer(output.values)
        pass.copyRows(from: input, to: output)
        pass.activate(y, output.values.stride, rows: rows, width: output.shape.features, function)
    }

    func backward(_ pass: Pass) {
        guard let gradient = output.gradient, let scratch, input.gradient != nil else { return }
        let rows = output.shape.positions * pass.batch
        pass.activateBackward(
            pass.pointer(scratch), pass.pointer(gradient), pass.pointer(output.values), scratch.stride, rows: rows,
            context.isFusedWithLoss ? .linear : function)
        pass.handBack(scratch, to: input, adds: context.adds[0])
    }
}

extension Pass {
    /// Copies rows whose strides may differ; what is beyond the features becomes 0.
    func copyRows(from input: ValueSlot, to output: ValueSlot) {
        let (x, y) = (pointer(input.values), pointer(output.values))
        let features = input.shape.features
        for row in 0..<input.shape.positions * batch {
            (y + row * output.values.stride).update(from: x + row * input.values.stride, count: features)
            (y + row * output.values.stride + features).update(repeating: 0, count: output.values.stride - features)
        }
    }

    /// Writes or adds a gradient to that of an input.
    func handBack(_ gradient: Region, to input: ValueSlot, adds: Bool) {
        guard let target = input.gradient else { return }
        let rows = input.shape.positions * batch
        if adds {
            ck_add(pointer(target), target.stride, pointer(gradient), gradient.stride, rows, target.stride)
        } else {
            pointer(target).update(from: pointer(gradient), count: rows * target.stride)
        }
    }
}

extension Activation {
    package var kerasForm: KerasForm {
        .layer(KerasCall("Activation", [(nil, .text(function.rawValue))]))
    }
}
