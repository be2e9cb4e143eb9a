import Notebook

/// When a command would change something.
extension NotebookCommand {
    static let hasCell: Condition = { screen, session in screen.focused(session) != nil }
    static let hasCells: Condition = { _, session in !session.cells.isEmpty }
    static let hasCode: Condition = { screen, session in screen.focused(session)?.kind == .code }
    static let hasText: Condition = { screen, session in screen.focused(session)?.kind == .prose }
    static let hasCellAbove: Condition = { screen, session in screen.index(session).map { $0 > 0 } ?? false }
    static let hasCellBelow: Condition = { screen, session in
        screen.index(session).map { $0 + 1 < session.cells.count } ?? false
    }
    static let hasView: Condition = { screen, session in
        screen.focused(session).map { NotebookScreen.viewable(in: $0) != nil } ?? false
    }
    static let canPin: Condition = { screen, session in screen.canPin(session) }
    static let isRunning: Condition = { _, session in session.running != nil }
    static let hasStale: Condition = { _, session in session.cells.contains { $0.status == .stale } }
    static let canUndo: Condition = { _, session in session.canUndo }
    static let canRedo: Condition = { _, session in session.canRedo }
    static let hasClipboard: Condition = { screen, _ in screen.clipboard != nil }
    static let hasSearch: Condition = { screen, _ in screen.search.pattern != nil }
    static let hasTrail: Condition = { screen, _ in !screen.trail.isEmpty }
}
