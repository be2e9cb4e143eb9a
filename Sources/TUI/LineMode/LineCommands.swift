import Display
import Language
import Notebook

/// What the commands do.
extension LineApp {
    /// The line without its colon.
    func command(_ line: String) {
        guard !line.isEmpty else { return write(Phrases.commandHint) }
        switch NotebookCommand.read(line) {
        case .unknown(let near): write(Phrases.noLineCommand(String(line.prefix { $0 != " " }), near))
        case .command(let command, let argument): perform(command, argument)
        }
    }

    private func perform(_ command: NotebookCommand, _ argument: String) {
        switch command.inLines {
        case .unavailable: write(Phrases.onlyOnScreen)
        case .written(let write): write(self, argument)
        case .same: perform(command, argument, isReported: false)
        case .reported: perform(command, argument, isReported: true)
        }
    }

    /// As the screen does, on the cell that is named, and where that leads.
    private func perform(_ command: NotebookCommand, _ argument: String, isReported: Bool) {
        guard case .shared(let run) = command.run else { return }
        if command.argument.isCell, !argument.isEmpty, !place(cell(argument)) { return }
        let (focus, count) = (app.controller.focus, session.cells.count)
        perform { run(&$0, &$1, command.argument.isCell ? "" : argument) }
        if isReported || app.controller.focus != focus || session.cells.count != count { tellPlace() }
    }

    /// Does something to the notebook, and what follows from it.
    func perform(_ change: (inout NotebookController, inout Session) -> [Command]) {
        app.perform(change(&app.controller, &app.session))
        app.controller.settleFocus(session)
        app.controller.editing = nil
    }

    /// To the cell that a cell reads from.
    func goToDefinition(_ word: String) {
        guard word.isEmpty || place(cell(word)) else { return }
        let focus = app.controller.focus
        perform { $0.goToDefinition(&$1) }
        if app.controller.focus != focus { tellPlace() }
    }

    func restart() {
        perform { $0.restart(&$1) }
        write(Phrases.forgotten)
    }

    /// Other notebooks, or the one of this name.
    func open(_ name: String) {
        guard !name.isEmpty else { return write(notebooks) }
        perform { $0.open(name, isNew: false, $1) }
    }

    // MARK: from cell to cell

    /// The cell that a word names: its number, `t2`, a name that it defines; the current one without a word.
    func cell(_ word: String) -> NotebookCell? {
        if word.isEmpty || word == "." {
            if let cell = app.controller.focused(session) { return cell }
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
        app.perform(app.controller.jump(to: cell.id, session))
        return true
    }

    func go(_ word: String) { if place(cell(word)) { tellPlace() } }

    func move(by step: Int) { move(to: (app.controller.index(session) ?? 0) + step, isUp: step < 0) }

    func move(to index: Int, isUp: Bool = false) {
        guard (0..<max(1, session.cells.count)).contains(index) else {
            return write(isUp ? Phrases.atFirst : Phrases.atLast)
        }
        app.controller.go(to: index, session)
        tellPlace()
    }

    func tellPlace() {
        // What was done is said before where that leads.
        if let message = app.controller.message { write(message) }
        app.controller.message = nil
        write(brief(app.controller.focus))
    }

    func find(_ text: String) {
        guard !text.isEmpty else { return write(Phrases.findWhat) }
        app.perform(app.controller.find(text, &app.session))
        guard app.controller.search.current != nil else { return }
        tellPlace()
        tellFind()
    }

    /// The next find, or the one before.
    func goToFind(_ direction: Int) {
        perform { $0.go(toFind: direction, byte: nil, &$1) }
        tellPlace()
        tellFind()
    }

    /// The line in which a find stands.
    private func tellFind() {
        let search = app.controller.search
        guard let find = search.current.map({ search.finds[$0] }), let cell = session[find.cell] else { return }
        guard let source = find.source else { return write(Phrases.inItsOutput) }
        let number = cell.source.utf8.prefix(source.lowerBound).count { $0 == 10 }
        let lines = cell.source.split(separator: "\n", omittingEmptySubsequences: false)
        if lines.indices.contains(number) { write(Phrases.inLine(number + 1, String(lines[number]))) }
    }

    // MARK: running

    func run(_ what: String, waits: Bool) {
        switch what {
        case "all": perform { $0.runAll(&$1) }
        case "stale": perform { $0.runStale(&$1) }
        default:
            guard let cell = cell(what) else { return }
            place(cell)
            guard cell.kind == .code else { return write(Phrases.nothingToRun) }
            perform { $0.runCell(&$1) }
        }
        self.waits = waits
        if !waits, let running = session.running { write(Phrases.started(brief(running))) }
    }

    /// Runs as on the screen, and reports where that leads.
    func runAndWait(_ run: (inout NotebookController, inout Session) -> [Command]) {
        let focus = app.controller.focus
        perform(run)
        waits = true
        if app.controller.focus != focus { tellPlace() }
    }

    func step(_ word: String) {
        guard let cell = cell(word) else { return }
        place(cell)
        let running = session.running.flatMap { session[$0] }
        // While something else runs, that is what one wants to see.
        let isIdle = NotebookController.viewable(in: cell) == nil && cell.status != .queued && cell.status != .running
        if word.isEmpty, isIdle, let running { place(running) }
        guard let id = app.controller.focus else { return }
        step(into: id)
    }

    /// Opens what there is to see of a cell; of one that has only begun, or is to begin, later.
    func step(into id: CellID) {
        guard let cell = session[id] else {
            awaited = nil
            return
        }
        let isToCome = cell.status == .queued || cell.status == .running
        awaited = NotebookController.viewable(in: cell) == nil && isToCome ? id : nil
        guard awaited == nil else { return }
        perform { controller, session in controller.step(session) }
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
    static let onlyOnScreen = "that needs a screen; :show writes a cell with its output"
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
