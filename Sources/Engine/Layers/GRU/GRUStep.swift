/// The equations of a GRU for one example. Backward is forward read from the bottom to the top: a_g is the sum inside the
/// activation of gate g, and d… is dL/d….
///
///     z = σ(x·W_z + h₀·U_z + b_z)
///     r = σ(x·W_r + h₀·U_r + b_r)
///     n = tanh(x·W_n + (r ⊙ h₀)·U_n + b_n)
///     h = z ⊙ h₀ + (1 − z) ⊙ n
///
/// Shapes: x [D]; z, r, n, h₀, h [H]; W [D × H], U [H × H], b [H].
/// Source: Cho et al. (2014), section 2.3, equations 5 to 8, arXiv:1406.1078; r and z as there.
struct GRUStep: PlainStep {
    enum Gate: Int, CaseIterable { case z, r, n }
    struct Values { let x, h0, z, r, n, h: Vector }

    let weights: StepWeights<Gate>
    var f = ActivationFunction.tanh
    var σ = ActivationFunction.sigmoid

    func states(_ values: Values) -> [Vector] { [values.h] }

    func forward(_ x: Vector, _ states: [Vector]) -> Values {
        let (w, u, b, h0) = (weights.w, weights.u, weights.b, states[0])
        let z = σ(x * w[.z] + h0 * u[.z] + b[.z])
        let r = σ(x * w[.r] + h0 * u[.r] + b[.r])
        let n = f(x * w[.n] + (r ⊙ h0) * u[.n] + b[.n])
        let h = z ⊙ h0 + (1 - z) ⊙ n
        return Values(x: x, h0: h0, z: z, r: r, n: n, h: h)
    }

    func backward(_ values: Values, _ states: [Vector], _ gradients: inout StepWeights<Gate>)
        -> (x: Vector, states: [Vector])
    {
        let (x, h0, z, r, n, dh) = (values.x, values.h0, values.z, values.r, values.n, states[0])
        let (w, u) = (weights.w, weights.u)
        let dan = dh ⊙ (1 - z) ⊙ f.slope(n)
        let drh = dan * u[.n].transposed
        let dar = drh ⊙ h0 ⊙ σ.slope(r)
        let daz = dh ⊙ (h0 - n) ⊙ σ.slope(z)
        let dh0 = dh ⊙ z + drh ⊙ r + dar * u[.r].transposed + daz * u[.z].transposed
        let dx = dan * w[.n].transposed + dar * w[.r].transposed + daz * w[.z].transposed
        for (gate, d, state) in [(Gate.z, daz, h0), (.r, dar, h0), (.n, dan, r ⊙ h0)] {
            gradients.w[gate] += .outer(x, d)
            gradients.u[gate] += .outer(state, d)
            gradients.b[gate] += d
        }
        return (dx, [dh0])
    }
}

/// The same with the reset after the product, and a second bias c: the GRU of cuDNN, Keras 3 and PyTorch.
///
///     z = σ(x·W_z + b_z + h₀·U_z + c_z)
///     r = σ(x·W_r + b_r + h₀·U_r + c_r)
///     m = h₀·U_n + c_n
///     n = tanh(x·W_n + b_n + r ⊙ m)
///     h = z ⊙ h₀ + (1 − z) ⊙ n
///
/// Source: the documentation of torch.nn.GRU, and keras.layers.GRU with `reset_after`.
struct GRUResetAfterStep: PlainStep {
    typealias Gate = GRUStep.Gate
    struct Values { let x, h0, z, r, m, n, h: Vector }

    let weights: StepWeights<Gate>
    var f = ActivationFunction.tanh
    var σ = ActivationFunction.sigmoid

    func states(_ values: Values) -> [Vector] { [values.h] }

    func forward(_ x: Vector, _ states: [Vector]) -> Values {
        let (w, u, b, c, h0) = (weights.w, weights.u, weights.b, weights.c, states[0])
        let z = σ(x * w[.z] + b[.z] + h0 * u[.z] + c[.z])
        let r = σ(x * w[.r] + b[.r] + h0 * u[.r] + c[.r])
        let m = h0 * u[.n] + c[.n]
        let n = f(x * w[.n] + b[.n] + r ⊙ m)
        let h = z ⊙ h0 + (1 - z) ⊙ n
        return Values(x: x, h0: h0, z: z, r: r, m: m, n: n, h: h)
    }

    func backward(_ values: Values, _ states: [Vector], _ gradients: inout StepWeights<Gate>)
        -> (x: Vector, states: [Vector])
    {
        let (x, h0, z, r, n, dh) = (values.x, values.h0, values.z, values.r, values.n, states[0])
        let (w, u) = (weights.w, weights.u)
        let dan = dh ⊙ (1 - z) ⊙ f.slope(n)
        let dm = dan ⊙ r
        let dar = dan ⊙ values.m ⊙ σ.slope(r)
        let daz = dh ⊙ (h0 - n) ⊙ σ.slope(z)
        let dh0 = dh ⊙ z + dm * u[.n].transposed + dar * u[.r].transposed + daz * u[.z].transposed
        let dx = dan * w[.n].transposed + dar * w[.r].transposed + daz * w[.z].transposed
        for (gate, dx, dh) in [(Gate.z, daz, daz), (.r, dar, dar), (.n, dan, dm)] {
            gradients.w[gate] += .outer(x, dx)
            gradients.b[gate] += dx
            gradients.u[gate] += .outer(h0, dh)
            gradients.c[gate] += dh
        }
        return (dx, [dh0])
    }
}
