/// The largest number of all steps, or their mean, of each feature: one vector from a sequence.
///
///     y = max_t x_t      or      y = mean_t x_t
///
/// Shapes: x [T · B, D]; y [B, D]. The mean leaves masked steps out, the largest does not (as in Keras); the mean of
/// no steps is 0.
/// Source: Lin et al. (2014), "Network in network".
package struct GlobalPooling: Layer {
    package var kindOfPooling: Equation.Pooling

    package init(_ pooling: Equation.Pooling) { kindOfPooling = pooling }

    package var kind: String { kindOfPooling == .largest ? "global_max_pooling" : "global_average_pooling" }
    package var title: String { kindOfPooling == .largest ? "GlobalMaxPooling" : "GlobalAveragePooling" }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard inputs[0].isSequence else { throw ShapeProblem(needs: .sequence) }
        return Shape(inputs[0].features)
    }

    package var equations: [Equation] { [.pooling(kindOfPooling, "all steps")] }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        let steps = context.inputs[0].shape.positions
        let places = WindowPlaces(SlidingWindow(size: steps, stride: steps, padding: .valid), input: steps, output: 1)
        let mask = kindOfPooling == .mean ? context.inputs[0].mask : nil
        return PoolingOperation(kindOfPooling, places, context, leavesOut: mask, in: &plan)
    }
}

extension GlobalPooling {
    package var kerasForm: KerasForm {
        .layer(KerasCall(kindOfPooling == .largest ? "GlobalMaxPooling1D" : "GlobalAveragePooling1D"))
    }
}
