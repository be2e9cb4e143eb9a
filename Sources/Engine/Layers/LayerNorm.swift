import CKernels

/// Brings the numbers of each step to mean 0 and variance 1, each example and each step by itself.
///
///     x̂ = (x − μ)·s      μ the mean of x, s = 1 / √(variance of x + ε)
///     y = γ ⊙ x̂ + β
///
/// Shapes: x, x̂, y [B, D]; μ, s [B, 1]; γ, β [D].
/// Source: Ba et al. (2016), "Layer normalization".
package struct LayerNorm: Layer {
    package var epsilon: Double
    /// There is a β.
    package var center: Bool
    /// There is a γ.
    package var scale: Bool

    package init(epsilon: Double = 0.001, center: Bool = true, scale: Bool = true) {
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
    }

    package var kind: String { "layer_norm" }
    package var title: String { "LayerNorm" }
    package var actsOnEachStep: Bool { true }

    package func check() throws(EngineError) {
        guard epsilon > 0, epsilon.isFinite else {
            throw .setting(owner: kind, name: "epsilon", value: epsilon, range: .moreThanZero)
        }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { inputs[0] }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        Parameter.gammaAndBeta(inputs[0].features, scale: scale, center: center)
    }

    package func parameterFormula(inputs: Int) -> String { Parameter.normFormula([scale, center], inputs) }

    package var equations: [Equation] { Equation.normalising(scale: scale, center: center, mean: "the step") }

    package var notes: [String] { ["ε = \(epsilon)"] }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        LayerNormOperation(self, context, in: &plan)
    }
}

extension Parameter {
    /// What normalised numbers are stretched and moved by.
    static func gammaAndBeta(_ features: Int, scale: Bool, center: Bool) -> [Parameter] {
        let gamma = Parameter(name: "gamma", shape: [features], initialiser: .ones)
        let beta = Parameter(name: "beta", shape: [features], initialiser: .zeros)
        return (scale ? [gamma] : []) + (center ? [beta] : [])
    }

    /// `flags`: whether each of the parameters is there.
    static func normFormula(_ flags: [Bool], _ features: Int) -> String {
        let count = flags.filter { $0 }.count
        return count == 0 ? "0" : count == 1 ? "\(features)" : "\(count)·\(features)"
    }
}

extension Equation {
    static func normalising(scale: Bool, center: Bool, mean: String) -> [Equation] {
        let normal = Equation(
            symbol: "x̂", formula: "(x − μ)·s", meaning: "x with the mean and the spread of \(mean) taken out",
            field: "x̂", body: .combination(.product(.difference(.field("x"), .field("μ")), .field("s"))))
        let stretched = Expression.product(.weight("gamma"), .field("x̂"))
        let scaled = scale ? stretched : .field("x̂")
        let formula = (scale ? "γ ⊙ x̂" : "x̂") + (center ? " + β" : "")
        let answer = Equation(
            symbol: "y", formula: formula, meaning: "with a spread and a mean that are learnt", field: "y",
            body: .combination(center ? .sum(scaled, .weight("beta")) : scaled))
        return [normal, answer]
    }
}

/// Keeps x, μ, s, x̂ and y.
final class LayerNormOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let layer: LayerNorm
    private let normal: Region
    private let mean: Region
    private let scale: Region
    private let scratch: Region?

    init(_ layer: LayerNorm, _ context: OperationContext, in plan: inout Plan) {
        self.layer = layer
        self.context = context
        input = context.inputs[0]
        let (steps, width) = (context.output.positions, context.output.features)
        output = plan.valueSlot(context.output, mask: input.mask)
        normal = plan.rows(steps: steps, width: width)
        mean = plan.mask(steps: steps)
        scale = plan.mask(steps: steps)
        scratch = plan.learns && input.gradient != nil ? plan.rows(steps: steps, width: width) : nil
    }

    private var stride: Int { output.values.stride }
    private var width: Int { output.shape.features }
    private func rows(_ pass: Pass) -> Int { output.shape.positions * pass.batch }
    private func gamma(_ pass: Pass) -> UnsafePointer<Real>? {
        layer.scale ? UnsafePointer(pass.pointer(context.weights[0].offset)) : nil
    }
    private func beta(_ pass: Pass) -> UnsafePointer<Real>? {
        layer.center ? context.weights.last.map { UnsafePointer(pass.pointer($0.offset)) } : nil
    }

    var traceFields: [TraceField] {
        let steps = output.shape.positions
        return [
            input.traceField("x", hasGradient: false), TraceField(name: "μ", values: mean, width: 1, steps: steps),
            TraceField(name: "s", values: scale, width: 1, steps: steps),
            TraceField(name: "x̂", values: normal, width: width, steps: steps), output.traceField("y"),
        ]
    }

    func forward(_ pass: Pass) {
        let (x, y, h) = (pass.pointer(input.values), pass.pointer(output.values), pass.pointer(normal))
        let (mean, scale) = (pass.pointer(mean), pass.pointer(scale))
        let (gamma, beta) = (gamma(pass), beta(pass))
        pass.pool.share(rows(pass), grain: 16, work: rows(pass) * width * 4) { part in
            let first = part.lowerBound
            ck_layer_norm(
                y + first * stride, h + first * stride, stride, mean + first, scale + first,
                x + first * input.values.stride, input.values.stride, gamma, beta, part.count, width, stride,
                Real(layer.epsilon))
        }
    }

    /// dβ = Σ dy, dγ = Σ dy ⊙ x̂ and, with dx̂ = γ ⊙ dy, dx = s·(dx̂ − mean of dx̂ − x̂·mean of dx̂ ⊙ x̂).
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient else { return }
        let (dy, h, rows) = (pass.pointer(gradient), pass.pointer(normal), rows(pass))
        if layer.center, let beta = context.gradients.last {
            ck_column_sums(pass.pointer(beta.offset), dy, stride, rows, stride)
        }
        if layer.scale {
            ck_product_sums(pass.pointer(context.gradients[0].offset), dy, stride, h, stride, rows, stride)
        }
        guard let scratch else { return }
        let (dx, scale, gamma) = (pass.pointer(scratch), pass.pointer(scale), gamma(pass))
        pass.pool.share(rows, grain: 16, work: rows * width * 4) { part in
            let first = part.lowerBound
            ck_layer_norm_backward(
                dx + first * stride, dy + first * stride, h + first * stride, stride, scale + first, gamma,
                part.count, width, stride)
        }
        pass.handBack(scratch, to: input, adds: context.adds[0])
    }
}

extension LayerNorm {
    package var kerasForm: KerasForm {
        .layer(
            KerasCall(
                "LayerNormalization",
                [("epsilon", .number("\(epsilon)")), ("center", .flag(center)), ("scale", .flag(scale))]))
    }
}
