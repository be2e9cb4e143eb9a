import Display
import Notebook
import Views

/// A browser over the whole screen: typing filters, arrows choose, and what is chosen is shown beside the list.
struct BrowserScreen: Screen {
    let browser: Browser
    var filter = ""
    /// The indices of the items that fit the filter.
    var shown: [Int]
    /// Among `shown`.
    var chosen: Int
    var scroll = 0
    var previews: [Int: Preview] = [:]
    var lastPage = 1
    /// Rows of what is chosen that do not fit, found when it was drawn last.
    var hidden = 0

    init(_ browser: Browser) {
        self.browser = browser
        shown = Array(browser.items.indices)
        chosen = min(max(0, browser.chosen), max(0, browser.items.count - 1))
    }

    var item: (index: Int, item: Browser.Item)? {
        shown.indices.contains(chosen) ? (shown[chosen], browser.items[shown[chosen]]) : nil
    }

    /// What is chosen was still being found out when it was drawn last.
    private(set) var isMoving = false

    // MARK: keys

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        guard case .key(let key) = event else { return event.isInterrupt ? [.close] : [] }
        if let choice = item?.item.choices.first(where: { $0.key == key }) { return [.close] + choice.does }
        switch (key.code, key.modifiers) {
        case (.escape, _): return leave()
        case (.function(1), _): return [.open(.help(help(session), title: browser.title))]
        case (.character("?"), []) where filter.isEmpty:
            return [.open(.help(help(session), title: browser.title))]
        case (.up, _), (.character("p"), .control): move(-1)
        case (.down, _), (.character("n"), .control): move(1)
        case (.home, _): move(-shown.count)
        case (.end, _): move(shown.count)
        case (.pageUp, _): scroll = max(0, scroll - lastPage)
        case (.pageDown, _): scroll = min(hidden, scroll + lastPage)
        case (.backspace, _): if !filter.isEmpty { look(for: String(filter.dropLast())) }
        case (.character("u"), .control), (.character("w"), .control): look(for: "")
        case (.character(let letter), let modifiers) where modifiers.subtracting(.shift).isEmpty:
            look(for: filter + String(letter))
        default: break
        }
        return []
    }

    /// Esc lets go of the filter first.
    private mutating func leave() -> [Command] {
        if filter.isEmpty { return [.close] }
        look(for: "")
        return []
    }

    private mutating func move(_ by: Int) {
        chosen = min(max(0, chosen + by), max(0, shown.count - 1))
        scroll = 0
    }

    /// What begins with the filter comes first, then what holds all its words.
    private mutating func look(for text: String) {
        let kept = item?.index
        filter = text
        let words = text.lowercased().split(separator: " ")
        let fitting = browser.items.indices.filter { index in
            let item = browser.items[index]
            let all = "\(item.label) \(item.note) \(item.words)".lowercased()
            return words.allSatisfy { all.contains($0) }
        }
        let begins = { [browser] (index: Int) in browser.items[index].label.lowercased().hasPrefix(text.lowercased()) }
        shown = text.isEmpty ? fitting : fitting.filter(begins) + fitting.filter { !begins($0) }
        chosen = text.isEmpty ? kept.flatMap { shown.firstIndex(of: $0) } ?? 0 : 0
        scroll = 0
    }

    mutating func arrange(width: Int, height: Int, _ session: Session, glyphs: Glyphs) {
        isMoving = false
        guard let (index, item) = item else { return }
        let preview = previews[index] ?? item.preview()
        previews[index] = preview
        let contents = preview.now
        isMoving = contents == nil
        let area = areas(width, height).details
        hidden = max(0, (contents.map { sheet($0, area.width, area.height, glyphs).height } ?? 0) - area.height)
        scroll = min(scroll, hidden)
        lastPage = max(1, area.height - 1)
    }

    func help(_ session: Session) -> [HelpLine] {
        let own = (item?.item.choices ?? []).map { HelpLine(keys: $0.key.label, words: $0.words, run: [$0.key]) }
        return own + [
            HelpLine(keys: "letters", words: "filter; Backspace and Ctrl-U take them away", run: []),
            HelpLine(keys: "Up, Down, Home, End", words: "choose", run: []),
            HelpLine(keys: "PgUp, PgDn", words: "scroll what is shown", run: []),
            HelpLine(keys: "Esc", words: "back", run: [Key(.escape)]),
        ]
    }
}
