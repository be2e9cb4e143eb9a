import Display
import Engine

/// The opened cell as a drawing: how each state flows from the step before, and what feeds the gates.
struct CellDrawing {
    private let layer: LayerTrace
    private let cursor: StepCursor
    private let ink: Ink

    init(_ layer: LayerTrace, _ cursor: StepCursor, _ ink: Ink) {
        self.layer = layer
        self.cursor = cursor
        self.ink = ink
    }

    /// As many units as fit stand in a row, the chosen one among them.
    func lines(width: Int) -> [StyledLine] {
        let flows = layer.flows(step: cursor.step, ink)
        var count = min(layer.units, 8)
        while true {
            let lines = drawing(flows, units: count)
            if count <= 1 || lines.allSatisfy({ Text.width(of: $0) <= width }) {
                return lines.map { StyledLine($0) }
            }
            count -= 1
        }
    }

    /// `dc_t/dc_t-1 = f = 0.8870 → 10 steps back: 0.301`.
    var memory: String? {
        for (equation, flow) in zip(layer.combinations, layer.flows(step: cursor.step, ink)) {
            guard let term = flow.terms.first(where: { $0.contains(where: \.isPrevious) }) else { continue }
            let others = term.filter { !$0.isPrevious }
            guard !others.isEmpty, let value = StateFlow.multiply(others)[safe: cursor.unit] else { continue }
            let name = others.map(\.name).joined(separator: ink.symbols("⊙"))
            return Phrases.memory(ink.symbols(equation.field), name, value, ink)
        }
        return nil
    }

    private func drawing(_ flows: [StateFlow], units: Int) -> [String] {
        var lines: [String] = []
        if flows.isEmpty, let only = layer.equations.last { lines += plain(only, units: units) }
        for flow in flows { lines += flow.lines({ vector($0, units: units) }, ink) }
        return lines + feeding(units: units)
    }

    /// A cell without gates: the sum goes through one activation and is the new state.
    private func plain(_ equation: Equation, units: Int) -> [String] {
        let arithmetic = layer.arithmetic(equation, step: cursor.step, unit: cursor.unit)
        let sums = (0..<layer.units).map { layer.arithmetic(equation, step: cursor.step, unit: $0).sum ?? 0 }
        let arrow = ink.glyphs == .ascii ? "-->" : "──>"
        let line = ink.glyphs == .ascii ? "--" : "──"
        let values = layer.values(of: layer.equations.count - 1)[safe: cursor.step] ?? []
        return [
            " sum \(vector(sums, units: units)) \(line) \(ink.symbols(arithmetic.activationName)) \(arrow) "
                + "\(ink.symbols(equation.symbol))_t \(vector(values, units: units)) \(arrow)"
        ]
    }

    /// The vectors that go into the affine equations, and into which.
    private func feeding(units: Int) -> [String] {
        let affine = layer.equations.filter { layer.arithmetic($0, step: cursor.step, unit: cursor.unit).isAffine }
        let symbols = affine.map { ink.symbols($0.symbol) }
        var lines: [String] = []
        if layer.isRecurrent {
            lines.append(" h_t-1 \(vector(layer.previous("h", step: cursor.step), units: units)) .")
        }
        let input = layer.inputs[safe: cursor.step] ?? []
        lines.append(" x_t   \(inputVector(input, count: units + 2)) .  \(Phrases.feeds(symbols, isRecurrent: layer.isRecurrent))")
        return lines
    }

    /// `[+0.500 -0.700]`: the units around the chosen one; dots where there are more.
    private func vector(_ values: [Real], units: Int) -> String {
        let count = min(units, values.count)
        let first = min(max(0, cursor.unit - count / 2), values.count - count)
        let shown = values[first..<first + count].map { Numbers.signed(Double($0), 3) }.joined(separator: " ")
        return "[" + (first > 0 ? ".. " : "") + shown + (first + count < values.count ? " .." : "") + "]"
    }

    private func inputVector(_ values: [Real], count: Int) -> String {
        let shown = values.prefix(count).map { Numbers.signed(Double($0), 3) }.joined(separator: " ")
        return "[" + shown + (values.count > count ? " .. \(values.count) in all" : "") + "]"
    }
}

extension LayerTrace {
    /// A field's values at the step before; its start at the first step.
    func previous(_ field: String, step: Int) -> [Real] {
        if step > 0, let values = fields[field]?[safe: step - 1] { return values }
        return initial[field] ?? Array(repeating: 0, count: units)
    }
}
