import Notebook

/// What may follow the name of a command.
struct CommandArgument: Sendable {
    /// As lists show it: `[CELL]`; empty for a command that takes nothing.
    let usage: String
    /// The words that can be completed here; folders may be read for them.
    let values: @Sendable (Surroundings, Session) -> [String]
    /// It names the cell that the command is about; without it, that is the current cell.
    var isCell = false

    init(
        _ usage: String, isCell: Bool = false,
        values: @escaping @Sendable (Surroundings, Session) -> [String] = { _, _ in [] }
    ) {
        self.usage = usage
        self.isCell = isCell
        self.values = values
    }

    static let none = CommandArgument("")
    static let cell = CommandArgument("[CELL]", isCell: true) { _, session in definedNames(session) }
    static let place = CommandArgument("CELL") { _, session in definedNames(session) }
    static let cells = CommandArgument("[CELL, all, stale]") { _, session in ["all", "stale"] + definedNames(session) }
    static let function = CommandArgument("[NAME]") { _, session in session.builtins.names }
    static let example = CommandArgument("NAME [N]") { _, session in session.builtins.names }
    static let dataSet = CommandArgument("[NAME]") { around, _ in around.dataSets().map(\.name) }
    static let notebook = CommandArgument("[NAME]") { around, _ in around.notebooks().map(\.path) }
    static let newName = CommandArgument("NAME")
    static let fileName = CommandArgument("[NAME]")
    static let text = CommandArgument("TEXT")
    static let word = CommandArgument("[WORD]")

    private static func definedNames(_ session: Session) -> [String] { session.definitions().map(\.name) }

    /// Whether words after a command's name can be its argument; else they are words to search commands by.
    func accepts(_ text: String) -> Bool {
        if text.isEmpty { return true }
        if usage.isEmpty { return false }
        return !isCell || !text.contains(" ") || text.hasPrefix("text ")
    }
}
