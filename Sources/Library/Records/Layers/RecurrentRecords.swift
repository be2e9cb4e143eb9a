import Engine
import Language

/// Layers with a state that walks through time.
let recurrentRecords: [Builtin] = [simpleRNN, gru, minGRU, lstm, bidirectional]

private let before = LayerParameters.before
private let units = Parameter("units", .whole(from: 1), "how many units, the length of the state or the answer")
private let useBias = LayerParameters.useBias
private let returnSequences = Parameter(
    "return_sequences", .bool, "pass on every step, not only the last", default: .bool(false))
private let initialState = Parameter(
    "initial_state", .either([.object(NetworkObject.kind), .list]),
    "what the state begins with: a recurrent layer that hands on its last states, or a list of h (and c)",
    default: Value.none)

/// How any of them walks.
private let walk = [
    Parameter(
        "return_state", .bool, "give the last states too: out, h = … (lstm: out, h, c = …)", default: .bool(false)),
    initialState,
    Parameter("go_backwards", .bool, "from the last step to the first", default: .bool(false)),
    Parameter("stateful", .bool, "each batch goes on where the one before ended", default: .bool(false)),
    Parameter(
        "dropout", .numberIn(0...0.999), "the share of x that is dropped in training, the same at all steps",
        default: .number(0)),
    Parameter(
        "recurrent_dropout", .numberIn(0...0.999), "the same for the state (Gal and Ghahramani, 2016)",
        default: .number(0)),
    Parameter(
        "truncate", .whole(from: 1), "the gradient goes back through so many steps at most", default: Value.none,
        aliases: ["bptt_truncate"]),
]

private func function(_ name: String, _ sentence: String, default fallback: String) -> Parameter {
    LayerParameters.function(name, sentence, default: fallback)
}

private let simpleRNN = Builtin(
    "simple_rnn", "A simple recurrent layer: h = f(x·W + h₋₁·U + b) (Elman, 1990).", family: .layers,
    [
        before, units, function("activation", "the function f", default: "tanh"), returnSequences, useBias,
    ] + walk + WeightOptions.recurrent,
    examples: [
        .init("simple_rnn(4)", gives: "layer: simple_rnn 4"),
        .init(
            "input(12, 3) |> simple_rnn(4, return_sequences = true) |> dense(2)",
            gives: "network: 42 weights, [12 × 3] → simple_rnn 4 → dense 2"),
    ],
    aliases: ["layer_simple_rnn", "SimpleRNN", "rnn"]
) { call in
    try call.recurrent(
        SimpleRNN(
            units: call.whole("units"), activation: call.function("activation"),
            returnSequences: call.flag("return_sequences"), useBias: call.flag("use_bias"), options: call.walk))
}

private let gru = Builtin(
    "gru", "A gated recurrent unit: one gate keeps the past, one resets it (Cho et al., 2014).", family: .layers,
    [
        before, units, function("activation", "of the candidate", default: "tanh"),
        function("recurrent_activation", "of the gates", default: "sigmoid"), returnSequences, useBias,
        Parameter(
            "reset_after", .bool, "reset after the product, as in weights from Keras 3 or PyTorch",
            default: .bool(false)),
    ] + walk + WeightOptions.recurrent,
    examples: [
        .init("gru(units = 10)", gives: "layer: gru 10"),
        .init("input(14, 3) |> gru(32, recurrent_dropout = 0.2, return_sequences = true) |> gru(32) |> dense(1)"),
    ],
    aliases: ["layer_gru", "GRU"]
) { call in
    try call.recurrent(
        GRU(
            units: call.whole("units"), activation: call.function("activation"),
            recurrentActivation: call.function("recurrent_activation"), returnSequences: call.flag("return_sequences"),
            useBias: call.flag("use_bias"), resetAfter: call.flag("reset_after"), options: call.walk))
}

private let minGRU = Builtin(
    "min_gru", "A minimal gated recurrent unit: its gate and its candidate do not read the state (Feng et al., 2024).",
    family: .layers,
    [
        before, units, function("activation", "of the candidate; the paper has none", default: "linear"),
        returnSequences, useBias,
    ] + walk.filter { $0.name != "recurrent_dropout" } + WeightOptions.dense,
    examples: [
        .init("min_gru(units = 10)", gives: "layer: min_gru 10"),
        .init("input(14, 3) |> min_gru(8)", gives: "network: 64 weights, [14 × 3] → min_gru 8"),
    ],
    aliases: ["MinGRU"]
) { call in
    try call.recurrent(
        MinGRU(
            units: call.whole("units"), activation: call.function("activation"),
            returnSequences: call.flag("return_sequences"), useBias: call.flag("use_bias"),
            options: call.walk(hasRecurrentDropout: false)))
}

