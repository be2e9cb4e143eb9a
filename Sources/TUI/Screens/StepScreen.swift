import Display
import Notebook
import Views

/// Stepping through one example, full screen.
struct StepScreen: Screen {
    private var view: StepView
    private var message: String?
    /// Frames since the last step while playing.
    private var frames = 0
    private static let framesPerStep = 12

    init(_ view: StepView) { self.view = view }

    var isMoving: Bool { view.isPlaying }

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        switch event {
        case .key(let key):
            message = nil
            guard let action = view.action(for: key) else { return [] }
            return carryOut(view.update(action), session)
        case .frame:
            frames += 1
            if frames % Self.framesPerStep == 0 { view.tick() }
            return []
        case .interrupt:
            return [.close]
        case .paste, .resize, .terminate:
            return []
        }
    }

    private mutating func carryOut(_ outcome: StepView.Outcome, _ session: Session) -> [Command] {
        switch outcome {
        case .stay: return []
        case .close: return [.close]
        case .help: return [.open(.help(help(session), title: "stepping"))]
        case .copy(let text):
            message = Phrases.copied(text)
            return [.copy(text)]
        }
    }

    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? {
        view.draw(into: &grid, area: grid.bounds, glyphs: glyphs)
        if let message, grid.height >= 6 {
            grid.fill(Rect(x: 0, y: grid.height - 2, width: grid.width, height: 1))
            grid.put(" " + message, x: 0, y: grid.height - 2)
        }
        return nil
    }

    func help(_ session: Session) -> [HelpLine] { view.bindings.map(\.helpLine) }
}
