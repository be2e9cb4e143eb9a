import Base
import CKernels

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
    package var isStepwise: Bool { true }
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

    package func parameterFormula(inputs: Int) -> String { "\(vocabulary)·\(units)" }

    package var notes: [String] { maskZero ? ["token 0 is padding: its steps are masked"] : [] }
}

extension Embedding {
    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        EmbeddingOperation(self, context, in: &plan)
    }
}

/// Keeps the rows that it looked up.
final class EmbeddingOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let vocabulary: Int
    private let masksZero: Bool

    init(_ layer: Embedding, _ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        vocabulary = layer.vocabulary
        masksZero = layer.maskZero
        let mask = layer.maskZero ? plan.mask(steps: context.output.positions) : input.mask
        output = plan.valueSlot(context.output, mask: mask)
    }

    var traceFields: [TraceField] {
        [
            TraceField(
                name: "y", values: output.values, width: output.shape.features, steps: output.shape.positions,
                gradient: output.gradient)
        ]
    }

    func forward(_ pass: Pass) {
        let rows = output.shape.positions * pass.batch
        let stride = output.values.stride
        let (x, y) = (pass.pointer(input.values), pass.pointer(output.values))
        let table = pass.pointer(context.weights[0].offset)
        for row in 0..<rows {
            (y + row * stride).update(from: table + token(x, row) * stride, count: stride)
        }
        guard masksZero, let mask = output.mask else { return }
        let before = input.mask.map { pass.pointer($0) }
        for row in 0..<rows { pass.pointer(mask)[row] = token(x, row) == 0 ? 0 : before?[row] ?? 1 }
    }

    func backward(_ pass: Pass) {
        guard let gradient = output.gradient else { return }
        let stride = output.values.stride
        let (x, dy) = (pass.pointer(input.values), pass.pointer(gradient))
        let table = pass.pointer(context.gradients[0].offset)
        table.update(repeating: 0, count: vocabulary * stride)
        for row in 0..<output.shape.positions * pass.batch {
            ck_add(table + token(x, row) * stride, stride, dy + row * stride, stride, 1, stride)
        }
    }

    /// Tokens are checked before a run; what is out of range here came from no data set.
    private func token(_ x: UnsafePointer<Real>, _ row: Int) -> Int {
        let value = x[row * input.values.stride]
        return value >= 0 && value < Real(vocabulary) ? Int(clamping: value) : 0
    }
}

extension Embedding {
    package var kerasForm: KerasForm {
        .layer(
            KerasCall(
                "Embedding",
                [(nil, .number("\(vocabulary)")), (nil, .number("\(units)")), ("mask_zero", .flag(maskZero))]))
    }
}
