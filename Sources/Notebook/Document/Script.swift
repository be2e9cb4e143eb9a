/// A notebook as a plain program: cells in order behind lines `# %%`, prose in comments, no outputs.
///
/// `# %%` is where several editors see cells in scripts; what follows it are the words of a cell's fence. What stands
/// before the first such line is a cell too, so that any program is a script.
package enum Script {
    /// What a file of programs is called.
    package static let ending = ".unroll"
    private static let first = "#!/usr/bin/env -S unroll run"
    private static let mark = "# %%"
    private static let proseMark = mark + " [markdown]"

    package static func text(_ cells: [NotebookCell], seed: UInt64) -> String {
        let parts = cells.map { $0.kind == .prose ? prose($0.source) : code($0) }
        let head = [first, "# unroll 1 seed=\(seed)", "# " + OutputMark.open(.script)]
        return OutputMark.sealed((head + parts.flatMap { [""] + $0 }).joined(separator: "\n") + "\n", .script)
    }

    private static func code(_ cell: NotebookCell) -> [String] {
        let words = cell.options.words
        return [mark + (words.isEmpty ? "" : " " + words)]
            + lines(cell.source).map { isMark($0) ? "# " + $0 : $0 }
    }

    /// A line that would be taken for a mark is written with `\`, which Markdown reads as the sign behind it.
    private static func prose(_ source: String) -> [String] {
        [proseMark] + lines(source).map { $0.isEmpty ? "#" : "# " + ($0.hasPrefix("%%") ? "\\" : "") + $0 }
    }

    private static func lines(_ source: String) -> [String] {
        source.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }

    static func isMark(_ line: String) -> Bool { line.hasPrefix(mark) }

    /// The words behind a mark.
    static func words(_ line: String) -> Words { Words(line.dropFirst(mark.count)) }

    /// Whether a file is one, by its name or its first line.
    package static func isOne(_ bytes: [UInt8], path: String) -> Bool {
        if path.hasSuffix(ending) { return true }
        let line = String(decoding: bytes.prefix { $0 != 0x0A }, as: UTF8.self)
        return line.hasPrefix("#!") && line.contains("unroll")
    }
}

extension Document {
    /// Reads a script: its cells with the words of their marks, its prose, its seed.
    init(script bytes: [UInt8]) {
        let lines = Line.split(bytes).map(\.text)
        let seed = lines.lazy.prefix { $0.hasPrefix("#") && !Script.isMark($0) }
            .map { Words($0.dropFirst()) }.first { $0.all.first?.raw == "unroll" }?["seed"]
        self.init(seed.map { "<!-- unroll 1 seed=\($0) -->\n" } ?? "")
        var parts: [(mark: String?, lines: [String])] = [(nil, [])]
        for line in lines {
            if Script.isMark(line) { parts.append((line, [])) } else { parts[parts.count - 1].lines.append(line) }
        }
        for (mark, lines) in parts { add(mark, lines) }
    }

    private mutating func add(_ mark: String?, _ lines: [String]) {
        let kept = Array(lines.reversed().drop { $0.allSatisfy(\.isWhitespace) }.reversed())
        let words = mark.map(Script.words) ?? Words()
        let isProse = words.all.first?.raw == "[markdown]"
        // In front of the first mark stand the lines that name the program, and often nothing else.
        if mark == nil, kept.allSatisfy({ $0.hasPrefix("#") || $0.isEmpty }) { return }
        let source = isProse ? kept.map { String($0.dropFirst($0.hasPrefix("# ") ? 2 : 1)) } : kept
        var block = Block(
            id: newID(), new: isProse ? .prose : .code, source: source.joined(separator: "\n"), eol: [0x0A])
        if !isProse { block.options = CellOptions(words) }
        blocks.append(block)
    }
}
