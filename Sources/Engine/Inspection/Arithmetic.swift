import Base

extension LayerTrace {
    /// Equation `equation` with its numbers for one unit (from 0) at one step (from 0). The result is the value that the
    /// forward pass kept.
    package func arithmetic(_ equation: Equation, step: Int, unit: Int) -> Arithmetic {
        let result = value(equation.field, step, unit)
        var answer = Arithmetic(symbol: equation.symbol, result: result)
        answer.isSet = changes.contains { $0.sets(equation.field, step: step, unit: unit) }
        switch equation.body {
        case .affine(let affine): fill(&answer, affine, equation.field, step, unit)
        case .combination(let expression):
            answer.substituted =
                isRecurrent && masked[step] ? "carried over a masked step" : text(expression, step, unit, isTop: true)
            if case .activation(let function, _) = expression { answer.derivative = function.slope(result) }
        case .pooling(let pooling): answer.substituted = text(pooling, window(step, unit))
        }
        return answer
    }

    /// A field's numbers at a step, one for each unit; one row may serve all steps, and one number all units.
    package func row(_ field: String, _ step: Int) -> [Real] {
        guard let rows = fields[field], let row = rows.count == 1 ? rows[0] : step < rows.count ? rows[step] : nil
        else { return [] }
        return row.count == 1 ? [Real](repeating: row[0], count: units) : row
    }

    private func value(_ field: String, _ step: Int, _ unit: Int) -> Real {
        let row = row(field, step)
        return unit < row.count ? row[unit] : .nan
    }

    /// What a unit that has one number in each step of the input finds in the window of `step`.
    package func window(_ step: Int, _ unit: Int) -> [Real] {
        guard step < inputs.count else { return [] }
        return stride(from: unit, to: inputs[step].count, by: max(1, units)).map { inputs[step][$0] }
    }

    private func fill(
        _ answer: inout Arithmetic, _ affine: Equation.Affine, _ field: String, _ step: Int, _ unit: Int
    ) {
        let column = affine.block * units + unit
        if let kernel = weight(affine.kernel) {
            answer.inputTerms = inputs[step].enumerated().map { index, value in
                let factor = mask("dropout", field, step)?[index] ?? 1
                return .init(value: value * factor, weight: kernel.entry(index, column), label: "x\(index + 1)")
            }
        }
        let bias = weight(affine.bias)
        answer.bias = bias.map { $0.rank == 2 ? $0.entry(0, column) : $0.values[column] }
        if affine.recurrent != .none, let recurrent = weight("recurrent_kernel") {
            answer.recurrentTerms = (0..<units).map { index in
                let (value, label) = operand(affine.recurrent, index, step, unit)
                let factor = mask("recurrent_dropout", field, step)?[index] ?? 1
                return .init(value: value * factor, weight: recurrent.entry(index, column), label: label)
            }
            if let bias, bias.rank == 2 {
                answer.bias = bias.entry(0, column) + gate(affine.recurrent, step, unit) * bias.entry(1, column)
            }
        }
        let terms = (answer.inputTerms + answer.recurrentTerms).map { Double($0.value) * Double($0.weight) }
        answer.sum = Real(terms.reduce(Double(answer.bias ?? 0), +))
        answer.activation = affine.activation
        answer.derivative = affine.activation.slope(answer.result)
        answer.readsStateFirst = affine.readsStateFirst
        if affine.isComplement { answer.turn() }
    }

    /// A dropout mask of the gate block whose result is `field`.
    private func mask(_ name: String, _ field: String, _ step: Int) -> [Real]? {
        (fields["\(name)_\(field)"] ?? fields[name])?[step]
    }

    /// What recurrent weight `index` is multiplied with.
    private func operand(_ recurrent: Equation.Affine.Recurrent, _ index: Int, _ step: Int, _ unit: Int) -> (
        Real, String
    ) {
        let state = previous("h", step)[index]
        switch recurrent {
        case .none: return (0, "")
        case .state: return (state, "h\(index + 1)")
        case .gatedState(let gate):
            return ((fields[gate]?[step][index] ?? .nan) * state, "\(gate)\(index + 1)·h\(index + 1)")
        case .gatedProduct(let gate):
            return ((fields[gate]?[step][unit] ?? .nan) * state, "\(gate)\(unit + 1)·h\(index + 1)")
        }
    }

