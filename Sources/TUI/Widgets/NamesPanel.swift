import Display
import Language
import Notebook

/// The names that cells have given values to: kind, what the value says of itself, and the cell.
enum NamesPanel {
    static func draw(_ session: Session, into grid: inout Grid, _ area: Rect) {
        guard !area.isEmpty else { return }
        let names = session.names()
        grid.put("names", x: area.x, y: area.y, Style(bold: true), maxWidth: area.width)
        if names.isEmpty {
            grid.put(Phrases.noNames, x: area.x, y: area.y + 1, Style(dim: true), maxWidth: area.width)
        }
        let column = min(area.width / 3, max(4, names.map { Text.width(of: $0.name) }.max() ?? 4))
        for (row, entry) in names.prefix(max(0, area.height - 1)).enumerated() {
            let line = Text.pad(Text.clip(entry.name, to: column, ellipsis: ".."), to: column) + " "
            let words = line + summary(entry.value)
            grid.put(words, x: area.x, y: area.y + 1 + row, maxWidth: area.width)
        }
        if names.count > area.height - 1, area.height > 1 {
            grid.put(
                Text.pad(Phrases.moreNames(names.count - area.height + 2), to: area.width), x: area.x,
                y: area.bottom - 1, Style(dim: true), maxWidth: area.width)
        }
    }

    /// An object's own line; anything else by its kind.
    private static func summary(_ value: Value) -> String {
        switch value {
        case .object(let object): object.summary
        case .number(let number): "number \(Numbers.short(number))"
        case .text(let text): "text \"\(Text.clip(text, to: 20, ellipsis: ".."))\""
        case .list(let items): "list of \(items.count)"
        case .bool(let flag): flag ? "true" : "false"
        case .none: "none"
        }
    }
}

extension Phrases {
    static let noNames = "none yet: run a cell"
    static func moreNames(_ count: Int) -> String { "\(count) more" }
}
