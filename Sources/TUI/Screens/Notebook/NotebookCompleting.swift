import Display
import Language
import Notebook

/// The names that may be written in a cell; found once, since nothing above changes while one writes.
struct CompletionScope: Sendable {
    let cell: CellID
    let names: [String: Value]
    /// Defined above, but not computed yet.
    let others: Set<String>
    let index: NameIndex
    var dataNames: [String]?

    init(_ session: Session, of cell: CellID) {
        self.cell = cell
        names = Dictionary(session.names(at: cell).map { ($0.name, $0.value) }) { _, last in last }
        others = session.definitions(above: cell)
        index = NameIndex(others.union(names.keys))
    }
}

/// The list of what may be written at the cursor.
extension NotebookScreen {
    /// What a key does to the list that is shown; nil if it goes on to the editor.
    mutating func choose(_ key: Key, _ editor: Editor, _ session: inout Session) -> [Command]? {
        guard var menu else { return nil }
        switch (key.code, key.modifiers) {
        case (.up, []): menu.move(-1, isPointing: true)
        case (.down, []): menu.move(1, isPointing: true)
        case (.tab, .shift): menu.move(-1, isPointing: false)
        case (.tab, []):
            if let item = menu.isPointedAt ? menu.item : menu.only { return take(item.text, menu, editor, &session) }
            if menu.chosen == nil, let common = menu.common {
                return take(common, menu, editor, &session, goesOn: true)
            }
            menu.move(1, isPointing: false)
        case (.enter, []):
            guard let item = menu.item else {
                self.menu = nil
                return nil
            }
            return take(item.text, menu, editor, &session)
        case (.escape, []):
            self.menu = nil
            return []
        default:
            return nil
        }
        self.menu = menu
        return []
    }

    /// Tab: indents where nothing is to be completed, takes the only thing that fits, or lists what does.
    mutating func complete(_ editor: Editor, _ session: inout Session) -> [Command] {
        if editor.selection != nil {
            var editor = editor
            editor.indentLines()
            mode = .edit(editor)
            return write(editor, joins: false, &session)
        }
        guard let found = completions(editor, session), !found.range.isEmpty || found.isNarrow || found.isInCall else {
            return typeBlanks(editor, &session)
        }
        guard let menu = CompletionMenu(found, wasAsked: true) else {
            message = Phrases.noCompletion(found.word)
            return []
        }
        if let item = menu.only { return take(item.text, menu, editor, &session) }
        if let common = menu.common { return take(common, menu, editor, &session, goesOn: true) }
        self.menu = menu
        return []
    }

    /// After something was written: the list for the word there, if there is one.
    mutating func offer(_ editor: Editor, after key: Key, _ session: Session) {
        let wasAsked = menu?.wasAsked ?? false
        let wasShown = menu != nil
        menu = nil
        let isTyped = if case .character = key.code { key.modifiers.subtracting(.shift).isEmpty } else { false }
        guard isTyped || wasShown && key == Key(.backspace), !editor.isInWord else { return }
        guard let found = completions(editor, session) else { return }
        let isWhole = scope?.names[found.word] != nil || session.builtins[found.word] != nil
        let isWanted = found.isNarrow || found.word.count >= 2 && !isWhole || wasAsked && !found.range.isEmpty
        if isWanted { menu = CompletionMenu(found, wasAsked: wasAsked) }
    }

    private mutating func completions(_ editor: Editor, _ session: Session) -> Completions? {
        guard let cell = controller.focused(session), cell.kind == .code else { return nil }
        if scope?.cell != cell.id {
            let id = cell.id
            let found: (value: CompletionScope?, isCurrent: Bool) = background.value(
                at: .scope, for: .scope(id, version: scopeVersion), Background.Round()
            ) { [session] in CompletionScope(session, of: id) }
            if found.isCurrent { scope = found.value }
        }
        guard let scope, scope.cell == cell.id else { return nil }
        var files = scope.dataNames
        let found = Language.complete(
            editor.text, at: editor.offset, names: scope.names, others: scope.others, index: scope.index,
            builtins: session.builtins,
            files: {
                if files == nil { files = controller.around.dataNames() }
                return files ?? []
            }())
        self.scope?.dataNames = files
        return found
    }

    /// Writes a completion for the word; what of its end stands behind the cursor already is not written twice.
    private mutating func take(
        _ text: String, _ menu: CompletionMenu, _ editor: Editor, _ session: inout Session, goesOn: Bool = false
    ) -> [Command] {
        var editor = editor
        let behind = String(editor.lines[editor.row][editor.column...])
        let signs = text.reversed().prefix { !$0.isWordPart }.count
        let twice = (0...signs).last { behind.hasPrefix(text.suffix($0)) } ?? 0
        editor.replaceBefore(menu.found.word.count, with: String(text.dropLast(twice)))
        for _ in 0..<twice { _ = editor.handle(Key(.right)) }
        editor.isTyping = false
        mode = .edit(editor)
        self.menu = goesOn ? completions(editor, session).flatMap { CompletionMenu($0, wasAsked: true) } : nil
        return write(editor, joins: false, &session)
    }

    private mutating func typeBlanks(_ editor: Editor, _ session: inout Session) -> [Command] {
        var editor = editor
        editor.insert("  ")
        mode = .edit(editor)
        return write(editor, joins: false, &session)
    }
}
