import Notebook

/// When a command would change something.
extension NotebookCommand {
    static let hasCell: Condition = { controller, session in controller.focused(session) != nil }
    static let hasCells: Condition = { _, session in !session.cells.isEmpty }
    static let hasCode: Condition = { controller, session in controller.focused(session)?.kind == .code }
    static let hasText: Condition = { controller, session in controller.focused(session)?.kind == .prose }
    static let hasCellAbove: Condition = { controller, session in controller.index(session).map { $0 > 0 } ?? false }
    static let hasCellBelow: Condition = { controller, session in
        controller.index(session).map { $0 + 1 < session.cells.count } ?? false
    }
    static let hasView: Condition = { controller, session in
        controller.focused(session).map { NotebookController.viewable(in: $0) != nil } ?? false
    }
    static let canPin: Condition = { controller, session in controller.canPin(session) }
    static let isRunning: Condition = { _, session in session.running != nil }
    static let hasStale: Condition = { _, session in session.cells.contains { $0.status == .stale } }
    static let canUndo: Condition = { _, session in session.canUndo }
    static let canRedo: Condition = { _, session in session.canRedo }
    static let hasClipboard: Condition = { controller, _ in controller.clipboard != nil }
    static let hasSearch: Condition = { controller, _ in controller.search.pattern != nil }
    static let hasTrail: Condition = { controller, _ in !controller.trail.isEmpty }
}
