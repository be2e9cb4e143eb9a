import Base

extension Text {
    /// Breaks one line of pieces at blanks into lines of at most `width` columns, keeping styles.
    ///
    /// Blanks at a break vanish; blanks elsewhere stay. A word longer than `width` is broken anywhere.
    package static func wrap(_ pieces: [Piece], to width: Int) -> [StyledLine] {
        let width = max(1, width)
        var lines: [StyledLine] = []
        var line = StyledLine()
        var used = 0
        var blanks: [Unit] = []
        var word: [Unit] = []

        func place(_ units: [Unit]) {
            for unit in units {
                line.append(unit.text, unit.style)
                used += unit.columns
            }
        }
        func endLine() {
            lines.append(line)
            line = StyledLine()
            used = 0
        }
        func endWord() {
            let wordWidth = word.reduce(0) { $0 + $1.columns }
            let blankWidth = blanks.reduce(0) { $0 + $1.columns }
            if wordWidth > 0, used + blankWidth + wordWidth > width, used > 0 || blankWidth >= width {
                if used > 0 { endLine() }
                blanks = []
            }
            if wordWidth > 0 {
                place(blanks)
                blanks = []
            }
            if used + wordWidth > width {
                for unit in word {
                    if used > 0, used + unit.columns > width { endLine() }
                    place([unit])
                }
            } else {
                place(word)
            }
            word = []
        }
        for piece in pieces {
            for scalar in piece.text.withHiddenShown.unicodeScalars {
                let unit = Unit(text: String(scalar), columns: self.width(of: scalar), style: piece.style)
                if scalar == " " {
                    if !word.isEmpty { endWord() }
                    blanks.append(unit)
                } else {
                    word.append(unit)
                }
            }
        }
        endWord()
        lines.append(line)
        return lines
    }

    /// One scalar on its way into a line.
    private struct Unit {
        let text: String
        let columns: Int
        let style: Style
    }
}
