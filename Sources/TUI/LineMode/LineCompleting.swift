import Display
import Language
import Notebook
import Views

/// What Tab writes: commands and what they take, keys of a view, answers, or the language.
extension LineApp {
    /// Whole words that may stand in place of the last word of the line as typed so far.
    package func completions(for line: String) -> [String] {
        let typed = String(line.drop { $0 == " " })
        if let question { return Self.fitting(question.options.flatMap(\.words), typed) }
        if let viewer, editing == nil, !typed.hasPrefix(":") {
            return viewer.isTyping ? [] : Self.fitting(Self.words(of: viewer), typed)
        }
        if editing == nil, pending.isEmpty, typed.hasPrefix(":") { return commands(String(typed.dropFirst())) }
        let names = Dictionary(session.names().map { ($0.name, $0.value) }) { _, last in last }
        let text = pending.isEmpty ? line : pending + "\n" + line
        return complete(
            text, at: text.utf8.count, names: names, builtins: session.builtins,
            files: app.services.around.dataNames()
        ).items.map(\.text)
    }

    /// Names of commands, and what the one that is typed takes.
    private func commands(_ typed: String) -> [String] {
        let names = Self.fitting(NotebookCommand.inLines.map(\.name), typed)
        guard let space = typed.firstIndex(of: " "),
            case .command(let command, _) = NotebookCommand.read(String(typed[..<space]))
        else { return names }
        let argument = String(typed[typed.index(after: space)...].drop { $0 == " " })
        return names + Self.fitting(command.argument.values(app.services.around, session), argument)
    }

    private static func words(of viewer: any Viewer) -> [String] {
        let keys = viewer.help.flatMap { $0.keys.split(separator: ",").map { $0.trimmed } }.filter { $0.count > 1 }
        return keys.map { $0.lowercased() } + viewer.help.compactMap(\.short) + ["show", "say", "help", "back"]
    }

    /// Those that go on as typed. What stands before the last sign that ends a word for readline is there already.
    private static func fitting(_ words: [String], _ typed: String) -> [String] {
        let begun = words.filter { $0.hasPrefix(typed) }
        let ends = typed.lastIndex { " \t\"'`@$><=;|&{}(),[]+-*/^:?".contains($0) }
        let there = ends.map { typed.distance(from: typed.startIndex, to: $0) + 1 } ?? 0
        return begun.map { String($0.dropFirst(there)) }
    }
}
