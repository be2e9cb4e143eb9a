import Display
import Language
import Notebook

/// The line after `:`.
extension NotebookScreen {
    mutating func command(_ key: Key, _ palette: Palette, _ session: inout Session) -> [Command] {
        var palette = palette
        let entries = entries(palette, session)
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
            guard let entry = entries.first(where: { $0.text != palette.text }) else { return [] }
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
            NotebookCommand.named(word).flatMap { $0.isOnScreen ? $0.argument.values(controller.around, session) : nil }
        })
        mode = .command(palette)
    }

    mutating func openPalette() -> [Command] {
        leaveEditor()
        mode = .command(Palette())
        return []
    }

    /// The lines of the list, without what would change nothing now.
    func entries(_ palette: Palette, _ session: Session) -> [Palette.Entry] {
        palette.entries(among: NotebookCommand.onScreen.filter { $0.isEnabled(controller, session) })
    }

    /// The entry that was pointed at, or the line as typed, or what it is the beginning of.
    private mutating func choose(
        _ palette: Palette, among entries: [Palette.Entry], _ session: inout Session
    ) -> [Command] {
        guard let chosen = palette.chosen, entries.indices.contains(chosen) else {
            if palette.text.trimmed.isEmpty { return [] }
            if let commands = run(line: palette.text, &session) { return commands }
            if let only = entries.first, entries.count == 1 { return run(line: only.text, &session) ?? [] }
            return controller.refuse(Phrases.noCommand(palette.text, entries.prefix(4).map(\.text)))
        }
        return run(line: entries[chosen].text, &session) ?? []
    }

    /// nil if the line is no command of the screen.
    private mutating func run(line: String, _ session: inout Session) -> [Command]? {
        guard let (command, argument) = NotebookCommand.exact(line), command.isOnScreen else { return nil }
        return run(command, with: argument, &session)
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
