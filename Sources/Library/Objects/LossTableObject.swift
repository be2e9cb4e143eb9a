import Content
import Display
import Engine
import Language
import Views

/// How the loss of a few examples comes about, position by position.
package struct LossTableObject: Object {
    package static let kind: Kind = "loss table"
    package let table: LossTable
    package let normaliser: Normaliser
    /// Names of the classes, if they have any.
    package let classes: [String]
    /// Examples that there are beside those of the table.
    package let more: Int

    package init(_ table: LossTable, normaliser: Normaliser, classes: [String] = [], more: Int = 0) {
        (self.table, self.normaliser, self.classes, self.more) = (table, normaliser, classes, more)
    }

    package var summary: String {
        let size = "\(counted(table.examples, "example")) of \(counted(table.steps, "step"))"
        let first = more > 0 ? ", the first of \(table.examples + more)" : ""
        guard table.realCount > 0 else { return "loss table: \(size)\(first), no position with a target" }
        let real = "\(table.realCount) of \(table.positionCount) positions count"
        return "loss table: \(size)\(first), \(real), \(normaliser.rawValue) loss \(number(table.total(normaliser)))"
    }

    private func number(_ value: Double) -> String { Numbers.fixed(value, 4) }

    package var members: [(name: String, kind: Kind)] {
        let ofClasses = table.loss.isCrossEntropy ? ["perplexity", "bits", "accuracy"] : []
        return (["loss", "lecture", "real", "padded", "wrong"] + ofClasses).map { ($0, .number) }
            + ["losses", "outputs", "targets", "mask", "gradients"].map { ($0, TensorObject.kind) }
    }

    package func member(_ name: String) -> Value? {
        switch name {
        case "loss": .number(table.total(normaliser))
        case "lecture": .number(table.total(.lecture))
        case "real": .number(table.total(.real))
        case "padded": .number(table.total(.padded))
        case "wrong": (try? table.countingMasked()).map { .number($0.total(.padded)) }
        case "perplexity": table.perplexity.map { .number($0) }
        case "bits": table.bits.map { .number($0) }
        case "accuracy": table.accuracy.map { .number($0) }
        case "losses": each { Real($0.loss ?? 0) }
        case "mask": each { $0.loss == nil ? 0 : 1 }
        case "outputs": rows(\.output)
        case "targets": rows(\.target)
        case "gradients": gradients
        default: nil
        }
    }

    /// [examples × steps].
    private func each(_ number: (LossTable.Position) -> Real) -> Value {
        Operand.value(Tensor(table.positions.joined().map(number), shape: [table.examples, table.steps]))
    }

    /// [examples × steps × numbers].
    private func rows(_ numbers: (LossTable.Position) -> [Real]) -> Value {
        let width = table.positions.first?.first.map { numbers($0).count } ?? 0
        return Operand.value(
            Tensor(table.positions.joined().flatMap(numbers), shape: [table.examples, table.steps, width]))
    }

    /// dL/do under the normaliser.
    private var gradients: Value {
        let divisor = Real(table.divisor(normaliser))
        return rows { $0.gradient.map { divisor > 0 ? $0 / divisor : $0 } }
    }
}

extension LossTableObject: Described, Drawable, HasViewer, Recorded {
    private var view: LossView { LossView(table, normaliser: normaliser, classes: classes) }

    private func lines(_ width: Int, _ glyphs: Glyphs) -> [StyledLine] {
        LossLines(view, width: width, glyphs: glyphs).all(bands: 3, rows: 12)
    }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, lines(width, glyphs).count) }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        Lines(lines(area.width, glyphs)).draw(into: &grid, area: area, glyphs: glyphs)
    }

    package var content: Content { view.content.withSummaryFirst }

    package func viewer(place: String) -> any Viewer {
        var view = view
        view.place = place
        return view
    }

    /// One row for each position.
    package var records: [(name: String, csv: String)] {
        guard table.positionCount <= 2000 else { return [] }
        var lines = ["example,t,loss,counts"]
        for (example, row) in table.positions.enumerated() {
            for (step, position) in row.enumerated() {
                let loss = position.loss.map { plain($0, single: true) } ?? ""
                lines.append("\(example + 1),\(step + 1),\(loss),\(position.loss == nil ? 0 : 1)")
            }
        }
        return [("losses", lines.joined(separator: "\n") + "\n")]
    }
}
