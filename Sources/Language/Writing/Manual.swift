/// All built-ins as Markdown, grouped by family; the examples are cells, so that the manual is a notebook. It comes
/// without outputs, and says so to whoever checks it.
package func manual(_ builtins: Builtins) -> String {
    var lines = [
        "<!-- unroll 1 outputs=none -->", "# Reference", "",
        "Every function, layer and option. The examples are cells: open this file as a notebook and run them. Those that",
        "write a file are skipped: copy one into a notebook of yours and allow it with `:allow write`.", "",
    ]
    for family in Builtin.Family.allCases {
        let members = builtins.all.filter { $0.family == family }
        guard !members.isEmpty else { continue }
        lines += ["## \(family.title)", "", members.map { "`\($0.name)`" }.joined(separator: " · "), ""]
        for builtin in members { lines += builtin.chapter }
    }
    return lines.joined(separator: "\n")
}

extension Builtin.Family {
    /// The heading of the manual.
    package var title: String { rawValue.prefix(1).uppercased() + rawValue.dropFirst() }
}

extension Builtin {
    fileprivate var chapter: [String] {
        var lines = ["### \(name)", "", sentence, "", "    " + signature(self), ""]
        if !parameters.isEmpty {
            lines += ["| argument | | what it is |", "|---|---|---|"]
            lines += parameters.map { "| `\($0.name)` | \($0.explanation.inTable) | \($0.sentence.inTable) |" } + [""]
        }
        for example in examples { lines += ["```unroll" + (example.writes ? " skip" : ""), example.cell, "```", ""] }
        if !aliases.isEmpty {
            lines += ["Also written " + aliases.map { "`\($0)`" }.joined(separator: ", ") + ".", ""]
        }
        return lines
    }
}

extension Builtin.Example {
    /// The program, with a result of one line as a comment behind it.
    fileprivate var cell: String {
        guard let result, !result.contains("\n") else { return source }
        return source + (source.contains("\n") ? "\n# → " : "   # → ") + result
    }
}

extension String {
    fileprivate var inTable: String { map { $0 == "|" ? "\\|" : String($0) }.joined() }
}
