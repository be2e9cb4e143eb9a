/// Whose way of writing a cell's equations: the same numbers in another order and under other names.
package enum Convention: String, Hashable, Sendable, CaseIterable {
    /// As Unroll keeps them.
    case unroll, lecture, keras, torch

    /// The state before stands first in [h, x].
    package var readsStateFirst: Bool { self == .unroll || self == .lecture }
}

/// A cell's equations in one convention, with what it says of blocks, gates and biases.
package struct Notation: Hashable, Sendable {
    package var convention: Convention
    package var equations: [Equation]
    package var notes: [String]
}

/// What a convention changes of a cell's own equations.
package struct NotationRules {
    /// Fields of the affine equations, in the order of the convention's blocks; the combinations follow.
    var order: [String]
    var symbols: [String: String] = [:]
    /// Of W, U and b, where it is not the symbol.
    var suffixes: [String: String] = [:]
    /// Gates that are written as what they leave: 1 − σ(s) = σ(−s).
    var complements: Set<String> = []
    var notes: [String]
}

extension RecurrentLayer {
    package var notations: [Notation] { Convention.allCases.map { notation(in: $0) } }

    private func notation(in convention: Convention) -> Notation {
        guard let rules = notationRules(in: convention) else {
            return Notation(convention: convention, equations: equations, notes: notes)
        }
        let affine = rules.order.compactMap { field in equations.first { $0.field == field } }
        let combined = equations.filter { if case .combination = $0.body { true } else { false } }
        let written = (affine + combined).map { $0.written(rules, convention, hasBias: useBias) }
        return Notation(convention: convention, equations: written, notes: rules.notes + walkNotes)
    }
}

extension Equation {
    fileprivate func written(_ rules: NotationRules, _ convention: Convention, hasBias: Bool) -> Equation {
        var result = self
        result.symbol = rules.symbols[field] ?? symbol
        switch body {
        case .affine(var affine):
            affine.isComplement = rules.complements.contains(field)
            affine.readsStateFirst = convention.readsStateFirst
            result.body = .affine(affine)
            let suffix = rules.suffixes[field] ?? result.symbol
            result.formula = affine.formula(convention, suffix, rules, hasBias: hasBias)
            if affine.isComplement { result.verb = "renew" }
        case .combination(let expression):
            let turned = expression.turned(rules.complements)
            result.body = .combination(turned)
            result.formula = turned.formula { rules.symbols[$0] ?? ($0 == "g" ? "c̃" : $0) }
        case .pooling: break
        }
        return result
    }
}

extension Equation.Affine {
    /// Of a gate that reads x alone.
    private func formulaWithoutState(_ convention: Convention, _ suffix: String, hasBias: Bool) -> String {
        let bias = hasBias ? " + b_\(suffix)" : ""
        let sum = convention == .lecture ? "W_\(suffix)·x\(bias)" : "x·W_\(suffix)\(bias)"
        return activation == .linear ? sum : "\(activation.symbol)(\(sum))"
    }

    fileprivate func formula(_ convention: Convention, _ suffix: String, _ rules: NotationRules, hasBias: Bool)
        -> String
    {
        let function = activation.symbol
        if recurrent == .none { return formulaWithoutState(convention, suffix, hasBias: hasBias) }
        func gate(_ field: String) -> String { rules.symbols[field] ?? field }
        switch convention {
        case .unroll, .lecture:
            let state =
                switch recurrent {
                case .none, .state, .gatedProduct: "h₋₁"
                case .gatedState(let field): "\(gate(field))⊙h₋₁"
                }
            let weight = suffix.isEmpty ? "W" : "W_\(suffix)"
            let bias = hasBias ? suffix.isEmpty ? " + b" : " + b_\(suffix)" : ""
            if case .gatedProduct(let field) = recurrent {
                return "\(function)(\(weight)·x\(bias) + \(gate(field))⊙(\(weight)·h₋₁))"
            }
            return "\(function)(\(weight)·[\(state), x]\(bias))"
        case .keras:
            let (w, u) = suffix.isEmpty ? ("W", "U") : ("W_\(suffix)", "U_\(suffix)")
            let bias = hasBias ? suffix.isEmpty ? " + b" : " + b_\(suffix)" : ""
            return switch recurrent {
            case .none, .state: "\(function)(x·\(w) + h₋₁·\(u)\(bias))"
            case .gatedState(let field): "\(function)(x·\(w) + (\(gate(field))⊙h₋₁)·\(u)\(bias))"
            case .gatedProduct(let field):
                "\(function)(x·\(w)\(bias) + \(gate(field))⊙(h₋₁·\(u)\(hasBias ? " + c_\(suffix)" : "")))"
            }
        case .torch:
            let (i, h) = suffix.isEmpty ? ("ih", "hh") : ("i\(suffix)", "h\(suffix)")
            let (first, second) = hasBias ? (" + b_\(i)", " + b_\(h)") : ("", "")
            return switch recurrent {
            case .none, .state: "\(function)(W_\(i)·x\(first) + W_\(h)·h₋₁\(second))"
            case .gatedState(let field): "\(function)(W_\(i)·x\(first) + W_\(h)·(\(gate(field))⊙h₋₁)\(second))"
            case .gatedProduct(let field): "\(function)(W_\(i)·x\(first) + \(gate(field))⊙(W_\(h)·h₋₁\(second)))"
            }
        }
    }
}

extension Equation.Expression {
    /// With what is left of a gate in the place of the gate.
    fileprivate func turned(_ complements: Set<String>) -> Equation.Expression {
        switch self {
        case .field(let name): complements.contains(name) ? .difference(.one, .complement(name)) : self
        case .difference(.one, .field(let name)) where complements.contains(name): .complement(name)
        case .sum(let a, let b): .sum(a.turned(complements), b.turned(complements))
        case .difference(let a, let b): .difference(a.turned(complements), b.turned(complements))
        case .product(let a, let b): .product(a.turned(complements), b.turned(complements))
        case .activation(let function, let inner): .activation(function, inner.turned(complements))
        case .weight, .previous, .complement, .one: self
        }
    }

    /// As it is written down, with these symbols for the fields.
    fileprivate func formula(_ symbol: (String) -> String) -> String {
        switch self {
        case .field(let name), .complement(let name): symbol(name)
        case .weight(let name): name
        case .previous(let name): symbol(name) + "₋₁"
        case .one: "1"
        case .sum(let a, let b): "\(a.formula(symbol)) + \(b.formula(symbol))"
        case .difference(let a, let b): "(\(a.formula(symbol)) − \(b.formula(symbol)))"
        case .product(let a, let b): "\(a.formula(symbol))⊙\(b.formula(symbol))"
        case .activation(let function, let inner): "\(function.symbol)(\(inner.formula(symbol)))"
        }
    }
}

extension Trace {
    /// The same numbers, written in another way.
    package func written(in convention: Convention) -> Trace {
        var result = self
        for index in layers.indices {
            guard let notation = layers[index].notations.first(where: { $0.convention == convention }) else { continue }
            result.layers[index].equations = notation.equations
            result.layers[index].notes = notation.notes
        }
        return result
    }
}
