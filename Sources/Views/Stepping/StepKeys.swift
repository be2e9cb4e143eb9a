import Display
import Engine

extension StepView {
    package enum Action: ViewAction, Hashable, Sendable {
        case later, earlier, firstStep, lastStep
        case nextUnit, previousUnit, nextLayer, previousLayer, nextEquation
        case deeper, back, forward, backward, heat, loss, circuit, twin
        case edit, undoEdits, predict, notation
        case zoom, sort, transpose, scale
        case followNext, table, clip, swap, check
        case play, copy, help
    }

    package static let bindings: [Binding<Action>] = [
        .init(Key(.right), does: .later, short: "time", "one time step on"),
        .init(Key(.left), does: .earlier, "one time step back"),
        .init(Key(.home), does: .firstStep, "first time step"),
        .init(Key(.end), does: .lastStep, "last time step"),
        .init(Key(.down), .character("j"), does: .nextUnit, short: "unit", "next unit"),
        .init(Key(.up), .character("k"), does: .previousUnit, "unit before"),
        .init(Key(.tab), does: .nextEquation, short: "gate", "next gate or state"),
        .init(Key(.pageDown), does: .nextLayer, short: "layer", "next layer"),
        .init(Key(.pageUp), does: .previousLayer, "layer before"),
        .init(Key(.enter), does: .deeper, short: "open", "open the cell of this unit"),
        .init(.character("1"), does: .followNext, short: "loss", "follow another of the losses back"),
        .init(.character("t"), does: .table, short: "table", "every loss by every step, or the steps again"),
        .init(.character("w"), does: .clip, short: "clip", "try another limit for the gradients"),
        .init(.character("g"), does: .check, short: "check", "check the number by differences"),
        .init(.character("v"), does: .swap, short: "other cell", "the network with the other kind of cell"),
        .init(.character("z"), does: .zoom, short: "zoom", "columns of 5, 3 or 1"),
        .init(
            .character("s"), does: .sort, short: "sort", "order of the units: number, correlation, variance, dead first"
        ),
        .init(.character("t"), does: .transpose, short: "turn", "time down and units across, or back"),
        .init(.character("y"), does: .scale, short: "scale", "the strongest shade: 1, or the largest value"),
        .init(.character("e"), does: .edit, short: "edit", "set an input, a state, a gate or a weight by hand"),
        .init(.character("x"), does: .undoEdits, short: "undo", "take the last change back"),
        .init(
            .character("p"), does: .predict, short: "predict", "guess the next number, the next symbol, or look again"),
        .init(.character("b"), does: .backward, short: "gradients", "the gradients on their way back"),
        .init(.character("f"), does: .forward, short: "forward", "the unrolled network"),
        .init(.character("h"), does: .heat, short: "heat map", "all units over time"),
        .init(.character("l"), does: .loss, short: "loss", "how the loss is built"),
        .init(.character("d"), does: .twin, short: "fork", "both runs, with and without what was changed"),
        .init(.character("o"), does: .circuit, short: "circuit", "the circuit diagram of the layer"),
        .init(.character("n"), does: .notation, short: "notation", "in the words of the lecture, Keras or PyTorch"),
        .init(.character(" "), does: .play, short: "play", "play or stop: a step at a time"),
        .back,
        .init(.character("c"), does: .copy, "copy the screen's content as text"),
        .help,
    ]

    /// The keys that change something now.
    package var bindings: [Binding<Action>] { Self.bindings.filter { isValid($0.action) } }

    package func action(for key: Key) -> Action? { bindings.first { $0.keys.contains(key) }?.action }

    package func isValid(_ action: Action) -> Bool {
        switch action {
        case .later, .lastStep: cursor.step < trace.steps - 1
        case .play: depth != .backward && cursor.step < trace.steps - 1
        case .earlier, .firstStep: cursor.step > 0
        case .nextUnit: cursor.unit + 1 < (layer?.units ?? 0)
        case .previousUnit: cursor.unit > 0
        case .nextLayer, .previousLayer: trace.openLayers.count > 1
        case .nextEquation: canTab
        case .deeper: depth != .cell && trace.equationCount(of: cursor.layer) > 0
        case .forward: depth != .network
        case .backward: depth != .backward && layer?.isRecurrent == true && inspector != nil
        case .heat: depth != .heat && heat.fields(of: layer).count > 0
        case .circuit: true
        case .loss: trace.loss != nil
        case .edit, .twin: inspector != nil && guessing == nil
        case .undoEdits: !changes.isEmpty
        case .predict: depth == .network || depth == .cell
        case .notation: (depth == .cell || depth == .network) && layer?.notations.isEmpty == false
        case .zoom, .sort, .transpose, .scale: depth == .heat
        case .followNext: depth == .backward && (inspector?.positions.count ?? 0) > 1
        case .table: depth == .backward && (inspector?.positions.count ?? 0) > 1
        case .clip: depth == .backward && trace.loss != nil
        case .check: depth == .backward && trace.loss != nil
        case .swap: !subject.twins.isEmpty
        case .back, .copy, .help: true
        }
    }

    private var canTab: Bool {
        switch depth {
        case .heat: heat.fields(of: layer).count > 1
        case .backward: back.fields(of: layer).count > 1
        case .network, .circuit, .cell, .twin: trace.equationCount(of: cursor.layer) > 1
        }
    }

    /// For the last line of the screen: what the view is for first, ways to other views after it.
    func footer(_ glyphs: Glyphs) -> [String] {
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
        case .nextUnit: (layer?.units ?? 0) > 1
        default: isValid(action)
        }
    }
}
