import CKernels

/// Brings each feature to mean 0 and variance 1: of the batch and all its steps while training, of all batches seen
/// before else.
///
///     x̂ = (x − μ)·s      s = 1 / √(v + ε)
///     y = γ ⊙ x̂ + β
///     moving mean ← m·moving mean + (1 − m)·μ,  moving variance ← m·moving variance + (1 − m)·v      while training
///
/// Masked steps do not count for μ and v (as in Keras). The moving statistics are weights that no optimiser moves.
/// Shapes: x, x̂, y [B, D]; μ, v, s, γ, β and the moving statistics [D].
/// Source: Ioffe and Szegedy (2015), "Batch normalization".
package struct BatchNorm: Layer {
    package var momentum: Double
    package var epsilon: Double
    /// There is a β.
    package var center: Bool
    /// There is a γ.
    package var scale: Bool

    package init(momentum: Double = 0.99, epsilon: Double = 0.001, center: Bool = true, scale: Bool = true) {
        self.momentum = momentum
        self.epsilon = epsilon
        self.center = center
        self.scale = scale
    }

    package var kind: String { "batch_norm" }
    package var title: String { "BatchNorm" }
    package var actsOnEachStep: Bool { true }

    package func check() throws(EngineError) {
        guard epsilon > 0, epsilon.isFinite else {
            throw .setting(owner: kind, name: "epsilon", value: epsilon, range: .moreThanZero)
        }
        guard momentum >= 0, momentum < 1 else {
            throw .setting(owner: kind, name: "momentum", value: momentum, range: .fraction)
        }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { inputs[0] }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        let features = inputs[0].features
        var mean = Parameter(name: "moving_mean", shape: [features], initialiser: .zeros)
        var variance = Parameter(name: "moving_variance", shape: [features], initialiser: .ones)
        mean.isTrainable = false
        variance.isTrainable = false
        return Parameter.gammaAndBeta(features, scale: scale, center: center) + [mean, variance]
    }

    package func parameterFormula(inputs: Int) -> String { Parameter.normFormula([scale, center, true, true], inputs) }

    package var equations: [Equation] { Equation.normalising(scale: scale, center: center, mean: "the batches") }

    package var notes: [String] {
        ["ε = \(epsilon)", "μ and s are those of all batches before; of its own while training"]
    }

    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        BatchNormOperation(self, context, in: &plan)
    }
}

