import Base
import Display
import Language
import Notebook
import Views

/// The notebook a line at a time: the app of the screens without a screen, over the same controller. Lines are cells of the language, commands
/// after a colon, keys of the view that is open, or answers; what changes is told in lines.
package final class LineApp {
    let app: App
    let options: LineOptions
    /// The beginning of a cell that goes on in the next line.
    var pending = ""
    var editing: (cell: CellID, editor: LineEditor)?
    var question: LineQuestion?
    var keys = LineKeys()
    /// What was found out about data, once it is known.
    var looking: Preview?
    var prefill = ""
    var reports = LineReports()
    /// Whoever reads lines is to wait until nothing runs.
    var waits = false
    /// The cell that is looked into as soon as there is something to see.
    var awaited: CellID?
    var told = Told()

    /// What was said last, so that nothing is said twice.
    struct Told {
        var pages = 0
        var say = ""
        var message: String?
        var hints: Set<String> = []
    }

    package init(_ session: Session, mailbox: Mailbox<Edit> = Mailbox(), services: Services, options: LineOptions) {
        self.options = options
        let controller = NotebookController(session, around: services.around, background: services.background)
        app = App(
            session, screen: NoScreen(options), surface: NoSurface(controller: controller), mailbox: mailbox,
            services: services)
        app.onMail = { [unowned self] in hear($0) }
        greet()
        settle()
    }

    var session: Session { app.session }
    package var isOver: Bool { app.status == .quit }
    /// The notebook to go on with after the end.
    package var next: String? { app.next }
    /// Lines are to wait: something runs that was asked for, or a view is at work.
    package var isBusy: Bool { !isOver && (waits && session.running != nil || awaited != nil || isMoving) }
    /// Whether `frame` is wanted 30 times a second.
    package var isMoving: Bool { viewer?.isMoving == true || looking != nil }

    package var prompt: String {
        if let question { return "1 to \(question.options.count)> " }
        if let editing { return Phrases.editPrompt(session[editing.cell], editing.editor) }
        if let viewer { return viewer.isTyping ? "value> " : "\(viewer.title)> " }
        return pending.isEmpty ? "unroll> " : "   ...> "
    }

    /// What stands at the prompt to be changed; given once.
    package func takePrefill() -> String {
        defer { prefill = "" }
        return prefill
    }

    // MARK: what comes

    package func take(_ line: String) {
        if question != nil {
            answer(line)
        } else if editing != nil {
            edit(line)
        } else if pending.isEmpty, line.trimmed.hasPrefix(":") {
            closePages()
            command(String(line.trimmed.dropFirst()).trimmed)
        } else if let viewer {
            view(line, viewer)
        } else {
            write(cell: line)
        }
        settle()
    }

    /// Something was posted, or a moving view wants its next frame.
    package func frame() {
        let wasMoving = isMoving
        _ = app.handle(.frame)
        if let contents = looking?.now {
            looking = nil
            tell(contents)
        }
        forgetReports()
        if let awaited { step(into: awaited) }
        // A fit that goes on is told by its progress, a view that plays by its sentence.
        settle(isQuiet: !wasMoving)
    }

    package func tick() {
        app.tick()
        settle(isQuiet: true)
    }

    package func pause() { app.pause() }

    /// Ctrl-C: stops what runs, or gives up what was begun.
    package func interrupt() {
        if session.running != nil {
            app.perform(app.controller.apply(.stop, &app.session))
            app.controller.show(Phrases.stopping)
        } else if let question {
            self.question = nil
            question.escape()
        } else if let editing {
            self.editing = nil
            write(Phrases.editDone(session[editing.cell]))
        } else if isMoving {
            _ = app.handle(.interrupt)
        }
        pending = ""
        (looking, awaited) = (nil, nil)
        settle()
    }

    /// What runs is no longer waited for.
    package func goOn() { (waits, awaited) = (false, nil) }

    package func terminate() { _ = app.handle(.terminate) }

    /// Ctrl-D, or the end of what was to be read.
    package func end() {
        if !pending.isEmpty {
            let text = pending
            pending = ""
            evaluate(text)
        } else if let question {
            self.question = nil
            if question.isLeaving { return leave() }
            question.escape()
        } else if editing != nil {
            finishEditing()
        } else if options.isTerminal, viewer != nil {
            app.perform([.close])
        } else if options.isTerminal {
            quit()
        } else {
            leave()
        }
        settle()
    }

    /// Without a question, for there is nobody to ask.
    private func leave() {
        if session.isModified, session.path != nil { write(Phrases.leftUnsaved(session.path ?? "")) }
        app.leave(.quit)
    }

    func quit() {
        // What was only typed in and has no name is no loss.
        app.perform(session.path == nil ? [.leave(.quit)] : app.controller.leave(.quit, session))
    }

    // MARK: cells as they are typed

    private func write(cell line: String) {
        pending += pending.isEmpty ? line : "\n" + line
        // An empty line gives up waiting for the rest.
        if isUnfinished(pending), !line.isEmpty { return }
        let text = pending
        pending = ""
        switch text.trimmed {
        case "": break
        case "quit", "exit": quit()
        case let text where text.hasPrefix("?"): help(text.dropFirst().trimmed)
        default: evaluate(text)
        }
    }

    /// A new cell below the current one, run.
    func evaluate(_ text: String) {
        let place = app.controller.index(session).map { $0 + 1 } ?? 0
        app.perform(app.controller.insert(.code, text, after: app.controller.focus, at: place, &app.session))
        guard let cell = app.controller.focus else { return }
        reports.typed = cell
        waits = true
        app.perform(app.controller.apply(.run(cell), &app.session))
    }

    // MARK: what is said

    func write(_ line: String) {
        options.bar?(nil)
        let line = options.glyphs == .ascii ? plain(line) : line
        // A terminal would break in the middle of words.
        for part in options.isTerminal ? Text.wrap(line, to: max(20, options.width())) : [line] { options.write(part) }
    }

    func write(_ lines: [String]) { for line in lines { write(line) } }

    /// Letters stay as they are where the terminal has them; signs are replaced.
    private func plain(_ line: String) -> String {
        if line.utf8.allSatisfy({ $0 < 0x80 }) { return line }
        var text = ""
        for scalar in line.unicodeScalars {
            if options.hasLetters, scalar.properties.isAlphabetic {
                text.unicodeScalars.append(scalar)
            } else {
                text += Self.signs[scalar] ?? String(Glyphs.plain(scalar))
            }
        }
        return text
    }

    private static let signs: [Unicode.Scalar: String] = [
        "→": "->", "←": "<-", "…": "...", "°": "deg ", "≤": "<=", "≥": ">=", "≠": "!=", "²": "^2", "√": "sqrt",
    ]

    func hint(_ text: String) { if told.hints.insert(text).inserted { write(text) } }

    /// The view on top, if one is open.
    var viewer: (any Viewer)? { (app.pages.last as? ViewerScreen)?.view }

    /// For a command, which says itself where it leads.
    private func closePages() {
        for _ in app.pages { app.perform([.close]) }
        told.pages = 0
    }
}
