import CKernels

/// The mask of what was made from several inputs, by Keras's rule: a step is there if it is there in any of them, and one
/// input without a mask leaves none.
struct MergedMask {
    /// nil: every step is there.
    let region: Region?
    private let masks: [Region]

    init(_ inputs: [ValueSlot], in plan: inout Plan) {
        let found = inputs.compactMap(\.mask)
        masks = found.count == inputs.count ? found : []
        region = masks.isEmpty ? nil : plan.mask(steps: inputs[0].shape.positions)
    }

    func forward(_ pass: Pass, rows: Int) {
        guard let region else { return }
        let result = pass.pointer(region)
        result.update(repeating: 0, count: rows)
        for mask in masks {
            let mask = pass.pointer(mask)
            for row in 0..<rows where mask[row] != 0 { result[row] = 1 }
        }
    }
}

extension ValueSlot {
    /// As a field that a layer keeps.
    func traceField(_ name: String, hasGradient: Bool = true) -> TraceField {
        TraceField(
            name: name, values: values, width: shape.features, steps: shape.positions,
            gradient: hasGradient ? gradient : nil)
    }
}

extension [ValueSlot] {
    /// x₁, x₂, … as fields.
    var inputFields: [TraceField] {
        enumerated().map { $0.element.traceField(Equation.inputName($0.offset), hasGradient: false) }
    }
}

extension Equation {
    /// What one of several inputs is called.
    static func inputName(_ index: Int) -> String {
        let digits = Array("₀₁₂₃₄₅₆₇₈₉")
        return "x" + String(String(index + 1).compactMap(\.wholeNumberValue).map { digits[$0] })
    }

    /// y as all inputs together, joined by `join` in the formula.
    static func merging(
        _ count: Int, _ sign: String, meaning: String, _ join: (Expression, Expression) -> Expression
    ) -> Equation {
        let names = (0..<count).map(inputName)
        let fields = names.map { Expression.field($0) }
        return Equation(
            symbol: "y", formula: names.joined(separator: " \(sign) "), meaning: meaning, field: "y",
            body: .combination(fields.dropFirst().reduce(fields[0], join)))
    }
}

extension Pass {
    /// y += x on rows whose strides may differ.
    func addRows(from input: ValueSlot, to output: ValueSlot) {
        let (x, y) = (pointer(input.values), pointer(output.values))
        let (from, to) = (input.values.stride, output.values.stride)
        let rows = output.shape.positions * batch
        if from == to {
            ck_add(y, to, x, from, rows, to)
            return
        }
        for row in 0..<rows {
            for feature in 0..<input.shape.features { y[row * to + feature] += x[row * from + feature] }
        }
    }
}
