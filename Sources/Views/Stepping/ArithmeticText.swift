import Display
import Engine

/// The arithmetic of one unit at one step, with its numbers: what stands below the unrolled network.
struct ArithmeticText {
    private let trace: Trace
    private let cursor: StepCursor
    private let ink: Ink

    init(_ trace: Trace, _ cursor: StepCursor, _ ink: Ink) {
        self.trace = trace
        self.cursor = cursor
        self.ink = ink
    }

    /// `isTight` leaves out the rule between the unit and the network's output; on a screen (`isBrief`) many outputs are
    /// only counted.
    func lines(width: Int, isTight: Bool, isBrief: Bool = false) -> [StyledLine] {
        unit(width: width) + (isTight ? [] : [ink.rule(width)]) + output(width: width, limit: isBrief ? 8 : 64)
            + losses(width: width)
            + weights(width: width)
    }

    /// The chosen equation of the chosen unit.
    private func unit(width: Int) -> [StyledLine] {
        guard let layer = trace.layers[safe: cursor.layer], let equation = layer.equations[safe: cursor.equation]
        else { return [] }
        let place = "u\(cursor.unit + 1) at t=\(cursor.step + 1)"
        let formula = ink.symbols("\(equation.symbol) = \(equation.formula)")
        let head = flow(
            [formula, layer.isRecurrent ? "     " + Phrases.sameWeights : ""], after: " \(place):  ", width: width)
        let arithmetic = layer.numbers(equation, step: cursor.step, unit: cursor.unit)
        return head + Self.sum(arithmetic, equation, inputs: inputNote, ink, width: width)
    }

    /// The sum of an affine equation, one line for each of its parts, or a combination in one line.
    static func sum(
        _ arithmetic: Arithmetic, _ equation: Equation, inputs note: String?, _ ink: Ink, width: Int
    ) -> [StyledLine] {
        guard arithmetic.isAffine else {
            let symbol = ink.symbols(equation.symbol)
            return flow(
                ["=", ink.symbols(arithmetic.substituted ?? ""), "=", ink.exact(arithmetic.result)],
                after: "  \(symbol) ", width: width)
        }
        var lines = part(equation.factor(of: "x"), arithmetic.inputTerms, note, ink, width)
        if !arithmetic.recurrentTerms.isEmpty {
            lines += part(equation.recurrentFactor, arithmetic.recurrentTerms, nil, ink, width)
        }
        let activation = ink.symbols(arithmetic.activationName)
        var end = ["sum = \(ink.exact(arithmetic.sum ?? 0))   "]
        if arithmetic.isSet {
            end.append("\(Phrases.setByHand) \(ink.exact(arithmetic.result))")
        } else if !activation.isEmpty {
            end.append("\(activation) = \(ink.exact(arithmetic.result))")
        }
        return lines + flow(end, after: "  b    \(ink.exact(arithmetic.bias ?? 0))        ", width: width)
    }

    /// One product: its terms and what they add up to. Terms that are zero are left out.
    private static func part(
        _ name: String, _ terms: [Arithmetic.Term], _ note: String?, _ ink: Ink, _ width: Int
    ) -> [StyledLine] {
        let head = "  " + Text.pad(ink.symbols(name), to: max(4, Text.width(of: ink.symbols(name)))) + " "
        let present = terms.filter { $0.value != 0 }
        let total = ink.exact(terms.reduce(0) { $0 + $1.product })
        if present.isEmpty { return [StyledLine(head + total)] }
        if let only = present.first, present.count == 1, only.value == 1, terms.count > 1 {
            return flow(
                [ink.exact(only.weight), note.map { "                      (\($0))" } ?? ""], after: head, width: width)
        }
        let words = present.map { "\(ink.exact($0.value))*\(ink.exact($0.weight))" }
        return flow(words + ["= \(total)"], after: head, width: width)
    }

    /// "sunny picks row 1 of W".
    private var inputNote: String? {
        guard cursor.layer == 0, trace.isOneHot, let place = trace.input[safe: cursor.step]?.firstIndex(of: 1) else {
            return nil
        }
        return Phrases.picksRow(place + 1, label: trace.inputLabels?[safe: cursor.step])
    }

