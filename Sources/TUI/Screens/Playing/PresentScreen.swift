import Display
import Notebook
import Views

/// What can be done while cells are presented.
enum PresentAction: Hashable, Sendable {
    case next, back, first, last, run, stop, step, scrollDown, scrollUp, leave, help
}

/// Presenter's mode of an open notebook: one large cell and nothing else; cells are run in front of a class.
struct PresentScreen: Screen {
    private var focus: CellID?
    private var scroll = 0
    private var picture: PresentPicture?
    private var pending: Key?
    private let background: Background
    private let place: Background.Place

    /// What a picture depends on.
    struct Mark: Hashable, Sendable {
        var stamp: Session.Stamp
        var cell: CellID
        var status: NotebookCell.Status
        var progress: String?
        var width, height: Int
        var glyphs: Glyphs
    }

    init(at cell: CellID?, _ background: Background = Background()) {
        (focus, self.background, place) = (cell, background, background.newPage())
    }

    static let bindings: [Binding<PresentAction>] = [
        .init(Key(.right), .character("n"), .character(" "), Key(.pageDown), does: .next, "next cell"),
        .init(Key(.left), .character("b"), Key(.pageUp), does: .back, "cell before"),
        .init(.character("r"), Key(.function(5)), Key(.enter), does: .run, "run the cell"),
        .init(.character("i"), does: .stop, twice: true, "stop what runs; finished epochs are kept"),
        .init(.character("s"), does: .step, "step through what the cell computed, full screen"),
        .init(Key(.down), .character("j"), does: .scrollDown, "scroll down"),
        .init(Key(.up), .character("k"), does: .scrollUp, "scroll up"),
        .init(Key(.home), does: .first, "first cell"),
        .init(.character("g"), does: .first, twice: true, "first cell"),
        .init(Key(.end), .character("G"), does: .last, "last cell"),
        .init(.character("f"), Key(.escape), .character("q"), does: .leave, "back to the notebook"),
        .init(.character("?"), Key(.function(1)), does: .help, "the keys that work here"),
    ]

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        switch event {
        case .key(let key):
            let first = pending
            pending = nil
            guard let binding = Self.bindings.first(where: { $0.keys.contains(key) }) else { return [] }
            if binding.isTwice, first != key {
                pending = key
                return []
            }
            return perform(binding.action, &session)
        case .interrupt: return perform(session.running == nil ? .leave : .stop, &session)
        case .paste, .frame, .resize, .terminate: return []
        }
    }

    private mutating func perform(_ action: PresentAction, _ session: inout Session) -> [Command] {
        let index = index(session)
        switch action {
        case .next: go(to: index + 1, session)
        case .back: go(to: index - 1, session)
        case .first: go(to: 0, session)
        case .last: go(to: session.cells.count - 1, session)
        case .scrollDown: scroll += 1
        case .scrollUp: scroll = max(0, scroll - 1)
        case .run:
            guard session.cells.indices.contains(index), session.cells[index].kind == .code else { return [] }
            return session.apply(.run(session.cells[index].id)).map(Command.effect)
        case .stop: return session.apply(.stop).map(Command.effect)
        case .step:
            guard session.cells.indices.contains(index),
                let value = NotebookController.viewable(in: session.cells[index])
            else { return [.beep] }
            return [.effect(.present(value))]
        case .leave: return [.close] + (focus.map { [.ask(.go($0))] } ?? [])
        case .help: return [.open(.help(help(session), title: "presenting"))]
        }
        return []
    }

    private func index(_ session: Session) -> Int {
        focus.flatMap { id in session.cells.firstIndex { $0.id == id } } ?? 0
    }

    private mutating func go(to index: Int, _ session: Session) {
        guard !session.cells.isEmpty else { return }
        focus = session.cells[min(max(0, index), session.cells.count - 1)].id
        scroll = 0
    }

    mutating func arrange(width: Int, height: Int, _ session: Session, glyphs: Glyphs) {
        let index = index(session)
        guard session.cells.indices.contains(index) else {
            picture = nil
            return
        }
        let cell = session.cells[index]
        let mark = Mark(
            stamp: session.stamp, cell: cell.id, status: cell.status,
            progress: cell.progress.map { "\($0.fraction) \($0.line)" }, width: width, height: height, glyphs: glyphs)
        let found: (value: (cell: CellID, picture: PresentPicture)?, isCurrent: Bool) = background.value(
            at: place, for: .presented(mark), Background.Round()
        ) { (cell.id, PresentPicture(cell, width: width, height: height, glyphs: glyphs)) }
        picture = found.value?.cell == cell.id ? found.value?.picture : nil
        if let picture { scroll = min(scroll, picture.hidden) }
    }

    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? {
        if let picture {
            picture.draw(into: &grid, top: scroll)
        } else if !session.cells.isEmpty {
            let words = glyphs == .ascii ? "..." : "…"
            grid.put(words, x: grid.width / 2, y: grid.height / 2, Style(dim: true))
        }
        return nil
    }

    func help(_ session: Session) -> [HelpLine] { Self.bindings.map(\.helpLine) }
}
