import Display
import Language
import Notebook
import Views

extension NotebookScreen {
    /// Carries out what a key of the list stands for.
    mutating func perform(_ action: NotebookAction, _ session: inout Session) -> [Command] {
        layout.forgetIfMoved(action)
        switch action {
        case .edit: return enterText(session)
        case .runNext, .runStay, .runAdd, .runStale, .stop, .restart: return run(action, &session)
        case .next, .previous, .first, .last, .pageDown, .pageUp: return move(action, &session)
        case .addAbove, .addBelow, .moveDown, .moveUp, .delete, .cut, .copy, .paste, .toCode, .toProse:
            return change(action, &session)
        case .undo, .redo: return undo(action, &session)
        case .fold:
            guard let cell = focused(session), cell.kind == .code else { return [] }
            layout.forget(cell.id)
            return apply(.fold(cell.id, !cell.isFolded), &session)
        case .names:
            guard canShowPanel else { return openNames(session) }
            showsNames.toggle()
            layout.forgetAll()
            return []
        case .nameList: return openNames(session)
        case .builtins: return openBuiltins(session)
        case .data: return openData()
        case .open: return openNotebooks()
        case .definition: return goToDefinition(&session)
        case .back: return goBack(&session)
        case .pin: return pin(session)
        case .step:
            guard let cell = focused(session), let value = Self.viewable(in: cell) else {
                message = Phrases.noTrace
                return []
            }
            return [.effect(.present(value))]
        case .replay: return leaveText(&session) + [.open(.replay(ReplayStart(at: focus)))]
        case .present: return leaveText(&session) + [.open(.present(focus))]
        case .command:
            leaveEditor()
            mode = .command(Palette())
            return []
        case .find:
            openSearch(session)
            return []
        case .findNext: return go(toFind: 1, &session)
        case .findBefore: return go(toFind: -1, &session)
        case .endSearch:
            search = Search()
            return []
        case .save: return save(&session)
        case .quit: return leave(.quit, session)
        case .help: return [.open(.help(help(session), title: "notebook"))]
        }
    }

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

    private mutating func run(_ action: NotebookAction, _ session: inout Session) -> [Command] {
        switch action {
        case .runStale:
            let commands = apply(.runStale, &session)
            if commands.isEmpty { message = Phrases.nothingStale }
            return commands
        case .stop:
            message = session.running == nil ? Phrases.nothingRuns : Phrases.stopping
            return apply(.stop, &session)
        case .restart:
            layout.forgetAll()
            return apply(.restart, &session)
        default:
            break
        }
        guard let cell = focused(session), let index = index(session) else { return [] }
        var commands = cell.kind == .code ? apply(.run(cell.id), &session) : []
        if action == .runNext {
            commands += leaveText(&session)
            if index + 1 < session.cells.count {
                go(to: index + 1, session)
            } else if cell.source.contains(where: { !$0.isWhitespace }) {
                commands += insert(after: cell.id, at: index + 1, &session)
            }
        }
        if action == .runAdd {
            commands += leaveText(&session) + insert(after: cell.id, at: index + 1, &session)
            commands += enterText(session)
        }
        return commands
    }

    // MARK: moving

    private mutating func move(_ action: NotebookAction, _ session: inout Session) -> [Command] {
        if case .edit = mode { _ = leaveText(&session) }
        let now = index(session) ?? 0
        switch action {
        case .next: if !layout.scrollInside(1) { go(to: now + 1, session) }
        case .previous: if !layout.scrollInside(-1) { go(to: now - 1, session) }
        case .first: go(to: 0, session)
        case .last: go(to: session.cells.count - 1, session)
        case .pageDown: go(to: layout.page(1, session, from: now), session)
        case .pageUp: go(to: layout.page(-1, session, from: now), session)
        default: break
        }
        return []
    }

    // MARK: cells

    private mutating func change(_ action: NotebookAction, _ session: inout Session) -> [Command] {
        let index = index(session)
        let cell = focused(session)
        switch action {
        case .addAbove:
            let before = index.flatMap { $0 > 0 ? session.cells[$0 - 1].id : nil }
            return insert(after: before, at: index ?? 0, &session)
        case .addBelow:
            return insert(after: cell?.id, at: (index ?? -1) + 1, &session)
        case .paste:
            guard let clipboard else {
                message = Phrases.nothingToPaste
                return []
            }
            return insert(clipboard.kind, clipboard.text, after: cell?.id, at: (index ?? -1) + 1, &session)
        default:
            guard let cell, let index else { return [] }
            return change(action, cell, at: index, &session)
        }
    }

    private mutating func change(
        _ action: NotebookAction, _ cell: NotebookCell, at index: Int, _ session: inout Session
    ) -> [Command] {
        switch action {
        case .moveDown where index + 1 < session.cells.count: return apply(.move(cell.id, to: index + 1), &session)
        case .moveUp where index > 0: return apply(.move(cell.id, to: index - 1), &session)
        case .delete:
            message = Phrases.deleted
            return apply(.delete(cell.id), &session)
        case .cut:
            clipboard = .cell(cell.kind, cell.source)
            return apply(.delete(cell.id), &session)
        case .copy:
            clipboard = .cell(cell.kind, cell.source)
            message = Phrases.copiedCell(cell.number)
            return [.copyQuietly(cell.source)]
        case .toCode: return apply(.change(cell.id, to: .code), &session)
        case .toProse: return apply(.change(cell.id, to: .prose), &session)
        default: return []
        }
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

    private mutating func undo(_ action: NotebookAction, _ session: inout Session) -> [Command] {
        guard action == .undo ? session.canUndo : session.canRedo else {
            message = Phrases.nothing(toUndo: action == .undo ? .undo : .redo)
            return []
        }
        if case .edit = mode { leaveEditor() }
        layout.forgetAll()
        let commands = apply(action == .undo ? .undo : .redo, &session)
        goToTouched(session)
        return commands
    }
}
