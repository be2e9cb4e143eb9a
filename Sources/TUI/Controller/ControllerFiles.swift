import Display
import Notebook

/// Saving, other notebooks, and leaving.
extension NotebookController {
    mutating func save(path: String? = nil, _ session: inout Session) -> [Command] {
        guard path != nil || session.path != nil else {
            return refuse(Phrases.needsName)
        }
        return apply(.save(path: path), &session)
    }

    mutating func newNotebook(_ name: String, _ session: Session) -> [Command] {
        guard !name.isEmpty else {
            return refuse(Phrases.newNeedsName)
        }
        return open(name, isNew: true, session)
    }

    /// Ends, or goes on with another notebook; asks first if something would be lost.
    mutating func leave(_ leaving: Leaving, _ session: Session) -> [Command] {
        guard LeavingQuestion(session) != nil else { return [.leave(leaving)] }
        editing = nil
        asked = leaving
        return []
    }

    /// `open NAME`, `new NAME`.
    mutating func open(_ name: String, isNew: Bool, _ session: Session) -> [Command] {
        do throws(Surroundings.Unfound) {
            return leave(.open(try around.find(name, isNew)), session)
        } catch {
            return refuse(error.sentence)
        }
    }

    mutating func saveAndLeave(_ leaving: Leaving, path: String?, _ session: inout Session) -> [Command] {
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
            asked = nil
            return []
        case (.character("s"), false), (.character("y"), false), (.enter, false):
            asked = nil
            return saveAndLeave(leaving, path: nil, &session)
        default:
            return []
        }
    }
}
