/// The equation of a simple recurrent layer for one example.
///
///     h = f(x·W + h₀·U + b)
///
/// Shapes: x [D]; h₀, h [H]; W [D × H], U [H × H], b [H].
/// Source: Elman (1990), "Finding structure in time".
struct SimpleRNNStep: PlainStep {
    enum Gate: Int, CaseIterable { case h }
    struct Values { let x, h0, h: Vector }

    let weights: StepWeights<Gate>
    var f = ActivationFunction.tanh

    func states(_ values: Values) -> [Vector] { [values.h] }

    func forward(_ x: Vector, _ states: [Vector]) -> Values {
        let (w, u, b, h0) = (weights.w, weights.u, weights.b, states[0])
        return Values(x: x, h0: h0, h: f(x * w[.h] + h0 * u[.h] + b[.h]))
    }

    func backward(_ values: Values, _ states: [Vector], _ gradients: inout StepWeights<Gate>)
        -> (x: Vector, states: [Vector])
    {
        let da = states[0] ⊙ f.slope(values.h)
        gradients.w[.h] += .outer(values.x, da)
        gradients.u[.h] += .outer(values.h0, da)
        gradients.b[.h] += da
        return (da * weights.w[.h].transposed, [da * weights.u[.h].transposed])
    }
}
