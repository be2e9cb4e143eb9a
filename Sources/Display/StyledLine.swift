/// Text in one style.
package struct Piece: Hashable, Sendable {
    package var text: String
    package var style: Style
    package init(_ text: String, _ style: Style = .plain) {
        self.text = text
        self.style = style
    }
}

/// One line of pieces side by side.
package struct StyledLine: Hashable, Sendable, ExpressibleByStringLiteral {
    package var pieces: [Piece]

    package init(_ pieces: [Piece] = []) { self.pieces = pieces }
    package init(_ text: String, _ style: Style = .plain) { pieces = [Piece(text, style)] }
    package init(stringLiteral text: String) { self.init(text) }

    package var text: String { pieces.map(\.text).joined() }
    package var width: Int { pieces.reduce(0) { $0 + Text.width(of: $1.text) } }

    /// The longest beginning that fits into `width` columns.
    package func clipped(to width: Int) -> StyledLine {
        guard self.width > width else { return self }
        var clipped = StyledLine()
        var room = width
        for piece in pieces where room > 0 {
            let text = Text.clip(piece.text, to: room)
            clipped.append(text, piece.style)
            room = text.unicodeScalars.count < piece.text.unicodeScalars.count ? 0 : room - Text.width(of: text)
        }
        return clipped
    }

    package mutating func append(_ piece: Piece) { append(piece.text, piece.style) }

    package mutating func append(_ text: String, _ style: Style = .plain) {
        if let last = pieces.indices.last, pieces[last].style == style {
            pieces[last].text += text
        } else {
            pieces.append(Piece(text, style))
        }
    }
}
