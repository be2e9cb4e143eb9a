import Display
import Notebook
import Views

/// A question over the whole screen: a letter marks an answer, Enter gives it; Esc gives the one that changes nothing.
struct ChoiceScreen: Screen {
    let choice: Choice
    private var chosen: Int

    init(_ choice: Choice) {
        self.choice = choice
        chosen = choice.first
    }

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        guard case .key(let key) = event else { return event.isInterrupt ? answer(choice.escape) : [] }
        switch key.code {
        case .escape: return answer(choice.escape)
        case .enter where key.modifiers.isEmpty: return answer(choice.options[chosen].decision)
        case .up, .character("k"): chosen = max(0, chosen - 1)
        case .down, .character("j"): chosen = min(choice.options.count - 1, chosen + 1)
        case .character(let letter) where key.modifiers.isEmpty:
            guard let index = choice.options.firstIndex(where: { $0.letter == letter }) else { return [.beep] }
            chosen = index
        default: break
        }
        return []
    }

    private func answer(_ decision: Decision) -> [Command] { [.close, .decide(decision)] }

    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? {
        let head = grid.height >= 15 ? 2 : 1
        let foot = grid.height >= 15 ? 3 : 2
        let width = max(10, grid.width - 2)
        let options = self.options(width: width)
        let rows = grid.height - head - foot
        var text = choice.lines.flatMap { $0.isEmpty ? [""] : Text.wrap($0, to: width) } + [""]
        // Where there is little room the blank lines go first, then the explanation; never the answers.
        if text.count + options.count > rows { text.removeAll { $0.isEmpty } }
        text = Array(text.prefix(max(0, rows - options.count)))

        grid.put(" " + Text.clip(choice.title, to: width), x: 0, y: 0, Style(bold: true))
        if head == 2 {
            for y in [1, grid.height - 3] {
                grid.fill(
                    Rect(x: 0, y: y, width: grid.width, height: 1), glyphs == .ascii ? "-" : "─", Style(dim: true))
            }
        }
        for (row, line) in text.enumerated() { grid.put(" " + line, x: 0, y: head + row) }
        let start = max(0, min(options.firstIndex { $0.index == chosen } ?? 0, options.count - rows))
        for (row, line) in options.dropFirst(start).prefix(rows).enumerated() {
            grid.put(line.text, x: 0, y: head + text.count + row, Style(bold: line.index == chosen))
        }
        grid.put(" " + Text.clip(choice.say, to: width), x: 0, y: grid.height - 2)
        let keys = choice.options.map { "\($0.letter) \($0.short)" }.joined(separator: "  ") + "  Enter does it"
        grid.put(" " + Text.clip(keys, to: width), x: 0, y: grid.height - 1, Style(dim: true))
        return nil
    }

    private func options(width: Int) -> [(index: Int, text: String)] {
        choice.options.enumerated().flatMap { index, option in
            Text.wrap(option.words, to: width - 5).enumerated().map { row, line in
                let mark = row > 0 ? "      " : (index == chosen ? " > " : "   ") + "\(option.letter)  "
                return (index: index, text: mark + line)
            }
        }
    }

    func help(_ session: Session) -> [HelpLine] {
        choice.options.map { HelpLine(keys: "\($0.letter)", words: $0.words, run: [.character($0.letter)]) }
    }
}
