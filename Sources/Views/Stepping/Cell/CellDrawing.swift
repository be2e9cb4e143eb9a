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
        let arithmetic = layer.numbers(equation, step: cursor.step, unit: cursor.unit)
        let seen = window(units, of: layer.units)
        let sums = (0..<layer.units).map { unit in
            seen.contains(unit) ? layer.numbers(equation, step: cursor.step, unit: unit).sum ?? .nan : 0
        }
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
        let affine = layer.equations.filter { if case .affine = $0.body { true } else { false } }
        let symbols = affine.map { ink.symbols($0.symbol) }
        var lines: [String] = []
        if layer.isRecurrent {
            lines.append(
                " h_t\(layer.isBackwards ? "+" : "-")1 \(vector(layer.previous("h", cursor.step), units: units)) .")
        }
        let input = layer.inputs[safe: cursor.step] ?? []
        let feeds = Phrases.feeds(symbols, isRecurrent: layer.isRecurrent)
        lines.append(" x_t   \(inputVector(input, count: units + 2)) .  \(feeds)")
        return lines
    }

    /// `[+0.500 -0.700]`: the units around the chosen one; dots where there are more.
    private func vector(_ values: [Real], units: Int) -> String {
        let seen = window(units, of: values.count)
        let shown = values[seen].map { Numbers.signed(Double($0), 3) }.joined(separator: " ")
        return "[" + (seen.lowerBound > 0 ? ".. " : "") + shown + (seen.upperBound < values.count ? " .." : "") + "]"
    }

    /// The units that are shown: `units` of them around the chosen one.
    private func window(_ units: Int, of count: Int) -> Range<Int> {
        let shown = min(units, count)
        let first = min(max(0, cursor.unit - shown / 2), count - shown)
        return first..<first + shown
    }

    private func inputVector(_ values: [Real], count: Int) -> String {
        let shown = values.prefix(count).map { Numbers.signed(Double($0), 3) }.joined(separator: " ")
        return "[" + shown + (values.count > count ? " .. \(values.count) in all" : "") + "]"
    }
}
