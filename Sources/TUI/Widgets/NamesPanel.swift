import Display
import Language
import Notebook

/// The names that cells give values to: kind, shape or size, and the cell.
enum NamesPanel {
    struct Entry: Sendable {
        let name: String
        /// nil while its cell has not run.
        let value: Value?
        let cell: CellID
        let number: Int

        var kind: String { value?.kind.name ?? Phrases.notRun }

        /// The shape or size of an object; anything else itself.
        var size: String {
            switch value {
            case .object(let object): return object.size
            case .number(let number): return Numbers.short(number)
            case .text(let text): return "\"\(Text.clip(text, to: 20, ellipsis: ".."))\""
            case .list(let items): return "\(items.count) \(items.count == 1 ? "value" : "values")"
            case .bool(let flag): return flag ? "true" : "false"
            case nil, .some(.none): return ""
            }
        }

        /// The value as it is shown below a cell; before that has run, its source.
        func contents(source: String) -> Preview.Contents {
            guard let value else {
                return .init([StyledLine(Phrases.cellHasNotRun(number)), ""] + Highlighting.lines(source))
            }
            if case .object(let object) = value, let drawable = object as? any Drawable {
                return .init([StyledLine(object.summary)], pictures: [drawable])
            }
            return .init(Output.value(value).lines(width: 120, glyphs: .ascii).map { StyledLine($0) })
        }
    }

    /// In the order of the cells; of a name that several cells define, the last.
    static func entries(_ session: Session) -> [Entry] {
        let values = Dictionary(session.names().map { ($0.name, $0.value) }) { _, last in last }
        return session.definitions().compactMap { name, cell in
            guard let number = session[cell]?.number else { return nil }
            return Entry(name: name, value: values[name], cell: cell, number: number)
        }
    }

    /// `entries`: nil while they are looked for.
    static func draw(_ found: [Entry]?, into grid: inout Grid, _ area: Rect, _ glyphs: Glyphs) {
        guard !area.isEmpty else { return }
        let entries = found ?? []
        let room = area.height - 1
        let shown = entries.count > room ? entries.prefix(max(0, room - 1)) : entries[...]
        let widest = { (texts: [String], limit: Int) in min(texts.map { Text.width(of: $0) }.max() ?? 4, limit) }
        let names = max(4, widest(shown.map(\.name), area.width / 3))
        let kinds = max(4, widest(shown.map(\.kind), 8))
        let cells = max(2, widest(shown.map { "\($0.number)" }, 4))
        let sizes = max(0, area.width - names - kinds - cells - 3)
        let line = { (name: String, kind: String, size: String, cell: String) in
            [(name, names), (kind, kinds), (size, sizes)].map {
                Text.pad(Text.clip($0.0, to: $0.1, ellipsis: ".."), to: $0.1) + " "
            }.joined() + Text.pad(cell, to: cells, .right)
        }
        grid.put(line("name", "kind", "size", "in"), x: area.x, y: area.y, Style(bold: true), maxWidth: area.width)
        if entries.isEmpty {
            let words = found != nil ? Phrases.noNames : glyphs == .ascii ? "..." : "…"
            grid.put(words, x: area.x, y: area.y + 1, Style(dim: true), maxWidth: area.width)
        }
        for (row, entry) in shown.enumerated() {
            let isNarrow = Text.width(of: entry.size) > sizes
            let size = isNarrow ? String(entry.size.split(separator: " ").joined()) : entry.size
            let text = line(entry.name, entry.kind, size, "\(entry.number)")
            let style = entry.value == nil ? Style(dim: true) : .plain
            grid.put(text, x: area.x, y: area.y + 1 + row, style, maxWidth: area.width)
        }
        if shown.count < entries.count, room > 0 {
            grid.put(
                Phrases.moreNames(entries.count - shown.count), x: area.x, y: area.bottom - 1, Style(dim: true),
                maxWidth: area.width)
        }
    }
}

extension Phrases {
    static let noNames = "none yet: a = 1 names something"
    static let collectingNames = "The names are still being collected; press the key again."
    static let notRun = "not run"
    static func cellHasNotRun(_ number: Int) -> String { "cell \(number) has not run yet" }
    static func moreNames(_ count: Int) -> String { "\(count) more: W lists them all" }
}
