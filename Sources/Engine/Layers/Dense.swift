/// A fully connected layer, on one vector or on every step of a sequence.
///
///     y = f(x·W + b)
///
/// Shapes: x [B, D]; y [B, H]; W [D, H], b [H].
package struct Dense: Layer {
    package var units: Int
    package var activation: ActivationFunction
    package var useBias: Bool

    package init(units: Int, activation: ActivationFunction = .linear, useBias: Bool = true) {
        self.units = units
        self.activation = activation
        self.useBias = useBias
    }

    package var kind: String { "dense" }
    package var title: String { "Dense(\(units))" }

    package func check() throws(EngineError) {
        guard units > 0 else {
            throw .setting(owner: kind, name: "units", value: Double(units), range: .oneOrMore)
        }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        Shape(steps: inputs[0].steps, features: units)
    }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        let kernel = Parameter(name: "kernel", shape: [inputs[0].features, units], initialiser: .glorotUniform)
        return useBias ? [kernel, Parameter(name: "bias", shape: [units], initialiser: .zeros)] : [kernel]
    }

    package var equations: [Equation] {
        [
            Equation(
                symbol: "y", formula: "\(activation.symbol)(x·W\(useBias ? " + b" : ""))", meaning: "the answer",
                field: "y", body: .affine(.init(block: 0, activation: activation, recurrent: .none)))
        ]
    }
}
