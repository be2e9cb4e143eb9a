import Display
import Language
import Notebook
import Views

/// The two lines below the notebook: a sentence, and the keys that work now.
extension NotebookScreen {
    /// The message, the question, the command line, the signature of the call at the cursor, or what is focused.
    func drawSay(into grid: inout Grid, _ area: Rect, _ session: Session, isListed: Bool) -> Point? {
        func put(_ line: StyledLine) { grid.put(line, x: area.x + 1, y: area.y) }
        func put(_ text: String, _ style: Style = .plain) { put(StyledLine(text, style)) }
        if controller.asked != nil {
            if let question = LeavingQuestion(session) { put("\(question.text)   \(question.keys)", Style(bold: true)) }
            return nil
        }
        switch mode {
        case .command(let palette):
            put(":" + palette.text)
            return Point(x: min(area.right - 1, 2 + palette.line.displayColumn), y: area.y)
        case .search(let line, _):
            put("/" + line.text + "   " + finds(line.text))
            return Point(x: min(area.right - 1, 2 + line.displayColumn), y: area.y)
        case .edit(let editor):
            put(message.map { StyledLine($0) } ?? help(at: editor, session, width: area.width - 2, isListed: isListed))
        case .nav:
            put(message ?? Phrases.say(controller.focused(session), session))
        }
        return nil
    }

    /// `3 of 12`, for the line after `/`.
    private func finds(_ text: String) -> String {
        if text.isEmpty { return "" }
        return search.current.map { "\($0 + 1) of \(search.finds.count)" } ?? "0 of 0"
    }

    /// What the chosen completion is, or the call around the cursor.
    private func help(at editor: Editor, _ session: Session, width: Int, isListed: Bool) -> StyledLine {
        if let menu, !isListed {
            // Without room for a list: what fits, on one line.
            let items = menu.found.items.enumerated().map { index, item in
                index == menu.chosen ? ">\(item.text)<" : item.text
            }
            return StyledLine(items.dropFirst(max(0, menu.chosen ?? 0)).joined(separator: "  "))
        }
        if let item = menu?.item, !item.sentence.isEmpty { return StyledLine("\(item.text)   \(item.sentence)") }
        if controller.focused(session)?.kind == .code, editor.isAtBracket,
            loneBracket(in: editor.text, at: editor.offset) != nil
        {
            return StyledLine(Phrases.loneBracket)
        }
        guard controller.focused(session)?.kind == .code,
            let call = openCall(editor.text, at: editor.offset, builtins: session.builtins)
        else { return StyledLine(Phrases.say(controller.focused(session), session)) }
        return SignatureLine.line(call, width: width)
    }

    /// The keys that work now; where they do not all fit, those before the last are left out, which are in the help.
    func footer(_ session: Session, width: Int) -> String {
        if controller.asked != nil { return LeavingQuestion(session)?.keys ?? "Enter leave  c cancel" }
        switch mode {
        case .command: return Phrases.fitting(Phrases.paletteKeys, width)
        case .search: return Phrases.fitting(Phrases.searchKeys, width)
        case .edit(let editor):
            if menu != nil { return Phrases.fitting(Phrases.menuKeys, width) }
            return Phrases.fitting(editor.mark == nil ? Phrases.editKeys : Phrases.selectionKeys, width)
        case .nav:
            let commands = NotebookCommand.onScreen.filter { $0.footer != nil && $0.isEnabled(controller, session) }
            return Phrases.fitting(commands.compactMap(\.footerText), width)
        }
    }
}

extension Phrases {
    static let loneBracket = "No other bracket belongs to this one."
    static let editKeys = [
        "Esc done", "Alt-r run+next", "F5 run", "Tab complete", "Ctrl-Z undo", "Ctrl-F search", "Alt-Enter run+add",
        "F1 help",
    ]
    static let selectionKeys = ["Ctrl-W cut", "Alt-w copy", "Ctrl-Y paste over", "Tab indent", "Esc let go", "F1 help"]
    static let menuKeys = ["Up/Dn choose", "Enter take", "Tab next", "Esc close"]
    static let paletteKeys = ["Enter do it", "Up/Dn choose", "Tab complete", "Esc cancel"]
    static let searchKeys = ["Enter go there", "Dn next", "Up before", "Esc back"]

    /// As many of the keys as fit, with the last one among them.
    static func fitting(_ keys: [String], _ width: Int) -> String {
        var keys = keys
        while keys.count > 1, Text.width(of: keys.joined(separator: "  ")) > width { keys.remove(at: keys.count - 2) }
        return keys.joined(separator: "  ")
    }
}
