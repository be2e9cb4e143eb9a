import Display
import Notebook
import Views

/// What shows a notebook, over the controller that works on it: the screen, or nothing where lines are written.
protocol NotebookSurface: Screen {
    var controller: NotebookController { get set }
    /// What the worker reported, before the session takes it in.
    mutating func notice(_ edit: Edit)
}

/// Line mode draws nothing: it reads the controller.
struct NoSurface: NotebookSurface {
    var controller: NotebookController
    mutating func notice(_ edit: Edit) {}
    mutating func update(_ event: Event, _ session: inout Session) -> [Command] { [] }
    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? { nil }
    func help(_ session: Session) -> [HelpLine] { [] }
}
