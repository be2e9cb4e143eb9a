/// The equations of a minGRU for one example. Backward is forward read from the bottom to the top: a_g is the sum inside
/// the activation of gate g, and d… is dL/d….
///
///     z = σ(x·W_z + b_z)
///     n = x·W_h + b_h
///     h = (1 − z) ⊙ h₀ + z ⊙ n
///
/// Shapes: x [D]; z, n, h₀, h [H]; W [D × H], b [H]. n is h̃.
/// Source: Feng et al. (2024), section 3.1, arXiv:2410.01201.
struct MinGRUStep: PlainStep {
    enum Gate: Int, CaseIterable { case z, n }
    struct Values { let x, h0, z, n, h: Vector }

    let weights: StepWeights<Gate>
    var f = ActivationFunction.linear
    private let σ = ActivationFunction.sigmoid

    init(weights: StepWeights<Gate>, f: ActivationFunction = .linear) { (self.weights, self.f) = (weights, f) }

    func states(_ values: Values) -> [Vector] { [values.h] }

    func forward(_ x: Vector, _ states: [Vector]) -> Values {
        let (w, b, h0) = (weights.w, weights.b, states[0])
        let z = σ(x * w[.z] + b[.z])
        let n = f(x * w[.n] + b[.n])
        let h = (1 - z) ⊙ h0 + z ⊙ n
        return Values(x: x, h0: h0, z: z, n: n, h: h)
    }

    func backward(_ values: Values, _ states: [Vector], _ gradients: inout StepWeights<Gate>)
        -> (x: Vector, states: [Vector])
    {
        let (x, h0, z, n, dh) = (values.x, values.h0, values.z, values.n, states[0])
        let dan = dh ⊙ z ⊙ f.slope(n)
        let daz = dh ⊙ (n - h0) ⊙ σ.slope(z)
        for (gate, d) in [(Gate.z, daz), (.n, dan)] {
            gradients.w[gate] += .outer(x, d)
            gradients.b[gate] += d
        }
        return (daz * weights.w[.z].transposed + dan * weights.w[.n].transposed, [dh ⊙ (1 - z)])
    }
}
