/// Several inputs side by side: at each step the numbers of the first, then those of the second, and so on.
///
///     y = [x₁, x₂, …]
///
/// Shapes: xᵢ [B, Dᵢ]; y [B, D₁ + D₂ + …]. All have the same number of steps, or all are vectors.
package struct Concat: Layer {
    package init() {}

    package var kind: String { "concat" }
    package var isStepwise: Bool { true }
    package var title: String { "Concat" }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let first = inputs.first, inputs.allSatisfy({ $0.steps == first.steps }) else {
            throw ShapeProblem(needs: .sameSteps)
        }
        return Shape(steps: first.steps, features: Sizes.sum(inputs.map(\.features)))
    }

    package func operation(_ site: Site, in plan: inout Plan) -> any Operation { ConcatOperation(site, in: &plan) }
}

/// Keeps the inputs and y.
final class ConcatOperation: Operation {
    let output: Port
    private let site: Site
    private let mask: MergedMask

    init(_ site: Site, in plan: inout Plan) {
        self.site = site
        mask = MergedMask(site.inputs, in: &plan)
        output = plan.port(site.output, mask: mask.region)
    }

    var kept: [Kept] { site.inputs.keptInputs + [output.kept("y")] }

    func forward(_ pass: Pass) {
        let rows = output.shape.positions * pass.batch
        let (y, stride) = (pass.pointer(output.values), output.values.stride)
        var column = 0
        for input in site.inputs {
            let (x, features) = (pass.pointer(input.values), input.shape.features)
            for row in 0..<rows {
                (y + row * stride + column).update(from: x + row * input.values.stride, count: features)
            }
            column += features
        }
        for row in 0..<rows { (y + row * stride + column).update(repeating: 0, count: stride - column) }
        mask.forward(pass, rows: rows)
    }

    /// Each input gets its columns of dy.
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient else { return }
        let rows = output.shape.positions * pass.batch
        let dy = pass.pointer(gradient)
        var column = 0
        for (index, input) in site.inputs.enumerated() {
            let features = input.shape.features
            defer { column += features }
            guard let target = input.gradient else { continue }
            let dx = pass.pointer(target)
            if !site.adds[index] { dx.update(repeating: 0, count: rows * target.stride) }
            for row in 0..<rows {
                let (to, from) = (dx + row * target.stride, dy + row * gradient.stride + column)
                for feature in 0..<features { to[feature] += from[feature] }
            }
        }
    }
}

extension Concat {
    package var kerasForm: KerasForm { .merge(KerasCall("Concatenate")) }
}
