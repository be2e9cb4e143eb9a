import Display
import Language
import Notebook

/// Where one was when a search began.
struct SearchOrigin {
    let focus: CellID?
    let editor: Editor?
}

/// Searching: a line after `/` that finds while it is typed, and n and N from find to find.
extension NotebookScreen {
    /// Finds a text at once; without one, opens the line in which it is typed.
    mutating func find(_ text: String, _ session: inout Session) -> [Command] {
        guard text.isEmpty else { return leaveText(&session) + controller.find(text, &session) }
        openSearch()
        return []
    }

    private mutating func openSearch() {
        var editor: Editor?
        if case .edit(let open) = mode { editor = open }
        leaveEditor()
        mode = .search(Editor(), from: SearchOrigin(focus: focus, editor: editor))
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
            controller.show(search.next(1, fromCell: controller.index(session) ?? 0, byte: nil), &session)
        case (.up, []): controller.show(search.next(-1, fromCell: controller.index(session) ?? 0, byte: nil), &session)
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
        let byte = (origin.editor?.offset ?? 0) - 1
        controller.look(for: text, from: origin.focus, byte: byte, &session)
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
        controller.search = Search()
        goBack(to: origin, session)
    }

    private mutating func goBack(to origin: SearchOrigin, _ session: Session) {
        if let focus = origin.focus { controller.go(to: focus, session) }
        mode = origin.editor.map(Mode.edit) ?? .nav
    }

    /// n and N, in the list of cells or in the text of one.
    mutating func go(toFind direction: Int, _ session: inout Session) -> [Command] {
        guard case .edit(let editor) = mode else { return controller.go(toFind: direction, byte: nil, &session) }
        let commands = controller.go(toFind: direction, byte: editor.offset, &session)
        follow(session)
        if controller.editing == nil, let current = search.current { edit(search.finds[current], session) }
        return commands
    }

    /// Puts the cursor at a find in a text; an output has none.
    private mutating func edit(_ find: Search.Find, _ session: Session) {
        guard let source = find.source, let cell = controller.focused(session) else { return }
        guard controller.mayEdit(bytes: cell.source.utf8.count) else { return leaveEditor() }
        var editor = Editor(cell.source, cut: clipboard?.text ?? "")
        editor.place(atByte: source.lowerBound)
        mode = .edit(editor)
        scope = nil
    }
}
