import Display
import Language
import Notebook

/// Where one was when a search began.
struct SearchOrigin {
    let focus: CellID?
    let editor: Editor?
}

/// A text that is looked for in all cells, and where it stands.
struct Search {
    private(set) var pattern: Pattern?
    /// In the order of the notebook; of each cell first what stands in its text, then what stands in its outputs.
    private(set) var finds: [Find] = []
    var current: Int?
    /// The outputs of cells as text; they are drawn once, until a cell gives others.
    private var outputs: [CellID: [String]] = [:]

    struct Find: Hashable {
        let cell: CellID
        let index: Int
        /// Counted within the cell.
        let ordinal: Int
        /// Where it stands in the text of the cell; nil in an output.
        let source: Range<Int>?
    }

    /// Looks through the notebook as it is now.
    mutating func look(for pattern: Pattern?, in session: Session) {
        self.pattern = pattern
        let old = current.map { finds[$0] }
        finds = []
        current = nil
        guard let pattern else { return }
        for (index, cell) in session.cells.enumerated() {
            let inText = pattern.ranges(in: cell.source)
            let inOutputs = lines(of: cell).reduce(0) { $0 + pattern.ranges(in: $1).count }
            finds += inText.enumerated().map { Find(cell: cell.id, index: index, ordinal: $0, source: $1) }
            finds += (0..<inOutputs).map {
                Find(cell: cell.id, index: index, ordinal: inText.count + $0, source: nil)
            }
        }
        current = old.flatMap { old in finds.firstIndex { $0.cell == old.cell && $0.ordinal == old.ordinal } }
    }

    private mutating func lines(of cell: NotebookCell) -> [String] {
        if cell.outputs.isEmpty || cell.kind == .prose { return [] }
        if let known = outputs[cell.id] { return known }
        let lines = cell.outputs.flatMap { $0.lines(width: Session.fileWidth, glyphs: .ascii) }
        outputs[cell.id] = lines
        return lines
    }

    mutating func forgetOutputs() { outputs = [:] }

    /// The find in a cell that one has gone to.
    func current(in cell: CellID?) -> Int? { current.flatMap { finds[$0].cell == cell ? finds[$0].ordinal : nil } }

    /// The next find in a direction from a place; whether the search went on from the other end.
    func next(_ direction: Int, fromCell index: Int, byte: Int?) -> (find: Int, hasWrapped: Bool)? {
        guard !finds.isEmpty else { return nil }
        if let current, finds[current].index == index, byte == nil {
            let next = current + direction
            return ((next + finds.count) % finds.count, !finds.indices.contains(next))
        }
        func isBehind(_ find: Find) -> Bool {
            guard find.index == index, let byte else { return find.index > index }
            return find.source.map { $0.lowerBound > byte } ?? true
        }
        func isBefore(_ find: Find) -> Bool {
            guard find.index == index, let byte else { return find.index < index }
            return find.source.map { $0.lowerBound < byte } ?? false
        }
        if direction > 0 { return finds.firstIndex(where: isBehind).map { ($0, false) } ?? (0, true) }
        return finds.lastIndex(where: isBefore).map { ($0, false) } ?? (finds.count - 1, true)
    }
}

/// Searching: a line after `/` that finds while it is typed, and n and N from find to find.
extension NotebookScreen {
    /// Finds a text at once; without one, opens the line in which it is typed.
    mutating func find(_ text: String, _ session: inout Session) -> [Command] {
        openSearch()
        guard !text.isEmpty, case .search(_, let origin) = mode else { return [] }
        look(for: text, from: origin, &session)
        return accept(text, origin, &session)
    }

    private mutating func openSearch() {
        var editor: Editor?
        if case .edit(let open) = mode { editor = open }
        leaveEditor()
        mode = .search(Editor(), from: SearchOrigin(focus: focus, editor: editor))
    }

    mutating func endSearch() -> [Command] {
        search = Search()
        return []
    }

