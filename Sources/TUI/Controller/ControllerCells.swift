import Display
import Language
import Notebook
import Views

/// Adding, changing and removing cells.
extension NotebookController {
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
        outdated.all = true
        guard let cell = focused(session) else { return [] }
        return apply(.change(cell.id, to: kind), &session)
    }

    mutating func insert(
        _ kind: NotebookCell.Kind = .code, _ source: String = "", after id: CellID?, at index: Int,
        _ session: inout Session
    ) -> [Command] {
        let commands = apply(.insert(kind, after: id, source: source), &session)
        editing = nil
        let made = session.inserted.flatMap { id in session.cells.firstIndex { $0.id == id } }
        go(to: made ?? index, session)
        return commands
    }

    mutating func undo(_ session: inout Session) -> [Command] {
        session.canUndo ? changeBack(.undo, &session) : refuseChange(.undo)
    }

    mutating func redo(_ session: inout Session) -> [Command] {
        session.canRedo ? changeBack(.redo, &session) : refuseChange(.redo)
    }

    private mutating func changeBack(_ edit: Edit, _ session: inout Session) -> [Command] {
        editing = nil
        outdated.all = true
        let commands = apply(edit, &session)
        goToTouched(session)
        return commands
    }

    private mutating func refuseChange(_ edit: Edit) -> [Command] {
        message = Phrases.nothing(toUndo: edit)
        return []
    }

    /// After an undo: the cell that is another now is the one in focus.
    mutating func goToTouched(_ session: Session) {
        guard let index = session.touched.flatMap({ id in session.cells.firstIndex { $0.id == id } }) else { return }
        if session.cells[index].id != focus { message = Phrases.undone(session.cells[index].number) }
        go(to: index, session)
    }
}
