import Engine

/// A network in one line: a chain as `gru 10 → dense 1`; branches side by side in brackets, from where they part to where
/// they meet: `(conv1d 50 × 3 | conv1d 50 × 5) → concat → dense 1`, with `x` for one that passes on what it gets.
struct NetworkWords {
    private let network: Network
    /// For each input, or nothing.
    private let shapes: [Shape]

    /// Longer lines only say how many layers there are.
    private static let limit = 120

    init(_ network: Network, _ shapes: [Shape]?) {
        self.network = network
        self.shapes = shapes ?? []
    }

    var line: String {
        let start = meeting(network.outputs)
        let ends = branches(network.outputs, from: start)
        let words = start.map { path(to: $0, from: nil) } ?? []
        let line = (words + ends).joined(separator: " → ")
        if network.isChain || line.count <= Self.limit { return line }
        return [inputs, "\(network.nodes.count) layers", outputs].filter { !$0.isEmpty }.joined(separator: " → ")
    }

    private var inputs: String { shapes.map(\.description).joined(separator: ", ") }

    private var outputs: String {
        (try? network.outputShapes(from: shapes))?.map(\.description).joined(separator: ", ") ?? ""
    }

    /// What lies between two wires, as far as `from`, which it all comes through; from the inputs if that is nil.
    private func path(to wire: Network.Wire, from start: Network.Wire?) -> [String] {
        if wire == start { return [] }
        guard let node = wire.node else {
            return wire.input.map { $0 < shapes.count ? [shapes[$0].description] : [] } ?? []
        }
        let feeds = network.nodes[node].feeds
        let words = network.nodes[node].layer.words
        if feeds.count == 1 { return path(to: feeds[0], from: start) + [words] }
        let parting = meeting(feeds)
        return (parting.map { path(to: $0, from: start) } ?? []) + branches(feeds, from: parting) + [words]
    }

    private func branches(_ wires: [Network.Wire], from start: Network.Wire?) -> [String] {
        let paths = wires.map { wire in
            let words = path(to: wire, from: start)
            return words.isEmpty ? "x" : words.joined(separator: " → ")
        }
        if wires.count == 1 { return paths[0] == "x" ? [] : paths }
        return ["(" + paths.joined(separator: " | ") + ")"]
    }

    /// The last wire through which all of these come; nil if they come from several inputs.
    private func meeting(_ wires: [Network.Wire]) -> Network.Wire? {
        var front = Set(wires.map(\.wholeNode))
        while front.count > 1, let latest = front.compactMap(\.node).max() {
            front.remove(.node(latest))
            front.formUnion(network.nodes[latest].inputs.map(\.wholeNode))
        }
        return front.count == 1 ? front.first : nil
    }
}

extension Network.Node {
    /// What it reads, each node once: a layer reads all states of another one together.
    fileprivate var feeds: [Network.Wire] {
        inputs.enumerated().filter { index, wire in
            !inputs[..<index].contains { $0.wholeNode == wire.wholeNode && wire.isState }
        }.map(\.element)
    }
}

extension Network.Wire {
    fileprivate var isState: Bool { if case .state = self { true } else { false } }

    /// The node that gives it.
    var node: Int? {
        switch self {
        case .input: nil
        case .node(let node), .state(let node, _): node
        }
    }

    var input: Int? { if case .input(let input) = self { input } else { nil } }

    /// A state counts as its node.
    fileprivate var wholeNode: Network.Wire { node.map { .node($0) } ?? self }
}

extension Layer {
    /// "gru 10", "dropout 0.2", "activation relu".
    var words: String {
        if let inner = (self as? TimeDistributed)?.layer ?? (self as? Bidirectional)?.layer {
            return "\(kind) \(inner.words)"
        }
        guard let open = title.firstIndex(of: "("), title.hasSuffix(")") else { return kind }
        let inside = title[title.index(after: open)...].dropLast()
        return kind + " " + inside.split(separator: ",").map { $0.drop { $0 == " " } }.joined(separator: " × ")
    }
}
