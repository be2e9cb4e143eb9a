import Notebook

/// Cells written and changed line by line.
extension LineApp {
    func beginEditing(_ word: String) {
        guard let cell = cell(word) else { return }
        app.perform(app.controller.jump(to: cell.id, session))
        editing = (cell.id, LineEditor(cell.source))
        write(brief(cell.id))
        write(editing?.editor.numbered ?? [])
        hint(Phrases.editHint)
    }

    func beginWriting(_ kind: NotebookCell.Kind, isAbove: Bool) {
        let index = app.controller.index(session)
        let above = index.flatMap { $0 > 0 ? session.cells[$0 - 1].id : nil }
        let place = isAbove ? index ?? 0 : (index ?? -1) + 1
        app.perform(app.controller.insert(kind, after: isAbove ? above : app.controller.focus, at: place, &app.session))
        guard let cell = app.controller.focus else { return }
        editing = (cell, LineEditor("", isNew: true))
        hint(Phrases.writeHint)
    }

    func edit(_ line: String) {
        guard case (let cell, var editor)? = editing else { return }
        let before = editor.text
        let answer = editor.take(line)
        editing = (cell, editor)
        if editor.text != before { app.perform(app.controller.apply(.write(cell, editor.text), &app.session)) }
        switch answer {
        case .written:
            if editor.insertion == nil, editor.text != before { write(editor.numbered) }
        case .line(let number, let text):
            prefill = text
            if !options.isTerminal { write("\(number)  \(text)") }
        case .show: write(editor.numbered)
        case .help: write(Phrases.editHelp)
        case .refused(let sentence): write(sentence)
        case .cancel:
            app.perform(app.controller.apply(.write(cell, editor.original), &app.session))
            finishEditing()
        case .done: finishEditing()
        }
    }

    func finishEditing() {
        guard let (cell, _) = editing else { return }
        editing = nil
        if session[cell]?.kind == .prose { app.perform(app.controller.apply(.settle(cell), &app.session)) }
        app.controller.settleFocus(session)
        write(brief(session[cell] == nil ? app.controller.focus : cell))
    }
}

extension Phrases {
    static let editHint =
        "a number and text replaces that line, + and text adds one at the end, -2 deletes, ? tells more, a dot ends"
    static let writeHint = "every line is one of the cell, until a line with a dot alone"
    static func editDone(_ cell: NotebookCell?) -> String { cell?.number.map { "left cell \($0)" } ?? "left the text" }

    static func editPrompt(_ cell: NotebookCell?, _ editor: LineEditor) -> String {
        let name = cell?.number.map { "cell \($0)" } ?? "text"
        if let number = editor.changing { return "\(name), line \(number)> " }
        return editor.insertion.map { "\(name), line \($0 + 1)> " } ?? "edit \(name)> "
    }
}
