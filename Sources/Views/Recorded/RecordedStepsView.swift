import Content
import Display

/// Stepping by hand through what a notebook has recorded of a trace. Nothing is computed: there are neither weights nor
/// inputs to compute with, and the view says so.
package struct RecordedStepsView: Viewer {
    package enum Action: ViewAction, Hashable, Sendable {
        case later, earlier, first, last, nextUnit, previousUnit, nextField, play, back, copy, help
    }

    package static let bindings: [Binding<Action>] = [
        .init(Key(.right), does: .later, short: "time", "one time step on"),
        .init(Key(.left), does: .earlier, "one time step back"),
        .init(Key(.home), does: .first, "first time step"),
        .init(Key(.end), does: .last, "last time step"),
        .init(Key(.down), .character("j"), does: .nextUnit, short: "unit", "next unit"),
        .init(Key(.up), .character("k"), does: .previousUnit, "unit before"),
        .init(Key(.tab), does: .nextField, short: "gate", "next gate or state"),
        .init(.character(" "), does: .play, short: "play", "play or stop: a step at a time"),
        .copy,
        .back,
        .help,
    ]

    let steps: RecordedSteps
    package var place: String
    package private(set) var cursor: RecordedCursor
    private var isPlaying = false
    private var frames = 0
    private static let framesPerStep = 12

    package init(_ steps: RecordedSteps, place: String = "", at cursor: RecordedCursor = RecordedCursor()) {
        self.steps = steps
        self.place = place
        self.cursor = cursor.kept(in: steps)
    }

    package var title: String { "recorded steps" }
    package var isMoving: Bool { isPlaying }
    package var help: [HelpLine] { bindings.map(\.helpLine) }

    /// The keys that change something now.
    private var bindings: [Binding<Action>] { Self.bindings.filter { isValid($0.action) } }

    private func isValid(_ action: Action) -> Bool {
        switch action {
        case .later, .last, .play: cursor.step + 1 < steps.count
        case .earlier, .first: cursor.step > 0
        case .nextUnit: cursor.unit + 1 < steps.units
        case .previousUnit: cursor.unit > 0
        case .nextField: steps.fields.count > 1
        case .back, .copy, .help: true
        }
    }

    package mutating func press(_ key: Key) -> ViewerOutcome {
        guard let action = bindings.first(where: { $0.keys.contains(key) })?.action else { return .stay }
        if action != .play { isPlaying = false }
        switch action {
        case .later: cursor.step += 1
        case .earlier: cursor.step -= 1
        case .first: cursor.step = 0
        case .last: cursor.step = steps.count - 1
        case .nextUnit: cursor.unit += 1
        case .previousUnit: cursor.unit -= 1
        case .nextField: cursor.field += 1
        case .play: isPlaying.toggle()
        case .back: return .close
        case .copy: return .copy(text(width: 100, glyphs: .ascii))
        case .help: return .help
        }
        cursor = cursor.kept(in: steps)
        return .stay
    }

    package mutating func tick() {
        frames += 1
        guard isPlaying, frames % Self.framesPerStep == 0 else { return }
        cursor.step = min(cursor.step + 1, steps.count - 1)
        isPlaying = cursor.step + 1 < steps.count
    }

    private func frame(_ glyphs: Glyphs) -> ViewFrame {
        let pair = glyphs == .ascii ? ("<-/->", "up/dn") : ("←→", "↑↓")
        let keys = Self.bindings.filter { $0.short != nil && isShown($0.action) }.map { binding in
            let key = binding.action == .later ? pair.0 : binding.action == .nextUnit ? pair.1 : binding.keys[0].label
            return "\(key) \(binding.short ?? "")"
        }
        return ViewFrame(
            crumbs: [place, title, steps.fields[cursor.field].name].filter { !$0.isEmpty },
            right: "t = \(cursor.step + 1) / \(steps.count)   RECORDED", statusLine: statusLine(glyphs),
            keys: keys)
    }

    /// Keys that move either way are shown if one of the two ways is open.
    private func isShown(_ action: Action) -> Bool {
        switch action {
        case .later: steps.count > 1
        case .nextUnit: steps.units > 1
        default: isValid(action)
        }
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        frame(glyphs).draw(into: &grid, area: area, glyphs: glyphs) { width, height in
            RecordedStepsLines(steps, at: cursor).lines(width: width, height: height, glyphs: glyphs)
        }
    }

    package func statusLine(_ glyphs: Glyphs) -> String { Phrases.sayRecorded(steps, cursor) }

    package var content: Content {
        Content(statusLine(.ascii), [.lines(steps.lines(width: 120).map(\.text))])
    }

    package func text(width: Int, glyphs: Glyphs) -> String {
        ViewFrame.text(frame(glyphs).lines(around: steps.lines(width: width), width: width, glyphs: glyphs))
    }
}
