import Display
import Language
import Notebook

/// The line after `:`, and the question before leaving.
extension NotebookScreen {
    mutating func command(_ key: Key, _ palette: Palette, _ session: inout Session) -> [Command] {
        var palette = palette
        let entries = valid(palette.entries, session)
        switch (key.code, key.modifiers) {
        case (.escape, _), (.character("c"), .control):
            mode = .nav
            return []
        case (.enter, _):
            mode = .nav
            return choose(palette, among: entries, &session)
        case (.backspace, []) where palette.text.isEmpty:
            mode = .nav
            return []
        case (.down, _), (.character("n"), .control): palette.move(1, among: entries.count)
        case (.up, _), (.character("p"), .control), (.tab, .shift): palette.move(-1, among: entries.count)
        case (.tab, _):
            guard let entry = entries.first(where: { $0.does == .line && $0.text != palette.text }) else { return [] }
            let chosen = palette.chosen.map { entries[$0] } ?? entry
            palette.line = Editor(chosen.text)
            _ = palette.line.handle(Key(.end))
            palette.letGo()
        default:
            guard palette.line.handle(key) != nil else { return [] }
            palette.letGo()
        }
        show(palette, session)
        return []
    }

    /// Shows the line with what can follow its first word.
    mutating func show(_ palette: Palette, _ session: Session) {
        var palette = palette
        palette.look(up: { word in
            switch word {
            case "help": session.builtins.names
            case "data": around.dataSets().map(\.name)
            case "open": around.notebooks().map(\.path)
            case "go": session.definitions().map(\.name)
            default: nil
            }
        })
        mode = .command(palette)
    }

    /// Without what would change nothing now.
    func valid(_ entries: [Palette.Entry], _ session: Session) -> [Palette.Entry] {
        entries.filter { entry in if case .act(let action) = entry.does { isValid(action, session) } else { true } }
    }

    /// The entry that was pointed at, or the line as typed, or what it is the beginning of.
    private mutating func choose(
        _ palette: Palette, among entries: [Palette.Entry], _ session: inout Session
    ) -> [Command] {
        guard let chosen = palette.chosen, entries.indices.contains(chosen) else {
            if let commands = carryOut(palette.text, &session) { return commands }
            if let only = entries.first, entries.count == 1 { return perform(only, &session) }
            message = Phrases.noCommand(palette.text, entries.prefix(4).map(\.text))
            return [.beep]
        }
        return perform(entries[chosen], &session)
    }

    private mutating func perform(_ entry: Palette.Entry, _ session: inout Session) -> [Command] {
        switch entry.does {
        case .act(let action): return perform(action, &session)
        case .line: return carryOut(entry.text, &session) ?? []
        }
    }

    /// nil if the line is no command.
    mutating func carryOut(_ text: String, _ session: inout Session) -> [Command]? {
        let words = text.split(separator: " ").map(String.init)
        let rest = words.dropFirst().joined(separator: " ")
        let name = rest.isEmpty ? nil : rest
        switch words.first {
        case nil: return []
        case "run" where rest == "all":
            layout.forgetAll()
            return apply(.runAll, &session)
        case "run" where rest == "stale": return perform(.runStale, &session)
        case "run" where rest.isEmpty: return perform(.runStay, &session)
        case "w", "write", "save": return save(path: name, &session)
        case "e", "edit": return name.map { open($0, isNew: false, session) } ?? [.lookAtDisk]
        case "open": return name.map { open($0, isNew: false, session) } ?? perform(.open, &session)
        case "new": return newNotebook(name, session)
        case "q", "quit": return perform(.quit, &session)
        case "q!": return [.leave(.quit)]
        case "wq", "x": return saveAndLeave(.quit, path: name, &session)
        case "stop": return perform(.stop, &session)
        case "restart": return perform(.restart, &session)
        case "names": return perform(.names, &session)
        case "allow" where rest == "write": return [.allowWriting]
        case "replay": return perform(.replay, &session)
        case "present": return perform(.present, &session)
        case "keys": return perform(.help, &session)
        case "help": return help(with: name, session)
        case "data": return openData(at: name)
        case "go": return go(to: rest, &session)
        case let word?: return Int(word).map { go(toCell: $0, session) }
        }
    }

    private mutating func newNotebook(_ name: String?, _ session: Session) -> [Command] {
        guard let name else {
            message = Phrases.newNeedsName
            return [.beep]
        }
        return open(name, isNew: true, session)
    }

    private mutating func help(with name: String?, _ session: Session) -> [Command] {
        if let name, session.builtins[name] == nil {
            message = Phrases.noBuiltin(name)
            return [.beep]
        }
        return openBuiltins(at: name, session)
    }

    /// `go 5`, `go temps`.
    private mutating func go(to place: String, _ session: inout Session) -> [Command] {
        if let number = Int(place) { return go(toCell: number, session) }
        return goToDefinition(of: place, in: nil, &session)
    }

    private mutating func go(toCell number: Int, _ session: Session) -> [Command] {
        guard let cell = session.cells.first(where: { $0.number == number }) else {
            message = Phrases.noCell(number)
            return [.beep]
        }
        return jump(to: cell.id, session)
    }

    private mutating func saveAndLeave(_ leaving: Leaving, path: String?, _ session: inout Session) -> [Command] {
        if path == nil, !session.isModified { return [.leave(leaving)] }
        let commands = save(path: path, &session)
        let isSaving = commands.contains { if case .effect(.save) = $0 { true } else { false } }
        return isSaving ? [.leaveWhenSaved(leaving)] + commands : commands
    }

    /// Save, discard or cancel; of a cell that runs, leave or cancel. Enter never loses anything.
    mutating func answer(_ key: Key, _ leaving: Leaving, _ session: inout Session) -> [Command] {
        let isAboutRun = !session.isModified && session.running != nil
        switch (key.code, isAboutRun) {
        case (.character("l"), true), (.character("y"), true), (.character("d"), false), (.character("n"), false):
            return [.leave(leaving)]
        case (.enter, true), (.character("n"), true), (.character("c"), _), (.escape, _):
            mode = .nav
            return []
        case (.character("s"), false), (.character("y"), false), (.enter, false):
            mode = .nav
            return saveAndLeave(leaving, path: nil, &session)
        default:
            return []
        }
    }
}

extension Phrases {
    static let newNeedsName = "new wants a name, such as new lesson.unroll.md"
    static func noBuiltin(_ name: String) -> String { "There is no function \(name); help without a name lists them." }
    static func noCommand(_ text: String, _ near: [String]) -> String {
        near.isEmpty
            ? "There is no command \"\(text)\". A lone : lists them."
            : "Which of these is it: \(near.joined(separator: ", "))?"
    }
}
