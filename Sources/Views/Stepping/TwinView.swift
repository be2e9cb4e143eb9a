import Base
import Display
import Engine

/// One example twice, without and with what was set by hand: both runs step by step, how far apart their states are, and
/// how long the difference lives.
struct TwinView: Sendable {
    let before: Trace
    let after: Trace
    let cursor: StepCursor
    let changes: [Change]

    var layers: (LayerTrace, LayerTrace)? {
        guard let one = before.layers[safe: cursor.layer], let other = after.layers[safe: cursor.layer] else {
            return nil
        }
        return (one, other)
    }

    /// ‖h − h′‖ of the layer for each step.
    var distances: [Double] {
        guard let (one, other) = layers else { return [] }
        return zip(one.states, other.states).map { left, right in
            zip(left, right).reduce(0) { $0 + Double($1.0 - $1.1) * Double($1.0 - $1.1) }.squareRoot()
        }
    }

    /// How long the difference lives.
    var life: Life { Life(layers?.0.isBackwards == true ? distances.reversed() : distances) }

    struct Life: Hashable {
        /// The step, in the order of computation, where it is largest; nil if nothing differs.
        var peak: Int?
        var largest = 0.0
        /// Steps after the peak until half of it is left, and a hundredth; nil if more than that is left at the end.
        var half: Int?
        var hundredth: Int?
        /// What is left at the end, of the largest.
        var left = 0.0

        init(_ distances: [Double]) {
            guard let largest = distances.max(), largest > 0, let peak = distances.firstIndex(of: largest) else {
                return
            }
            self.peak = peak
            self.largest = largest
            half = distances[peak...].firstIndex { $0 <= largest / 2 }.map { $0 - peak }
            hundredth = distances[peak...].firstIndex { $0 <= largest / 100 }.map { $0 - peak }
            left = (distances.last ?? 0) / largest
        }
    }

    func lines(width: Int, height: Int?, glyphs: Glyphs) -> [StyledLine] {
        let ink = Ink(glyphs: glyphs)
        guard let (one, other) = layers else { return [] }
        let distances = distances
        let columns = Columns(width: width, hasProbability: before.stepLosses.contains { $0 != nil })
        let head = " what differs: " + Phrases.changed(changes, after, ink)
        var top = flow(head.split(separator: " ").map(String.init), after: "", width: width)
        top[0] = StyledLine(" " + top[0].text.trimmedAtStart)
        top.append(
            StyledLine(
                columns.head(ink.symbols(one.equations.last?.symbol ?? "y"), unit: cursor.unit + 1, ink), Ink.faint))
        let told = Phrases.life(life, layer: one, ink)
        let bottom = flow(told.split(separator: " ").map(String.init), after: " ", width: width)
        let room = height.map { max(1, $0 - top.count - bottom.count - 1) } ?? distances.count
        let first = min(max(0, cursor.step - room / 2), max(0, distances.count - room))
        let rows = (first..<min(distances.count, first + room)).map { step in
            row(step, one, other, distances, columns, ink)
        }
        return top + rows + [ink.rule(width)] + bottom
    }

    private func row(
        _ step: Int, _ one: LayerTrace, _ other: LayerTrace, _ distances: [Double], _ columns: Columns, _ ink: Ink
    ) -> StyledLine {
        let mark = step == cursor.step ? ">" : " "
        var line = StyledLine(
            mark + Text.pad("\(step + 1)", to: 4, .right) + "  ", step == cursor.step ? Ink.strong : .plain)
        line.append(Text.pad(Text.clip(input(step), to: columns.input - 1, ellipsis: ".."), to: columns.input))
        for layer in [one, other] {
            let value = layer.states[safe: step]?[safe: cursor.unit] ?? .nan
            line.append(Text.pad(ink.exact(value), to: 10, .right), ink.style(value))
        }
        line.append(Text.pad(Numbers.significant(distances[step], 4), to: 11, .right) + "  ")
        if columns.hasProbability {
            line.append(Text.pad(loss(before, step), to: 8, .right) + Text.pad(loss(after, step), to: 8, .right) + "  ")
        }
        let share = life.largest > 0 ? distances[step] / life.largest : 0
        let filled = share.isFinite ? Int(clamping: (share * Double(columns.bar)).rounded()) : 0
        line.append(String(repeating: ink.glyphs == .ascii ? "#" : "█", count: max(0, min(columns.bar, filled))))
        return line
    }

    /// The input, and what it became.
    func input(_ step: Int) -> String {
        func text(_ trace: Trace) -> String {
            if let label = trace.inputLabels?[safe: step] { return label }
            guard let row = trace.input[safe: step] else { return "" }
            if trace.isOneHot { return "1 at \((row.firstIndex(of: 1) ?? 0) + 1)" }
            return row.prefix(2).map { Numbers.fixed(Double($0), 2) }.joined(separator: " ")
                + (row.count > 2 ? " .." : "")
        }
        let (old, new) = (text(before), text(after))
        return old == new ? old : "\(new) (\(old))"
    }

    private func loss(_ trace: Trace, _ step: Int) -> String {
        guard let row = trace.outputRow(at: step), let loss = trace.stepLosses[safe: row] ?? nil else { return "" }
        return Numbers.fixed(Double(loss), 3)
    }

    private struct Columns {
        var input: Int
        var bar: Int
        var hasProbability: Bool

        init(width: Int, hasProbability: Bool) {
            self.hasProbability = hasProbability
            let rest = width - 7 - 20 - 13 - (hasProbability ? 18 : 0)
            input = max(8, min(18, rest / 2))
            bar = max(0, rest - input)
        }

        func head(_ symbol: String, unit: Int, _ ink: Ink) -> String {
            let state = "\(symbol) u\(unit)"
            let losses = hasProbability ? Text.pad("loss", to: 8, .right) + Text.pad("loss'", to: 8, .right) + "  " : ""
            return Text.pad("    t", to: 7) + Text.pad("x_t", to: input) + Text.pad(state, to: 10, .right)
                + Text.pad(state + "'", to: 10, .right)
                + Text.pad(ink.symbols("‖\(symbol)−\(symbol)′‖"), to: 11, .right) + "  " + losses
        }
    }
}

extension String {
    /// Without the blanks at its end.
    var trimmedAtEnd: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }

    /// Without those at its beginning.
    var trimmedAtStart: String { String(drop { $0 == " " }) }
}

extension Phrases {
    /// How long a difference lives, in words.
    static func life(_ life: TwinView.Life, layer: LayerTrace, _ ink: Ink) -> String {
        guard let peak = life.peak else {
            return "both runs are the same in this layer: what was changed does not reach it"
        }
        let steps = layer.states.count
        let at = layer.isBackwards ? steps - peak : peak + 1
        var words = "largest at t=\(at) (\(Numbers.significant(life.largest, 3)))"
        if let half = life.half { words += "; half is gone after \(half) \(half == 1 ? "step" : "steps")" }
        if peak == steps - 1 {
            words += ", the last step: it still grows"
        } else if let hundredth = life.hundredth {
            words += ", 99% after \(hundredth): memory fades"
        } else {
            words += "; \(Numbers.percent(life.left)) of it is left at the end: memory lasts"
        }
        return words
    }
}
