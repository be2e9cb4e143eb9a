import Engine
import Language

/// Layers that join several networks, and ways round a layer.
let mergeRecords: [Builtin] = [add, multiply, residual, highway]

private let before = LayerParameters.before

private func merging(
    _ name: String, _ sentence: String, _ layer: any Layer, examples: [Builtin.Example], aliases: [String]
) -> Builtin {
    Builtin(
        name, sentence, family: .layers,
        [
            Parameter(
                "networks", .either([.object(NetworkObject.kind), .list]), "two networks or more, or a list of them",
                isVariadic: true)
        ],
        examples: examples, aliases: aliases
    ) { call in try call.merged(by: layer, "networks") }
}

private let add = merging(
    "add", "The sum of what several networks give, number by number.", Add(),
    examples: [
        .init(
            """
            x = input(7, 4)
            add(x |> dense(3), x |> gru(3, return_sequences = true))
            """, gives: "network: 87 weights, [7 × 4] → (dense 3 | gru 3) → add"),
        .init("add(gru(4), lstm(4)) |> dense(1)", gives: "network: (gru 4 | lstm 4) → add → dense 1"),
    ],
    aliases: ["layer_add", "Add"])

private let multiply = merging(
    "multiply", "The product of what several networks give, number by number.", Multiply(),
    examples: [
        .init(
            """
            x = input(features = 6)
            multiply(x |> dense(3), x |> dense(3, activation = "sigmoid"))
            """, gives: "network: 42 weights, [6] → (dense 3 | dense 3) → multiply")
    ],
    aliases: ["layer_multiply", "Multiply"])

private let residual = Builtin(
    "residual", "A way round other layers: x + f(x) (He et al., 2016).", family: .layers,
    [before, Parameter("layers", .object(NetworkObject.kind), "the layers f, which keep the shape")],
    examples: [
        .init(
            "input(features = 8) |> residual(dense(8) |> dense(8)) |> dense(1)",
            gives: "network: 153 weights, [8] → (x | dense 8 → dense 8) → add → dense 1")
    ]
) { call in
    let inner = try call.object("layers", as: NetworkObject.self).network
    let node = Network.Node(layer: Add(), inputs: [], origin: NetworkObject.Mark(call))
    return call.behind(NetworkObject(.joining([Network(), inner], by: node)))
}

private let highway = Builtin(
    "highway", "A layer that a gate lets by: T ⊙ f(x·W + b) + (1 − T) ⊙ x (Srivastava et al., 2015).", family: .layers,
    [
        before,
        Parameter("activation", .choice(LayerParameters.functions), "the function f", default: .text("relu")),
        Parameter(
            "transform_bias", .number, "what the gate T starts from: below 0, most is let by", default: .number(-1)),
    ] + WeightOptions.dense,
    examples: [
        .init("input(7, 4) |> highway() |> gru(2)", gives: "network: 82 weights, [7 × 4] → highway → gru 2")
    ],
    aliases: ["Highway"]
) { call in
    call.layer(Highway(activation: call.function("activation"), transformBias: call.number("transform_bias")))
}

extension Call {
    /// The networks among the arguments `name`, and in lists there; nil if something else is among them.
    func networks(ifAll name: String) -> [NetworkObject]? {
        func flat(_ value: Value) -> [NetworkObject]? {
            switch value {
            case .object(let network as NetworkObject): return [network]
            case .list(let list):
                let parts = list.map(flat)
                return parts.contains { $0 == nil } ? nil : parts.flatMap { $0 ?? [] }
            default: return nil
            }
        }
        return flat(.list(list(name)))
    }

    /// All networks read by one layer.
    func merged(by layer: any Layer, _ name: String) throws -> Value {
        guard let networks = networks(ifAll: name) else { throw Messages.notToMerge(self, at: name) }
        guard networks.count > 1 else { throw Messages.oneToMerge(networks.count, self, at: name) }
        let node = Network.Node(layer: layer, inputs: [], origin: NetworkObject.Mark(self))
        return .object(NetworkObject(.joining(networks.map(\.network), by: node)))
    }
}

extension Messages {
    static func notToMerge(_ call: Call, at name: String) -> Diagnostic {
        call.fail("`\(call.builtin.name)` joins networks only", at: name, "not all of these are networks")
    }

    static func oneToMerge(_ count: Int, _ call: Call, at name: String) -> Diagnostic {
        call.fail(
            "`\(call.builtin.name)` needs two networks or more, but here \(count == 1 ? "is 1" : "are none")", at: name,
            "such as \(call.builtin.name)(x |> gru(4), x |> lstm(4))")
    }
}
