import Display
import Engine

extension LayerTrace {
    /// The equations that combine gates and states, such as `c = f ⊙ c₋₁ + i ⊙ c̃`.
    var combinations: [Equation] {
        equations.filter { if case .combination = $0.body { true } else { false } }
    }

    /// What each combination does at one step, for all units.
    func flows(step: Int, _ ink: Ink) -> [StateFlow] {
        combinations.compactMap { equation in
            guard case .combination(let expression) = equation.body else { return nil }
            let products = expression.terms.map { term in term.factors.map { factor($0, step: step, ink) } }
            let ordered =
                products.filter { $0.contains(where: \.isPrevious) }
                + products.filter { !$0.contains(where: \.isPrevious) }
            let values = row(equation.field, step)
            let state = StateFlow.Factor(name: ink.symbols(equation.symbol) + "_t", values: values)
            return StateFlow(state: state, terms: ordered.map(Self.lastIsMain))
        }
    }

    /// The factor that flows on (the state before, or what was made of the newest state) stands last; gates hang below.
    private static func lastIsMain(_ factors: [StateFlow.Factor]) -> [StateFlow.Factor] {
        guard let index = factors.firstIndex(where: \.isPrevious) else { return factors }
        var factors = factors
        factors.append(factors.remove(at: index))
        return factors
    }

    private func factor(_ expression: Equation.Expression, step: Int, _ ink: Ink) -> StateFlow.Factor {
        let name = ink.symbols(expression.name { symbol(of: $0) })
        return .init(name: name, values: values(expression, step: step), isPrevious: expression.isPrevious)
    }

    private func symbol(of field: String) -> String { equations.first { $0.field == field }?.symbol ?? field }

    /// The numbers of a part of a formula, made from kept values.
    private func values(_ expression: Equation.Expression, step: Int) -> [Real] {
        func pair(_ a: Equation.Expression, _ b: Equation.Expression, _ join: (Real, Real) -> Real) -> [Real] {
            zip(values(a, step: step), values(b, step: step)).map(join)
        }
        switch expression {
        case .field(let field): return row(field, step)
        case .complement(let field): return row(field, step).map { 1 - $0 }
        case .weight(let name): return weight(name)?.values ?? []
        case .previous(let field): return previous(field, step)
        case .one: return Array(repeating: 1, count: units)
        case .sum(let a, let b): return pair(a, b, +)
        case .difference(let a, let b): return pair(a, b, -)
        case .product(let a, let b): return pair(a, b, *)
        case .activation(let function, let inner): return values(inner, step: step).map { function.value($0) ?? $0 }
        }
    }
}

extension Equation.Expression {
    /// The parts of a sum.
    var terms: [Equation.Expression] {
        if case .sum(let a, let b) = self { a.terms + b.terms } else { [self] }
    }

    /// The parts of a product.
    var factors: [Equation.Expression] {
        if case .product(let a, let b) = self { a.factors + b.factors } else { [self] }
    }

    var isPrevious: Bool { if case .previous = self { true } else { false } }

    func name(_ symbol: (String) -> String) -> String {
        switch self {
        case .field(let field), .complement(let field): symbol(field)
        case .weight(let weight): weight
        case .previous(let field): symbol(field) + "_t-1"
        case .one: "1"
        case .sum(let a, let b): "(\(a.name(symbol)) + \(b.name(symbol)))"
        case .difference(let a, let b): "(\(a.name(symbol))−\(b.name(symbol)))"
        case .product(let a, let b): "\(a.name(symbol))⊙\(b.name(symbol))"
        case .activation(let function, let inner): "\(function.symbol)(\(inner.name(symbol)))"
        }
    }
}
