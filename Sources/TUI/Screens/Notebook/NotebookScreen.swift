import Display
import Language
import Notebook
import Views

/// The notebook: cells with their outputs, moved through in NAV, written in EDIT.
struct NotebookScreen: Screen {
    enum Mode {
        case nav
        case edit(Editor)
        /// The line after `:`.
        case command(Palette)
        /// The line after `/`, and where one was before.
        case search(Editor, from: SearchOrigin)
        /// Save before leaving?
        case asking(Leaving)
    }

    var mode = Mode.nav
    private(set) var focus: CellID?
    /// Where the focus was: the place to go on from when its cell vanishes.
    private var lastIndex = 0
    /// The first letter of a pair such as `gg`.
    private var pending: Key?
    var message: String?
    /// What is so of the file, for the title: read only, changed on disk.
    var marks: [String] = []
    var showsNames = false
    /// Of the last drawing.
    var lastWidth = 80
    var canShowPanel: Bool { lastWidth >= 60 }
    /// The cell whose plot stays beside the cells.
    var pinned: CellID?
    /// Where one was before each jump.
    var trail: [CellID] = []
    var clipboard: Clip?
    /// The last key undid something: Ctrl-Y redoes.
    var hasUndone = false
    var layout: NotebookLayout
    let background: Background
    /// What may be written at the cursor, while it is shown.
    var menu: CompletionMenu?
    var scope: CompletionScope? {
        didSet { if scope == nil { scopeVersion += 1 } }
    }
    private(set) var scopeVersion = 0
    let around: Surroundings
    var search = Search()

    /// What was cut or copied last: a cell, or text of one.
    enum Clip {
        case cell(NotebookCell.Kind, String)
        case text(String)

        var text: String {
            switch self {
            case .cell(_, let text), .text(let text): text
            }
        }

        /// What it becomes when it is put below as a cell.
        var kind: NotebookCell.Kind { if case .cell(let kind, _) = self { kind } else { .code } }
    }

    init(_ session: Session, around: Surroundings = Surroundings(), background: Background = Background()) {
        self.background = background
        layout = NotebookLayout(background)
        focus = session.cells.first?.id
        self.around = around
    }

    mutating func show(_ text: String) { message = text }

    // MARK: where

    func index(_ session: Session) -> Int? { focus.flatMap { id in session.cells.firstIndex { $0.id == id } } }

    func focused(_ session: Session) -> NotebookCell? { index(session).map { session.cells[$0] } }

    /// `temps.unroll.md > cell 4`, for the first line of other screens; the cell in focus unless another is given.
    func place(of id: CellID?, _ session: Session) -> String {
        let file = session.path.map(Phrases.fileName) ?? Phrases.unnamed
        guard let number = (id.flatMap { session[$0] } ?? focused(session))?.number else { return file }
        return "\(file) > cell \(number)"
    }

    mutating func go(to index: Int, _ session: Session) {
        guard !session.cells.isEmpty else {
            focus = nil
            return
        }
        lastIndex = min(max(0, index), session.cells.count - 1)
        focus = session.cells[lastIndex].id
        layout.follows = true
    }

    mutating func go(to cell: CellID, _ session: Session) {
        if let index = session.cells.firstIndex(where: { $0.id == cell }) { go(to: index, session) }
    }

    /// After an edit: the focus stays on its cell, or moves to the one that took its place.
    mutating func settleFocus(_ session: Session) {
        if let index = index(session) {
            lastIndex = index
        } else {
            if case .edit = mode { leaveEditor() }
            go(to: lastIndex, session)
        }
    }

    /// What the worker told: pictures of the cell are out of date.
    mutating func notice(_ edit: Edit) {
        if case .finished = edit, message == Phrases.stopping { message = nil }
        scope = nil
        switch edit {
        case .progressed(let id, _): layout.forget(id)
        case .linked: break
        case .output(let id, _), .finished(let id, _):
            layout.forget(id)
            search.forgetOutputs()
        default:
            layout.forgetAll()
            search.forgetOutputs()
        }
    }

    // MARK: events

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        defer { settleFocus(session) }
        switch event {
        case .key(let key): return press(key, &session)
        case .paste(let text): return paste(text, &session)
        case .interrupt:
            message = session.running == nil ? Phrases.nothingRuns : Phrases.stopping
            return apply(.stop, &session)
        case .frame, .resize, .terminate: return []
        }
    }

    private mutating func press(_ key: Key, _ session: inout Session) -> [Command] {
        message = nil
        switch mode {
        case .nav: return navigate(key, &session)
        case .edit(let editor): return edit(key, editor, &session)
        case .command(let line): return command(key, line, &session)
        case .search(let line, let origin): return find(key, line, origin, &session)
        case .asking(let leaving): return answer(key, leaving, &session)
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
        guard command.argument.isCell, !argument.isEmpty else { return run(&self, &session, argument) }
        guard let cell = LineCells.find(argument, in: session) else {
            message = Int(argument).map(Phrases.noCell) ?? Phrases.noPlace(argument)
            return [.beep]
        }
        return leaveText(&session) + jump(to: cell.id, session) + run(&self, &session, "")
    }

    /// Hands an edit to the session; what it asks for goes on to the app.
    func apply(_ edit: Edit, _ session: inout Session) -> [Command] { session.apply(edit).map(Command.effect) }

    // MARK: help

    func help(_ session: Session) -> [HelpLine] {
        let valid = NotebookCommand.onScreen.filter { $0.isEnabled(self, session) }.compactMap(\.helpLine)
        guard case .edit(let editor) = mode else { return valid }
        // A letter that the editor keeps for itself does nothing of the notebook's.
        return Self.editHelp + valid.map(\.withAlt).filter { line in !line.run.contains(where: editor.owns) }
    }

    /// What of the cell can be seen full screen: what it is at work on, or the last such value that it gave.
    static func viewable(in cell: NotebookCell) -> Value? {
        var values = cell.values.map(\.value)
        values += cell.outputs.compactMap { if case .value(let value) = $0 { value } else { nil } }
        if let progress = cell.progress { values.append(progress.picture) }
        return values.last { if case .object(let object) = $0 { object is any HasViewer } else { false } }
    }

    /// The names of the notebook whose values can be seen full screen, in order.
    static func viewable(in session: Session) -> [(name: String, value: any HasViewer)] {
        session.cells.flatMap(\.values).compactMap { name, value in
            guard case .object(let object) = value, let shown = object as? any HasViewer else { return nil }
            return (name, shown)
        }
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