    /// The last layer's sums and what its activation makes of them.
    private func output(width: Int, limit: Int) -> [StyledLine] {
        guard let row = trace.outputRow(at: cursor.step), let index = trace.layers.indices.last, index != cursor.layer,
            let values = trace.output[safe: row]
        else { return [] }
        let layer = trace.layers[index]
        var words: [String] = []
        if let equation = layer.equations.last, layer.units <= limit {
            let parts = (0..<layer.units).map { layer.numbers(equation, step: row, unit: $0) }
            if parts.allSatisfy(\.isAffine), let first = parts.first, !first.inputTerms.isEmpty {
                let activation = ink.symbols(first.activationName)
                // Without an activation the sums are the answer, which follows.
                if !activation.isEmpty {
                    words += ["sums"] + tuple(parts.map { ink.exact($0.sum ?? 0) })
                    words += ["  " + activation, ink.symbols("→")]
                }
            }
        }
        let isShort = values.count <= limit
        words += isShort ? tuple(values.map { Numbers.fixed(Double($0), 4) }) : [Phrases.manyOutputs(values.count)]
        words.append("  " + Phrases.verdict(trace, row))
        return flow(words, after: " out  ", width: width)
    }

    private func tuple(_ numbers: [String]) -> [String] {
        guard let last = numbers.indices.last else { return [] }
        return numbers.indices.map { ($0 == 0 ? "(" : "") + numbers[$0] + ($0 == last ? ")" : ",") }
    }

    /// The losses up to this step, added up.
    private func losses(width: Int) -> [StyledLine] {
        let rows = (0...cursor.step).compactMap { trace.outputRow(at: $0) }
        let losses = rows.compactMap { trace.stepLosses[safe: $0] ?? nil }
        guard !losses.isEmpty else { return [] }
        let total = losses.reduce(0, +)
        let sum = Numbers.fixed(Double(total), 3)
        if losses.count == 1 { return [StyledLine(" loss  \(sum)")] }
        let shown = losses.suffix(12).map { Numbers.fixed(Double($0), 3) }
        let head = losses.count > 12 ? Phrases.lossesBefore(losses.count - 12) + " + " : ""
        let words = shown.enumerated().map { ($0.offset == 0 ? head : "+ ") + $0.element }
        let mean = Numbers.fixed(Double(total / Real(losses.count)), 3)
        return flow(words + ["= \(sum)   (mean \(mean))"], after: " loss so far  ", width: width)
    }

    private func weights(width: Int) -> [StyledLine] {
        guard let layer = trace.layers[safe: cursor.layer] else { return [] }
        let words = Phrases.weights(
            ink.symbols(layer.parameterFormula), layer.parameterCount,
            total: trace.layers.reduce(0) { $0 + $1.parameterCount },
            steps: layer.isRecurrent ? trace.steps : 1)
        return flow(words, after: " weights  ", width: width)
    }
}

extension Arithmetic {
    /// A sum of products with a bias, rather than a formula of kept values.
    var isAffine: Bool { sum != nil }

    /// The activation as formulas write it; empty for none.
    var activationName: String { activation?.symbol ?? "" }
}

extension Equation {
    /// The factor of the formula that holds `name` and the sign: `x·W_z`.
    func factor(of name: String, _ sign: String = "·") -> String {
        let letters = CharacterSet.inFactor
        var word = ""
        for character in formula + " " {
            if letters(character) {
                word.append(character)
            } else {
                if word.hasPrefix(name), word.contains(sign) { return word }
                word = ""
            }
        }
        return name
    }

    /// The product with the state before: `h·U_z`, or `(r⊙h)·U_n` where a gate lets only part of it in.
    var recurrentFactor: String {
        let weights = factor(of: "", "·U").split(separator: "·").last.map(String.init) ?? "U"
        guard case .affine(let affine) = body else { return "h·\(weights)" }
        return switch affine.recurrent {
        case .none, .state: "h·\(weights)"
        case .gatedState(let gate): "(\(gate)⊙h)·\(weights)"
        case .gatedProduct(let gate): "\(gate)⊙(h·\(weights))"
        }
    }
}

/// Which characters belong to one factor of a formula.
private enum CharacterSet {
    static func inFactor(_ character: Character) -> Bool {
        !(character.isWhitespace || "()+=,".contains(character))
    }
}
