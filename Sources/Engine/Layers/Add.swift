import CKernels

/// The sum of several inputs of one shape, number by number.
///
///     y = x₁ + x₂ + …
///
/// Shapes: every x and y [B, D]. A shortcut round other layers is one: y = x + f(x) (He et al., 2016, "Deep residual
/// learning").
package struct Add: Layer {
    package init() {}

    package var kind: String { "add" }
    package var isStepwise: Bool { true }
    package var title: String { "Add" }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let first = inputs.first, inputs.allSatisfy({ $0 == first }) else {
            throw ShapeProblem(needs: .sameShapes)
        }
        return first
    }

    package func equations(inputs: Int) -> [Equation] {
        [.merging(inputs, "+", meaning: "both together") { .sum($0, $1) }]
    }

    package func operation(_ site: Site, in plan: inout Plan) -> any Operation { AddOperation(site, in: &plan) }
}

/// Keeps the inputs and y.
final class AddOperation: Operation {
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
        pass.copyRows(from: site.inputs[0], to: output)
        for input in site.inputs.dropFirst() { pass.addRows(from: input, to: output) }
        mask.forward(pass, rows: output.shape.positions * pass.batch)
    }

    /// dx = dy for each.
    func backward(_ pass: Pass) {
        guard let gradient = output.gradient else { return }
        for (index, input) in site.inputs.enumerated() { pass.handBack(gradient, to: input, adds: site.adds[index]) }
    }
}

extension Add {
    package var kerasForm: KerasForm { .merge(KerasCall("Add")) }
}
