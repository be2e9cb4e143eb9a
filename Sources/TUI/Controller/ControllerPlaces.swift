import Display
import Language
import Notebook
import Views

/// Finding one's way: lists that open over the notebook, definitions, and the way back.
extension NotebookController {
    /// Carries out what a screen over the notebook asked for.
    mutating func perform(_ request: Request, _ session: inout Session) -> [Command] {
        switch request {
        case .insert(let source):
            let commands = insert(source: source, &session)
            message = Phrases.inserted
            return commands
        case .go(let cell): return leaveText(&session) + jump(to: cell, session)
        case .leave(let leaving): return leave(leaving, session)
        }
    }

    private mutating func insert(source: String, _ session: inout Session) -> [Command] {
        let commands = leaveText(&session)
        return commands + insert(.code, source, after: focus, at: (index(session) ?? -1) + 1, &session)
    }

    // MARK: lists

    /// The functions with their examples, at one of them.
    func openBuiltins(at name: String? = nil, _ session: Session) -> [Command] {
        [.open(.browser(.builtins(session, at: name)))]
    }

    mutating func openNames(_ session: Session, only names: Set<String>? = nil, title: String = "names") -> [Command] {
        guard case (let entries?, true) = nameEntries(session) else {
            return refuse(Phrases.collectingNames)
        }
        return [.open(.browser(.names(entries.filter { names?.contains($0.name) ?? true }, session, title: title)))]
    }

    func openData(at name: String? = nil) -> [Command] {
        [.open(.browser(.data(around.dataSets(), at: name, preview: around.lookIntoData)))]
    }

    func openNotebooks() -> [Command] {
        [.open(.browser(.notebooks(around.notebooks(), preview: around.lookIntoNotebook)))]
    }

    /// The names, or those that there were before, or nil until they are found.
    func nameEntries(_ session: Session) -> (value: [NamesPanel.Entry]?, isCurrent: Bool) {
        background.value(at: .names, for: .names(session.stamp), Background.Round()) { NamesPanel.entries(session) }
    }

    // MARK: definitions

    /// `go 5`, `go t2`, `go temps`.
    mutating func go(to place: String, _ session: inout Session) -> [Command] {
        if let cell = LineCells.find(place, in: session) { return leaveText(&session) + jump(to: cell.id, session) }
        guard let number = Int(place) else { return goToDefinition(of: place, in: nil, &session) }
        return refuse(Phrases.noCell(number))
    }

    /// Goes to the cell that the cell in focus reads from; if it reads several, they are listed.
    mutating func goToDefinition(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), cell.kind == .code else { return noDefinition(nil) }
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
            let commands = leaveText(&session)
            return commands + jump(to: target, session)
        }
        return session.builtins[name] == nil ? noDefinition(name) : openBuiltins(at: name, session)
    }

    mutating func noDefinition(_ name: String?) -> [Command] {
        return refuse(Phrases.noDefinition(name))
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
        return refuse(Phrases.noWayBack)
    }
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
