import Base
import Content
import Display
import Language

/// Something that stands below a cell.
package enum Output: Sendable {
    /// Lines as read from a file, or printed.
    case text(String)
    /// The text of an error, read from a file.
    case error(String)
    /// A value shown: drawn if it can be, else its one line.
    case value(Value)
    case diagnostic(Diagnostic)
    /// A chart as read from a file: its picture in characters, and the record that it is drawn from elsewhere.
    case chart(RecordedChart)
    /// Numbers kept beside the output: rows of CSV with a heading. Screens show its name and size only.
    case record(name: String, csv: String)
}

extension Output {
    /// The object to draw, where there is one.
    package var drawable: (any Drawable)? {
        if case .value(.object(let object)) = self { object as? any Drawable } else { nil }
    }

    /// What it shows, where it is more than a line.
    package var content: Content? {
        switch self {
        case .value(.object(let object)): (object as? any Described)?.content
        case .chart(let recorded): Content("plot", [.chart(recorded.chart)])
        case .text, .error, .value, .diagnostic, .record: nil
        }
    }

    /// The chart among it.
    package var chart: Chart? { content?.chart }

    /// What the notebook's file keeps; nil for nothing.
    var kept: Output? {
        guard case .value(.object(let object)) = self, let passing = object as? any Passing else { return self }
        return passing.kept.isNone ? nil : .value(passing.kept)
    }

    package var isError: Bool {
        switch self {
        case .error: true
        case .diagnostic(let diagnostic): diagnostic.level == .error
        case .text, .value, .chart, .record: false
        }
    }

    /// As they are written into the notebook's file.
    var fileLines: [String] { lines(width: Session.fileWidth, glyphs: .ascii) }

    /// The output as lines of plain text without control codes, at most `limit` and then how many were left out.
    /// A record has no lines: it stands beside the output, not in it.
    package func lines(width: Int, glyphs: Glyphs, limit: Int = 200) -> [String] {
        switch self {
        case .text(let text), .error(let text): cut(text, to: limit)
        case .chart(let recorded): cut(recorded.text, to: limit)
        case .diagnostic(let diagnostic): cut(diagnostic.render().flatMap(PlainText.lines), to: limit)
        case .record: []
        case .value(let value):
            cut(drawable?.text(width: width, glyphs: glyphs, limit: 1000) ?? value.text, to: limit)
        }
    }

    /// Lines up to `limit`, and how many were left out; `more` of them were not even made.
    private func cut(_ lines: [String], to limit: Int, more: Int = 0) -> [String] {
        guard lines.count + more > limit else { return lines }
        return lines.prefix(limit) + [Messages.linesLeftOut(max(0, lines.count - limit) + more)]
    }

    /// Of a very long text only the beginning is made into lines; the lines of the rest are counted.
    private func cut(
        _ text: String, to limit: Int, lines: (String) -> (lines: [String], more: Int)
    ) -> [String] {
        guard text.utf8.count > PlainText.longestText else {
            let made = lines(text)
            return cut(made.lines, to: limit, more: made.more)
        }
        var end = text.utf8.index(text.startIndex, offsetBy: PlainText.longestText)
        while end.samePosition(in: text.unicodeScalars) == nil { end = text.utf8.index(before: end) }
        let beginning = String(text[..<end])
        let start = text.utf8.distance(from: text.startIndex, to: end)
        var text = text
        let more = text.withUTF8 { bytes in
            let rest = bytes[start...]
            return rest.count { $0 == 0x0A } + (rest.last == 0x0A ? 0 : 1)
        }
        let made = lines(beginning)
        return cut(made.lines, to: limit, more: made.more + more)
    }

    private func cut(_ text: String, to limit: Int) -> [String] {
        cut(text, to: limit) { PlainText.lines($0, atMost: limit) }
    }

