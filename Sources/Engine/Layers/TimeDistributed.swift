/// Another layer at every step of a sequence, with the same weights.
///
///     y_t = layer(x_t)
///
/// Shapes: x [T · B, D]; y [T · B, H]. Layers that take one vector work on every step by themselves, so dense(3) alone
/// does the same; written out, it says so. Statistics of a batch_norm inside are those of all steps together.
package struct TimeDistributed: Layer {
    package var layer: any Layer

    package init(_ layer: any Layer) { self.layer = layer }

    package var kind: String { "time_distributed" }
    package var title: String { "TimeDistributed(\(layer.title))" }

    package var isStepwise: Bool { layer.isStepwise }

    package func check() throws(EngineError) { try layer.check() }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard inputs[0].isSequence else { throw ShapeProblem(needs: .sequence) }
        guard layer.actsOnEachStep else { throw ShapeProblem(needs: .eachStep(inside: layer.kind)) }
        return try layer.shape(after: inputs)
    }

    package func parameters(after inputs: [Shape]) -> [Parameter] { layer.parameters(after: inputs) }
    package func parameterFormula(inputs: Int) -> String { layer.parameterFormula(inputs: inputs) }
    package func equations(inputs: Int) -> [Equation] { layer.equations(inputs: inputs) }
    package var lastFunction: ActivationFunction? { layer.lastFunction }
    package var notes: [String] { layer.notes }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        layer.operation(context, in: &plan)
    }
}

extension TimeDistributed {
    package var kerasForm: KerasForm {
        .layer(KerasCall("TimeDistributed", [(nil, .layer(layer))]))
    }
}
