import Display
import Language
import Notebook
import Views

/// What one does with a notebook, without a screen: where one is, what was cut, what is searched, and what the commands do.
/// `NotebookScreen` draws it, line mode reports it. It holds no grid, no layout and no editor.
///
/// Its parts: running (ControllerRunning), cells (ControllerCells), searching (ControllerSearch), lists and definitions
/// (ControllerPlaces), files and leaving (ControllerFiles).
struct NotebookController {
    private(set) var focus: CellID?
    /// Where the focus was: the place to go on from when its cell vanishes.
    private var lastIndex = 0
    /// Rises with every move of the focus, so that a screen knows that it must be seen.
    private(set) var moves = 0
    /// The cell whose text is open.
    var editing: CellID?
    var message: String?
    /// What is so of the file, for the title: read only, changed on disk.
    var marks: [String] = []
    /// The cell whose plot stays next to the cells.
    var pinned: CellID?
    /// Where one was before each jump.
    var trail: [CellID] = []
    var clipboard: Clip?
    var search = Search()
    /// Leaving waits for an answer.
    var asked: Leaving?
    var outdated = Outdated()
    let around: Surroundings
    let background: Background

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

    /// The cells whose pictures are out of date, for a reason that the cells do not show.
    struct Outdated {
        var all = false
        var cells: Set<CellID> = []
    }

    init(_ session: Session, around: Surroundings = Surroundings(), background: Background = Background()) {
        focus = session.cells.first?.id
        self.around = around
        self.background = background
    }

    mutating func show(_ text: String) { message = text }

    /// Says why nothing was done.
    mutating func refuse(_ text: String) -> [Command] {
        message = text
        return [.beep]
    }

    /// Hands an edit to the session; what it asks for goes on to the app.
    func apply(_ edit: Edit, _ session: inout Session) -> [Command] { session.apply(edit).map(Command.effect) }

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
        moves += 1
    }

    mutating func go(to cell: CellID, _ session: Session) {
        if let index = session.cells.firstIndex(where: { $0.id == cell }) { go(to: index, session) }
    }

    /// After an edit: the focus stays on its cell, or moves to the one that took its place.
    mutating func settleFocus(_ session: Session) {
        if let index = index(session) {
            lastIndex = index
        } else {
            editing = nil
            go(to: lastIndex, session)
        }
    }

    /// What the worker reported.
    mutating func notice(_ edit: Edit) {
        if case .finished = edit, message == Phrases.stopping { message = nil }
        switch edit {
        case .progressed, .linked: break
        default: search.forgetOutputs()
        }
    }

    // MARK: the text of a cell

    mutating func enterText(_ session: Session) -> [Command] {
        guard let cell = focused(session) else { return [] }
        guard mayEdit(bytes: cell.source.utf8.count) else { return [.beep] }
        editing = cell.id
        return []
    }

    /// Whether a text of this length may be edited here; if not, says so.
    mutating func mayEdit(bytes: Int) -> Bool {
        guard bytes > Editor.longest else { return true }
        message = Phrases.tooLongToEdit(bytes)
        return false
    }

    mutating func leaveText(_ session: inout Session) -> [Command] {
        guard editing != nil else { return [] }
        editing = nil
        guard let cell = focused(session), cell.kind == .prose else { return [] }
        return apply(.settle(cell.id), &session)
    }

    // MARK: what can be looked into

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

    /// What is to be seen of a cell next to the others: its fit as it goes, or the last drawing that it gave.
    static func plot(of cell: NotebookCell) -> (any Drawable)? {
        if let live = cell.progress?.drawable { return live }
        let values = cell.outputs.compactMap(\.drawable)
        let named = cell.values.compactMap { _, value in
            if case .object(let object) = value { object as? any Drawable } else { nil }
        }
        return values.last ?? named.last
    }

    /// There is a plot to pin, or one to unpin.
    func canPin(_ session: Session) -> Bool {
        pinned != nil || focused(session).map { Self.plot(of: $0) != nil } ?? false
    }
}
