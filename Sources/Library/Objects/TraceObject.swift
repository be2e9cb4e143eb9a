import Display
import Engine
import Language
import Views

/// One example on its way through a trained network, step by step.
package struct TraceObject: Object, HasTrace {
    package static let kind: Kind = "trace"
    package let trace: Trace
    /// Where one looks first.
    package let cursor: StepCursor

    package init(_ trace: Trace, cursor: StepCursor? = nil) {
        self.trace = trace
        self.cursor = (cursor ?? StepCursor(in: trace)).kept(in: trace)
    }

    package var summary: String {
        let loss = trace.loss.map { ", loss \(Messages.loss(Double($0)))" } ?? ""
        let layers = trace.layers.map(\.title).joined(separator: " → ")
        return "trace: \(trace.inputShape) → \(layers)\(loss)"
    }

    package var members: [(name: String, kind: Kind)] {
        [("input", TensorObject.kind), ("output", TensorObject.kind)]
            + (trace.target == nil ? [] : [("target", TensorObject.kind)])
            + (trace.loss == nil ? [] : [("loss", .number)])
            + (gradients == nil ? [] : [("gradients", TensorObject.kind)]) + fieldNames.map { ($0, TensorObject.kind) }
    }

    /// Kept values of the first layer that can be opened: `trace.h`, `trace.z`.
    private var opened: LayerTrace? { trace.layers.first(where: \.isRecurrent) ?? trace.layers.first }
    private var fieldNames: [String] { opened?.fields.keys.sorted() ?? [] }

    /// dL/dh_t of the opened layer, [steps × units]: how much the loss would change with the state of each step.
    private var gradients: [[Real]]? { opened?.stateGradients.map { Array($0.dropFirst()) } }

    package func member(_ name: String) -> Value? {
        switch name {
        case "input": Operand.value(Tensor(rows: trace.input))
        case "output": Operand.value(Tensor(rows: trace.output))
        case "target": trace.target.map { Operand.value(Tensor(rows: $0)) }
        case "gradients": gradients.map { Operand.value(Tensor(rows: $0)) }
        case "loss": trace.loss.map { .number(Double($0)) }
        default: opened?.fields[name].map { Operand.value(Tensor(rows: $0)) }
        }
    }
}

extension TraceObject: Drawable, Recorded {
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, UnrolledView(trace, at: cursor).lines(width: width, glyphs: glyphs).count)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let lines = UnrolledView(trace, at: cursor).lines(width: area.width, height: area.height, glyphs: glyphs)
        Lines(lines).draw(into: &grid, area: area, glyphs: glyphs)
    }

    /// The kept values of the opened layer, one row for each step.
    package var records: [(name: String, csv: String)] {
        guard let layer = opened, let steps = layer.fields.first?.value.count, steps * layer.units <= 5000 else {
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
