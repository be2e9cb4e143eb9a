import Display
import Language
import Notebook
import Views

/// What is at the cursor: its definition, its function.
extension NotebookScreen {
    /// Goes to the cell that defines the name at the cursor; of a cell that is not written in, to what it reads.
    mutating func goToDefinition(_ session: inout Session) -> [Command] {
        guard case .edit(var editor) = mode, let cell = controller.focused(session), cell.kind == .code else {
            return controller.goToDefinition(&session)
        }
        guard let word = wordAtCursor(editor) else { return controller.noDefinition(nil) }
        guard session.definition(of: word, in: cell.id) == cell.id else {
            return controller.goToDefinition(of: word, in: cell.id, &session)
        }
        // It is given its value here.
        editor.move(toFirst: word)
        mode = .edit(editor)
        return []
    }

    /// The functions, at the one that is named or that the cursor is in or at.
    func openBuiltins(at name: String, _ session: Session) -> [Command] {
        controller.openBuiltins(at: name.isEmpty ? builtinAtCursor(session) : name, session)
    }

    mutating func help(with name: String, _ session: Session) -> [Command] {
        guard name.isEmpty || session.builtins[name] != nil else { return controller.refuse(Phrases.noBuiltin(name)) }
        return openBuiltins(at: name, session)
    }

    private func builtinAtCursor(_ session: Session) -> String? {
        guard case .edit(let editor) = mode else {
            guard let cell = controller.focused(session), cell.kind == .code else { return nil }
            return highlight(cell.source).first { $0.kind == .function }.map { cell.source[$0.range] }
        }
        if let word = wordAtCursor(editor), session.builtins[word] != nil { return word }
        return openCall(editor.text, at: editor.offset, builtins: session.builtins)?.builtin.name
    }

    private func wordAtCursor(_ editor: Editor) -> String? {
        let line = editor.lines[editor.row]
        let before = line[..<min(editor.column, line.count)].reversed().prefix(while: \.isWordPart).reversed()
        let behind = line[min(editor.column, line.count)...].prefix(while: \.isWordPart)
        let word = String(before) + String(behind)
        return word.isEmpty ? nil : word
    }
}

extension String {
    /// A stretch of the UTF-8.
    fileprivate subscript(range: Range<Int>) -> String { String(decoding: Array(utf8)[range], as: UTF8.self) }
}
