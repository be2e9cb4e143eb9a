/// Text of a manual page in which roff finds nothing to do.
///
/// Source: groff_char(7) and man(7).
enum RoffText {
    static func escaped(_ text: String) -> String {
        text.split(separator: "\n", omittingEmptySubsequences: false).map(line).joined(separator: "\n")
    }

    /// A line that begins with a full stop would be a macro.
    private static func line(_ text: Substring) -> String {
        let escaped = text.unicodeScalars.reduce(into: "") { $0 += marks[$1] ?? String($1) }
        return escaped.hasPrefix(".") ? "\\&" + escaped : escaped
    }

    private static let marks: [Unicode.Scalar: String] = [
        "\\": "\\e", "-": "\\-", "`": "\\(ga", "'": "\\(aq", "^": "\\(ha", "~": "\\(ti", "\r": " ",
    ]
}
