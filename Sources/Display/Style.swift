/// A colour by its meaning's value; the terminal maps it to what it has (true colour, 256, 8 or none).
package enum Colour: Hashable, Sendable {
    /// The terminal's own.
    case plain
    case rgb(UInt8, UInt8, UInt8)

    // Okabe and Ito (2008): told apart with every common colour vision.
    package static let orange = Colour.rgb(230, 159, 0)
    package static let skyBlue = Colour.rgb(86, 180, 233)
    package static let green = Colour.rgb(0, 158, 115)
    package static let yellow = Colour.rgb(240, 228, 66)
    package static let blue = Colour.rgb(0, 114, 178)
    package static let vermilion = Colour.rgb(213, 94, 0)
    package static let purple = Colour.rgb(204, 121, 167)
    package static let grey = Colour.rgb(128, 128, 128)
}

package struct Style: Hashable, Sendable {
    package var foreground: Colour
    package var background: Colour
    package var bold, dim, italic, underline, reverse: Bool

    package init(
        _ foreground: Colour = .plain, on background: Colour = .plain, bold: Bool = false, dim: Bool = false,
        italic: Bool = false, underline: Bool = false, reverse: Bool = false
    ) {
        self.foreground = foreground
        self.background = background
        self.bold = bold
        self.dim = dim
        self.italic = italic
        self.underline = underline
        self.reverse = reverse
    }

    package static let plain = Style()
}

/// What may be drawn with: a UTF-8 terminal gets Braille and box lines, a file gets blocks, `LANG=C` gets ASCII.
package enum Glyphs: Sendable { case ascii, blocks, braille }
