import Display
import Engine

/// How the step views write: numbers with signs, symbols that the terminal has, colours for the sign.
struct Ink: Sendable {
    let glyphs: Glyphs

    static let positive = Style(.skyBlue)
    static let negative = Style(.orange)
    static let strong = Style(bold: true)
    static let faint = Style(dim: true)

    /// Mathematics as the terminal can show it: `σ(x·W + b)` or `sig(x.W + b)`.
    func symbols(_ text: String) -> String {
        guard glyphs == .ascii else { return text }
        var result = ""
        for scalar in text.unicodeScalars {
            if scalar == "·", !result.hasSuffix("t-1"), let last = result.last, last == ")" || last.isNumber {
                // Between numbers a point would look like a decimal one.
                result += "*"
            } else if scalar.isASCII {
                result.unicodeScalars.append(scalar)
            } else {
                result += Self.plain[scalar] ?? "?"
            }
        }
        return result
    }

    /// A rule across the screen.
    func rule(_ width: Int) -> StyledLine {
        StyledLine(String(repeating: glyphs == .ascii ? "-" : "─", count: max(0, width)), Self.faint)
    }

    /// Two places and a sign, for columns: `+0.83`; large numbers keep four significant digits.
    func brief(_ number: Real) -> String {
        abs(number) < 1000 || !number.isFinite
            ? Numbers.signed(Double(number), 2) : sign(number) + Numbers.significant(Double(number), 4)
    }

    /// Four places and a sign, for arithmetic: `+0.8870`.
    func exact(_ number: Real) -> String {
        abs(number) < 0.001 && number != 0 || abs(number) >= 100_000
            ? sign(number) + Numbers.significant(Double(number), 4) : Numbers.signed(Double(number), 4)
    }

    func style(_ number: Real) -> Style { number < 0 ? Self.negative : number > 0 ? Self.positive : .plain }

    private func sign(_ number: Real) -> String { number < 0 ? "" : "+" }

    private static let plain: [Unicode.Scalar: String] = [
        "σ": "sig", "·": ".", "⊙": "*", "×": "x", "−": "-", "′": "'", "₋": "_t-", "ₜ": "_t", "ᵢ": "_i",
        "₀": "0", "₁": "1", "₂": "2", "₃": "3", "₄": "4", "₅": "5", "₆": "6", "₇": "7", "₈": "8", "₉": "9",
        "α": "alpha", "β": "beta", "γ": "gamma", "ε": "eps", "μ": "mean", "\u{302}": "^",
        "→": "->", "←": "<-", "≥": ">=", "≤": "<=", "≈": "~", "∂": "d", "…": "...", "–": "-", "—": "-", "Σ": "sum",
        "\u{303}": "~", "√": "sqrt", "²": "^2", "’": "'", "“": "\"", "”": "\"", "°": "deg ", "‖": "|",
    ]
}

/// Words side by side in lines of at most `width` columns; the first line starts with `head`, the others below its end.
///
/// A word is never cut: one that is wider than the line stands alone.
func flow(_ words: [String], after head: String, width: Int) -> [StyledLine] {
    let indent = Text.blanks(min(Text.width(of: head), max(0, width / 3)))
    var lines: [StyledLine] = []
    var line = head
    var isEmpty = true
    for word in words {
        if !isEmpty, Text.width(of: line) + 1 + Text.width(of: word) > width {
            lines.append(StyledLine(line))
            line = indent
            isEmpty = true
        }
        line += isEmpty ? lines.isEmpty ? word : String(word.drop { $0 == " " }) : " " + word
        isEmpty = false
    }
    lines.append(StyledLine(line))
    return lines
}
