import Display
import Language
import Notebook
import Views

/// The notebook: cells with their outputs, moved through in NAV, written in EDIT. What is done with them is the work of
/// the `NotebookController`, which this screen draws and to which it adds an editor and lines to type in.
struct NotebookScreen: NotebookSurface {
    enum Mode {
        case nav
        case edit(Editor)
        /// The line after `:`.
        case command(Palette)
        /// The line after `/`, and where one was before.
        case search(Editor, from: SearchOrigin)
    }

    var mode = Mode.nav {
        didSet {
            if case .edit = mode { editedCell = controller.focus } else { editedCell = nil }
            controller.editing = editedCell
        }
    }
    /// The cell that the editor is of.
    private var editedCell: CellID?
    var controller: NotebookController
    /// The first letter of a pair such as `gg`.
    private var pending: Key?
    var showsNames = false
    /// Of the last drawing.
    var lastWidth = 80
    var canShowPanel: Bool { lastWidth >= 60 }
    /// The last key undid something: Ctrl-Y redoes.
    var hasUndone = false
    var layout: NotebookLayout
    private var seenMoves = 0
    let background: Background
    /// What may be written at the cursor, while it is shown.
    var menu: CompletionMenu?
    var scope: CompletionScope? {
        didSet { if scope == nil { scopeVersion += 1 } }
    }
    private(set) var scopeVersion = 0

    init(_ session: Session, around: Surroundings = Surroundings(), background: Background = Background()) {
        self.background = background
        layout = NotebookLayout(background)
        controller = NotebookController(session, around: around, background: background)
    }

    var focus: CellID? { controller.focus }
    var search: Search { controller.search }
    var message: String? {
        get { controller.message }
        set { controller.message = newValue }
    }
    var clipboard: NotebookController.Clip? {
        get { controller.clipboard }
        set { controller.clipboard = newValue }
    }

    // MARK: following the controller

    /// Opens or leaves the editor, forgets pictures and scrolls, as what the controller did demands.
    mutating func follow(_ session: Session) {
        if controller.editing != editedCell { followText(session) }
        if controller.moves != seenMoves {
            seenMoves = controller.moves
            layout.follows = true
        }
        if controller.outdated.all { layout.forgetAll() }
        for cell in controller.outdated.cells { layout.forget(cell) }
        controller.outdated = NotebookController.Outdated()
    }

    private mutating func followText(_ session: Session) {
        menu = nil
        guard let id = controller.editing, let cell = session[id] else {
            if case .edit = mode { mode = .nav }
            return
        }
        mode = .edit(Editor(cell.source, cut: clipboard?.text ?? ""))
        scope = nil
        layout.follows = true
    }

    /// What the worker reported: pictures of the cell are out of date.
    mutating func notice(_ edit: Edit) {
        scope = nil
        switch edit {
        case .progressed(let id, _), .output(let id, _), .finished(let id, _): layout.forget(id)
        case .linked: break
        default: layout.forgetAll()
        }
    }

    // MARK: events

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        follow(session)
        defer {
            controller.settleFocus(session)
            follow(session)
        }
        switch event {
        case .key(let key): return press(key, &session)
        case .paste(let text): return paste(text, &session)
        case .interrupt:
            return controller.stop(&session)
        case .frame, .resize, .terminate: return []
        }
    }

    private mutating func press(_ key: Key, _ session: inout Session) -> [Command] {
        message = nil
        if let leaving = controller.asked { return controller.answer(key, leaving, &session) }
        switch mode {
        case .nav: return navigate(key, &session)
        case .edit(let editor): return edit(key, editor, &session)
        case .command(let line): return command(key, line, &session)
        case .search(let line, let origin): return find(key, line, origin, &session)
        }
    }

    private mutating func navigate(_ key: Key, _ session: inout Session) -> [Command] {
        guard let command = NotebookCommand.forKey(key) else {
            pending = nil
            return []
        }
        return press(command, key, &session)
    }

    /// Carries out the command of a key, or waits for the second press.
    mutating func press(_ command: NotebookCommand, _ key: Key, _ session: inout Session) -> [Command] {
        let first = pending
        pending = nil
        if command.isTwice, first != key {
            pending = key
            if case .character(let letter) = key.code { message = Phrases.pressAgain(letter) }
            return []
        }
        return run(command, &session)
    }

    /// Carries out a command, on the cell that the argument names if it is about a cell.
    mutating func run(
        _ command: NotebookCommand, with argument: String = "", _ session: inout Session
    ) -> [Command] {
        guard let run = command.run else { return [] }
        guard command.argument.isCell, !argument.isEmpty else { return perform(run, argument, &session) }
        guard let cell = LineCells.find(argument, in: session) else {
            return controller.refuse(Int(argument).map(Phrases.noCell) ?? Phrases.noPlace(argument))
        }
        return leaveText(&session) + controller.jump(to: cell.id, session) + perform(run, "", &session)
    }

    private mutating func perform(
        _ run: NotebookCommand.Run, _ argument: String, _ session: inout Session
    ) -> [Command] {
        defer { follow(session) }
        switch run {
        case .shared(let run): return run(&controller, &session, argument)
        case .onScreen(let run): return run(&self, &session, argument)
        }
    }

    // MARK: help

    func help(_ session: Session) -> [HelpLine] {
        let valid = NotebookCommand.onScreen.filter { $0.isEnabled(controller, session) }.compactMap(\.helpLine)
        guard case .edit(let editor) = mode else { return valid }
        // A letter that the editor keeps for itself does nothing of the notebook's.
        return Self.editHelp + valid.map(\.withAlt).filter { line in !line.run.contains(where: editor.owns) }
    }
}

extension HelpLine {
    /// As it is pressed in the text of a cell: a letter with Alt.
    fileprivate var withAlt: HelpLine {
        guard let key = run.first, case .character = key.code, key.modifiers.subtracting(.shift).isEmpty else {
            return self
        }
        let altered = run.map { Key($0.code, $0.modifiers.union(.alt)) }
        return HelpLine(keys: altered.map(\.label).joined(separator: " "), words: words, run: altered)
    }
}