/// Keeps x, μ, s, x̂ and y.
final class BatchNormOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let layer: BatchNorm
    private let normal: Region
    /// One row each.
    private let mean: Region
    private let scale: Region
    /// Σ dy and Σ dy ⊙ x̂.
    private let sums: (Region, Region)?
    private let scratch: Region?

    init(_ layer: BatchNorm, _ context: OperationContext, in plan: inout Plan) {
        self.layer = layer
        self.context = context
        input = context.inputs[0]
        let (steps, width) = (context.output.positions, context.output.features)
        output = plan.valueSlot(context.output, mask: input.mask)
        normal = plan.rows(steps: steps, width: width)
        mean = plan.row(width)
        scale = plan.row(width)
        sums = plan.learns ? (plan.row(width), plan.row(width)) : nil
        scratch = plan.learns && input.gradient != nil ? plan.rows(steps: steps, width: width) : nil
    }

    private var stride: Int { output.values.stride }
    private var width: Int { output.shape.features }
    private func rows(_ pass: Pass) -> Int { output.shape.positions * pass.batch }
    private func moving(_ pass: Pass) -> (mean: UnsafeMutablePointer<Real>, variance: UnsafeMutablePointer<Real>) {
        let count = context.weights.count
        return (pass.pointer(context.weights[count - 2].offset), pass.pointer(context.weights[count - 1].offset))
    }
    private func gamma(_ pass: Pass) -> UnsafeMutablePointer<Real>? {
        layer.scale ? pass.pointer(context.weights[0].offset) : nil
    }

    var traceFields: [TraceField] {
        // One row for all examples.
        let (μ, s) = (Region(offset: mean.offset, stride: 0), Region(offset: scale.offset, stride: 0))
        return [
            input.traceField("x", hasGradient: false), TraceField(name: "μ", values: μ, width: width, steps: 1),
            TraceField(name: "s", values: s, width: width, steps: 1),
            TraceField(name: "x̂", values: normal, width: width, steps: output.shape.positions), output.traceField("y"),
        ]
    }

    func forward(_ pass: Pass) {
        let (μ, s, moving) = (pass.pointer(mean), pass.pointer(scale), moving(pass))
        if pass.isTraining {
            ck_column_moments(
                μ, s, pass.pointer(input.values), input.values.stride, input.mask.map { pass.pointer($0) },
                rows(pass), width)
            let (old, new) = (Real(layer.momentum), Real(1 - layer.momentum))
            for feature in 0..<width {
                moving.mean[feature] = old * moving.mean[feature] + new * μ[feature]
                moving.variance[feature] = old * moving.variance[feature] + new * s[feature]
            }
        } else {
            μ.update(from: moving.mean, count: width)
            s.update(from: moving.variance, count: width)
        }
        for feature in 0..<width { s[feature] = 1 / (s[feature] + Real(layer.epsilon)).squareRoot() }
        normalise(pass, μ, s)
    }

    private func normalise(_ pass: Pass, _ μ: UnsafePointer<Real>, _ s: UnsafePointer<Real>) {
        let (x, y, h) = (pass.pointer(input.values), pass.pointer(output.values), pass.pointer(normal))
        let gamma = gamma(pass)
        let beta = layer.center ? pass.pointer(context.weights[layer.scale ? 1 : 0].offset) : nil
        for row in 0..<rows(pass) {
            let (from, to, normal) = (x + row * input.values.stride, y + row * stride, h + row * stride)
            for feature in 0..<width { normal[feature] = (from[feature] - μ[feature]) * s[feature] }
            to.update(from: normal, count: width)
            if let gamma { for feature in 0..<width { to[feature] *= gamma[feature] } }
            if let beta { for feature in 0..<width { to[feature] += beta[feature] } }
        }
    }

    /// dβ = Σ dy and dγ = Σ dy ⊙ x̂ over all rows. While training x changes μ and v too, if it counts for them:
    /// dx = γ ⊙ s ⊙ (dy − (dβ + x̂ ⊙ dγ) / count); else dx = γ ⊙ s ⊙ dy.
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient, let sums else { return }
        let (dy, rows) = (pass.pointer(gradient), rows(pass))
        let (sum, product) = (pass.pointer(sums.0), pass.pointer(sums.1))
        ck_column_sums(sum, dy, stride, rows, stride)
        ck_product_sums(product, dy, stride, pass.pointer(normal), stride, rows, stride)
        if layer.scale { pass.pointer(context.gradients[0].offset).update(from: product, count: stride) }
        if layer.center {
            pass.pointer(context.gradients[layer.scale ? 1 : 0].offset).update(from: sum, count: stride)
        }
        guard let scratch else { return }
        inputGradient(pass, dy, pass.pointer(scratch), sum, product)
        pass.handBack(scratch, to: input, adds: context.adds[0])
    }

    private func inputGradient(
        _ pass: Pass, _ dy: UnsafePointer<Real>, _ dx: UnsafeMutablePointer<Real>, _ sum: UnsafePointer<Real>,
        _ product: UnsafePointer<Real>
    ) {
        let (h, s, gamma, rows) = (pass.pointer(normal), pass.pointer(scale), gamma(pass), rows(pass))
        let mask = input.mask.map { pass.pointer($0) }
        let count = mask.map { mask in (0..<rows).count { mask[$0] != 0 } } ?? rows
        let share = pass.isTraining ? 1 / Real(max(1, count)) : 0
        for row in 0..<rows {
            let (from, to, normal) = (dy + row * stride, dx + row * stride, h + row * stride)
            let part = mask?[row] == 0 ? 0 : share
            for feature in 0..<width {
                to[feature] = (from[feature] - part * (sum[feature] + normal[feature] * product[feature])) * s[feature]
            }
            if let gamma { for feature in 0..<width { to[feature] *= gamma[feature] } }
        }
    }
}

extension Plan {
    /// One row of `width` numbers, padded.
    mutating func row(_ width: Int) -> Region {
        Region(offset: reserve(Sizes.padded(width)), stride: Sizes.padded(width))
    }
}

extension BatchNorm {
    package var kerasForm: KerasForm {
        .layer(
            KerasCall(
                "BatchNormalization",
                [
                    ("momentum", .number("\(momentum)")), ("epsilon", .number("\(epsilon)")),
                    ("center", .flag(center)), ("scale", .flag(scale)),
                ]))
    }
}
