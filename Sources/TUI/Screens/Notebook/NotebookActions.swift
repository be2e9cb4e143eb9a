import Display
import Language
import Notebook
import Views

/// What the commands do to the cells; each returns what is left to the app.
extension NotebookScreen {
    mutating func enterText(_ session: Session) -> [Command] {
        guard let cell = focused(session) else { return [] }
        guard mayEdit(bytes: cell.source.utf8.count) else { return [.beep] }
        mode = .edit(Editor(cell.source, cut: clipboard?.text ?? ""))
        (menu, scope) = (nil, nil)
        layout.follows = true
        return []
    }

    mutating func save(path: String? = nil, _ session: inout Session) -> [Command] {
        guard path != nil || session.path != nil else {
            message = Phrases.needsName
            return [.beep]
        }
        return apply(.save(path: path), &session)
    }

    // MARK: running

    /// Runs the cell in focus; a text needs none.
    mutating func runCell(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), cell.kind == .code else { return [] }
        return apply(.run(cell.id), &session)
    }

    /// Runs the cell and goes to the next; below the last one, which holds something, one is added.
    mutating func runNext(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), let index = index(session) else { return [] }
        var commands = runCell(&session) + leaveText(&session)
        if index + 1 < session.cells.count {
            go(to: index + 1, session)
        } else if cell.source.contains(where: { !$0.isWhitespace }) {
            commands += insert(after: cell.id, at: index + 1, &session)
        }
        return commands
    }

    mutating func runAdd(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), let index = index(session) else { return [] }
        let commands = runCell(&session) + leaveText(&session) + insert(after: cell.id, at: index + 1, &session)
        return commands + enterText(session)
    }

    mutating func runAll(_ session: inout Session) -> [Command] {
        layout.forgetAll()
        return apply(.runAll, &session)
    }

    mutating func runStale(_ session: inout Session) -> [Command] {
        let commands = apply(.runStale, &session)
        if commands.isEmpty { message = Phrases.nothingStale }
        return commands
    }

    mutating func stop(_ session: inout Session) -> [Command] {
        message = session.running == nil ? Phrases.nothingRuns : Phrases.stopping
        return apply(.stop, &session)
    }

    mutating func restart(_ session: inout Session) -> [Command] {
        layout.forgetAll()
        return apply(.restart, &session)
    }

    // MARK: moving

    mutating func move(by step: Int, _ session: inout Session) -> [Command] {
        leaveTextForMove(&session)
        if !layout.scrollInside(step) { go(to: (index(session) ?? 0) + step, session) }
        return []
    }

    mutating func move(to index: Int, _ session: inout Session) -> [Command] {
        leaveTextForMove(&session)
        go(to: index, session)
        return []
    }

    mutating func movePage(_ direction: Int, _ session: inout Session) -> [Command] {
        leaveTextForMove(&session)
        go(to: layout.page(direction, session, from: index(session) ?? 0), session)
        return []
    }

    private mutating func leaveTextForMove(_ session: inout Session) {
        if case .edit = mode { _ = leaveText(&session) }
    }

    // MARK: cells

    mutating func addAbove(_ session: inout Session) -> [Command] {
        let index = index(session)
        let before = index.flatMap { $0 > 0 ? session.cells[$0 - 1].id : nil }
        return insert(after: before, at: index ?? 0, &session)
    }

    mutating func addBelow(_ kind: NotebookCell.Kind, _ session: inout Session) -> [Command] {
        insert(kind, after: focused(session)?.id, at: (index(session) ?? -1) + 1, &session)
    }

    mutating func pasteCell(_ session: inout Session) -> [Command] {
        guard let clipboard else {
            message = Phrases.nothingToPaste
            return []
        }
        let place = (index(session) ?? -1) + 1
        return insert(clipboard.kind, clipboard.text, after: focused(session)?.id, at: place, &session)
    }

    mutating func moveCell(by step: Int, _ session: inout Session) -> [Command] {
        guard let index = index(session), session.cells.indices.contains(index + step) else { return [] }
        return apply(.move(session.cells[index].id, to: index + step), &session)
    }

    mutating func deleteCell(_ session: inout Session) -> [Command] {
        guard let cell = focused(session) else { return [] }
        message = Phrases.deleted
        return apply(.delete(cell.id), &session)
    }

    mutating func cutCell(_ session: inout Session) -> [Command] {
        guard let cell = focused(session) else { return [] }
        clipboard = .cell(cell.kind, cell.source)
        return apply(.delete(cell.id), &session)
    }

    mutating func copyCell(_ session: Session) -> [Command] {
        guard let cell = focused(session) else { return [] }
        clipboard = .cell(cell.kind, cell.source)
        message = Phrases.copiedCell(cell.number)
        return [.copyQuietly(cell.source)]
    }

    mutating func changeCell(to kind: NotebookCell.Kind, _ session: inout Session) -> [Command] {
        layout.forgetAll()
        guard let cell = focused(session) else { return [] }
        return apply(.change(cell.id, to: kind), &session)
    }

    mutating func insert(
        _ kind: NotebookCell.Kind = .code, _ source: String = "", after id: CellID?, at index: Int,
        _ session: inout Session
    ) -> [Command] {
        let commands = apply(.insert(kind, after: id, source: source), &session)
        if case .edit = mode { leaveEditor() }
        let made = session.inserted.flatMap { id in session.cells.firstIndex { $0.id == id } }
        go(to: made ?? index, session)
        return commands
    }

    mutating func undo(_ session: inout Session) -> [Command] {
        session.canUndo ? changeBack(.undo, &session) : refuse(.undo)
    }

    mutating func redo(_ session: inout Session) -> [Command] {
        session.canRedo ? changeBack(.redo, &session) : refuse(.redo)
    }

    private mutating func changeBack(_ edit: Edit, _ session: inout Session) -> [Command] {
        if case .edit = mode { leaveEditor() }
        layout.forgetAll()
        let commands = apply(edit, &session)
        goToTouched(session)
        return commands
    }

    private mutating func refuse(_ edit: Edit) -> [Command] {
        message = Phrases.nothing(toUndo: edit)
        return []
    }

    // MARK: looking

    mutating func fold(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), cell.kind == .code else { return [] }
        layout.forget(cell.id)
        return apply(.fold(cell.id, !cell.isFolded), &session)
    }

    mutating func toggleNames(_ session: Session) -> [Command] {
        guard canShowPanel else { return openNames(session) }
        showsNames.toggle()
        layout.forgetAll()
        return []
    }

    mutating func step(_ session: Session) -> [Command] {
        guard let cell = focused(session), let value = Self.viewable(in: cell) else {
            message = Phrases.noTrace
            return []
        }
        return [.effect(.present(value))]
    }

    mutating func replay(_ session: inout Session) -> [Command] {
        leaveText(&session) + [.open(.replay(ReplayStart(at: focus)))]
    }

    mutating func present(_ session: inout Session) -> [Command] {
        leaveText(&session) + [.open(.present(focus))]
    }
}
