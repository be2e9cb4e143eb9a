import Display
import Language
import Notebook

/// A notebook as one page: no program in it, nothing asked for from elsewhere. It is well-formed XML too.
package struct HTMLPage: Sendable {
    private let exhibit: Exhibit

    package init(_ exhibit: Exhibit) { self.exhibit = exhibit }

    /// Whatever stands in a notebook, a browser is told to load and run nothing.
    private static let policy = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"

    /// Sealed, as all exports are: a page that was edited is told from the one that was written.
    package var text: String { OutputMark.sealed(open, .html) }

    private var open: String {
        """
        <!DOCTYPE html>
        <html xmlns="http://www.w3.org/1999/xhtml">
        <head>
        <meta charset="utf-8"/>
        <meta name="generator" content="Unroll; \(OutputMark.open(.html))"/>
        <meta name="viewport" content="width=device-width, initial-scale=1"/>
        <meta http-equiv="Content-Security-Policy" content="\(Markup.escaped(Self.policy))"/>
        <title>\(Markup.escaped(exhibit.title))</title>
        <style>
        \(HTMLStyle.text)
        </style>
        </head>
        <body>
        <main>
        \(exhibit.cells.map(part).joined(separator: "\n"))
        </main>
        <footer>\(Markup.escaped(Text.visible(exhibit.name))), seed \(exhibit.seed)</footer>
        </body>
        </html>

        """
    }

    private func part(_ cell: NotebookCell) -> String {
        guard let number = cell.number else {
            return "<div class=\"prose\">\n\(Markdown(cell.source).html())</div>"
        }
        let name = Messages.cell(number, id: cell.options.id)
        let state = Messages.state(of: cell)
        let words = Markup.escaped(name) + (state.map { " <span class=\"state\">\(Markup.escaped($0))</span>" } ?? "")
        let parts = [source(cell)] + cell.shown.map(output)
        return "<section class=\"cell\" id=\"cell-\(number)\">\n<p class=\"label\">\(words)</p>\n"
            + parts.joined(separator: "\n") + "\n</section>"
    }

    private func source(_ cell: NotebookCell) -> String {
        let code = "<pre class=\"source\"><code>\(HTMLPage.coloured(cell.source))</code></pre>"
        return cell.options.isHidden ? folded(Messages.source, code) : code
    }

    /// The program in the colours of the screen.
    private static func coloured(_ source: String) -> String {
        let bytes = Array(source.utf8)
        return highlight(source).map { range, kind in
            let text = Markup.escaped(String(decoding: bytes[range], as: UTF8.self))
            return kind.htmlClass.map { "<span class=\"\($0)\">\(text)</span>" } ?? text
        }.joined()
    }

    private func output(_ shown: Shown) -> String {
        switch shown {
        case .text(let lines), .history(_, nil, let lines): block(lines, "output")
        case .note(let lines): block(lines, "output note")
        case .error(let lines): block(lines, "output error")
        case .figure(let figure, let lines), .history(_, let figure?, let lines): drawing(figure, lines)
        case .record(let record):
            folded(Messages.record(record.name, rows: record.rows), block(record.lines, "output"))
        }
    }

    /// The text of it stays at hand: it can be copied, and read aloud.
    private func drawing(_ figure: Figure, _ lines: [String]) -> String {
        "<figure>\(figure.svg(.page))</figure>\n" + folded(Messages.asText, block(lines, "output"))
    }

    private func block(_ lines: [String], _ kind: String) -> String {
        "<pre class=\"\(kind)\">\(Markup.escaped(lines.joined(separator: "\n")))</pre>"
    }

    private func folded(_ words: String, _ inside: String) -> String {
        "<details><summary>\(Markup.escaped(words))</summary>\n\(inside)</details>"
    }
}

extension TokenClass {
    /// nil for what has no colour.
    fileprivate var htmlClass: String? {
        switch self {
        case .space, .name, .symbol, .bracket: nil
        case .function: "function"
        case .argument: "argument"
        case .number, .constant: "number"
        case .text: "text"
        case .comment: "comment"
        case .unknown: "unknown"
        }
    }
}
