import Display
import Engine

/// Stepping through one example: the unrolled network and, one level deeper, the opened cell of one unit.
///
/// State is the cursor and the depth; `update` moves, `draw` and `text` only read. Everything shown is what the forward
/// pass kept.
package struct StepView: Sendable {
    package enum Depth: Hashable, Sendable { case network, cell }

    package enum Action: Hashable, Sendable {
        case later, earlier, firstStep, lastStep
        case nextUnit, previousUnit, nextLayer, previousLayer, nextEquation
        case deeper, back, play, copy, help
    }

    package let trace: Trace
    /// Where the example comes from, for the first line: `ice-cream.md > cell 4`.
    package var place: String
    package private(set) var cursor: StepCursor
    package private(set) var depth: Depth
    /// Space was pressed: each frame is one step on, until the last.
    package private(set) var isPlaying = false

    package init(_ trace: Trace, place: String = "", cursor: StepCursor? = nil, depth: Depth = .network) {
        self.trace = trace
        self.place = place
        self.cursor = (cursor ?? StepCursor(in: trace)).kept(in: trace)
        self.depth = depth
    }

    package static let bindings: [Binding<Action>] = [
        .init(Key(.right), does: .later, short: "time", "one time step on"),
        .init(Key(.left), does: .earlier, "one time step back"),
        .init(Key(.home), does: .firstStep, "first time step"),
        .init(Key(.end), does: .lastStep, "last time step"),
        .init(Key(.down), .character("j"), does: .nextUnit, short: "unit", "next unit"),
        .init(Key(.up), .character("k"), does: .previousUnit, "unit before"),
        .init(Key(.tab), does: .nextEquation, short: "gate", "next gate or state of the unit"),
        .init(Key(.pageDown), does: .nextLayer, short: "layer", "next layer"),
        .init(Key(.pageUp), does: .previousLayer, "layer before"),
        .init(Key(.enter), does: .deeper, short: "open", "open the cell of this unit"),
        .init(Key(.escape), .character("q"), does: .back, short: "back", "back to where you came from"),
        .init(.character(" "), does: .play, short: "play", "play or stop: a step at a time"),
        .init(.character("c"), does: .copy, short: "copy", "copy the screen's content as text"),
        .init(.character("?"), Key(.function(1)), does: .help, short: "keys", "the keys that work here"),
    ]

    /// The keys that change something now.
    package var bindings: [Binding<Action>] { Self.bindings.filter { isValid($0.action) } }

    package func action(for key: Key) -> Action? { bindings.first { $0.keys.contains(key) }?.action }

    package func isValid(_ action: Action) -> Bool {
        switch action {
        case .later, .lastStep, .play: cursor.step < trace.steps - 1
        case .earlier, .firstStep: cursor.step > 0
        case .nextUnit: cursor.unit + 1 < (trace.layers[safe: cursor.layer]?.units ?? 0)
        case .previousUnit: cursor.unit > 0
        case .nextLayer, .previousLayer: trace.openLayers.count > 1
        case .nextEquation: trace.equationCount(of: cursor.layer) > 1
        case .deeper: depth == .network && trace.equationCount(of: cursor.layer) > 0
        case .back, .copy, .help: true
        }
    }

    package mutating func update(_ action: Action) -> ViewerOutcome {
        if action != .play { isPlaying = false }
        switch action {
        case .later: cursor.step += 1
        case .earlier: cursor.step -= 1
        case .firstStep: cursor.step = 0
        case .lastStep: cursor.step = trace.steps - 1
        case .nextUnit: cursor.unit += 1
        case .previousUnit: cursor.unit -= 1
        case .nextLayer: walk(1)
        case .previousLayer: walk(-1)
        case .nextEquation: cursor.equation = (cursor.equation + 1) % max(1, trace.equationCount(of: cursor.layer))
        case .deeper: if isValid(.deeper) { depth = .cell }
        case .back:
            guard depth == .cell else { return .close }
            depth = .network
        case .play: isPlaying = !isPlaying && isValid(.later)
        case .copy: return .copy(text(width: 100))
        case .help: return .help
        }
        cursor = cursor.kept(in: trace)
        return .stay
    }

    /// One step on while playing.
    package mutating func tick() {
        guard isPlaying else { return }
        cursor.step += 1
        cursor = cursor.kept(in: trace)
        isPlaying = cursor.step < trace.steps - 1
    }

    private mutating func walk(_ by: Int) {
        let layers = trace.openLayers
        guard let now = layers.firstIndex(of: cursor.layer), !layers.isEmpty else { return }
        let index = (now + by + layers.count) % layers.count
        cursor.layer = layers[index]
        cursor.equation = max(0, trace.equationCount(of: cursor.layer) - 1)
    }
}

// MARK: as a screen and as text

extension StepView: Viewer {
    package var title: String { "stepping" }

    package var help: [HelpLine] { bindings.map(\.helpLine) }

    package var isMoving: Bool { isPlaying }

    package mutating func press(_ key: Key) -> ViewerOutcome {
        guard let action = action(for: key) else { return .stay }
        return update(action)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        frame(glyphs).draw(into: &grid, area: area, glyphs: glyphs) { width, height in
            lines(width: width, height: height, glyphs: glyphs)
        }
    }

    package func text(width: Int, glyphs: Glyphs = .ascii) -> String {
        ViewFrame.text(allLines(width: width, glyphs: glyphs))
    }

    func allLines(width: Int, glyphs: Glyphs) -> [StyledLine] {
        frame(glyphs).lines(
            around: lines(width: width, height: nil, glyphs: glyphs), width: width, glyphs: glyphs)
    }

    /// One plain sentence that tells what is shown.
    package func say(_ glyphs: Glyphs) -> String {
        let ink = Ink(glyphs: glyphs)
        switch depth {
        case .network: return Phrases.sayUnrolled(trace, cursor, ink)
        case .cell: return CellView(trace, at: cursor).say(ink)
        }
    }

    private func lines(width: Int, height: Int?, glyphs: Glyphs) -> [StyledLine] {
        switch depth {
        case .network: UnrolledView(trace, at: cursor).lines(width: width, height: height, glyphs: glyphs)
        case .cell: CellView(trace, at: cursor).lines(width: width, height: height, glyphs: glyphs)
        }
    }

    private func frame(_ glyphs: Glyphs) -> ViewFrame {
        ViewFrame(
            crumbs: [place, trace.layers[safe: cursor.layer]?.title ?? "", depth == .cell ? "cell opened" : "unrolled"],
            right: "t = \(cursor.step + 1) / \(trace.steps)   FORWARD", say: say(glyphs), keys: footer(glyphs))
    }

    private func footer(_ glyphs: Glyphs) -> [String] {
        let pair = glyphs == .ascii ? ("<-/->", "up/dn") : ("←→", "↑↓")
        return Self.bindings.filter { $0.short != nil && isShown($0.action) }.map { binding in
            let key = binding.action == .later ? pair.0 : binding.action == .nextUnit ? pair.1 : binding.keys[0].label
            return "\(key) \(binding.short ?? "")"
        }
    }

    /// Keys that move either way are shown if one of the two ways is open.
    private func isShown(_ action: Action) -> Bool {
        switch action {
        case .later: trace.steps > 1
        case .nextUnit: (trace.layers[safe: cursor.layer]?.units ?? 0) > 1
        default: isValid(action)
        }
    }
}

extension String {
    /// Without the blanks at its end.
    var trimmedAtEnd: String {
        var text = Substring(self)
        while text.last == " " { text.removeLast() }
        return String(text)
    }
}
