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
    /// Numbers kept beside the output: rows of CSV with a heading. Screens show its name and size only.
    case record(name: String, csv: String)
}

extension Output {
    /// The object to draw, where there is one.
    package var drawable: (any Drawable)? {
        if case .value(.object(let object)) = self { object as? any Drawable } else { nil }
    }

    package var isError: Bool {
        switch self {
        case .error: true
        case .diagnostic(let diagnostic): diagnostic.level == .error
        case .text, .value, .record: false
        }
    }

    /// The output as lines of plain text without control codes, at most `limit` and then how many were left out.
    package func lines(width: Int, glyphs: Glyphs, limit: Int = 200) -> [String] { [] }
}
