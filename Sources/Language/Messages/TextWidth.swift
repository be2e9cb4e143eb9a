import Base

extension Character {
    /// The character as a message shows it: a tab as four blanks, a control character as a dot, and so what is not seen
    /// and not needed between it and the one after it.
    func shown(before next: Character?) -> String {
        let both = (String(self) + (next.map { String($0) } ?? "")).withHiddenShown
        return String(String.UnicodeScalarView(both.unicodeScalars.prefix(unicodeScalars.count)))
            .map(\.plain).joined()
    }

    /// The same of a character of a text in which what is not seen is shown already.
    var plain: String {
        if self == "\t" { return "    " }
        if self == "\r" || self == "\r\n" { return "" }
        return unicodeScalars.contains(where: \.steersTerminal) ? "·" : String(self)
    }

    /// How many columns it takes on a terminal: 0 (a mark alone), 1, or 2 (East Asian wide and emoji).
    var columns: Int {
        guard let first = unicodeScalars.first else { return 0 }
        switch first.properties.generalCategory {
        case .nonspacingMark, .enclosingMark, .format, .control: return 0
        default: break
        }
        if unicodeScalars.contains(where: { $0.value == 0xFE0F }) || first.properties.isEmojiPresentation { return 2 }
        return Character.wide.contains { $0.contains(first.value) } ? 2 : 1
    }

    /// The blocks of Unicode Standard Annex 11 whose characters are wide.
    private static let wide: [ClosedRange<UInt32>] = [
        0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF, 0xA000...0xA4CF,
        0xA960...0xA97F, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
        0x20000...0x3FFFD,
    ]
}

extension String {
    var columns: Int { reduce(0) { $0 + $1.columns } }

    /// The text without blanks at its end.
    var trimmedEnd: String {
        var trimmed = self[...]
        while trimmed.last == " " { trimmed.removeLast() }
        return String(trimmed)
    }

    /// The text on one line of at most `width` columns, without control characters.
    func fitted(to width: Int) -> String {
        var result = ""
        var used = 0
        for character in withHiddenShown {
            let shown = character == "\n" ? "·" : character.plain
            if used + shown.columns > width { return String(result.dropLast()) + "…" }
            result += shown
            used += shown.columns
        }
        return result
    }

    /// The text as part of a message: on one line, and cut to `length` characters.
    package func clipped(_ length: Int) -> String {
        var result = ""
        var count = 0
        for character in withHiddenShown {
            if count == length { return String(result.dropLast()) + "…" }
            result += character == "\n" ? "·" : character.plain
            count += 1
        }
        return result
    }
}
