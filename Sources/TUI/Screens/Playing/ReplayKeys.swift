import Display
import Notebook
import Views

/// What can be done with a replay.
enum ReplayAction: Hashable, Sendable {
    case play, next, back, faster, slower, first, last, step, present, scrollDown, scrollUp, pageDown, pageUp
    case copy, leave, help
}

extension ReplayScreen {
    static let bindings: [Binding<ReplayAction>] = [
        .init(.character(" "), does: .play, short: "pause", "pause, or go on"),
        .init(Key(.right), .character("n"), does: .next, short: "next", "finish what plays, then the next cell"),
        .init(Key(.left), .character("b"), does: .back, short: "back", "the cell's beginning, then the one before"),
        .init(Key(.enter), does: .step, short: "step", "step through the recorded trace by hand, full screen"),
        .init(.character("+"), .character(">"), .character("="), does: .faster, short: "faster", "twice as fast"),
        .init(.character("-"), .character("<"), does: .slower, short: "slower", "half as fast"),
        .init(.character("f"), does: .present, short: "present", "one large cell and nothing else, or back"),
        .init(Key(.home), does: .first, "first cell"),
        .init(.character("g"), does: .first, twice: true, "first cell"),
        .init(Key(.end), .character("G"), does: .last, "last cell"),
        .init(Key(.up), .character("k"), does: .scrollUp, "pause and scroll up"),
        .init(Key(.down), .character("j"), does: .scrollDown, "scroll down"),
        .init(Key(.pageUp), does: .pageUp, "pause and scroll a screen up"),
        .init(Key(.pageDown), does: .pageDown, "scroll a screen down"),
        .init(.character("c"), does: .copy, "copy the cell, as far as it is seen, as text"),
        .init(.character("q"), Key(.escape), does: .leave, short: "leave", "leave the replay"),
        .init(.character("?"), Key(.function(1)), does: .help, short: "help", "the keys that work here"),
    ]

    /// True if the action would change something now.
    func isValid(_ action: ReplayAction) -> Bool {
        switch action {
        case .faster: clock.speed < (PlayClock.speeds.last ?? 1)
        case .slower: clock.speed > PlayClock.speeds[0]
        case .step: recordedSteps != nil
        case .play, .next, .back, .first, .last, .copy, .present: moment != nil
        case .scrollDown, .scrollUp, .pageDown, .pageUp, .leave, .help: true
        }
    }

    /// For the last line of the screen.
    func footer(_ glyphs: Glyphs) -> [String] {
        let arrows: [ReplayAction: String] =
            glyphs == .ascii ? [.next: "Right", .back: "Left"] : [.next: "→", .back: "←"]
        return Self.bindings.filter { $0.short != nil && isValid($0.action) }.map { binding in
            let resumed = binding.action == .play ? isAtEnd ? Phrases.again : isPlaying ? nil : Phrases.goOn : nil
            return "\(arrows[binding.action] ?? binding.keys[0].label) \(resumed ?? binding.short ?? "")"
        }
    }
}
