import Engine
import Language

/// Layers that bring numbers to one scale, leave steps out, or work on every step alike.
let normalisationRecords: [Builtin] = [layerNorm, batchNorm, masking, timeDistributed]

private let before = LayerParameters.before
private let epsilon = Parameter(
    "epsilon", .number, "added to the variance, more than 0", default: .number(0.001), aliases: ["eps"])
private let center = Parameter("center", .bool, "add a learnt mean beta", default: .bool(true))
private let scale = Parameter("scale", .bool, "multiply with a learnt spread gamma", default: .bool(true))

private let layerNorm = Builtin(
    "layer_norm", "Brings the numbers of each step to mean 0 and variance 1 (Ba et al., 2016).", family: .layers,
    [before, epsilon, center, scale] + WeightOptions.norm,
    examples: [
        .init("input(7, 4) |> layer_norm() |> gru(2)", gives: "network: 50 weights, [7 × 4] → layer_norm → gru 2")
    ],
    aliases: ["layer_layer_normalization", "LayerNormalization", "layer_normalization"]
) { call in
    call.layer(LayerNorm(epsilon: call.number("epsilon"), center: call.flag("center"), scale: call.flag("scale")))
}

private let batchNorm = Builtin(
    "batch_norm",
    "Brings each feature to mean 0 and variance 1: of the batch while training, of all batches after "
        + "(Ioffe and Szegedy, 2015).", family: .layers,
    [
        before,
        Parameter(
            "momentum", .numberIn(0...0.999999), "how much of the moving mean and variance stays at each batch",
            default: .number(0.99)),
        epsilon, center, scale,
    ] + WeightOptions.norm,
    examples: [
        .init("input(7, 4) |> batch_norm() |> gru(2)", gives: "network: 58 weights, [7 × 4] → batch_norm → gru 2")
    ],
    aliases: ["layer_batch_normalization", "BatchNormalization", "batch_normalization"]
) { call in
    call.layer(
        BatchNorm(
            momentum: call.number("momentum"), epsilon: call.number("epsilon"), center: call.flag("center"),
            scale: call.flag("scale")))
}

private let masking = Builtin(
    "masking", "Masks the steps in which every number is a certain value: the layers after leave them out.",
    family: .layers,
    [before, Parameter("mask_value", .number, "the value that stands for nothing", default: .number(0))],
    examples: [.init("masking(-1) |> lstm(4) |> dense(1)", gives: "network: masking → lstm 4 → dense 1")],
    aliases: ["layer_masking", "Masking"]
) { call in call.layer(Masking(value: call.number("mask_value"))) }

private let timeDistributed = Builtin(
    "time_distributed", "A layer at every step of a sequence, with the same weights.", family: .layers,
    [before, Parameter("layer", .object(NetworkObject.kind), "one layer, such as dense(3)")],
    examples: [
        .init(
            "input(7, 4) |> lstm(8, return_sequences = true) |> time_distributed(dense(3))",
            gives: "network: 443 weights, [7 × 4] → lstm 8 → time_distributed dense 3")
    ],
    aliases: ["TimeDistributed"]
) { call in
    let inner = try call.object("layer", as: NetworkObject.self).network
    guard inner.nodes.count == 1, let layer = inner.layers.first, inner.isChain else {
        throw Messages.notOneLayer(inner.nodes.count, call)
    }
    var node = Network.Node(layer: TimeDistributed(layer), inputs: [.input(0)], options: inner.nodes[0].options)
    node.origin = NetworkObject.Mark(call)
    return call.behind(NetworkObject(Network().appending(node)))
}

extension Messages {
    static func notOneLayer(_ count: Int, _ call: Call) -> Diagnostic {
        call.fail(
            "`time_distributed` takes one layer, but here are \(count)", at: "layer",
            "write one after the other: time_distributed(dense(8)) |> time_distributed(dense(3))")
    }
}
