/// Texts that end a string, a comment, a line or a tag of some language if they are put into it as they are. All tests of
/// escapers and exports use these.
package enum HostileNames {
    package static let all: [String] = [
        "plain", "", " ", "a\"b", "a'b", "a`b", "\"\"\"", "'''", "a\"\"\"\nimport os\n\"\"\"", "ends in \\", "\\",
        "\\\"",
        "\\n", "\\N{BULLET}", "\\x41\\u0041", "line\nbreak", "return\rreturn", "both\r\nends", "tab\ttab",
        "\u{01}\u{07}\u{08}\u{0B}\u{0C}\u{1B}[2J\u{7F}", "\u{85}\u{9B}31m", "\u{2028}\u{2029}",
        "</script><script>alert(1)</script>",
        "<!-- -->", "-->", "--!>", "]]>", "<![CDATA[", "&", "&amp;", "&lt;b&gt;", "<b a='1' c=\"2\">", "$(touch pwned)",
        "`touch pwned`", "${HOME}", "$HOME", "a;b|c&d", "!history", "*?[a-z]", "~", "#", "# %%", "%%", "-", "--help",
        "-rf",
        "a,b", "=1+1", ".TH X 1", "'br", "\u{202E}txt.exe\u{202C}", "\u{200F}\u{061C}\u{2066}x\u{2069}", "\u{FEFF}bom",
        "\u{FFFD}", "\u{FFFE}", "\u{10FFFF}", "\u{E0041}\u{E007F}", "caf\u{E9}", "cafe\u{301}", "日本語", "🧠\u{200D}🔥",
        "{}", "{x}", "%s%d%n", "f\"{x}\"", "lambda", "None", "1abc", "a b", "ä", String(repeating: "x", count: 255),
        String(repeating: "é", count: 127) + "x",
    ]

    /// Without byte order marks: Foundation's readers of JSON and XML take a leading one away.
    package static func withoutMarks(_ text: String?) -> [Unicode.Scalar]? {
        text?.unicodeScalars.filter { $0 != "\u{FEFF}" }
    }

    /// Those that can be the name of a notebook: with `.unroll.md` at most 255 bytes, and no slash.
    package static let files: [String] =
        all.filter { !$0.contains("/") && !$0.isEmpty && $0.utf8.count <= 245 }
        + [String(repeating: "n", count: 245)]
}
