/// The equations of an LSTM for one example. Backward is forward read from the bottom to the top: a_g is the sum inside
/// the activation of gate g, and d… is dL/d….
///
///     i = σ(x·W_i + h₀·U_i + b_i)
///     f = σ(x·W_f + h₀·U_f + b_f)
///     c̃ = tanh(x·W_c + h₀·U_c + b_c)
///     o = σ(x·W_o + h₀·U_o + b_o)
///     c = f ⊙ c₀ + i ⊙ c̃
///     h = o ⊙ tanh(c)
///
/// Shapes: x [D]; gates, c₀, c, h₀, h [H]; W [D × H], U [H × H], b [H].
/// Source: Hochreiter and Schmidhuber (1997); forget gate: Gers, Schmidhuber and Cummins (2000).
struct LSTMStep: PlainStep {
    enum Gate: Int, CaseIterable { case i, f, g, o }
    /// g is c̃; y is tanh(c).
    struct Values { let x, h0, c0, i, f, g, o, c, y, h: Vector }

    let weights: StepWeights<Gate>
    var tanh = ActivationFunction.tanh
    var σ = ActivationFunction.sigmoid

    func states(_ values: Values) -> [Vector] { [values.h, values.c] }

    func forward(_ x: Vector, _ states: [Vector]) -> Values {
        let (w, u, b, h0, c0) = (weights.w, weights.u, weights.b, states[0], states[1])
        let i = σ(x * w[.i] + h0 * u[.i] + b[.i])
        let f = σ(x * w[.f] + h0 * u[.f] + b[.f])
        let g = tanh(x * w[.g] + h0 * u[.g] + b[.g])
        let o = σ(x * w[.o] + h0 * u[.o] + b[.o])
        let c = f ⊙ c0 + i ⊙ g
        let y = tanh(c)
        return Values(x: x, h0: h0, c0: c0, i: i, f: f, g: g, o: o, c: c, y: y, h: o ⊙ y)
    }

    func backward(_ values: Values, _ states: [Vector], _ gradients: inout StepWeights<Gate>)
        -> (x: Vector, states: [Vector])
    {
        let v = values
        let dh = states[0]
        let dc = states[1] + dh ⊙ v.o ⊙ tanh.slope(v.y)
        let dao = dh ⊙ v.y ⊙ σ.slope(v.o)
        let dag = dc ⊙ v.i ⊙ tanh.slope(v.g)
        let daf = dc ⊙ v.c0 ⊙ σ.slope(v.f)
        let dai = dc ⊙ v.g ⊙ σ.slope(v.i)
        let dc0 = dc ⊙ v.f
        var (dx, dh0) = (Vector(zeros: v.x.values.count), Vector(zeros: v.h0.values.count))
        for (gate, d) in [(Gate.i, dai), (.f, daf), (.g, dag), (.o, dao)] {
            dx += d * weights.w[gate].transposed
            dh0 += d * weights.u[gate].transposed
            gradients.w[gate] += .outer(v.x, d)
            gradients.u[gate] += .outer(v.h0, d)
            gradients.b[gate] += d
        }
        return (dx, [dh0, dc0])
    }
}
