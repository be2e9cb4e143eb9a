import Engine
import Language

/// Descriptions of layers, and networks made of them. A layer after a pipe is put behind the network before it.
let layerRecords: [Builtin] = [
    input, dense, embedding, dropout, activation, sequential,
]

private let before = LayerParameters.before
private let units = Parameter("units", .whole(from: 1), "how many units, the length of the state or the answer")
private let useBias = LayerParameters.useBias
private let functions = LayerParameters.functions

private func function(_ name: String, _ sentence: String, default fallback: String) -> Parameter {
    LayerParameters.function(name, sentence, default: fallback)
}

private let input = Builtin(
    "input", "State the shape of one example, where no data are at hand to tell, or where several inputs are read.",
    family: .layers,
    [
        Parameter(
            "shape", .either([.whole(from: 1), .list]), "steps and features, or features alone", default: Value.none,
            isVariadic: true),
        Parameter("steps", .whole(from: 1), "how many steps a sequence has", default: Value.none),
        Parameter("features", .whole(from: 1), "how many numbers a step has", default: Value.none),
    ],
    examples: [
        .init("input(7, 1) |> gru(10) |> dense(1)", gives: "network: 371 weights, [7 × 1] → gru 10 → dense 1"),
        .init("input(steps = 40, features = 8) |> lstm(4)", gives: "network: 208 weights, [40 × 8] → lstm 4"),
        .init("x = input(features = 3)\nx |> dense(1)", gives: "network: 4 weights, [3] → dense 1"),
    ],
    aliases: ["layer_input", "Input"]
) { call in
    func flat(_ value: Value) -> [Value] { if case .list(let list) = value { list.flatMap(flat) } else { [value] } }
    var lengths = (call.list(ifGiven: "shape") ?? []).flatMap(flat).map { value -> Int? in
        if case .number(let number) = value, number >= 1 { Int(exactly: number) } else { nil }
    }
    if let features = call.whole(ifGiven: "features") {
        lengths = call.whole(ifGiven: "steps").map { [$0, features] } ?? [features]
    }
    guard let last = lengths.last ?? nil, lengths.count <= 2, let first = lengths[0] else {
        throw Messages.inputShape(call)
    }
    return .object(NetworkObject(Network(input: Shape(steps: lengths.count == 2 ? first : nil, features: last))))
}

private let dense = Builtin(
    "dense", "A fully connected layer: y = f(x·W + b), at every step if it gets a sequence.", family: .layers,
    [before, units, function("activation", "the function f", default: "linear"), useBias] + WeightOptions.dense,
    examples: [.init("input(3) |> dense(2, activation = \"softmax\")", gives: "network: 8 weights, [3] → dense 2")],
    aliases: ["layer_dense", "Dense"]
) { call in
    call.layer(
        Dense(units: call.whole("units"), activation: call.function("activation"), useBias: call.flag("use_bias")))
}

private let embedding = Builtin(
    "embedding", "A row of numbers for each token, learnt with the rest.", family: .layers,
    [
        before, Parameter("input_dim", .whole(from: 1), "how many tokens there are", aliases: ["vocabulary"]),
        Parameter("output_dim", .whole(from: 1), "the length of each row", aliases: ["units"]),
        Parameter("mask_zero", .bool, "token 0 is padding", default: .bool(false)),
    ] + WeightOptions.embedding,
    examples: [
        .init("input(50, 1) |> embedding(5000, 64)", gives: "network: 320000 weights, [50 × 1] → embedding 5000 × 64")
    ],
    aliases: ["layer_embedding", "Embedding"]
) { call in
    call.layer(
        Embedding(
            vocabulary: call.whole("input_dim"), units: call.whole("output_dim"), maskZero: call.flag("mask_zero")))
}

private let dropout = Builtin(
    "dropout", "While training, set a share of the numbers to zero (Srivastava et al., 2014).", family: .layers,
    [before, Parameter("rate", .numberIn(0...0.999), "the share that is dropped")],
    examples: [.init("dropout(0.2)", gives: "layer: dropout 0.2")],
    aliases: ["layer_dropout", "Dropout"]
) { call in call.layer(Dropout(rate: call.number("rate"))) }

private let activation = Builtin(
    "activation", "A function of each number; softmax of each row.", family: .layers,
    [before, Parameter("function", .choice(functions), "which function", aliases: ["activation"])],
    examples: [.init("dense(2) |> activation(\"softmax\")", gives: "network: dense 2 → activation softmax")],
    aliases: ["layer_activation", "Activation"]
) { call in call.layer(Activation(call.function("function"))) }

private let sequential = Builtin(
    "sequential", "Layers one after the other: the same as a pipe.", family: .layers,
    [
        Parameter(
            "layers", .either([.object(NetworkObject.kind), .list]), "the layers in order", default: Value.none,
            isVariadic: true)
    ],
    examples: [
        .init("sequential(gru(10), dense(1))", gives: "network: gru 10 → dense 1"),
        .init(
            "sequential([input(7, 1), gru(10), dense(1)])", gives: "network: 371 weights, [7 × 1] → gru 10 → dense 1"),
    ],
    aliases: ["Sequential", "keras_model_sequential"]
) { call in
    func flat(_ value: Value) throws -> [NetworkObject] {
        switch value {
        case .object(let network as NetworkObject): return [network]
        case .list(let list): return try list.flatMap(flat)
        default: throw Messages.notLayers(call)
        }
    }
    let layers = try (call.list(ifGiven: "layers") ?? []).flatMap(flat)
    return .object(layers.reduce(NetworkObject(Network())) { $0.appending($1) })
}
