import Display
import Engine

/// Stepping through one example: the unrolled network, the opened cell of one unit, all units over time, the gradients on
/// their way back, and both runs where something was changed.
///
/// State is the cursor, the view and what was set by hand; `update` changes it, `draw` and `text` only read. Everything
/// shown is what the forward and the backward pass kept.
package struct StepView: Sendable {
    package enum Depth: Hashable, Sendable { case network, circuit, cell, heat, backward, twin }

    package let subject: Subject
    /// Where the example comes from, for the first line: `ice-cream.md > cell 4`.
    package var place: String
    package internal(set) var cursor: StepCursor
    package internal(set) var depth: Depth
    /// As it is now: with what was set by hand, in the words of the convention.
    package internal(set) var trace: Trace {
        didSet { if !isCovered { notFinite = trace.firstNotFinite } }
    }
    private(set) var notFinite: NotFinitePlace?
    /// Of the same.
    package internal(set) var inspector: Inspector?
    package internal(set) var changes: [Change] = []
    /// What was set by hand before each of the changes.
    var earlier: [[Change]] = []
    package internal(set) var convention = Convention.unroll
    /// Space was pressed: a step at a time, until the last.
    package private(set) var isPlaying = false
    /// Which of the twins is shown instead; nil for the network itself.
    package internal(set) var swapped: Int?
    var heat = HeatState()
    var back = BackwardState()
    var entry: EditEntry?
    var guessing: Guessing?
    /// The trace is one with something hidden in it.
    var isCovered = false
    package var tally = Tally()
    private var frames = 0
    private static let framesPerStep = 12

    package init(
        _ subject: Subject, place: String = "", cursor: StepCursor? = nil, depth: Depth = .network,
        predicts: Bool = false
    ) {
        self.subject = subject
        self.place = place
        trace = subject.trace
        notFinite = subject.trace.firstNotFinite
        inspector = subject.inspector
        self.cursor = (cursor ?? StepCursor(in: subject.trace)).kept(in: subject.trace)
        self.depth = depth
        if predicts { guessing = Guessing(.number) }
        if depth == .backward { enterBackward() }
    }

    package init(_ trace: Trace, place: String = "", cursor: StepCursor? = nil, depth: Depth = .network) {
        self.init(Subject(trace), place: place, cursor: cursor, depth: depth)
    }

    package mutating func update(_ action: Action) -> ViewerOutcome {
        if action != .play { isPlaying = false }
        switch action {
        case .later, .earlier, .firstStep, .lastStep, .nextUnit, .previousUnit, .nextLayer, .previousLayer,
            .nextEquation:
            move(action)
        case .deeper, .back, .forward, .backward, .heat, .circuit, .twin:
            if let outcome = turn(to: action) { return outcome }
        case .edit: entry = EditEntry(trace, cursor, inputNames: subject.inputNames)
        case .undoEdits:
            let before = earlier.popLast() ?? []
            if let outcome = set(before) { return outcome }
        case .predict: predict()
        case .notation: write(in: convention.next)
        case .zoom, .sort, .transpose, .scale: heat.update(action)
        case .followNext, .table, .clip, .swap, .check: return lookBack(action)
        case .loss: return LossView(trace: trace, place: place, step: cursor.step).map { .open($0) } ?? .stay
        case .play: isPlaying = !isPlaying && isValid(.later)
        case .copy: return .copy(text(width: 100))
        case .help: return .help
        }
        cursor = cursor.kept(in: trace)
        return .stay
    }

    /// One step on while playing; some more of what takes long to compute.
    package mutating func tick() {
        frames += 1
        if depth == .backward { back.proceed() }
        guard isPlaying, frames % Self.framesPerStep == 0 else { return }
        cursor.step += 1
        cursor = cursor.kept(in: trace)
        isPlaying = cursor.step < trace.steps - 1
    }

    package var isMoving: Bool { isPlaying || depth == .backward && back.isComputing }

    // MARK: moving

    private mutating func move(_ action: Action) {
        switch action {
        case .later: cursor.step += 1
        case .earlier: cursor.step -= 1
        case .firstStep: cursor.step = 0
        case .lastStep: cursor.step = trace.steps - 1
        case .nextUnit: cursor.unit += 1
        case .previousUnit: cursor.unit -= 1
        case .nextLayer: walk(1)
        case .previousLayer: walk(-1)
        default:
            switch depth {
            case .heat: heat.nextField(layer)
            case .backward: back.nextField(layer)
            default: cursor.equation = (cursor.equation + 1) % max(1, trace.equationCount(of: cursor.layer))
            }
        }
        cursor = cursor.kept(in: trace)
        back.check = nil
        if depth == .backward { refreshBackward() }
    }

    private mutating func walk(_ by: Int) {
        let layers = trace.openLayers
        guard let now = layers.firstIndex(of: cursor.layer), !layers.isEmpty else { return }
        let index = (now + by + layers.count) % layers.count
        cursor.layer = layers[index]
        cursor.equation = max(0, trace.equationCount(of: cursor.layer) - 1)
        heat.field = nil
        back.field = nil
    }

    var layer: LayerTrace? { trace.layers[safe: cursor.layer] }

    // MARK: from view to view

    private mutating func turn(to action: Action) -> ViewerOutcome? {
        switch action {
        case .deeper: if isValid(.deeper) { depth = .cell }
        case .forward: depth = .network
        case .circuit: depth = depth == .circuit ? .network : .circuit
        case .heat: depth = .heat
        case .backward:
            depth = .backward
            enterBackward()
        case .twin:
            if changes.isEmpty {
                depth = .network
                entry = EditEntry(trace, cursor, inputNames: subject.inputNames)
                entry?.opensTwin = true
            } else {
                depth = depth == .twin ? .network : .twin
            }
        default:
            guard depth != .network else { return .close }
            depth = .network
        }
        return nil
    }

    // MARK: what is shown

    /// Sets values by hand, in the place of all that were; returns what is to be told if that cannot be.
    mutating func set(_ changes: [Change]) -> ViewerOutcome? {
        let source = swapped.map { subject.twins[$0].inspector } ?? subject.inspector
        guard let source else { return .tell(Phrases.cannotEdit) }
        do throws(EngineError) {
            let changed = changes.isEmpty ? source : try source.changing(changes)
            inspector = changed
            self.changes = changes
            show(changed.trace)
        } catch {
            return .tell(Phrases.cannotSet)
        }
        return nil
    }

    /// A trace of the same example in the words of the convention.
    mutating func show(_ other: Trace) {
        trace = other.named(as: subject.trace, inputNames: subject.inputNames).written(in: convention)
        cursor = cursor.kept(in: trace)
        back.check = nil
        back.forget()
        if depth == .backward { refreshBackward() }
        if depth == .twin, changes.isEmpty { depth = .network }
    }

    /// The chosen equation stays the one of the same field.
    private mutating func write(in convention: Convention) {
        self.convention = convention
        let field = layer?.equations[safe: cursor.equation]?.field
        trace = trace.written(in: convention)
        cursor.equation = layer?.equations.firstIndex { $0.field == field } ?? cursor.equation
    }

    /// Before anything was set by hand.
    var unchanged: Trace {
        let source = swapped.map { subject.twins[$0].trace } ?? subject.trace
        return source.named(as: subject.trace, inputNames: subject.inputNames).written(in: convention)
    }
}

extension Convention {
    fileprivate var next: Convention {
        let all = Convention.allCases
        return all[((all.firstIndex(of: self) ?? 0) + 1) % all.count]
    }
}
