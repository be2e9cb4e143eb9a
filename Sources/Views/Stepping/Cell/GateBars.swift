import Base
import Display
import Engine

/// How far each gate of the unit is open, and what its derivative will let through on the way back.
struct GateBars {
    private let layer: LayerTrace
    private let cursor: StepCursor
    private let ink: Ink

    init(_ layer: LayerTrace, _ cursor: StepCursor, _ ink: Ink) {
        self.layer = layer
        self.cursor = cursor
        self.ink = ink
    }

    func lines(width: Int) -> [StyledLine] {
        let rows = layer.equations.compactMap { equation -> StyledLine? in
            let arithmetic = layer.numbers(equation, step: cursor.step, unit: cursor.unit)
            guard arithmetic.isAffine, !arithmetic.activationName.isEmpty else { return nil }
            return row(equation, arithmetic, barWidth: max(8, min(24, width - 56)))
        }
        guard !rows.isEmpty else { return [] }
        return [head(barWidth: max(8, min(24, width - 56)))] + rows
    }

    private func head(barWidth: Int) -> StyledLine {
        StyledLine(
            Text.pad(" gates", to: 14) + Text.pad("0", to: barWidth / 2) + Text.pad(".5", to: barWidth - barWidth / 2)
                + "1  " + Phrases.barsHead)
    }

    /// Values of a tanh run from −1 to 1: the bar starts at the middle of that range.
    private func row(_ equation: Equation, _ arithmetic: Arithmetic, barWidth: Int) -> StyledLine {
        let value = arithmetic.result
        let isGate = equation.isGate(arithmetic)
        let share = isGate ? value : abs(value)
        let filled = share.isFinite ? Int(clamping: (min(max(0, share), 1) * Real(barWidth)).rounded()) : 0
        let (full, empty) = ink.glyphs == .ascii ? ("#", ".") : ("█", "░")
        let symbol = Text.pad(ink.symbols(equation.symbol), to: 3)
        var line = StyledLine("   " + symbol + Text.pad(ink.brief4(value), to: 7) + "|")
        line.append(String(repeating: full, count: filled), ink.style(value))
        line.append(String(repeating: empty, count: barWidth - filled), Ink.faint)
        line.append("|  " + Text.pad(Phrases.saturation(value, isGate: isGate), to: 14))
        if let derivative = arithmetic.derivative {
            line.append("\(ink.symbols(arithmetic.activationName))' = \(Numbers.fixed(Double(derivative), 4))")
        }
        return line
    }
}

extension Ink {
    /// Three places; a sign only where it is negative.
    func brief4(_ number: Real) -> String { Numbers.fixed(Double(number), 3) }
}
