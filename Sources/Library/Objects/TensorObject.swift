import Base
import Content
import Datasets
import Display
import Engine
import Language

/// Numbers in a box of any rank: what arithmetic on lists gives, weights, predictions.
package struct TensorObject: Object {
    package static let kind: Kind = "tensor"
    package let tensor: Tensor
    /// Names of the last axis and how it was scaled, for predictions; empty otherwise.
    package var names: [String] = []
    package var scalers: [[Scaler]] = []

    package init(_ tensor: Tensor, names: [String] = [], scalers: [[Scaler]] = []) {
        self.tensor = tensor
        self.names = names
        self.scalers = scalers
    }

    package var size: String { tensor.shapeDescription }

    package var summary: String {
        guard tensor.count <= 16, tensor.rank <= 2 else {
            return "tensor \(tensor.shapeDescription)" + range
        }
        return tensor.rank == 2
            ? "[" + tensor.lists.map(Self.row).joined(separator: ", ") + "]"
            : tensor.rank == 0 ? Numbers.short(Double(tensor.values[0])) : Self.row(tensor.values)
    }

    private static func row(_ values: [Real]) -> String {
        "[" + values.map { Numbers.short(Double($0)) }.joined(separator: ", ") + "]"
    }

    private var range: String {
        guard let low = tensor.values.min(), let high = tensor.values.max() else { return "" }
        return " from \(Numbers.short(Double(low))) to \(Numbers.short(Double(high)))"
    }

    package var members: [(name: String, kind: Kind)] { [("shape", .list)] }

    package func member(_ name: String) -> Value? {
        name == "shape" ? .list(tensor.shape.map { .number(Double($0)) }) : nil
    }

    package var count: Int? { tensor.rank == 0 ? nil : tensor.rowCount }

    package func element(_ index: Int) -> Value {
        let row = tensor[row: index - 1]
        if row.rank == 0 { return .number(Double(row.values[0])) }
        return .object(TensorObject(row, names: names, scalers: scalers))
    }

    /// The numbers in their original unit; nil if they were never scaled.
    var unscaled: TensorObject? {
        let width = tensor.shape.last ?? 1
        guard !scalers.isEmpty, scalers.contains(where: { !$0.isEmpty }), scalers.count == width else { return nil }
        let values = tensor.values.enumerated().map { Real(scalers[$0 % width].unscale(Double($1))) }
        return TensorObject(Tensor(values, shape: tensor.shape), names: names)
    }
}

extension TensorObject: Described, Drawable, Recorded {
    /// A matrix row by row with points below each other; everything else by its summary.
    private func lines(_ width: Int) -> [String] {
        guard tensor.rank == 2, tensor.count > 0 else { return Text.wrap(summary, to: width) }
        let rows = tensor.lists
        let shown = rows.count > 20 ? Array(rows[..<10]) + Array(rows[(rows.count - 5)...]) : rows
        // A column takes three places or more: what lies beyond the width is not written at all.
        let columns = (0..<min(rows[0].count, width / 3 + 2)).map { column in
            Numbers.column(shown.map { Double($0[column]) })
        }
        let widths = columns.map { $0.map { Text.width(of: $0) }.max() ?? 0 }
        var lines = shown.indices.map { row in
            "[" + columns.indices.map { Text.pad(columns[$0][row], to: widths[$0], .right) }.joined(separator: "  ")
                + "]"
        }
        if shown.count < rows.count { lines.insert("  ... \(rows.count - shown.count) rows left out", at: 10) }
        return lines
    }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, lines(width).count) }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        for (row, line) in lines(area.width).prefix(area.height).enumerated() {
            grid.put(Text.clip(line, to: area.width, ellipsis: " …"), x: area.x, y: area.y + row)
        }
    }

    /// In words, which have no columns, as many numbers of a row as a line of 120 columns shows.
    package var content: Content { Content(summary, [.lines(lines(120))]) }

    package var records: [(name: String, csv: String)] {
        guard tensor.count > 0, tensor.count <= 2000, tensor.rank == 1 || tensor.rank == 2 else { return [] }
        return [("tensor", csv)]
    }

    /// Rows of the last axis under the names of its columns.
    var csv: String {
        let rows = tensor.rank == 1 ? tensor.values.map { [$0] } : tensor.lists
        let width = rows.first?.count ?? 0
        let names = self.names.count == width ? self.names : (0..<width).map { "v\($0 + 1)" }
        let lines = rows.map { $0.map { plain(Double($0), single: true) }.joined(separator: ",") }
        return ([names.map(CSVText.cell).joined(separator: ",")] + lines).joined(separator: "\n") + "\n"
    }
}