private let lstm = Builtin(
    "lstm",
    "Long short-term memory: a memory beside the state, with gates to write, keep and show it "
        + "(Hochreiter and Schmidhuber, 1997).", family: .layers,
    [
        before, units, function("activation", "of the candidate and the memory", default: "tanh"),
        function("recurrent_activation", "of the gates", default: "sigmoid"), returnSequences, useBias,
        Parameter("unit_forget_bias", .bool, "start with the forget gate open: its bias is 1", default: .bool(true)),
    ] + walk + WeightOptions.recurrent,
    examples: [
        .init("input(30, 1) |> lstm(8)", gives: "network: 320 weights, [30 × 1] → lstm 8"),
        .init(
            """
            encoder = input(7, 12) |> lstm(8)
            input(4, 12) |> lstm(8, initial_state = encoder, return_sequences = true) |> dense(12)
            """),
        .init("out, h, c = input(7, 2) |> lstm(8, return_state = true)\nh |> dense(1)"),
    ],
    aliases: ["layer_lstm", "LSTM"]
) { call in
    try call.recurrent(
        LSTM(
            units: call.whole("units"), activation: call.function("activation"),
            recurrentActivation: call.function("recurrent_activation"), returnSequences: call.flag("return_sequences"),
            useBias: call.flag("use_bias"), unitForgetBias: call.flag("unit_forget_bias"), options: call.walk))
}

private let bidirectional = Builtin(
    "bidirectional", "A recurrent layer twice, once in each direction of time (Schuster and Paliwal, 1997).",
    family: .layers,
    [
        before,
        Parameter("layer", .object(NetworkObject.kind), "the recurrent layer, such as gru(10)"),
        Parameter(
            "merge_mode", .choice(Bidirectional.Merge.allCases.map(\.rawValue)), "how the two answers become one",
            default: .text("concat"), aliases: ["merge"]),
        initialState,
    ],
    examples: [
        .init(
            "input(40, 8) |> bidirectional(gru(16, return_sequences = true)) |> dense(3)",
            gives: "network: 2499 weights, [40 × 8] → bidirectional gru 16 → dense 3"),
        .init("bidirectional(lstm(8), merge_mode = \"sum\")", gives: "layer: bidirectional lstm 8"),
    ],
    aliases: ["layer_bidirectional", "Bidirectional"]
) { call in
    let network = try call.object("layer", as: NetworkObject.self).network
    guard network.nodes.count == 1, network.nodes[0].inputs.count == 1,
        let layer = network.nodes[0].layer as? any RecurrentLayer
    else { throw RecurrentMessages.notOneLayer(network, call) }
    let merge = Bidirectional.Merge(rawValue: call.text("merge_mode")) ?? .concat
    return try call.recurrent(
        Bidirectional(layer, merge: merge), options: network.nodes[0].options, returnsState: network.outputs.count > 1)
}

extension Call {
    fileprivate var walk: RecurrentOptions { walk(hasRecurrentDropout: true) }

    fileprivate func walk(hasRecurrentDropout: Bool) -> RecurrentOptions {
        RecurrentOptions(
            goBackwards: flag("go_backwards"), isStateful: flag("stateful"), dropout: number("dropout"),
            recurrentDropout: hasRecurrentDropout ? number("recurrent_dropout") : 0,
            truncation: whole(ifGiven: "truncate"))
    }

    fileprivate func recurrent(_ layer: any Layer) throws -> Value {
        try recurrent(layer, options: nil, returnsState: flag("return_state"))
    }

    /// The layer behind the network before the pipe and behind what gives its first states.
    fileprivate func recurrent(_ layer: any Layer, options: NodeOptions?, returnsState: Bool) throws -> Value {
        var node = NetworkObject(layer, at: self).network.nodes[0]
        if let options { node.options = options }
        let x = object(ifGiven: "network", as: NetworkObject.self)?.network ?? Network()
        let states = try firstStates(layer.states(after: []).count)
        node.inputs = [x.output]
        let network = states.isEmpty ? x.appending(node) : .joining([x.onlyOutput(0)] + states, by: node)
        return .object(NetworkObject(returnsState ? network.passingStates : network))
    }

    /// What `initial_state` names: one network for each state.
    private func firstStates(_ needs: Int) throws -> [Network] {
        if case .none = value("initial_state") { return [] }
        let given = try networks("initial_state").map(\.network)
        let found = given.count == 1 ? given[0].passedStates : given
        guard found.count == needs else { throw RecurrentMessages.stateCount(found.count, needs, self) }
        return found
    }
}

private enum RecurrentMessages {
    static func notOneLayer(_ network: Network, _ call: Call) -> Diagnostic {
        let hasStates = network.nodes.count > 1 && network.nodes.last?.layer is any RecurrentLayer
        let label =
            hasStates && (network.nodes.last?.inputs.count ?? 1) > 1
            ? "give initial_state to bidirectional(…) instead" : "needs one recurrent layer, such as gru(10)"
        return call.fail("`bidirectional` takes one recurrent layer, and not a network", at: "layer", label)
    }

    static func stateCount(_ found: Int, _ needs: Int, _ call: Call) -> Diagnostic {
        let names = ["h", "h and c", "", "h and c, forwards and backwards"]
        let what = call.builtin.name == "bidirectional" && needs == 2 ? "h, forwards and backwards" : names[needs - 1]
        return call.fail(
            "`\(call.builtin.name)` begins with \(counted(needs, "state")), but \(found) \(found == 1 ? "is" : "are") given",
            at: "initial_state", "needs \(what)",
            notes: ["a layer of the same kind hands on all of its states:  initial_state = encoder"])
    }
}
