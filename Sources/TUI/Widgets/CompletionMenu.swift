import Display
import Language

/// What may be written at the cursor, as a list below it.
struct CompletionMenu: Sendable {
    let found: Completions
    /// Whether Tab asked for it; else it came up by itself.
    let wasAsked: Bool
    private(set) var chosen: Int?
    /// The line was chosen with an arrow: Tab takes it. A line that Tab has chosen, Enter takes.
    private(set) var isPointedAt = false

    /// nil if there is nothing to choose from.
    init?(_ found: Completions, wasAsked: Bool) {
        guard !found.items.isEmpty else { return nil }
        self.found = found
        self.wasAsked = wasAsked
    }

    var item: Completion? { chosen.map { found.items[$0] } }
    /// The only thing that may stand here.
    var only: Completion? { found.items.count == 1 ? found.items.first : nil }

    /// What all that may stand here begin with, if it is more than what stands there.
    var common: String? {
        // What is not listed may begin otherwise.
        if found.isCut { return nil }
        let texts = found.items.map(\.text)
        let common = texts.dropFirst().reduce(texts[0]) { one, other in
            String(zip(one, other).prefix { $0 == $1 }.map(\.0))
        }
        return common.count > found.word.count && common.hasPrefix(found.word) ? common : nil
    }

    mutating func move(_ by: Int, isPointing: Bool) {
        let count = found.items.count
        chosen = chosen.map { ($0 + by + count) % count } ?? (by > 0 ? 0 : count - 1)
        isPointedAt = isPointing
    }

    // MARK: looks

    /// Below the line that is written, or above it where there is more room; `line` are its rows on the screen, `x` is
    /// where the word begins. False if there is no room for a single item.
    func draw(into grid: inout Grid, _ area: Rect, line: Range<Int>, x: Int, glyphs: Glyphs) -> Bool {
        let below = area.bottom - line.upperBound
        let above = line.lowerBound - area.y
        let wanted = min(8, found.items.count)
        let isBelow = below > wanted || below >= above
        let rows = min(wanted, max(below, above) - 1)
        guard rows > 0, area.width >= 12 else { return false }
        let first = max(0, min((chosen ?? 0) - rows / 2, found.items.count - rows))
        let shown = found.items[first..<(first + rows)]
        let words = min(shown.map { Text.width(of: $0.text) }.max() ?? 0, area.width - 4)
        let kinds = min(shown.map { Text.width(of: $0.kind) }.max() ?? 0, max(0, area.width - words - 6))
        let width = max(words + (kinds > 0 ? kinds + 2 : 0) + 4, footer(glyphs).count + 4)
        let left = max(area.x, min(x - 2, area.right - width))
        let top = isBelow ? line.upperBound : line.lowerBound - rows - 1
        let bar = glyphs == .ascii ? "|" : "│"
        for (row, item) in shown.enumerated() {
            let isChosen = first + row == chosen
            let text = Text.pad(Text.clip(item.text, to: words, ellipsis: ".."), to: words)
            let kind = kinds > 0 ? "  " + Text.pad(item.kind, to: kinds) : ""
            let line = Text.pad((isChosen ? ">" : " ") + text + kind, to: width - 2)
            grid.put(bar, x: left, y: top + row)
            grid.put(line, x: left + 1, y: top + row, Style(bold: isChosen, reverse: isChosen))
            grid.put(bar, x: left + width - 1, y: top + row)
        }
        let rule = glyphs == .ascii ? "-" : "─"
        let (corner, end) = glyphs == .ascii ? ("+", "+") : ("└", "┘")
        let rest = max(0, width - 3 - footer(glyphs).count)
        grid.put(corner + rule + footer(glyphs) + String(repeating: rule, count: rest) + end, x: left, y: top + rows)
        return true
    }

    private func footer(_ glyphs: Glyphs) -> String {
        " \(chosen.map { "\($0 + 1) of " } ?? "")\(found.items.count)\(found.isCut ? "+" : "") "
    }
}
