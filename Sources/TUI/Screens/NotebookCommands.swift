import Display
import Language
import Notebook

/// The line after `:`, and the question before leaving.
extension NotebookScreen {
    mutating func command(_ key: Key, _ line: Editor, _ session: inout Session) -> [Command] {
        switch (key.code, key.modifiers) {
        case (.escape, _), (.character("c"), .control):
            mode = .nav
            return []
        case (.enter, _):
            mode = .nav
            return carryOut(line.text, &session)
        case (.backspace, []) where line.text.isEmpty:
            mode = .nav
            return []
        default:
            var line = line
            if line.handle(key) != nil { mode = .command(line) }
            return []
        }
    }

    private mutating func carryOut(_ text: String, _ session: inout Session) -> [Command] {
        let words = text.split(separator: " ").map(String.init)
        let rest = words.dropFirst().joined(separator: " ")
        switch words.first {
        case nil: return []
        case "run" where rest == "all":
            layout.forgetAll()
            return apply(.runAll, &session)
        case "run" where rest == "stale": return perform(.runStale, &session)
        case "run" where rest.isEmpty: return perform(.runStay, &session)
        case "w", "write", "save": return save(path: rest.isEmpty ? nil : rest, &session)
        case "e", "edit": return [.lookAtDisk]
        case "q", "quit": return perform(.quit, &session)
        case "q!": return [.quit]
        case "wq", "x": return saveAndQuit(path: rest.isEmpty ? nil : rest, &session)
        case "stop": return perform(.stop, &session)
        case "restart": return perform(.restart, &session)
        case "names": return perform(.names, &session)
        case "help": return perform(.help, &session)
        case "allow" where rest == "write": return [.allowWriting]
        case let word?:
            guard let number = Int(word) else {
                message = Phrases.noCommand(text)
                return [.beep]
            }
            return go(toCell: number, session)
        }
    }

    private mutating func go(toCell number: Int, _ session: Session) -> [Command] {
        guard let index = session.cells.firstIndex(where: { $0.number == number }) else {
            message = Phrases.noCell(number)
            return [.beep]
        }
        go(to: index, session)
        return []
    }

    private mutating func saveAndQuit(path: String?, _ session: inout Session) -> [Command] {
        if path == nil, !session.isModified { return [.quit] }
        let commands = save(path: path, &session)
        let isSaving = commands.contains { if case .effect(.save) = $0 { true } else { false } }
        return isSaving ? [.quitWhenSaved] + commands : commands
    }

    /// Save, discard or cancel.
    mutating func answer(_ key: Key, _ session: inout Session) -> [Command] {
        switch key.code {
        case .character("s"), .character("y"), .enter:
            mode = .nav
            return saveAndQuit(path: nil, &session)
        case .character("d"), .character("n"):
            return [.quit]
        case .character("c"), .escape:
            mode = .nav
            return []
        default:
            return []
        }
    }
}
