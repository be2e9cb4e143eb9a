/// A row of numbers for each token, looked up.
///
///     y = E[x]
///
/// Shapes: x [B, 1], whole numbers 0 … vocabulary − 1; y [B, H]; E [vocabulary, H].
package struct Embedding: Layer {
    package var vocabulary: Int
    package var units: Int
    /// Token 0 is padding: its steps are masked for the layers after.
    package var maskZero: Bool

    package init(vocabulary: Int, units: Int, maskZero: Bool = false) {
        self.vocabulary = vocabulary
        self.units = units
        self.maskZero = maskZero
    }

    package var kind: String { "embedding" }
    package var title: String { "Embedding(\(vocabulary), \(units))" }

    package func check() throws(EngineError) {
        for (name, value) in [("vocabulary", vocabulary), ("units", units)] where value < 1 {
            throw .setting(owner: kind, name: name, value: Double(value), range: .oneOrMore)
        }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        guard let steps = inputs[0].steps, inputs[0].features == 1 else { throw ShapeProblem(needs: .tokens) }
        return Shape(steps: steps, features: units)
    }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        [Parameter(name: "embeddings", shape: [vocabulary, units], initialiser: .uniform(0.05))]
    }

    package var notes: [String] { maskZero ? ["token 0 is padding: its steps are masked"] : [] }
}
