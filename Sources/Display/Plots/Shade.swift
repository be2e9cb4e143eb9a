import Base
import Content

/// One value of a heat map: its sign and its ninths of the strongest value, or a character of the ramp where there is one
/// column for it. Colours add what the characters say already.
package enum Shade {
    /// Size by character, from nothing to the limit.
    package static let ramp = " .:-=+*#%@"
    private static let marks = ramp.map(String.init)

    /// `share` is the value in units of the strongest one, −1 … 1. What is no number is written as such.
    package static func piece(_ value: Double, share: Double, width: Int, isChosen: Bool = false) -> Piece {
        guard value.isFinite else { return named(value, width: width) }
        let size = min(9, Int(clamping: (min(1, abs(share)) * 9).rounded()))
        if width == 1 {
            var style = Style(Heatmap.colour(share), bold: isChosen, underline: isChosen)
            style.reverse = (share < 0 && size > 0) != isChosen
            return Piece(marks[size], style)
        }
        let digits = size == 0 ? "0" : (share < 0 ? "-" : "+") + String(size)
        let style = Style(
            size > 5 ? .rgb(0, 0, 0) : .rgb(255, 255, 255), on: Heatmap.colour(share), bold: isChosen)
        let text = !isChosen ? digits + " " : width >= 5 ? "[\(digits)]" : "\(digits)<"
        return Piece(Text.pad(text, to: width, .right), style)
    }

    private static func named(_ value: Double, width: Int) -> Piece {
        let mark = Numbers.fixed(value, 0)
        guard width > 1 else { return Piece(String(mark.prefix(1))) }
        return Piece(Text.pad(width < 5 ? String(mark.prefix(width - 1)) : mark, to: width - 1, .right) + " ")
    }
}
