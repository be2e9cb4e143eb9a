import Engine
import Language

/// Layers that look at windows of steps, or turn a sequence into a vector and back.
let convolutionRecords: [Builtin] = [
    conv1d, maxPooling, averagePooling, globalMaxPooling, globalAveragePooling, flatten, repeated,
]

private let before = LayerParameters.before
private let strides = Parameter("strides", .whole(from: 1), "how far the window moves at a time", default: .number(1))

private func padding(_ words: [String]) -> Parameter {
    Parameter(
        "padding", .choice(words), "at the ends: inside only, or filled up to as many steps as before",
        default: .text("valid"))
}

extension Call {
    fileprivate var padding: WindowPadding { WindowPadding(rawValue: text("padding")) ?? .valid }
}

private let conv1d = Builtin(
    "conv1d", "A convolution over time: the same weights on every window of a few steps (Waibel et al., 1989).",
    family: .layers,
    [
        before, Parameter("filters", .whole(from: 1), "how many numbers each window gives", aliases: ["units"]),
        Parameter("kernel_size", .whole(from: 1), "steps in a window"), strides,
        padding(WindowPadding.allCases.map(\.rawValue)),
        Parameter(
            "dilation_rate", .whole(from: 1), "steps from one number of a window to the next", default: .number(1)),
        LayerParameters.function("activation", "the function f", default: "linear"), LayerParameters.useBias,
    ] + WeightOptions.dense,
    examples: [
        .init("conv1d(50, 3)", gives: "layer: conv1d 50 × 3"),
        .init(
            "input(40, 8) |> conv1d(50, 3, padding = \"causal\")",
            gives: "network: 1250 weights, [40 × 8] → conv1d 50 × 3"),
        .init(
            """
            x = input(steps = 40, features = 8)
            concat(x |> conv1d(50, 3, padding = "same"), x |> conv1d(50, 5, padding = "same")) |> dense(1)
            """,
            gives: "network: 3401 weights, [40 × 8] → (conv1d 50 × 3 | conv1d 50 × 5) → concat → dense 1"),
    ],
    aliases: ["layer_conv_1d", "Conv1D", "Convolution1D"]
) { call in
    call.layer(
        Conv1D(
            filters: call.whole("filters"), kernelSize: call.whole("kernel_size"), strides: call.whole("strides"),
            padding: call.padding, dilation: call.whole("dilation_rate"), activation: call.function("activation"),
            useBias: call.flag("use_bias")))
}

private let maxPooling = pooling(
    "max_pooling", "The largest number in each window of steps, feature by feature.", .largest,
    aliases: ["layer_max_pooling_1d", "MaxPooling1D", "MaxPool1D"])

private let averagePooling = pooling(
    "average_pooling", "The mean of each window of steps, feature by feature.", .mean,
    aliases: ["layer_average_pooling_1d", "AveragePooling1D", "AvgPool1D"])

private func pooling(
    _ name: String, _ sentence: String, _ kind: Equation.Pooling, aliases: [String]
) -> Builtin {
    Builtin(
        name, sentence, family: .layers,
        [
            before, Parameter("pool_size", .whole(from: 1), "steps in a window", default: .number(2)),
            Parameter(
                "strides", .whole(from: 1), "how far the window moves at a time; its own length if not given",
                default: Value.none),
            padding(["valid", "same"]),
        ],
        examples: [
            .init("summary(input(12, 3) |> \(name)(4))"),
            .init("input(12, 3) |> \(name)() |> gru(4)", gives: "network: 96 weights, [12 × 3] → \(name) 2 → gru 4"),
        ],
        aliases: aliases
    ) { call in
        call.layer(
            Pooling(kind, size: call.whole("pool_size"), strides: call.whole(ifGiven: "strides"), padding: call.padding)
        )
    }
}

private let globalMaxPooling = Builtin(
    "global_max_pooling", "The largest number of all steps, feature by feature: one vector from a sequence.",
    family: .layers, [before],
    examples: [
        .init(
            "input(12, 3) |> conv1d(8, 3) |> global_max_pooling() |> dense(1)",
            gives: "network: 89 weights, [12 × 3] → conv1d 8 × 3 → global_max_pooling → dense 1")
    ],
    aliases: ["layer_global_max_pooling_1d", "GlobalMaxPooling1D", "GlobalMaxPool1D"]
) { call in call.layer(GlobalPooling(.largest)) }

private let globalAveragePooling = Builtin(
    "global_average_pooling", "The mean of all steps, feature by feature; masked steps are left out.",
    family: .layers, [before],
    examples: [
        .init(
            "input(12, 3) |> global_average_pooling()", gives: "network: 0 weights, [12 × 3] → global_average_pooling")
    ],
    aliases: ["layer_global_average_pooling_1d", "GlobalAveragePooling1D", "GlobalAvgPool1D"]
) { call in call.layer(GlobalPooling(.mean)) }

private let flatten = Builtin(
    "flatten", "All steps of a sequence one after the other, as one vector.", family: .layers, [before],
    examples: [
        .init("input(7, 2) |> flatten() |> dense(1)", gives: "network: 15 weights, [7 × 2] → flatten → dense 1")
    ],
    aliases: ["layer_flatten", "Flatten"]
) { call in call.layer(Flatten()) }

private let repeated = Builtin(
    "repeat", "One vector at every step of a new sequence: from an encoder to a decoder.", family: .layers,
    [before, Parameter("n", .whole(from: 1), "how many steps", aliases: ["times"])],
    examples: [
        .init(
            "input(7, 12) |> lstm(16) |> repeat(4) |> lstm(16, return_sequences = true) |> dense(12)",
            gives: "network: 4172 weights, [7 × 12] → lstm 16 → repeat 4 → lstm 16 → dense 12")
    ],
    aliases: ["layer_repeat_vector", "RepeatVector", "repeat_vector"]
) { call in call.layer(Repeat(call.whole("n"))) }
