import Display
import Notebook
import Views

/// A view of a value, full screen.
struct ViewerScreen: Screen {
    private(set) var view: any Viewer
    /// Its progress is what the view shows while it runs.
    private let cell: CellID?
    private(set) var message: String?

    init(_ view: any Viewer, of cell: CellID?) {
        self.view = view
        self.cell = cell
    }

    var isMoving: Bool { view.isMoving }

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        switch event {
        case .key(let key):
            message = nil
            let tally = view.tally
            let outcome = view.press(key)
            return (view.tally == tally ? [] : [.remember(view.tally)]) + carryOut(outcome, &session)
        case .paste(let text):
            return text.prefix { $0 != "\n" }.prefix(200).reduce(into: []) { commands, character in
                commands += carryOut(view.press(.character(character)), &session)
            }
        case .frame:
            refresh(session)
            if view.isMoving { view.tick() }
            return view.takeOutcome().map { carryOut($0, &session) } ?? []
        case .interrupt:
            return carryOut(view.interrupt(), &session)
        case .resize, .terminate:
            return []
        }
    }

    /// What has happened meanwhile is drawn too, whether this screen was on top or not.
    mutating func arrange(width: Int, height: Int, _ session: Session, glyphs: Glyphs) { refresh(session) }

    private mutating func carryOut(_ outcome: ViewerOutcome, _ session: inout Session) -> [Command] {
        switch outcome {
        case .stop:
            message = session.running == nil ? Phrases.nothingRuns : Phrases.stopping
            return session.apply(.stop).map(Command.effect)
        case .stay: return []
        case .close: return [.close]
        case .help: return [.open(.help(view.help, title: view.title))]
        case .open(let other):
            message = nil
            return [.open(.view(other, cell))]
        case .tell(let sentence):
            message = sentence
            return []
        case .copy(let text):
            message = Phrases.copied(text)
            return [.copy(text)]
        }
    }

    /// Takes over the newest state of what the cell is at work on, or of what it gave.
    private mutating func refresh(_ session: Session) {
        if session.running == nil, message == Phrases.stopping { message = nil }
        view.see(others: NotebookController.viewable(in: session))
        guard let cell = cell.flatMap({ session[$0] }), let value = NotebookController.viewable(in: cell),
            case .object(let object) = value, let source = object as? any HasViewer
        else { return }
        view.refresh(from: source)
    }

    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? {
        view.draw(into: &grid, area: grid.bounds, glyphs: glyphs)
        if let message, grid.height >= 6 {
            grid.fill(Rect(x: 0, y: grid.height - 2, width: grid.width, height: 1))
            grid.put(" " + message, x: 0, y: grid.height - 2)
        }
        return nil
    }

    func help(_ session: Session) -> [HelpLine] { view.help }
}
