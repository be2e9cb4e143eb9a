import Notebook

/// Finding a text, and going from find to find.
extension NotebookController {
    /// Finds a text from the cell in focus on.
    mutating func find(_ text: String, _ session: inout Session) -> [Command] {
        let origin = focus
        look(for: text, from: origin, byte: -1, &session)
        guard let pattern = search.pattern, let current = search.current else {
            search = Search()
            if let origin { go(to: origin, session) }
            return refuse(Phrases.notFound(text))
        }
        message = Phrases.found(current + 1, of: search.finds.count, pattern.text)
        return []
    }

    /// Goes to the first find behind a byte of a cell's text.
    mutating func look(for text: String, from origin: CellID?, byte: Int, _ session: inout Session) {
        search.current = nil
        search.look(for: Pattern(text), in: session)
        if let origin { go(to: origin, session) }
        let start = origin.flatMap { id in session.cells.firstIndex { $0.id == id } } ?? 0
        show(search.next(1, fromCell: start, byte: byte), &session)
    }

    /// The next find in a direction, from the cell in focus or a byte of its text.
    mutating func go(toFind direction: Int, byte: Int?, _ session: inout Session) -> [Command] {
        guard let pattern = search.pattern else { return refuse(Phrases.noSearch) }
        search.look(for: pattern, in: session)
        guard let next = search.next(direction, fromCell: index(session) ?? 0, byte: byte) else {
            return refuse(Phrases.notFound(pattern.text))
        }
        let commands = leaveText(&session)
        show(next, &session)
        let end = direction > 0 ? Phrases.wentOnFromTop : Phrases.wentOnFromBottom
        let place = Phrases.found(next.find + 1, of: search.finds.count, pattern.text)
        message = next.hasWrapped ? place + ", " + end : place
        return commands
    }

    mutating func show(_ next: (find: Int, hasWrapped: Bool)?, _ session: inout Session) {
        guard let next else { return }
        search.current = next.find
        let find = search.finds[next.find]
        go(to: find.index, session)
        // What is folded cannot be seen.
        if find.source == nil, session[find.cell]?.isFolded == true { _ = apply(.fold(find.cell, false), &session) }
    }

    mutating func endSearch() -> [Command] {
        search = Search()
        return []
    }
}