    /// The output for ears: a drawing in words, an error without carets.
    package func spoken(limit: Int = 200) -> [String] {
        switch self {
        case .text(let text), .error(let text):
            cut(text, to: limit) { (Spoken.recorded(PlainText.lines($0).joined(separator: "\n")), 0) }
        case .diagnostic(let diagnostic): cut(diagnostic.spoken.flatMap(PlainText.lines), to: limit)
        case .record: []
        case .chart(let recorded): cut(Content("plot", [.chart(recorded.chart)]).spoken, to: limit)
        case .value(let value):
            if let content {
                cut(content.spoken.flatMap(PlainText.lines), to: limit)
            } else {
                cut(value.text, to: limit)
            }
        }
    }
}

/// Text as it may stand in a file and reach a terminal: no escape sequences, no control codes, no overwritten lines.
package enum PlainText {
    /// Columns of a line above which the rest is left out.
    private static let longest = 2000
    /// Bytes of a text above which the rest is not made into lines.
    static let longestText = 1 << 20

    package static func lines(_ text: String) -> [String] {
        lines(text, atMost: .max).lines
    }

    /// The first lines, and how many follow; empty lines at the end are left out.
    static func lines(_ text: String, atMost limit: Int) -> (lines: [String], more: Int) {
        var rest = withoutEscapes(text)
        while let start = rest.lastIndex(of: "\n").map(rest.index(after:)), line(rest[start...]).isEmpty {
            rest = rest[..<rest.index(before: start)]
        }
        let splits = min(limit, .max - 1)
        var parts = rest.split(separator: "\n", maxSplits: splits, omittingEmptySubsequences: false)
        let more = parts.count > limit ? parts.removeLast().count { $0 == "\n" } + 1 : 0
        let lines = parts.map { line($0) }
        return (lines == [""] && more == 0 ? [] : lines, more)
    }

    /// What is left on the line after its last carriage return, without control codes and blanks at its end, and with a
    /// `·` for what is not seen.
    private static func line(_ scalars: Substring.UnicodeScalarView.SubSequence) -> String {
        let parts = scalars.split(separator: "\r")
        var line = String.UnicodeScalarView()
        for scalar in String(parts.last ?? scalars.prefix(0)).withHiddenShown.unicodeScalars {
            if scalar == "\t" {
                line.append(contentsOf: "    ".unicodeScalars)
            } else if !scalar.steersTerminal {
                line.append(scalar)
            }
        }
        let end = line.lastIndex { $0 != " " }.map(line.index(after:)) ?? line.startIndex
        line.removeSubrange(end...)
        // A printed line is not to be taken for git's mark of two versions.
        if Conflict.begins(String(line).utf8) || Conflict.ends(String(line).utf8) {
            line.insert(" ", at: line.startIndex)
        }
        guard line.count > longest else { return String(line) }
        // With its remark the line is no longer than a line may be: cleaned once more it stays as it is.
        let room = longest - Messages.charactersLeftOut(line.count).unicodeScalars.count
        return String(line.prefix(room)) + Messages.charactersLeftOut(line.count - room)
    }

    /// Without what ECMA-48 calls control sequences (ESC [ … letter) and strings (ESC ] … BEL or ESC \).
    private static func withoutEscapes(_ text: String) -> Substring.UnicodeScalarView {
        guard text.utf8.contains(0x1B) || text.utf8.contains(0x0D) else { return text[...].unicodeScalars }
        var kept = String.UnicodeScalarView()
        var rest = text.unicodeScalars[...]
        while let scalar = rest.popFirst() {
            if scalar == "\r", rest.first == "\n" { continue }
            guard scalar == "\u{1B}" else {
                kept.append(scalar)
                continue
            }
            switch rest.popFirst() {
            case "["?: while let next = rest.popFirst(), !(0x40...0x7E).contains(next.value) {}
            case "]"?, "P"?, "_"?, "^"?, "X"?:
                while let next = rest.popFirst(), next != "\u{07}" {
                    if next == "\u{1B}" {
                        rest = rest.dropFirst()
                        break
                    }
                }
            default: break
            }
        }
        return Substring(String(kept)).unicodeScalars
    }
}
