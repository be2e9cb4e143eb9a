import Display
import Engine

/// The summary of a network: layer, output shape, parameters, and their sum.
enum NetworkTable {
    static func plot(_ network: NetworkObject, _ rows: [Network.Row], _ inputs: [Shape]) -> PlotObject {
        let entries = inputs.indices.map { $0 == 0 ? "input" : "input_\($0)" }
        let blanks = inputs.map { _ in "" }
        var columns: [TableText.Column] = [
            .text("name", entries + rows.map(\.name)),
            .text("layer", blanks + rows.map(\.title)),
            .text("output shape", (inputs + rows.map(\.output)).map(\.description)),
            TableText.Column("parameters", .right, blanks + rows.map { String($0.parameters) }),
        ]
        // In a chain every layer reads the one above it.
        if !network.network.isChain {
            columns.append(.text("reads", blanks + rows.map { $0.feeds.joined(separator: ", ") }))
        }
        let table = TableText(columns)
        let total = Sizes.sum(rows.map(\.parameters))
        let fixed = Sizes.sum(rows.map(\.fixed))
        let statistics = fixed == 0 ? "" : ", \(fixed) of them statistics that no optimiser moves"
        let words = network.summary(from: inputs)
        return PlotObject(words, Stacked(table, below: ["total \(counted(total, "parameter"))\(statistics)"]))
    }

    /// Without an input shape only the layers are known.
    static func plot(_ network: NetworkObject) -> PlotObject {
        var columns: [TableText.Column] = [.text("layer", network.network.layers.map(\.title))]
        if !network.network.isChain {
            columns = [.text("name", network.network.names)] + columns
            columns.append(.text("reads", network.network.feeds.map { $0.joined(separator: ", ") }))
        }
        let table = TableText(columns)
        return PlotObject(
            network.summary, Stacked(table, below: ["shapes need examples: summary(net, train), or input(7, 1) |> ..."])
        )
    }
}

/// A drawing with lines of text below it.
struct Stacked: Drawable {
    private let top: any Drawable
    private let below: Lines

    init(_ top: any Drawable, below: [String]) {
        self.top = top
        self.below = Lines(below)
    }

    func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        let rest = below.height(width: width, limit: limit, glyphs: glyphs)
        return min(limit, top.height(width: width, limit: max(1, limit - rest), glyphs: glyphs) + rest)
    }

    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let rest = below.height(width: area.width, limit: area.height, glyphs: glyphs)
        let (upper, lower) = area.split(bottom: rest)
        top.draw(into: &grid, area: upper, glyphs: glyphs)
        below.draw(into: &grid, area: lower, glyphs: glyphs)
    }
}