    /// What the second bias of a GRU is multiplied with.
    private func gate(_ recurrent: Equation.Affine.Recurrent, _ step: Int, _ unit: Int) -> Real {
        if case .gatedProduct(let gate) = recurrent { return fields[gate]?[step][unit] ?? .nan }
        return 1
    }

    /// A state before a step, in the order of computation.
    package func previous(_ field: String, _ step: Int) -> [Real] {
        let steps = fields[field] ?? []
        let before = isBackwards ? step + 1 : step - 1
        return (steps.indices.contains(before) ? steps[before] : initial[field])
            ?? [Real](repeating: 0, count: units)
    }

    package func weight(_ name: String) -> Tensor? { weights.first { $0.name == name }?.tensor }

    // MARK: combinations

    private func text(_ expression: Equation.Expression, _ step: Int, _ unit: Int, isTop: Bool = false) -> String {
        func part(_ inner: Equation.Expression) -> String { text(inner, step, unit) }
        switch expression {
        case .field(let name): return Self.number(value(name, step, unit))
        case .complement(let name): return Self.number(1 - value(name, step, unit))
        case .weight(let name): return Self.number(weight(name)?.values[unit] ?? .nan)
        case .previous(let name): return Self.number(previous(name, step)[unit])
        case .one: return "1"
        case .sum(let left, let right):
            return isTop ? "\(part(left)) + \(part(right))" : "(\(part(left)) + \(part(right)))"
        case .difference(let left, let right): return "(\(part(left)) − \(part(right)))"
        case .product(let left, let right): return "\(part(left))·\(part(right))"
        case .activation(let function, let inner):
            // A negative number has brackets of its own.
            let text = part(inner)
            return function.symbol + (text.hasPrefix("(") ? text : "(\(text))")
        }
    }

    private func text(_ pooling: Equation.Pooling, _ values: [Real]) -> String {
        let shown = values.prefix(8).map(Self.number)
        let all = shown + (values.count > shown.count ? ["…"] : [])
        switch pooling {
        case .largest: return "max(\(all.joined(separator: ", ")))"
        case .mean: return "(\(all.joined(separator: " + "))) / \(values.count)"
        }
    }

    /// Four digits after the point; negative numbers in brackets, as they stand behind "·" and "+".
    private static func number(_ value: Real) -> String {
        guard value.isFinite, abs(value) < 1e12 else { return "\(value)" }
        let scaled = Int(clamping: (Double(value) * 10_000).rounded())
        let digits = String(abs(scaled) % 10_000)
        let text = "\(abs(scaled) / 10_000).\(String(repeating: "0", count: 4 - digits.count))\(digits)"
        return scaled < 0 ? "(−\(text))" : text
    }
}

extension Tensor {
    fileprivate func entry(_ row: Int, _ column: Int) -> Real { values[row * (shape.last ?? 1) + column] }
}

extension ActivationFunction {
    /// The derivative, written with the output; nil where it is not one number.
    package func slope(_ output: Real) -> Real? {
        switch self {
        case .linear: 1
        case .tanh: 1 - output * output
        case .sigmoid: output * (1 - output)
        case .relu: output > 0 ? 1 : 0
        case .softmax: nil
        }
    }

    /// The function of one number; nil for softmax, which needs a whole row.
    package func value(_ x: Real) -> Real? {
        switch self {
        case .linear: x
        case .tanh: Tensor(x).tanh().values[0]
        case .sigmoid: Tensor(x).sigmoid().values[0]
        case .relu: x < 0 ? 0 : x
        case .softmax: nil
        }
    }
}

extension Arithmetic {
    /// The same for what the gate leaves: 1 − σ(s) = σ(−s).
    fileprivate mutating func turn() {
        for index in inputTerms.indices { inputTerms[index].weight.negate() }
        for index in recurrentTerms.indices { recurrentTerms[index].weight.negate() }
        bias?.negate()
        sum?.negate()
        result = 1 - result
    }
}
