import Content
import Display
import Engine
import Language
import Views

/// One example on its way through a trained network, step by step, and the view of it that one asked for.
package struct TraceObject: Object, HasTrace {
    package static let kind: Kind = "trace"
    package let subject: Subject
    /// Where one looks first, and how.
    package let view: StepView
    /// Every step stands in the text, in bands below each other.
    private let showsAll: Bool

    /// `view` of the subject, or the unrolled network.
    package init(_ subject: Subject, view: StepView? = nil, showsAll: Bool = false) {
        self.subject = subject
        self.view = view ?? StepView(subject)
        self.showsAll = showsAll
    }

    private func lines(width: Int, glyphs: Glyphs) -> [StyledLine] {
        showsAll ? StepText(trace).lines(width: width, glyphs: glyphs) : view.bodyLines(width: width, glyphs: glyphs)
    }

    /// As it is shown: with what was set by hand.
    package var trace: Trace { view.trace }
    package var cursor: StepCursor { view.cursor }

    package func viewer(place: String) -> any Viewer {
        var view = view
        view.place = place
        return view
    }

    package var summary: String {
        let loss = trace.loss.map { ", loss \(Messages.loss(Double($0)))" } ?? ""
        let layers = trace.layers.map(\.title).joined(separator: " → ")
        let changed = view.changeWords.map { "; set by hand: \($0)" } ?? ""
        return "trace: \(trace.inputShape) → \(layers)\(loss)\(changed)"
    }

    package var members: [(name: String, kind: Kind)] {
        [("input", TensorObject.kind), ("output", TensorObject.kind)]
            + (trace.target == nil ? [] : [("target", TensorObject.kind)])
            + (trace.loss == nil ? [] : [("loss", .number)])
            + (gradients == nil ? [] : [("gradients", TensorObject.kind), ("lengths", TensorObject.kind)])
            + (view.lossPath == nil ? [] : [("path", TensorObject.kind)])
            + (opened?.isRecurrent == true && view.inspector != nil ? [("left", TensorObject.kind)] : [])
            + (view.distances.isEmpty ? [] : [("distances", TensorObject.kind)])
            + fieldNames.map { ($0, TensorObject.kind) }
    }

    /// Kept values of the layer that is looked at: `trace.h`, `trace.z`.
    private var opened: LayerTrace? {
        let layers = trace.layers
        return layers.indices.contains(cursor.layer) && layers[cursor.layer].isRecurrent
            ? layers[cursor.layer] : layers.first(where: \.isRecurrent) ?? layers.first
    }
    private var fieldNames: [String] { opened?.fields.keys.sorted() ?? [] }

    /// dL/dh_t of the opened layer, [steps × units]: how much the loss would change with the state of each step.
    private var gradients: [[Real]]? { opened?.stateGradients.map { Array($0.dropFirst()) } }

    package func member(_ name: String) -> Value? {
        switch name {
        case "input": Operand.value(Tensor(rows: trace.input))
        case "output": Operand.value(Tensor(rows: trace.output))
        case "target": trace.target.map { Operand.value(Tensor(rows: $0)) }
        case "gradients": gradients.map { Operand.value(Tensor(rows: $0)) }
        case "lengths": gradients.map { _ in Operand.value(Tensor(view.gradientLengths.map { Real($0) })) }
        case "path": view.lossPath.map { Operand.value(Tensor($0.map { Real($0) })) }
        case "left": view.memoryLeft.map { Operand.value(Tensor($0.map { Real($0) })) }
        case "distances": view.distances.isEmpty ? nil : Operand.value(Tensor(view.distances.map { Real($0) }))
        case "loss": trace.loss.map { .number(Double($0)) }
        default: opened?.fields[name].map { Operand.value(Tensor(rows: $0)) }
        }
    }
}

extension TraceObject: Described, Drawable, Recorded {
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, lines(width: width, glyphs: glyphs).count)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        Lines(lines(width: area.width, glyphs: glyphs)).draw(into: &grid, area: area, glyphs: glyphs)
    }

    /// Of all steps the lines of the text, of one the words of its view.
    package var content: Content {
        showsAll
            ? Content(summary, [.lines(StepText(trace).lines(width: 120, glyphs: .ascii).map(\.text))])
            : view.content.withSummaryFirst
    }

    /// The kept values of the opened layer, one row for each step.
    package var records: [(name: String, csv: String)] {
        guard view.depth == .network, let layer = opened, let steps = layer.fields.first?.value.count,
            steps * layer.units <= 5000
        else {
            return []
        }
        let columns = fieldNames.flatMap { name in
            (1...max(1, layer.fields[name]?.first?.count ?? 1)).map { "\(name)\($0)" }
        }
        let rows = (0..<steps).map { step in
            fieldNames.flatMap { name in (layer.fields[name]?[step] ?? []).map { plain(Double($0), single: true) } }
        }
        let lines = rows.enumerated().map { "\($0 + 1)," + $1.joined(separator: ",") }
        return [("steps", (["t," + columns.joined(separator: ",")] + lines).joined(separator: "\n") + "\n")]
    }
}
