import Content
import Display
import Engine

/// The summary of a network: layer, output shape, parameters, and their sum.
enum NetworkTable {
    /// Columns of an output in a file, and beside a cell's margin at 80 columns.
    private static let widest = 72

    static func plot(_ network: NetworkObject, _ rows: [Network.Row], _ inputs: [Shape]) -> PlotObject {
        let entries = inputs.indices.map { $0 == 0 ? "input" : "input_\($0)" }
        let blanks = inputs.map { _ in "" }
        var names = entries + rows.map(\.name)
        var titles = blanks + rows.map(\.title)
        // In a chain every layer reads the one above it.
        var feeds = network.network.isChain ? [] : blanks + rows.map { $0.feeds.joined(separator: ", ") }
        let shapes = (inputs + rows.map(\.output)).map(\.description)
        // Long names are cut before a shape or a count is left out.
        let widths = [names, titles, shapes, ["parameters"], feeds].map { $0.map(Text.width(of:)).max() ?? 0 }
        if widths.reduce(8, +) > widest {
            func cut(_ texts: [String]) -> [String] { texts.map { Text.clip($0, to: 14, ellipsis: "…") } }
            (names, titles, feeds) = (cut(names), cut(titles), cut(feeds))
        }
        var columns: [TextTable.Column] = [
            .text("name", names), .text("layer", titles), .text("output shape", shapes),
            TextTable.Column("parameters", .right, blanks + rows.map { String($0.parameters) }),
        ]
        if !feeds.isEmpty { columns.append(.text("reads", feeds)) }
        let table = TextTable(columns)
        let total = Sizes.sum(rows.map(\.parameters))
        let fixed = Sizes.sum(rows.map(\.fixed))
        let statistics = fixed == 0 ? "" : ", \(fixed) of them statistics that no optimiser moves"
        let words = network.summary(from: inputs)
        return PlotObject(words, .table(table), .lines(["total \(counted(total, "parameter"))\(statistics)"]))
    }

    /// Without an input shape only the layers are known.
    static func plot(_ network: NetworkObject) -> PlotObject {
        var columns: [TextTable.Column] = [.text("layer", network.network.layers.map(\.title))]
        if !network.network.isChain {
            columns = [.text("name", network.network.names)] + columns
            columns.append(.text("reads", network.network.feeds.map { $0.joined(separator: ", ") }))
        }
        let table = TextTable(columns)
        return PlotObject(
            network.summary, .table(table), .lines(["shapes need examples: summary(net, train), or input(7, 1) |> ..."])
        )
    }
}
