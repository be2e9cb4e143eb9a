import Display
import Language
import Notebook

/// What the commands do.
extension LineApp {
    /// The line without its colon.
    func command(_ line: String) {
        guard !line.isEmpty else { return write(Phrases.commandHint) }
        switch LineCommand.read(line) {
        case .act(let action): act(action, on: "")
        case .unknown(let near): write(Phrases.noLineCommand(String(line.prefix { $0 != " " }), near))
        case .command(let command, let rest): perform(command, rest)
        }
    }

    private func perform(_ command: LineCommand, _ rest: String) {
        switch command.does {
        case .act(let action): act(action, on: rest)
        case .own(let own): perform(own, rest)
        case .palette:
            // The screen's word for it is a letter.
            let name = command.name == "disk" ? "e" : command.name
            app.perform(app.notebook.carryOut(rest.isEmpty ? name : "\(name) \(rest)", &app.session) ?? [])
        }
    }

    private func perform(_ own: LineCommand.Own, _ rest: String) {
        switch own {
        case .help: help(rest)
        case .list: write(list)
        case .show: if let cell = cell(rest) { write(shown(cell)) }
        case .up, .down, .first, .last: walk(own)
        case .go: go(rest)
        case .run: run(rest, waits: true)
        case .start: run(rest, waits: false)
        case .wait: waits = session.running != nil
        case .step: step(rest)
        case .edit: beginEditing(rest)
        case .text: beginWriting(.prose, isAbove: false)
        case .below: beginWriting(.code, isAbove: false)
        case .above: beginWriting(.code, isAbove: true)
        case .move: move(rest)
        case .find: find(rest)
        case .names: write(names)
        case .functions: functions(rest)
        case .example: insertExample(rest)
        case .data: data(rest)
        case .load: load(rest)
        case .notebooks: write(notebooks)
        }
    }

    // MARK: keys of the screen

    /// The action on the cell that is named, which becomes the current one, and where that leads.
    func act(_ action: NotebookAction, on word: String) {
        if LineCommand.onlyOnScreens.contains(action) { return write(Phrases.onlyOnScreen) }
        guard word.isEmpty || place(cell(word)) else { return }
        if let own = Self.own[action] { return perform(own, "") }
        let (focus, count) = (app.notebook.focus, session.cells.count)
        if action == .quit { return quit() }
        app.perform(app.notebook.perform(action, &app.session))
        if action == .restart { return write(Phrases.forgotten) }
        app.notebook.settleFocus(session)
        if Self.running.contains(action) { waits = true }
        let hasMoved = app.notebook.focus != focus || session.cells.count != count
        guard hasMoved || Self.changing.contains(action) else { return }
        tellPlace()
        if action == .findNext || action == .findBefore { tellFind() }
    }

    /// What a line does for a key whose answer is drawn on a screen.
    private static let own: [NotebookAction: LineCommand.Own] = [
        .names: .names, .nameList: .names, .builtins: .functions, .data: .data, .open: .notebooks, .help: .help,
        .edit: .edit, .addAbove: .above, .addBelow: .below, .next: .down, .previous: .up, .first: .first, .last: .last,
        .step: .step, .find: .find, .runStay: .run,
    ]
    private static let running: Set<NotebookAction> = [.runNext, .runAdd, .runStale]
    private static let changing: Set<NotebookAction> = [
        .moveUp, .moveDown, .toCode, .toProse, .paste, .undo, .redo, .findNext, .findBefore,
    ]

    private func move(_ way: String) {
        switch way {
        case "up": act(.moveUp, on: "")
        case "down": act(.moveDown, on: "")
        default: write(Phrases.whichWay)
        }
    }

    // MARK: from cell to cell

    /// The cell that a word names: its number, `t2`, a name that it defines; the current one without a word.
    func cell(_ word: String) -> NotebookCell? {
        if word.isEmpty || word == "." {
            if let cell = app.notebook.focused(session) { return cell }
            write(Phrases.emptyNotebook)
            return nil
        }
        if let found = LineCells.find(word, in: session) { return found }
        write(Int(word).map(Phrases.noCell) ?? Phrases.noPlace(word))
        return nil
    }

    @discardableResult
    private func place(_ cell: NotebookCell?) -> Bool {
        guard let cell else { return false }
        app.perform(app.notebook.jump(to: cell.id, session))
        return true
    }