    /// The keys of the line after `/`.
    mutating func find(
        _ key: Key, _ line: Editor, _ origin: SearchOrigin, _ session: inout Session
    ) -> [Command] {
        switch (key.code, key.modifiers) {
        case (.escape, _): leaveSearch(origin, session)
        case (.backspace, []) where line.text.isEmpty: leaveSearch(origin, session)
        case (.enter, _): return accept(line.text, origin, &session)
        case (.down, []), (.character("f"), .control):
            show(search.next(1, fromCell: index(session) ?? 0, byte: nil), &session)
        case (.up, []): show(search.next(-1, fromCell: index(session) ?? 0, byte: nil), &session)
        default:
            var line = line
            guard line.handle(key) != nil else { return [] }
            mode = .search(line, from: origin)
            look(for: line.text, from: origin, &session)
        }
        return []
    }

    /// Goes to the first find from where the search began.
    mutating func look(for text: String, from origin: SearchOrigin, _ session: inout Session) {
        search.current = nil
        search.look(for: Pattern(text), in: session)
        go(to: origin, session)
        let start = origin.focus.flatMap { id in session.cells.firstIndex { $0.id == id } } ?? 0
        show(search.next(1, fromCell: start, byte: (origin.editor?.offset ?? 0) - 1), &session)
    }

    private mutating func accept(_ text: String, _ origin: SearchOrigin, _ session: inout Session) -> [Command] {
        guard let pattern = search.pattern, let current = search.current else {
            let isEmpty = text.isEmpty
            leaveSearch(origin, session)
            if !isEmpty { message = Phrases.notFound(text) }
            return isEmpty ? [] : [.beep]
        }
        mode = .nav
        message = Phrases.found(current + 1, of: search.finds.count, pattern.text)
        if origin.editor != nil { edit(search.finds[current], session) }
        return []
    }

    private mutating func leaveSearch(_ origin: SearchOrigin, _ session: Session) {
        search = Search()
        goBack(to: origin, session)
    }

    private mutating func goBack(to origin: SearchOrigin, _ session: Session) {
        go(to: origin, session)
        mode = origin.editor.map(Mode.edit) ?? .nav
    }

    private mutating func go(to origin: SearchOrigin, _ session: Session) {
        let index = origin.focus.flatMap { id in session.cells.firstIndex { $0.id == id } }
        if let index { go(to: index, session) }
    }

    /// n and N, in the list of cells or in the text of one.
    mutating func go(toFind direction: Int, _ session: inout Session) -> [Command] {
        guard let pattern = search.pattern else {
            message = Phrases.noSearch
            return [.beep]
        }
        search.look(for: pattern, in: session)
        var editor: Editor?
        if case .edit(let open) = mode { editor = open }
        guard let next = search.next(direction, fromCell: index(session) ?? 0, byte: editor?.offset) else {
            message = Phrases.notFound(pattern.text)
            return [.beep]
        }
        let commands = editor == nil ? [] : leaveText(&session)
        show(next, &session)
        let end = direction > 0 ? Phrases.wentOnFromTop : Phrases.wentOnFromBottom
        let place = Phrases.found(next.find + 1, of: search.finds.count, pattern.text)
        message = next.hasWrapped ? place + ", " + end : place
        if editor != nil { edit(search.finds[next.find], session) }
        return commands
    }

    /// Puts the cursor at a find in a text; an output has none.
    private mutating func edit(_ find: Search.Find, _ session: Session) {
        guard let source = find.source, let cell = focused(session) else { return }
        guard mayEdit(bytes: cell.source.utf8.count) else { return leaveEditor() }
        var editor = Editor(cell.source, cut: clipboard?.text ?? "")
        editor.place(atByte: source.lowerBound)
        mode = .edit(editor)
        scope = nil
    }

    private mutating func show(_ next: (find: Int, hasWrapped: Bool)?, _ session: inout Session) {
        guard let next else { return }
        search.current = next.find
        let find = search.finds[next.find]
        go(to: find.index, session)
        // What is folded cannot be seen.
        if find.source == nil, session[find.cell]?.isFolded == true { _ = apply(.fold(find.cell, false), &session) }
    }
}
