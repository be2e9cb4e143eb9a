import Display
import Language
import Notebook
import Views

/// Running cells, and what runs.
extension NotebookController {
    /// Runs the cell in focus; a text needs none.
    mutating func runCell(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), cell.kind == .code else { return [] }
        return apply(.run(cell.id), &session)
    }

    /// Runs the cell and goes to the next; below the last one, which holds something, one is added.
    mutating func runNext(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), let index = index(session) else { return [] }
        var commands = runCell(&session) + leaveText(&session)
        if index + 1 < session.cells.count {
            go(to: index + 1, session)
        } else if cell.source.contains(where: { !$0.isWhitespace }) {
            commands += insert(after: cell.id, at: index + 1, &session)
        }
        return commands
    }

    mutating func runAdd(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), let index = index(session) else { return [] }
        let commands = runCell(&session) + leaveText(&session) + insert(after: cell.id, at: index + 1, &session)
        return commands + enterText(session)
    }

    mutating func runAll(_ session: inout Session) -> [Command] {
        outdated.all = true
        return apply(.runAll, &session)
    }

    mutating func runStale(_ session: inout Session) -> [Command] {
        let commands = apply(.runStale, &session)
        if commands.isEmpty { message = Phrases.nothingStale }
        return commands
    }

    mutating func stop(_ session: inout Session) -> [Command] {
        message = session.running == nil ? Phrases.nothingRuns : Phrases.stopping
        return apply(.stop, &session)
    }

    mutating func restart(_ session: inout Session) -> [Command] {
        outdated.all = true
        return apply(.restart, &session)
    }

    // MARK: looking

    mutating func fold(_ session: inout Session) -> [Command] {
        guard let cell = focused(session), cell.kind == .code else { return [] }
        outdated.cells.insert(cell.id)
        return apply(.fold(cell.id, !cell.isFolded), &session)
    }

    mutating func step(_ session: Session) -> [Command] {
        guard let cell = focused(session), let value = Self.viewable(in: cell) else {
            message = Phrases.noTrace
            return []
        }
        return [.effect(.present(value))]
    }

    mutating func replay(_ session: inout Session) -> [Command] {
        leaveText(&session) + [.open(.replay(ReplayStart(at: focus)))]
    }

    mutating func present(_ session: inout Session) -> [Command] {
        leaveText(&session) + [.open(.present(focus))]
    }
}
