import Base
import Content

/// Text measured in terminal columns.
package enum Text {
    /// Columns that the text takes: 2 for wide characters and emoji, 0 for marks, 1 for each control character (`·`).
    package static func width(of text: some StringProtocol) -> Int {
        var sum = 0
        for scalar in text.unicodeScalars { sum += width(of: scalar) }
        return sum + text.hiddenScalars.count { width(of: $0) == 0 }
    }

    /// The longest beginning that fits into `width` columns; what is cut leaves `ellipsis` at the end.
    package static func clip(_ text: some StringProtocol, to width: Int, ellipsis: String = "") -> String {
        guard width > 0 else { return "" }
        if self.width(of: text) <= width { return String(text) }
        let room = width - self.width(of: ellipsis)
        guard room >= 0 else { return clip(ellipsis, to: width) }
        var result = String.UnicodeScalarView()
        var used = 0
        for scalar in text.withHiddenShown.unicodeScalars {
            used += self.width(of: scalar)
            if used > room { break }
            result.append(scalar)
        }
        return String(result) + ellipsis
    }

    /// Exactly `width` columns: padded with blanks, or clipped.
    package static func pad(_ text: some StringProtocol, to width: Int, _ alignment: Alignment = .left) -> String {
        let text = clip(text, to: width)
        let missing = max(0, width - self.width(of: text))
        switch alignment {
        case .left: return text + blanks(missing)
        case .right: return blanks(missing) + text
        case .centre: return blanks(missing / 2) + text + blanks(missing - missing / 2)
        }
    }

    /// Lines of at most `width` columns, broken at blanks; a longer word is broken anywhere. Line ends are kept.
    package static func wrap(_ text: String, to width: Int) -> [String] {
        text.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
            wrap([Piece(String(line))], to: width).map(\.text)
        }
    }

    package static func blanks(_ count: Int) -> String { String(repeating: " ", count: max(0, count)) }

    /// The text with each control character, and each character that is not seen and not needed, replaced by `·`, so that
    /// nothing in it can steer a terminal or be read by programs only.
    package static func visible(_ text: String) -> String {
        let text = text.withHiddenShown
        if text.unicodeScalars.allSatisfy({ visible($0) == $0 }) { return text }
        return String(String.UnicodeScalarView(text.unicodeScalars.map(visible)))
    }
}

/// Columns that the text takes on a terminal.
package func width(of text: some StringProtocol) -> Int { Text.width(of: text) }
