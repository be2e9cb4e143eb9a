import Display
import Language
import Notebook
import Views

/// Finding one's way: lists that open over the notebook, definitions, and the way back.
extension NotebookScreen {
    /// Carries out what a screen over the notebook asked for.
    mutating func perform(_ request: Request, _ session: inout Session) -> [Command] {
        switch request {
        case .insert(let source):
            let commands = insert(source: source, &session)
            message = Phrases.inserted
            return commands
        case .go(let cell): return jump(to: cell, session)
        case .leave(let leaving): return leave(leaving, session)
        }
    }

    private mutating func insert(source: String, _ session: inout Session) -> [Command] {
        let commands = leaveText(&session)
        return commands + insert(.code, source, after: focus, at: (index(session) ?? -1) + 1, &session)
    }

    // MARK: lists

    /// The functions with their examples, at the one that the cursor is in or at.
    func openBuiltins(at name: String? = nil, _ session: Session) -> [Command] {
        [.open(.browser(.builtins(session, at: name ?? builtinAtCursor(session))))]
    }

    mutating func openNames(_ session: Session, only names: Set<String>? = nil, title: String = "names") -> [Command] {
        guard case (let entries?, true) = nameEntries(session) else {
            message = Phrases.collectingNames
            return [.beep]
        }
        return [.open(.browser(.names(entries.filter { names?.contains($0.name) ?? true }, session, title: title)))]
    }

    func openData(at name: String? = nil) -> [Command] {
        [.open(.browser(.data(around.dataSets(), at: name, preview: around.lookIntoData)))]
    }

    func openNotebooks() -> [Command] {
        [.open(.browser(.notebooks(around.notebooks(), preview: around.lookIntoNotebook)))]
    }

    private func builtinAtCursor(_ session: Session) -> String? {
        guard case .edit(let editor) = mode else {
            guard let cell = focused(session), cell.kind == .code else { return nil }
            return highlight(cell.source).first { $0.kind == .function }.map { cell.source[$0.range] }
        }
        if let word = wordAtCursor(editor), session.builtins[word] != nil { return word }
        return openCall(editor.text, at: editor.offset, builtins: session.builtins)?.builtin.name
    }

    // MARK: definitions

    /// Goes to the cell that defines the name at the cursor; of a cell that is not written in, what it reads.
    mutating func goToDefinition(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), cell.kind == .code else { return noDefinition(nil) }
        if case .edit(let editor) = mode {
            guard let word = wordAtCursor(editor) else { return noDefinition(nil) }
            return goToDefinition(of: word, in: cell.id, &session)
        }
        let reads = cell.reads.filter { !$0.key.hasPrefix("$") }
        if Set(reads.values).count == 1, let target = reads.values.first { return jump(to: target, session) }
        guard !reads.isEmpty else { return noDefinition(nil) }
        let title = Phrases.readBy(cell.number ?? 0)
        return openNames(session, only: Set(reads.keys), title: title)
    }

    mutating func goToDefinition(of name: String, in cell: CellID?, _ session: inout Session) -> [Command] {
        let target =
            cell.map { session.definition(of: name, in: $0) }
            ?? session.definitions().first { $0.name == name }?.cell
        if let target {
            if target == cell, case .edit(var editor) = mode {
                // It is given its value here.
                editor.move(toFirst: name)
                mode = .edit(editor)
                return []
            }
            let commands = leaveText(&session)
            return commands + jump(to: target, session)
        }
        return session.builtins[name] == nil ? noDefinition(name) : openBuiltins(at: name, session)
    }

    private mutating func noDefinition(_ name: String?) -> [Command] {
        message = Phrases.noDefinition(name)
        return [.beep]
    }

    /// Goes to a cell and remembers from where.
    mutating func jump(to cell: CellID, _ session: Session) -> [Command] {
        guard let index = session.cells.firstIndex(where: { $0.id == cell }) else { return [] }
        if let focus, focus != cell { trail.append(focus) }
        go(to: index, session)
        return []
    }

    mutating func goBack(_ session: inout Session) -> [Command] {
        while let cell = trail.popLast() {
            guard let index = session.cells.firstIndex(where: { $0.id == cell }), cell != focus else { continue }
            let commands = leaveText(&session)
            go(to: index, session)
            return commands
        }
        message = Phrases.noWayBack
        return [.beep]
    }

    private func wordAtCursor(_ editor: Editor) -> String? {
        let line = editor.lines[editor.row]
        let before = line[..<min(editor.column, line.count)].reversed().prefix(while: \.isWordPart).reversed()
        let behind = line[min(editor.column, line.count)...].prefix(while: \.isWordPart)
        let word = String(before) + String(behind)
        return word.isEmpty ? nil : word
    }

    // MARK: leaving

    /// Ends, or goes on with another notebook; asks first if something would be lost.
    mutating func leave(_ leaving: Leaving, _ session: Session) -> [Command] {
        guard LeavingQuestion(session) != nil else { return [.leave(leaving)] }
        mode = .asking(leaving)
        return []
    }

    /// `open NAME`, `new NAME`.
    mutating func open(_ name: String, isNew: Bool, _ session: Session) -> [Command] {
        do throws(Surroundings.Unfound) {
            return leave(.open(try around.find(name, isNew)), session)
        } catch {
            message = error.sentence
            return [.beep]
        }
    }
}

extension String {
    /// A stretch of the UTF-8.
    fileprivate subscript(range: Range<Int>) -> String { String(decoding: Array(utf8)[range], as: UTF8.self) }
}

extension Phrases {
    static let inserted = "Inserted: r runs it, Enter edits it, z takes it away."
    static func readBy(_ number: Int) -> String { "what cell \(number) reads" }
    static func noDefinition(_ name: String?) -> String {
        name.map { "No cell above gives \($0) a value, and no function is called so." }
            ?? "There is no name here that a cell gives a value."
    }
    static let noWayBack = "There is nowhere to go back to."
}
