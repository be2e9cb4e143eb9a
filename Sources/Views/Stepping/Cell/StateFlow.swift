import Display
import Engine

/// One state of a cell as a drawing: what it was, what is taken from it, what is added, what it becomes.
///
///     c_t-1 [+0.500] -(x)- f*c [+0.443] -(+)- c_t [+1.092] ->
///         f [+0.887] '   i*g [+0.648] '
///       i*g = i [+0.772] x g [+0.840]
///
/// It is read off the equation: a sum of products, of which one may hold the state before.
struct StateFlow {
    /// One name with its number for every unit.
    struct Factor {
        var name: String
        var values: [Real]
        /// The state of the step before.
        var isPrevious = false
    }

    let state: Factor
    /// The sum's products; the one with the state before stands first.
    let terms: [[Factor]]

    /// The drawing; `vector` writes a row of numbers.
    func lines(_ vector: ([Real]) -> String, _ ink: Ink) -> [String] {
        guard let first = terms.first, let main = first.last else { return [] }
        let times = ink.glyphs == .ascii ? "-(x)- " : "─(×)─ "
        let plus = ink.glyphs == .ascii ? "-(+)- " : "─(+)─ "
        let end = ink.glyphs == .ascii ? " ->" : " ─>"

        var line = " " + main.label(vector)
        var below: [Hanging] = []
        if first.count > 1 {
            line += " "
            below.append(Self.hanging(Array(first.dropLast()), at: Text.width(of: line) + 2, vector, ink))
            line += times
        }
        if terms.count > 1 {
            line += first.count > 1 ? "\(Self.name(first, ink)) \(vector(Self.multiply(first))) " : " "
            for term in terms.dropFirst() {
                below.append(Self.hanging(term, at: Text.width(of: line) + 2, vector, ink))
                line += plus
            }
        } else if first.count == 1 {
            line += " " + ink.symbols("→") + " "
        }
        line += state.label(vector) + end
        return [line] + Self.hang(below, ink)
    }

    /// Something below a sign of the main line: it ends at the stroke in `column`.
    private struct Hanging {
        var column: Int
        var text: String
        /// What the text is made of, where that is a product.
        var parts: String?
    }

    /// Side by side where they do not collide, else each in a line of its own; products are spelled out below.
    private static func hang(_ all: [Hanging], _ ink: Ink) -> [String] {
        let corner = ink.glyphs == .ascii ? "'" : "┘"
        var lines: [String] = []
        for entry in all {
            let start = max(1, entry.column - Text.width(of: entry.text) - 1)
            if let last = lines.indices.last, Text.width(of: lines[last]) < start {
                lines[last] = Text.pad(lines[last], to: start) + entry.text + " " + corner
            } else {
                lines.append(Text.blanks(start) + entry.text + " " + corner)
            }
        }
        return lines + all.compactMap { entry in entry.parts.map { "   " + $0 } }
    }

    private static func hanging(
        _ factors: [Factor], at column: Int, _ vector: ([Real]) -> String, _ ink: Ink
    ) -> Hanging {
        if factors.count == 1 { return Hanging(column: column, text: factors[0].label(vector)) }
        let name = name(factors, ink)
        let parts = factors.map { $0.label(vector) }.joined(separator: ink.glyphs == .ascii ? " x " : " × ")
        return Hanging(column: column, text: "\(name) \(vector(multiply(factors)))", parts: "\(name) = \(parts)")
    }

    private static func name(_ factors: [Factor], _ ink: Ink) -> String {
        factors.map { $0.isPrevious ? $0.name.withoutStep : $0.name }.joined(separator: ink.symbols("⊙"))
    }

    static func multiply(_ factors: [Factor]) -> [Real] {
        guard let count = factors.map(\.values.count).min() else { return [] }
        return (0..<count).map { unit in factors.reduce(1) { $0 * $1.values[unit] } }
    }
}

extension StateFlow.Factor {
    func label(_ vector: ([Real]) -> String) -> String { "\(name) \(vector(values))" }
}

extension String {
    /// `c_t-1` → `c`.
    fileprivate var withoutStep: String {
        guard let mark = range("_t") else { return self }
        return String(self[..<mark])
    }

    private func range(_ text: String) -> Index? {
        indices.first { self[$0...].hasPrefix(text) }
    }
}