    private func go(_ word: String) { if place(cell(word)) { tellPlace() } }

    private func walk(_ own: LineCommand.Own) {
        let now = app.notebook.index(session) ?? 0
        let last = session.cells.count - 1
        let next = own == .up ? now - 1 : own == .down ? now + 1 : own == .first ? 0 : last
        guard (0...max(0, last)).contains(next) else { return write(own == .up ? Phrases.atFirst : Phrases.atLast) }
        app.notebook.go(to: next, session)
        tellPlace()
    }

    func tellPlace() {
        // What was done is said before where that leads.
        if let message = app.notebook.message { write(message) }
        app.notebook.message = nil
        write(brief(app.notebook.focus))
    }

    private func find(_ text: String) {
        guard !text.isEmpty else { return write(Phrases.findWhat) }
        let origin = SearchOrigin(focus: app.notebook.focus, editor: nil)
        app.notebook.look(for: text, from: origin, &app.session)
        app.notebook.mode = .nav
        guard let current = app.notebook.search.current else { return write(Phrases.notFound(text)) }
        app.notebook.message = Phrases.found(current + 1, of: app.notebook.search.finds.count, text)
        tellPlace()
        tellFind()
    }

    /// The line in which a find stands.
    private func tellFind() {
        let search = app.notebook.search
        guard let find = search.current.map({ search.finds[$0] }), let cell = session[find.cell] else { return }
        guard let source = find.source else { return write(Phrases.inItsOutput) }
        let number = cell.source.utf8.prefix(source.lowerBound).count { $0 == 10 }
        let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.indices.contains(number) { write(Phrases.inLine(number + 1, String(lines[number]))) }
    }

    // MARK: running

    private func run(_ what: String, waits: Bool) {
        switch what {
        case "all": app.perform(app.notebook.apply(.runAll, &app.session))
        case "stale": app.perform(app.notebook.perform(.runStale, &app.session))
        default:
            guard let cell = cell(what) else { return }
            place(cell)
            guard cell.kind == .code else { return write(Phrases.nothingToRun) }
            app.perform(app.notebook.perform(.runStay, &app.session))
        }
        self.waits = waits
        if !waits, let running = session.running { write(Phrases.started(brief(running))) }
    }

    private func step(_ word: String) {
        guard let cell = cell(word) else { return }
        place(cell)
        let running = session.running.flatMap { session[$0] }
        // While something else runs, that is what one wants to see.
        let isIdle = NotebookScreen.viewable(in: cell) == nil && cell.status != .queued && cell.status != .running
        if word.isEmpty, isIdle, let running { place(running) }
        guard let id = app.notebook.focus else { return }
        step(into: id)
    }

    /// Opens what there is to see of a cell; of one that has only begun, or is to begin, later.
    func step(into id: CellID) {
        guard let cell = session[id] else {
            awaited = nil
            return
        }
        let isToCome = cell.status == .queued || cell.status == .running
        awaited = NotebookScreen.viewable(in: cell) == nil && isToCome ? id : nil
        guard awaited == nil else { return }
        app.perform(app.notebook.perform(.step, &app.session))
    }
}

extension Phrases {
    static let commandHint = ":help lists the commands"
    static func noLineCommand(_ word: String, _ near: [String]) -> String {
        near.isEmpty
            ? "there is no command :\(word); :help lists them"
            : "which of these: " + near.map { ":" + $0 }.joined(separator: ", ")
    }
    static let forgotten = "every value is forgotten; outputs count as recorded"
    static let onlyOnScreen = "that is for screens: a cell is always told whole here, and :show tells it again"
    static let whichWay = "move takes up or down"
    static func noPlace(_ word: String) -> String {
        "there is no cell \(word): a number, t2 for the second text, or a name that a cell defines"
    }
    static let atFirst = "this is the first cell"
    static let atLast = "this is the last cell"
    static let findWhat = "find takes the text to look for"
    static let inItsOutput = "it stands in the output"
    static func inLine(_ number: Int, _ line: String) -> String { "line \(number): \(line)" }
    static let nothingToRun = "this is text; there is nothing to run"
    static func started(_ cell: String) -> String { "\(cell); :step watches it, :wait waits, :stop stops" }
}
