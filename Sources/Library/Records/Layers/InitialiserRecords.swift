import Engine
import Language

/// How weights start, for `kernel_initializer` and its like. The numbers depend on the seed.
let initialiserRecords: [Builtin] =
    drawn + [orthogonal, identity, constant, zeros, ones, randomUniform, randomNormal, truncatedNormal]

/// Those whose spread follows from the sizes of a layer: name, sentence, class, alias in R, how.
private let drawn: [Builtin] = [
    fitted(
        "glorot_uniform", "Weights between ±√(6 / (inputs + outputs)), as most layers start (Glorot and Bengio, 2010).",
        "GlorotUniform", .glorotUniform),
    fitted(
        "glorot_normal",
        "Normal weights of variance 2 / (inputs + outputs), cut at two deviations (Glorot and Bengio, 2010).",
        "GlorotNormal", .glorotNormal),
    fitted("he_uniform", "Weights between ±√(6 / inputs), for relu (He et al., 2015).", "HeUniform", .heUniform),
    fitted(
        "he_normal", "Normal weights of variance 2 / inputs, cut at two deviations, for relu (He et al., 2015).",
        "HeNormal",
        .heNormal),
    fitted("lecun_uniform", "Weights between ±√(3 / inputs) (LeCun et al., 1998).", "LecunUniform", .lecunUniform),
    fitted(
        "lecun_normal", "Normal weights of variance 1 / inputs, cut at two deviations (LeCun et al., 1998).",
        "LecunNormal", .lecunNormal),
]

private func fitted(_ name: String, _ sentence: String, _ spelling: String, _ initialiser: Initialiser) -> Builtin {
    Builtin(
        name, sentence, family: .training, [],
        examples: [
            .init("\(name)()", gives: "initialiser: \(name)"),
            .init("gru(4, kernel_initializer = \(name)())", gives: "layer: gru 4"),
        ],
        aliases: [spelling, "initializer_\(name)"]
    ) { _ in .object(InitialiserObject(initialiser, name)) }
}

private let gain = Parameter("gain", .number, "all numbers times this", default: .number(1))

extension Call {
    fileprivate func scaled(_ initialiser: Initialiser) -> Value {
        let gain = number("gain")
        guard gain != 1 else { return .object(InitialiserObject(initialiser, builtin.name)) }
        return .object(
            InitialiserObject(.scaled(initialiser, by: gain), "\(builtin.name), times \(Messages.short(gain))"))
    }
}

private let orthogonal = Builtin(
    "orthogonal", "Rows of length 1 at right angles, as recurrent kernels start (Saxe et al., 2014).",
    family: .training, [gain],
    examples: [.init("orthogonal(gain = 0.5)", gives: "initialiser: orthogonal, times 0.5")],
    aliases: ["Orthogonal", "OrthogonalInitializer", "initializer_orthogonal"]
) { call in call.scaled(.orthogonal) }

private let identity = Builtin(
    "identity", "Ones on the diagonal, zeros elsewhere: a simple_rnn with relu that keeps its state (Le et al., 2015).",
    family: .training, [gain],
    examples: [
        .init("identity()", gives: "initialiser: identity"),
        .init("simple_rnn(8, activation = \"relu\", recurrent_initializer = identity())"),
    ],
    aliases: ["Identity", "initializer_identity"]
) { call in call.scaled(.identity) }

private let constant = Builtin(
    "constant", "Every weight the same number.", family: .training,
    [Parameter("value", .number, "the number", default: .number(0))],
    examples: [.init("constant(0.1)", gives: "initialiser: constant 0.1")],
    aliases: ["Constant", "initializer_constant"]
) { call in
    .object(InitialiserObject(.constant(call.number("value")), "constant \(Messages.short(call.number("value")))"))
}

private let zeros = Builtin(
    "initializer_zeros", "Every weight 0, as most biases start; the word \"zeros\" says the same.", family: .training,
    [],
    examples: [.init("initializer_zeros()", gives: "initialiser: zeros")], aliases: ["Zeros"]
) { _ in .object(InitialiserObject(.zeros, "zeros")) }

private let ones = Builtin(
    "initializer_ones", "Every weight 1; the word \"ones\" says the same.", family: .training, [],
    examples: [.init("dense(2, bias_initializer = \"ones\")", gives: "layer: dense 2")],
    aliases: ["Ones"]
) { _ in .object(InitialiserObject(.ones, "ones")) }

private let randomUniform = Builtin(
    "random_uniform", "Weights anywhere between two numbers.", family: .training,
    [
        Parameter("minval", .number, "the least", default: .number(-0.05), aliases: ["min"]),
        Parameter("maxval", .number, "the most", default: .number(0.05), aliases: ["max"]),
    ],
    examples: [.init("random_uniform(-0.1, 0.1)", gives: "initialiser: uniform between -0.1 and 0.1")],
    aliases: ["RandomUniform", "initializer_random_uniform"]
) { call in
    let (low, high) = (call.number("minval"), call.number("maxval"))
    return .object(
        InitialiserObject(
            .uniformBetween(low, high), "uniform between \(Messages.short(low)) and \(Messages.short(high))"))
}

private let spread = [
    Parameter("mean", .number, "where the middle is", default: .number(0)),
    Parameter(
        "stddev", .numberIn(0...Double.greatestFiniteMagnitude), "the standard deviation", default: .number(0.05),
        aliases: ["sd"]),
]

extension Call {
    fileprivate func spread(_ make: (Double, Double) -> Initialiser, _ word: String) -> Value {
        let (mean, deviation) = (number("mean"), number("stddev"))
        let words = "\(word), mean \(Messages.short(mean)), deviation \(Messages.short(deviation))"
        return .object(InitialiserObject(make(mean, deviation), words))
    }
}

private let randomNormal = Builtin(
    "random_normal", "Normal weights.", family: .training, spread,
    examples: [.init("random_normal()", gives: "initialiser: normal, mean 0, deviation 0.05")],
    aliases: ["RandomNormal", "initializer_random_normal"]
) { call in call.spread({ .normal(mean: $0, deviation: $1) }, "normal") }

private let truncatedNormal = Builtin(
    "truncated_normal", "Normal weights, those beyond two deviations drawn again.", family: .training, spread,
    examples: [
        .init("truncated_normal(stddev = 0.1)", gives: "initialiser: truncated normal, mean 0, deviation 0.1")
    ],
    aliases: ["TruncatedNormal", "initializer_truncated_normal"]
) { call in call.spread({ .truncatedNormal(mean: $0, deviation: $1) }, "truncated normal") }
