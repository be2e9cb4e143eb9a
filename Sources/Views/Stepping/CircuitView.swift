import Display
import Engine

/// The same network as a circuit: each layer once, with the loop through which a state comes back a step later, and the
/// numbers that flow at the chosen step.
struct CircuitView: Sendable {
    let trace: Trace
    let cursor: StepCursor

    func lines(width: Int, height: Int?, glyphs: Glyphs) -> [StyledLine] {
        let ink = Ink(glyphs: glyphs)
        var lines =
            [StyledLine(" " + Phrases.circuit, Ink.faint), StyledLine("")]
            + vectorLines("x_t", trace.input[safe: cursor.step] ?? [], width: width, ink)
        var chosen = 0
        for layer in trace.layers.indices {
            // The title is the third line of its box.
            if layer == cursor.layer { chosen = lines.count + 2 }
            lines += box(layer, width: width, ink)
        }
        lines += result(width: width, ink)
        guard let height, lines.count > height, height > 1 else { return lines }
        // The chosen layer stays in sight.
        let first = min(max(0, chosen - height / 3), lines.count - height + 1)
        return Array(lines[first..<first + height - 1]) + [
            StyledLine("  " + Phrases.moreLines(lines.count - height + 1), Ink.faint)
        ]
    }

    private func box(_ index: Int, width: Int, _ ink: Ink) -> [StyledLine] {
        let layer = trace.layers[index]
        let isChosen = index == cursor.layer
        let style = isChosen ? Ink.strong : .plain
        let (line, down, corner) = ink.glyphs == .ascii ? ("-", "|", "+") : ("─", "│", "┼")
        let equation = layer.equations.last.map { ink.symbols("\($0.symbol) = \($0.formula)") } ?? ""
        let names = layer.equations.dropLast().map { ink.symbols($0.symbol) }
        let inner = max(24, min(width - 30, max(Text.width(of: equation), Text.width(of: layer.title)) + 4))
        let title =
            (isChosen ? "> " : "  ") + layer.title + (names.isEmpty ? "" : "  gates \(names.joined(separator: " "))")
        let edge = corner + String(repeating: line, count: inner) + corner
        var lines = [StyledLine("        \(down) " + (layer.isRecurrent ? "W" : weightName(layer)))]
        func row(_ text: String, _ loop: String) -> StyledLine {
            StyledLine(
                "    \(down)" + Text.pad(" " + Text.clip(text, to: inner - 1, ellipsis: ".."), to: inner) + down + loop,
                style)
        }
        let back = layer.isBackwards ? "from t+1" : "from t-1"
        lines.append(
            StyledLine(
                "    " + edge + (layer.isRecurrent ? "<\(line)\(line) U \(line)\(line)\(line)\(corner)" : ""), style))
        lines.append(row(title, layer.isRecurrent ? "         \(down)  delay 1" : ""))
        lines.append(row(equation, layer.isRecurrent ? "         \(down)  h \(back)" : ""))
        lines.append(
            StyledLine(
                "    " + edge
                    + (layer.isRecurrent
                        ? "\(line)\(line)\(line)\(line)\(line)\(line)\(line)\(line)\(line)\(corner)" : ""),
                style))
        if layer.isRecurrent {
            lines += vectorLines(
                layer.isBackwards ? "h_t+1" : "h_t-1", layer.previous("h", cursor.step), width: width, ink)
        }
        let step = min(cursor.step, max(0, layer.states.count - 1))
        return lines
            + vectorLines(
                "\(ink.symbols(layer.equations.last?.symbol ?? "y"))_t", layer.states[safe: step] ?? [], width: width,
                ink)
    }

    private func weightName(_ layer: LayerTrace) -> String { layer.parameterCount > 0 ? "V" : "" }

    /// A vector with as many numbers as fit.
    private func vectorLines(_ name: String, _ values: [Real], width: Int, _ ink: Ink) -> [StyledLine] {
        let room = max(1, (width - 16) / 7)
        let shown = values.prefix(room).map { ink.brief($0) }.joined(separator: " ")
        let rest = values.count > room ? " .. \(values.count) in all" : ""
        return [StyledLine("     \(Text.pad(name, to: 6)) [\(shown)\(rest)]")]
    }

    private func result(width: Int, _ ink: Ink) -> [StyledLine] {
        guard let row = trace.outputRow(at: cursor.step) else {
            return [StyledLine(" " + Phrases.oneOutput(after: trace.steps), Ink.faint)]
        }
        return [StyledLine(" " + ink.symbols("→ ") + Phrases.verdict(trace, row))].filter { $0.text.count > 4 }
    }
}

extension Phrases {
    static let circuit = "one layer, used at every step; the loop brings its state back a step later"
}
