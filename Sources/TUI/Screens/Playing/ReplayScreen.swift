import Display
import Notebook
import Views

/// Where and how a replay begins.
package struct ReplayStart: Hashable, Sendable {
    /// nil for the first one.
    package var cell: CellID?
    package var speed = 1.0
    package var isPresenting = false
    /// There is no notebook below it to go back to.
    package var isAlone = false

    package init(at cell: CellID? = nil, speed: Double = 1, isPresenting: Bool = false, isAlone: Bool = false) {
        (self.cell, self.speed, self.isPresenting, self.isAlone) = (cell, speed, isPresenting, isAlone)
    }
}

/// A notebook played from what it has recorded, cell by cell. Nothing is evaluated.
struct ReplayScreen: Screen {
    let recording: Recording
    let timeline: Timeline
    private(set) var clock: PlayClock
    private(set) var isPresenting: Bool
    /// Rows scrolled up from where the play is.
    private var scroll = 0
    private var layout = ReplayLayout()
    private var large = ReplayLarge()
    /// Rows of a page.
    private var rows = 1
    private let isAlone: Bool
    /// Seconds of a clock that goes on.
    private let now: () -> Double
    /// The first letter of `gg`.
    private var pending: Key?
    private let background: Background
    private let place: Background.Place

    /// What is on the screen, made by another thread; `scroll` is what was possible of what was asked for.
    struct Mark: Hashable, Sendable {
        var moment: Timeline.Moment
        var isPresenting: Bool
        var width, height, scroll: Int
        var glyphs: Glyphs
    }
    private struct Arranged: Sendable {
        var layout: ReplayLayout
        var large: ReplayLarge
        var scroll: Int
    }

    init(
        _ recording: Recording, _ start: ReplayStart, background: Background = Background(),
        now: @escaping () -> Double
    ) {
        self.recording = recording
        (self.background, place) = (background, background.newPage())
        self.now = now
        timeline = Timeline(recording)
        clock = PlayClock(speed: start.speed)
        (isPresenting, isAlone) = (start.isPresenting, start.isAlone)
        if let index = recording.cells.firstIndex(where: { $0.cell.id == start.cell }) {
            clock.jump(to: timeline.start(of: index))
        }
        clock.advance(to: now(), end: timeline.length)
    }

    /// What is seen now; nil for a notebook without cells.
    var moment: Timeline.Moment? { timeline.moment(at: clock.elapsed) }

    var isAtEnd: Bool { clock.elapsed >= timeline.length }
    var isPlaying: Bool { !clock.isPaused && !isAtEnd }
    var isMoving: Bool { isPlaying }

    /// The trace of the cell that is played, at the step that is seen.
    var recordedSteps: (steps: RecordedSteps, step: Int)? {
        guard let moment, let first = recording.cells[moment.cell].steps.first else { return nil }
        var (numbers, step) = (first, 0)
        if case .steps(let index, let shown) = moment.scene {
            numbers = recording.cells[moment.cell].steps[index]
            step = moment.isWhole ? 0 : shown - 1
        }
        return RecordedSteps(columns: numbers.columns, rows: numbers.rows).map { ($0, step) }
    }

    // MARK: events

    mutating func update(_ event: Event, _ session: inout Session) -> [Command] {
        switch event {
        case .key(let key): return press(key, session)
        case .frame:
            clock.advance(to: now(), end: timeline.length)
            return []
        case .interrupt: return leave()
        case .paste, .resize, .terminate: return []
        }
    }

    private mutating func press(_ key: Key, _ session: Session) -> [Command] {
        let first = pending
        pending = nil
        guard let binding = Self.bindings.first(where: { $0.keys.contains(key) }), isValid(binding.action) else {
            return []
        }
        if binding.isTwice, first != key {
            pending = key
            return []
        }
        return perform(binding.action, session)
    }

