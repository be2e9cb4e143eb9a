import Base
import Display
import Notebook
import Views

/// A question with numbered answers.
struct LineQuestion {
    struct Option {
        /// What may be typed besides the number.
        var words: [String]
        var does: () -> Void
    }
    var options: [Option]
    /// What an empty answer stands for: nothing changes.
    var escape: () -> Void
    /// It was asked because somebody wants to leave.
    var isLeaving = false
}

/// What the app has done is told: messages, pages that opened or closed, questions.
extension LineApp {
    /// `isQuiet`: nobody did anything, so a view that is open has nothing to say.
    func settle(isQuiet: Bool = false) {
        for _ in 0..<10 {
            tellMessages()
            guard !isOver, announce(isQuiet: isQuiet) else { return }
        }
    }

    private func tellMessages() {
        if let text = app.controller.message {
            app.controller.message = nil
            write(text)
        }
        let message = (app.pages.last as? ViewerScreen)?.message
        if let message, message != told.message { write(message) }
        told.message = message
    }

    /// True if something was done that is to be told in turn.
    private func announce(isQuiet: Bool) -> Bool {
        if question == nil, let leaving = app.controller.asked {
            ask(leaving)
            return false
        }
        let count = app.pages.count
        defer { told.pages = app.pages.count }
        switch app.pages.last {
        case let help as HelpScreen:
            write(help.lines.map(LineKeys.label))
            app.perform([.close])
            return true
        case let browser as BrowserScreen:
            app.perform([.close])
            ask(browser.browser)
        case let screen as ChoiceScreen:
            if question == nil { ask(screen.choice) }
        case let screen as ViewerScreen:
            let isNew = count != told.pages
            if isNew || !isQuiet { tell(screen.view, isNew: isNew, isBack: count < told.pages) }
        default:
            if told.pages > 0 { write(Phrases.backIn(brief(app.controller.focus))) }
        }
        return false
    }

    private func tell(_ view: any Viewer, isNew: Bool, isBack: Bool) {
        let say = said(by: view)
        if isNew {
            write((isBack ? "" : Phrases.opened(view.title, view.place)) + say)
            if !isBack { hint(Phrases.viewHint) }
        } else if say != told.say {
            write(say)
        }
        told.say = say
    }

    // MARK: questions

    private func ask(_ choice: Choice) {
        write(([choice.title] + choice.lines).filter { !$0.isEmpty }.map(\.trimmed))
        ask(
            choice.options.map { option in
                (
                    option.words, ["\(option.letter)", option.short],
                    { [app] in app.perform([.close, .decide(option.decision)]) }
                )
            }, escape: { [app] in app.perform([.close, .decide(choice.escape)]) })
    }

    private func ask(_ leaving: Leaving) {
        guard let asked = LeavingQuestion(session) else { return app.perform([.leave(leaving)]) }
        write(asked.text)
        ask(
            asked.answers.map { letter, word in
                (
                    word, ["\(letter)", word],
                    { [app] in
                        app.perform(app.controller.answer(.character(letter), leaving, &app.session))
                    }
                )
            }, escape: { [app] in app.controller.asked = nil }, isLeaving: true)
    }

    private func ask(_ browser: Browser) {
        guard !browser.items.isEmpty else { return write(browser.ifEmpty) }
        write(browser.title)
        ask(
            browser.items.map { item in
                let does = item.choices.first?.does ?? []
                let words = [item.label, item.say].filter { !$0.isEmpty }.joined(separator: ": ")
                return (words, [item.label], { [app] in app.perform(does) })
            }, escape: {})
    }

    private func ask(
        _ options: [(words: String, names: [String], does: () -> Void)], escape: @escaping () -> Void,
        isLeaving: Bool = false
    ) {
        for (index, option) in options.enumerated() { write("\(index + 1)  \(option.words)") }
        question = LineQuestion(
            options: options.map { .init(words: $0.names, does: $0.does) }, escape: escape, isLeaving: isLeaving)
    }

    func answer(_ line: String) {
        guard let question else { return }
        let word = line.trimmed.lowercased()
        guard !word.isEmpty else {
            self.question = nil
            return question.escape()
        }
        let chosen =
            Int(word).flatMap(question.options.index(ofPlace:))
            ?? question.options.firstIndex { $0.words.contains { $0.lowercased() == word } }
        guard let chosen else { return write(Phrases.noAnswer(question.options.count)) }
        self.question = nil
        question.options[chosen].does()
    }

    // MARK: a view

    /// The view's sentence; the cursor that a screen draws in it is none here.
    private func said(by view: any Viewer) -> String {
        let text = view.statusLine(options.glyphs)
        guard view.isTyping else { return text }
        return (text + " ").replacing("_ ", with: " ").split(separator: " ").joined(separator: " ")
    }

    func view(_ line: String, _ view: any Viewer) {
        switch keys.read(line, view.help, isTyping: view.isTyping) {
        case .keys(let keys): press(keys)
        case .text(let text):
            press(text.map { Key.character($0) })
            if viewer?.isTyping == true { press([Key(.enter)]) }
        case .show where options.isSpoken: write(view.spoken)
        case .show: write(PlainText.lines(view.text(width: options.width(), glyphs: options.glyphs)))
        case .say: write(said(by: view))
        case .help: write(view.help.map(LineKeys.label) + Phrases.viewHelp)
        case .unknown(let meant):
            write(line.trimmed.isEmpty ? Phrases.nothingToRepeat : Phrases.noKey(line.trimmed, meant))
        }
    }

    /// A key that opens or closes a view is the last.
    private func press(_ keys: [Key]) {
        let pages = app.pages.count
        told.message = nil
        let before = told.say
        for key in keys where app.pages.count == pages {
            _ = app.handle(.key(key))
            if let message = (app.pages.last as? ViewerScreen)?.message, keys.count > 1 {
                write(message)
                told.message = message
                break
            }
        }
        guard app.pages.count == pages, let viewer, said(by: viewer) == before else { return }
        // Nothing is another now; that is told too.
        if (app.pages.last as? ViewerScreen)?.message == nil { write(before) }
    }
}

extension Phrases {
    static let viewHint =
        "help lists the keys that work here, show tells all of it, an empty line does the last once more, back leaves"
    static let viewHelp = [
        "right 3: a key three times; > and < are right and left", "show: all of it; say: the sentence again",
        "back: leave; a command with a colon leaves too",
    ]
    static let nothingToRepeat = "nothing was pressed yet; help lists the keys"
    static func noKey(_ line: String, _ meant: [String]) -> String {
        meant.isEmpty
            ? "there is no key \(line) here now; help lists them" : "which of these: " + meant.joined(separator: "; ")
    }
    static func opened(_ title: String, _ place: String) -> String {
        place.isEmpty ? "\(title): " : "\(title), \(place): "
    }
    static func backIn(_ cell: String) -> String { "back in the notebook: \(cell)" }
    static func noAnswer(_ count: Int) -> String {
        "the answer is a number from 1 to \(count), or the first word; an empty line changes nothing"
    }
    static func leftUnsaved(_ path: String) -> String { "\(fileName(path)) is as it was: what changed was not saved" }
}
