import Display
import Notebook
import Views

/// The keys that work on the screen below: typing filters, Enter runs the line, the same key closes.
struct HelpScreen: Screen {
    let lines: [HelpLine]
    let title: String
    private var filter = ""
    private var chosen = 0

    init(_ lines: [HelpLine], title: String) {
        self.lines = lines
        self.title = title
    }

    private var shown: [HelpLine] {
        filter.isEmpty ? lines : lines.filter { ($0.keys + " " + $0.words).lowercased().contains(filter.lowercased()) }
    }

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        guard case .key(let key) = event else { return event.isInterrupt ? [.close] : [] }
        switch key.code {
        case .escape, .function(1): return [.close]
        case .character("?") where filter.isEmpty: return [.close]
        case .up: chosen = max(0, chosen - 1)
        case .down: chosen = min(max(0, shown.count - 1), chosen + 1)
        case .enter:
            guard shown.indices.contains(chosen) else { return [.close] }
            return [.close, .press(shown[chosen].run)]
        case .backspace: if !filter.isEmpty { filter.removeLast() }
        case .character(let character) where key.modifiers.isEmpty || key.modifiers == .shift:
            filter.append(character)
            chosen = 0
        default: break
        }
        chosen = min(chosen, max(0, shown.count - 1))
        return []
    }

    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? {
        grid.put(" keys: \(title)", x: 0, y: 0, Style(bold: true))
        grid.put(" filter: \(filter)", x: 0, y: 1)
        let room = max(0, grid.height - 4)
        let first = max(0, min(chosen - room / 2, shown.count - room))
        let keyWidth = min(24, (lines.map { Text.width(of: $0.keys) }.max() ?? 10) + 2)
        for (row, line) in shown.dropFirst(first).prefix(room).enumerated() {
            let isChosen = first + row == chosen
            let text = (isChosen ? " > " : "   ") + Text.pad(line.keys, to: keyWidth) + line.words
            grid.put(text, x: 0, y: 2 + row, Style(bold: isChosen))
        }
        if shown.isEmpty { grid.put("   nothing fits \(filter)", x: 0, y: 2) }
        grid.put(" type to filter  up/dn choose  Enter run  Esc close", x: 0, y: grid.height - 1, Style(dim: true))
        return Point(x: min(grid.width - 1, 9 + Text.width(of: filter)), y: 1)
    }

    func help(_ session: Session) -> [HelpLine] { [] }
}

extension Event {
    var isKey: Bool { if case .key = self { true } else { false } }
    var isInterrupt: Bool { if case .interrupt = self { true } else { false } }
}