    private mutating func perform(_ action: ReplayAction, _ session: Session) -> [Command] {
        switch action {
        case .play: play()
        case .next: go(to: timeline.next(after: clock.elapsed))
        case .back: go(to: timeline.previous(before: clock.elapsed))
        case .first: go(to: 0)
        case .last: go(to: timeline.length)
        case .faster: clock.change(by: 1)
        case .slower: clock.change(by: -1)
        case .step: return openSteps(session)
        case .present:
            isPresenting.toggle()
            scroll = 0
        case .scrollUp: scroll(by: 1)
        case .scrollDown: scroll(by: -1)
        case .pageUp: scroll(by: max(1, rows - 2))
        case .pageDown: scroll(by: -max(1, rows - 2))
        case .copy: return (isPresenting ? large.text : layout.text).map { [.copy($0)] } ?? []
        case .leave: return leave()
        case .help: return [.open(.help(help(session), title: "replay"))]
        }
        return []
    }

    /// At the end it begins again.
    private mutating func play() {
        if isAtEnd {
            clock.jump(to: 0)
            clock.isPaused = false
        } else {
            clock.isPaused.toggle()
        }
        scroll = 0
        clock.forgetFrame()
        clock.advance(to: now(), end: timeline.length)
    }

    private mutating func go(to seconds: Double) {
        clock.jump(to: seconds)
        scroll = 0
    }

    /// Who reads what has gone by does not want to be carried on.
    private mutating func scroll(by rows: Int) {
        if rows > 0 { clock.isPaused = true }
        scroll += rows
    }

    private mutating func openSteps(_ session: Session) -> [Command] {
        guard let moment, let recordedSteps else { return [] }
        clock.isPaused = true
        let place = Phrases.replayPlace(session, recording, moment)
        let cursor = RecordedCursor(step: recordedSteps.step)
        return [.open(.view(RecordedStepsView(recordedSteps.steps, place: place, at: cursor), nil))]
    }

    /// Out of presenter's mode first; then to the cell of the notebook that was played.
    private mutating func leave() -> [Command] {
        if isPresenting {
            isPresenting = false
            scroll = 0
            return []
        }
        if isAlone { return [.leave(.quit)] }
        let cell = moment.map { recording.cells[$0.cell].cell.id }
        return [.close] + (cell.map { [.ask(.go($0))] } ?? [])
    }

    // MARK: drawing

    mutating func arrange(width: Int, height: Int, _ session: Session, glyphs: Glyphs) {
        guard let moment else { return }
        rows = isPresenting ? height : Self.bodyRows(height)
        let mark = Mark(
            moment: moment, isPresenting: isPresenting, width: width, height: rows, scroll: scroll, glyphs: glyphs)
        let now = Arranged(layout: layout, large: large, scroll: scroll)
        let found: (value: Arranged?, isCurrent: Bool) = background.value(
            at: place, for: .replayed(mark), Background.Round()
        ) { [recording] in
            var next = now
            next.scroll =
                mark.isPresenting
                ? next.large.arrange(
                    recording.cells[moment.cell], moment, width: width, height: mark.height, scroll: mark.scroll,
                    glyphs: glyphs)
                : next.layout.arrange(
                    recording, moment, width: width, rows: mark.height, scroll: mark.scroll, glyphs: glyphs)
            return next
        }
        guard let value = found.value else { return }
        (layout, large) = (value.layout, value.large)
        if found.isCurrent { scroll = value.scroll }
    }

    /// Rows between the lines above and below.
    private static func bodyRows(_ height: Int) -> Int { height >= 6 ? height - 4 : height }

    func draw(into grid: inout Grid, _ session: Session, glyphs: Glyphs) -> Point? {
        if isPresenting {
            large.draw(into: &grid)
            return nil
        }
        let frame = ViewFrame(
            crumbs: [Phrases.replayPlace(session, recording, moment)], right: Phrases.playing(self, glyphs),
            statusLine: Phrases.sayReplay(self), keys: footer(glyphs))
        frame.draw(into: &grid, area: grid.bounds, glyphs: glyphs) { _, _ in [] }
        let area = grid.height >= 6 ? grid.bounds.inset(top: 2, bottom: 2) : grid.bounds
        layout.draw(into: &grid, area, recording, glyphs)
        return nil
    }

    func help(_ session: Session) -> [HelpLine] { Self.bindings.filter { isValid($0.action) }.map(\.helpLine) }
}
