import Display
import Notebook

/// A notebook for Jupyter: nbformat 4.5. Its language is this one, for which Jupyter has no kernel: it shows the cells
/// with their outputs, and runs none.
///
/// Source: "The Notebook file format", nbformat documentation, and its JSON schema for version 4.5.
package struct JupyterNotebook: Sendable {
    private let exhibit: Exhibit

    package init(_ exhibit: Exhibit) { self.exhibit = exhibit }

    package var text: String {
        var names = Names()
        let cells = exhibit.cells.map { cell(of: $0, &names) }
        let notebook = JSON.object([
            ("cells", .list(cells)), ("metadata", metadata), ("nbformat", .whole(4)), ("nbformat_minor", .whole(5)),
        ])
        return OutputMark.sealed(notebook.lines() + "\n", .ipynb)
    }

    /// The words of this language look like R's: calls, pipes, comments and texts are coloured as those.
    private var metadata: JSON {
        .object([
            (
                "kernelspec",
                .object([
                    ("display_name", .text("Unroll")), ("language", .text("unroll")), ("name", .text("unroll")),
                ])
            ),
            (
                "language_info",
                .object([
                    ("codemirror_mode", .text("r")), ("file_extension", .text(".unroll")),
                    ("mimetype", .text("text/x-unroll")), ("name", .text("unroll")), ("pygments_lexer", .text("r")),
                ])
            ),
            ("title", .text(exhibit.title)),
            (
                "unroll",
                .object([
                    ("format", .whole(1)), ("output", .text(OutputMark.open(.ipynb))),
                    ("seed", .text("\(exhibit.seed)")),
                ])
            ),
        ])
    }

    private func cell(of cell: NotebookCell, _ names: inout Names) -> JSON {
        let id = names.take(cell.number.map { cell.options.id ?? "cell-\($0)" } ?? "prose")
        if cell.kind == .prose {
            return .object([
                ("cell_type", .text("markdown")), ("id", .text(id)), ("metadata", .object([])),
                ("source", .lines(cell.source)),
            ])
        }
        let shown = cell.shown
        let count = shown.isEmpty ? nil : cell.number
        return .object([
            ("cell_type", .text("code")), ("execution_count", count.map { .whole($0) } ?? .null), ("id", .text(id)),
            ("metadata", cell.jupyterMetadata), ("outputs", .list(shown.map(output))),
            ("source", .lines(cell.source)),
        ])
    }

    private func output(_ shown: Shown) -> JSON {
        switch shown {
        case .text(let lines), .history(_, nil, let lines): display([("text/plain", lines)])
        case .figure(let figure, let lines), .history(_, let figure?, let lines):
            display([("image/svg+xml", figure.lines), ("text/plain", lines)])
        case .record(let record):
            display([("text/csv", record.lines), ("text/plain", [Messages.record(record.name, rows: record.rows)])])
        case .note(let lines):
            .object([
                ("name", .text("stderr")), ("output_type", .text("stream")), ("text", .lines(lines + [""])),
            ])
        case .error(let lines):
            .object([
                ("ename", .text("error")),
                ("evalue", .text(lines.first.map { $0.replacing("error: ", with: "", maxReplacements: 1) } ?? "")),
                ("output_type", .text("error")), ("traceback", .list(lines.map { .text($0) })),
            ])
        }
    }

    /// In the order of preference.
    private func display(_ data: [(type: String, lines: [String])]) -> JSON {
        .object([
            ("data", .object(data.map { ($0.type, .lines($0.lines)) })), ("metadata", .object([])),
            ("output_type", .text("display_data")),
        ])
    }

    /// Ids of cells: 1 to 64 letters, digits or `-`, none twice.
    private struct Names {
        private var taken: Set<String> = []

        mutating func take(_ wanted: String) -> String {
            let stem = String(wanted.filter { $0.isASCII && ($0.isLetter || $0.isNumber || $0 == "-") }.prefix(48))
            let base = stem.isEmpty ? "cell" : stem
            let free = ([base] + (2...(taken.count + 2)).map { "\(base)-\($0)" }).first { !taken.contains($0) } ?? base
            taken.insert(free)
            return free
        }
    }
}

extension NotebookCell {
    /// What Jupyter and its relatives know of: a source that is folded away, and cells that are not to be run.
    fileprivate var jupyterMetadata: JSON {
        var pairs: [(key: String, value: JSON)] = []
        let tags = [options.isHidden ? "hide-input" : nil, options.isSkipped ? "skip-execution" : nil].compactMap { $0 }
        if options.isHidden { pairs.append(("jupyter", .object([("source_hidden", .flag(true))]))) }
        if !tags.isEmpty { pairs.append(("tags", .list(tags.map { .text($0) }))) }
        var own: [(key: String, value: JSON)] = []
        if let check = options.checkWords { own.append(("check", .text(check))) }
        if let id = options.id { own.append(("id", .text(id))) }
        if status == .stale { own.append(("stale", .flag(true))) }
        if isUnverified { own.append(("verified", .flag(false))) }
        if !own.isEmpty { pairs.append(("unroll", .object(own))) }
        return .object(pairs)
    }
}

extension Figure {
    fileprivate var lines: [String] {
        svg(.alone).split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    }
}

extension JSON {
    /// A text of several lines, as Jupyter keeps it: a list of them, each with its end.
    fileprivate static func lines(_ lines: [String]) -> JSON {
        let ended = lines.dropLast().map { JSON.text($0 + "\n") }
        return .list(ended + (lines.last.flatMap { $0.isEmpty ? nil : .text($0) }.map { [$0] } ?? []))
    }

    fileprivate static func lines(_ text: String) -> JSON {
        lines(text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init))
    }
}
