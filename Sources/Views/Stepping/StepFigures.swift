import Display
import Engine

/// What a step view knows as numbers and as plain text, for whoever asks without a screen.
extension StepView {
    /// The view opened where and how it was asked for.
    package init(
        _ subject: Subject, cursor: StepCursor?, depth: Depth, changes: [Change] = [], convention: Convention = .unroll,
        predicts: Bool = false, field: String? = nil, position: Int? = nil, table: Bool = false
    ) throws(EngineError) {
        self.init(subject, cursor: cursor, predicts: predicts)
        self.depth = depth
        if !changes.isEmpty, let source = subject.inspector {
            inspector = try source.changing(changes)
            self.changes = changes
            trace = inspector?.trace ?? trace
        }
        self.convention = convention
        trace = trace.named(as: subject.trace, inputNames: subject.inputNames).written(in: convention)
        self.cursor = self.cursor.kept(in: trace)
        heat.field = depth == .heat ? field : nil
        guard depth == .backward else { return }
        back.field = field
        back.position = position
        back.showsTable = table
        // Without a time step asked for, the walk begins behind the last one.
        if cursor == nil { enterBackward() } else { refreshBackward() }
    }

    /// The view's lines without head and keys, complete; the sentence stands below.
    package func bodyLines(width: Int, glyphs: Glyphs) -> [StyledLine] {
        let view = finished
        let lines = view.lines(width: width, height: nil, isFull: true, glyphs: glyphs)
        guard depth != .network || isHiding else { return lines }
        return lines + view.frame(glyphs).statusLines(width: width)
    }

    /// ‖dL/dh_t‖ for each step of the layer that is looked at.
    package var gradientLengths: [Double] { BackwardView(self)?.totals ?? [] }

    /// ‖dL_s/dh_t‖ for each step, of the loss that the way back follows alone; nil in other views.
    package var lossPath: [Double]? { depth == .backward ? BackwardView(self)?.path : nil }

    /// ‖dh_T/dh_t‖ for each step; nil where that would take too long.
    package var memoryLeft: [Double]? {
        var state = BackwardState()
        state.field = back.field
        state.refresh(inspector, trace, layer: cursor.layer)
        state.finish()
        return state.jacobian?.norms
    }

    /// ‖h − h′‖ for each step; empty if nothing was set by hand.
    package var distances: [Double] {
        changes.isEmpty ? [] : TwinView(before: unchanged, after: trace, cursor: cursor, changes: changes).distances
    }

    package var changeWords: String? {
        changes.isEmpty ? nil : Phrases.changed(changes, trace, Ink(glyphs: .blocks))
    }
}
