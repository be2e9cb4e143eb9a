/// Headings to be read from the last row of a room: block letters for the first level, rules below the others.
enum BigText {
    /// Lines of block letters that a heading may take; a longer one is written in plain letters.
    private static let most = 2

    static func lines(_ pieces: [Piece], _ level: Int, _ width: Int, _ glyphs: Glyphs) -> [StyledLine] {
        let text = pieces.map(\.text).joined()
        if level == 1, let blocks = blocks(text, width, glyphs) { return blocks }
        let bold = pieces.map { Piece($0.text, Style($0.style.foreground, bold: true)) }
        let words = Text.wrap(bold, to: width)
        guard level < 3 else { return words }
        let rule = glyphs == .ascii ? (level == 1 ? "=" : "-") : (level == 1 ? "═" : "─")
        return words + [StyledLine(String(repeating: rule, count: words.map(\.width).max() ?? 0), Style(bold: true))]
    }

    /// nil where a character has no block letter, or the words do not fit.
    private static func blocks(_ text: String, _ width: Int, _ glyphs: Glyphs) -> [StyledLine]? {
        var rows: [[String]] = []
        for word in text.uppercased().split(separator: " ") {
            guard let pixels = pixels(word), pixels[0].count <= width else { return nil }
            if let last = rows.last, last[0].count + 3 + pixels[0].count <= width {
                rows[rows.count - 1] = zip(last, pixels).map { $0 + "   " + $1 }
            } else {
                rows.append(pixels)
            }
        }
        guard !rows.isEmpty, rows.count <= most else { return nil }
        return Array(rows.map { drawn($0, glyphs) }.joined(separator: [StyledLine()]))
    }

    /// Five rows of `#` and blanks.
    private static func pixels(_ word: Substring) -> [String]? {
        var rows = Array(repeating: "", count: 5)
        for letter in word {
            guard let shape = letters[letter]?.split(separator: " ") else { return nil }
            for row in rows.indices {
                rows[row] += (rows[row].isEmpty ? "" : " ") + shape[row].replacing(".", with: " ")
            }
        }
        return rows
    }

    /// Two rows of pixels in one of characters, where the terminal has half blocks.
    private static func drawn(_ pixels: [String], _ glyphs: Glyphs) -> [StyledLine] {
        let style = Style(bold: true)
        guard glyphs != .ascii else { return pixels.map { StyledLine($0, style) } }
        let empty = Text.blanks(pixels[0].count)
        return stride(from: 0, to: pixels.count, by: 2).map { row in
            let below = row + 1 < pixels.count ? pixels[row + 1] : empty
            return StyledLine(String(zip(pixels[row], below).map(half)), style)
        }
    }

    private static func half(_ upper: Character, _ lower: Character) -> Character {
        upper == "#" ? (lower == "#" ? "█" : "▀") : lower == "#" ? "▄" : " "
    }

    private static let letters: [Character: String] = [
        "A": ".#. #.# ### #.# #.#", "B": "##. #.# ##. #.# ##.", "C": ".## #.. #.. #.. .##",
        "D": "##. #.# #.# #.# ##.", "E": "### #.. ##. #.. ###", "F": "### #.. ##. #.. #..",
        "G": ".## #.. #.# #.# .##", "H": "#.# #.# ### #.# #.#", "I": "# # # # #",
        "J": "..# ..# ..# #.# .#.", "K": "#.# #.# ##. #.# #.#", "L": "#.. #.. #.. #.. ###",
        "M": "#...# ##.## #.#.# #...# #...#", "N": "#..# ##.# #.## #..# #..#", "O": ".#. #.# #.# #.# .#.",
        "P": "##. #.# ##. #.. #..", "Q": ".##. #..# #..# #.## .###", "R": "##. #.# ##. #.# #.#",
        "S": ".## #.. .#. ..# ##.", "T": "### .#. .#. .#. .#.", "U": "#.# #.# #.# #.# ###",
        "V": "#.# #.# #.# #.# .#.", "W": "#...# #...# #.#.# ##.## #...#", "X": "#.# #.# .#. #.# #.#",
        "Y": "#.# #.# .#. .#. .#.", "Z": "### ..# .#. #.. ###",
        "0": ".#. #.# #.# #.# .#.", "1": ".# ## .# .# .#", "2": "##. ..# .#. #.. ###", "3": "##. ..# .#. ..# ##.",
        "4": "#.# #.# ### ..# ..#", "5": "### #.. ##. ..# ##.", "6": ".## #.. ##. #.# .#.",
        "7": "### ..# .#. .#. .#.", "8": ".#. #.# .#. #.# .#.", "9": ".#. #.# .## ..# ##.",
        ".": ". . . . #", ",": ".. .. .. .# #.", ":": ". # . # .", ";": ".. .# .. .# #.", "!": "# # # . #",
        "?": "##. ..# .#. ... .#.", "'": "# # . . .", "-": "... ... ### ... ...", "+": "... .#. ### .#. ...",
        "/": "..# ..# .#. #.. #..", "(": ".# #. #. #. .#", ")": "#. .# .# .# #.", "&": ".#.. #.#. .#.. #.## .##.",
        "=": "... ### ... ### ...", "\"": "#.# #.# ... ... ...",
    ]
}
