import Display
import Engine

/// One unit's cell opened at one step: gates and states, the equations with their numbers, how far open each gate is.
///
/// Everything comes from the layer's equation table, so every cell that has one is shown.
package struct CellView: Sendable {
    package let trace: Trace
    package let cursor: StepCursor
    package let convention: Convention

    package init(_ trace: Trace, at cursor: StepCursor, _ convention: Convention = .unroll) {
        self.trace = trace
        self.cursor = cursor.kept(in: trace)
        self.convention = convention
    }

    package func lines(width: Int, height: Int? = nil, glyphs: Glyphs) -> [StyledLine] {
        let ink = Ink(glyphs: glyphs)
        guard let layer = trace.layers[safe: cursor.layer], !layer.equations.isEmpty else { return [] }
        let drawing = CellDrawing(layer, cursor, ink).lines(width: width)
        let bars = [ink.rule(width)] + GateBars(layer, cursor, ink).lines(width: width)
        let notes = noteLines(layer, ink, width: width)
        guard let height else {
            return drawing + [ink.rule(width)] + equations(layer, ink, width: width, isFull: true) + bars + notes
        }
        let full = equations(layer, ink, width: width, isFull: true)
        let brief = equations(layer, ink, width: width, isFull: false)
        // Long sums of the other gates give way to bars and notes; short ones stay.
        let isShort = full.count <= brief.count + 2
        let room = height - drawing.count - 1 - (isShort ? 0 : bars.count + notes.count)
        let middle = full.count <= room ? full : brief
        let all = drawing + [ink.rule(width)] + middle + bars + notes
        if all.count <= height { return all }
        // A low screen keeps the numbers and loses the drawing.
        if middle.count + drawing.count + 1 > height { return cut(middle + bars, to: height) }
        return cut(all, to: height)
    }

    /// What does not fit is said to be missing.
    private func cut(_ lines: [StyledLine], to height: Int) -> [StyledLine] {
        guard lines.count > height, height > 1 else { return Array(lines.prefix(height)) }
        return lines.prefix(height - 1)
            + [StyledLine("  " + Phrases.moreLines(lines.count - height + 1), Ink.faint)]
    }

    package func statusLine(_ glyphs: Glyphs) -> String { statusLine(Ink(glyphs: glyphs)) }

    func statusLine(_ ink: Ink) -> String {
        guard let layer = trace.layers[safe: cursor.layer] else { return "" }
        return Phrases.sayCell(layer, cursor, ink)
    }

    // MARK: equations

    /// Every equation of the unit. Where there is no room only the chosen one shows all its terms.
    func equations(_ layer: LayerTrace, _ ink: Ink, width: Int, isFull: Bool) -> [StyledLine] {
        let title = Phrases.unit(cursor.unit + 1, of: layer.units, step: cursor.step + 1)
        let formula = layer.equations[safe: cursor.equation].map { ink.symbols("\($0.symbol) = \($0.formula)") } ?? ""
        var lines = flow([formula], after: " \(title):  ", width: width).map { StyledLine($0.text, Ink.strong) }
        for (index, equation) in layer.equations.enumerated() {
            let arithmetic = layer.numbers(equation, step: cursor.step, unit: cursor.unit)
            let isChosen = index == cursor.equation
            let mark = isChosen ? ">" : " "
            let head = mark + Text.pad(ink.symbols(equation.symbol), to: symbolWidth(layer, ink)) + " = "
            var words =
                arithmetic.isAffine
                ? affine(arithmetic, ink, isFull: isFull || isChosen) : combination(arithmetic, equation, ink)
            if arithmetic.isSet { words[words.count - 1] = Phrases.setByHand + " " + words[words.count - 1] }
            let style = isChosen ? Ink.strong : .plain
            lines += flow(words + [remark(equation, arithmetic, in: layer)], after: head, width: width)
                .map { StyledLine($0.text.trimmedAtEnd, style) }
        }
        return lines
    }

    private func symbolWidth(_ layer: LayerTrace, _ ink: Ink) -> Int {
        layer.equations.map { Text.width(of: ink.symbols($0.symbol)) }.max() ?? 1
    }

    /// `sig(+0.2*+0.5 -0.4*+0.1 +1.0*+1.0 +1.0) = sig(+2.06) = +0.8870`
    private func affine(_ arithmetic: Arithmetic, _ ink: Ink, isFull: Bool) -> [String] {
        let name = ink.symbols(arithmetic.activationName)
        var words: [String]
        if isFull {
            words = arithmetic.terms.filter { $0.value != 0 }
                .map { "\(ink.trimmed($0.value))*\(ink.trimmed($0.weight))" }
        } else {
            let parts = [("h", arithmetic.recurrentTerms), ("x", arithmetic.inputTerms)]
            words = (arithmetic.readsStateFirst ? parts : parts.reversed()).filter { !$0.1.isEmpty }
                .map { "\($0.0): \(ink.trimmed($0.1.reduce(0) { $0 + $1.product }))" }
        }
        words.append(ink.trimmed(arithmetic.bias ?? 0) + ")")
        words[0] = "\(name)(" + words[0]
        return words + ["=", "\(name)(\(ink.trimmed(arithmetic.sum ?? 0)))", "=", ink.exact(arithmetic.result)]
    }

    private func combination(_ arithmetic: Arithmetic, _ equation: Equation, _ ink: Ink) -> [String] {
        let numbers = ink.symbols(arithmetic.substituted ?? "")
        return [ink.symbols(equation.formula), "=", numbers, "=", ink.exact(arithmetic.result)]
    }

    /// `keep 89%` where the table has a word for the gate.
    private func remark(_ equation: Equation, _ arithmetic: Arithmetic, in layer: LayerTrace) -> String {
        guard equation.isGate(arithmetic), arithmetic.result.isFinite, layer.equations.count > 1 else { return "" }
        let share = Numbers.percent(Double(arithmetic.result))
        return "  " + (equation.verb.isEmpty ? share : "\(equation.verb) \(share)")
    }

    // MARK: below

    func noteLines(_ layer: LayerTrace, _ ink: Ink, width: Int) -> [StyledLine] {
        var lines: [StyledLine] = []
        if convention != .unroll {
            lines += flow(
                Phrases.notation(convention).split(separator: " ").map(String.init), after: " in the words of  ",
                width: width)
        }
        if let memory = CellDrawing(layer, cursor, ink).memory {
            lines += flow(memory.split(separator: " ").map(String.init), after: "   ", width: width)
        }
        let formula = ink.symbols(layer.parameterFormula)
        let count = [formula, "= \(layer.parameterCount)"].filter { !$0.isEmpty }
        lines += flow(count, after: " parameters  ", width: width)
        for note in layer.notes {
            lines += flow(ink.symbols(note).split(separator: " ").map(String.init), after: " note  ", width: width)
        }
        return lines
    }
}

extension Equation {
    /// True for a gate: a value between 0 and 1 that multiplies something.
    func isGate(_ arithmetic: Arithmetic) -> Bool { arithmetic.isAffine && arithmetic.activation == .sigmoid }
}

extension Ink {
    /// Up to four places with a sign, no zeros at the end: `+0.2`, `+2.06`, `+0.6761`, `+1.0`.
    func trimmed(_ number: Real) -> String {
        var text = Substring(exact(number))
        guard text.contains("."), !text.contains("e") else { return String(text) }
        while text.hasSuffix("0"), !text.hasSuffix(".0") { text.removeLast() }
        return String(text)
    }
}
