import Display
import Language
import Notebook

/// Writing in the text of a cell.
extension NotebookScreen {
    mutating func edit(_ key: Key, _ editor: Editor, _ session: inout Session) -> [Command] {
        let undid = hasUndone
        hasUndone = false
        layout.follows = true
        if let commands = choose(key, editor, &session) { return commands }
        switch (key.code, key.modifiers) {
        case (.escape, []): return escape(editor, &session)
        case (.character("z"), .control), (.character("_"), .control): return undoText(.undo, editor, &session)
        case (.character("y"), .control) where undid: return undoText(.redo, editor, &session)
        case (.character("r"), .control): return undoText(.redo, editor, &session)
        case (.character("f"), .control): return find("", &session)
        case (.character("s"), .control), (.character("]"), .control), (.character("o"), .control),
            (.function, []), (.enter, .shift), (.enter, .control), (.enter, .alt):
            guard let command = NotebookCommand.forKey(key) else { return [] }
            menu = nil
            return run(command, &session)
        case (.tab, []): return complete(editor, &session)
        case (.character("v"), .alt): return pasteClip(editor, &session)
        default: break
        }
        if !editor.owns(key), let command = NotebookCommand.forKeyWithAlt(key) {
            menu = nil
            return press(command, key, &session)
        }
        return write(key, editor, &session)
    }

    /// What the editor itself does with a key.
    private mutating func write(_ key: Key, _ editor: Editor, _ session: inout Session) -> [Command] {
        var editor = editor
        let (isSelected, oldCut) = (editor.selection != nil, editor.cut)
        let bytes = editor.byteCount
        guard let change = editor.handle(key) else { return [] }
        guard editor.byteCount <= bytes || controller.mayEdit(bytes: editor.byteCount) else { return [.beep] }
        let isCut = editor.cut != oldCut
        if isCut { clipboard = .text(editor.cut) }
        mode = .edit(editor)
        switch change {
        case .moved:
            menu = nil
            return []
        case .copied:
            message = Phrases.copied(editor.cut)
            return [.copyQuietly(editor.cut)]
        case .wrote(let joins):
            offer(editor, after: key, session)
            let forOthers = isCut && isSelected ? [Command.copyQuietly(editor.cut)] : []
            return forOthers + write(editor, joins: joins, &session)
        }
    }

    func write(_ editor: Editor, joins: Bool, _ session: inout Session) -> [Command] {
        guard let focus else { return [] }
        return controller.apply(.write(focus, editor.text, joins: joins), &session)
    }

    /// Esc lets go of the selection first, then of the text.
    private mutating func escape(_ editor: Editor, _ session: inout Session) -> [Command] {
        guard editor.mark != nil else { return leaveText(&session) }
        var editor = editor
        editor.unselect()
        mode = .edit(editor)
        return []
    }

    private mutating func pasteClip(_ editor: Editor, _ session: inout Session) -> [Command] {
        guard case .text(let text) = clipboard else { return controller.pasteCell(&session) }
        var editor = editor
        editor.insert(text)
        guard controller.mayEdit(bytes: editor.byteCount) else { return [.beep] }
        mode = .edit(editor)
        menu = nil
        return write(editor, joins: false, &session)
    }

    mutating func paste(_ text: String, _ session: inout Session) -> [Command] {
        message = nil
        menu = nil
        switch mode {
        case .edit(var editor):
            editor.insertPasted(text)
            guard controller.mayEdit(bytes: editor.byteCount) else { return [.beep] }
            mode = .edit(editor)
            layout.follows = true
            return write(editor, joins: false, &session)
        case .command(var palette):
            palette.line.insert(Editor.plain(text)[0])
            show(palette, session)
        case .search(var line, let origin):
            line.insert(Editor.plain(text)[0])
            mode = .search(line, from: origin)
            look(for: line.text, from: origin, &session)
        case .nav:
            message = Phrases.pasteNeedsText
        }
        return []
    }

    /// Undo in the text of a cell: the one list of the session; the cursor goes where something changed.
    private mutating func undoText(_ step: Edit, _ editor: Editor, _ session: inout Session) -> [Command] {
        hasUndone = true
        menu = nil
        let isPossible = if case .undo = step { session.canUndo } else { session.canRedo }
        guard isPossible else {
            message = Phrases.nothing(toUndo: step)
            return []
        }
        let commands = controller.apply(step, &session)
        guard session.touched == focus, let cell = controller.focused(session) else {
            leaveEditor()
            controller.goToTouched(session)
            return commands
        }
        var editor = editor
        editor.replace(with: cell.source)
        mode = .edit(editor)
        return commands
    }

    mutating func leaveEditor() {
        mode = .nav
        menu = nil
    }

    mutating func leaveText(_ session: inout Session) -> [Command] {
        let commands = controller.leaveText(&session)
        leaveEditor()
        return commands
    }
}
