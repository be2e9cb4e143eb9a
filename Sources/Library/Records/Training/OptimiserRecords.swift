import Engine
import Language

/// How a fit moves the weights.
let optimiserRecords: [Builtin] = [sgd, rmsprop, adam, adamw, adagrad, clipNorm, clipValue]

private let positive = ParameterType.numberIn(0...Double.infinity)

private func rate(_ fallback: Double) -> Parameter {
    Parameter(
        "learning_rate", .either([positive, .object(ScheduleObject.kind)]), "how far a step goes, or a schedule",
        default: .number(fallback), aliases: ["lr", "rate"])
}

private func share(_ name: String, _ sentence: String, _ fallback: Double, aliases: [String] = []) -> Parameter {
    Parameter(name, .numberIn(0...1), sentence, default: .number(fallback), aliases: aliases)
}

private let epsilon = Parameter("epsilon", positive, "keeps the division from exploding", default: .number(1e-7))
private let betas = [
    share("beta_1", "how much of the past direction stays", 0.9),
    share("beta_2", "how much of the past size stays", 0.999),
]

/// The limits that every optimiser takes, and `fit` too.
let clippingParameters = [
    Parameter("clipnorm", positive, "cut the gradient of each parameter to this length", default: Value.none),
    Parameter("clipvalue", positive, "cut every number of the gradients to ± this", default: Value.none),
    Parameter(
        "global_clipnorm", positive, "cut all gradients together to this length", default: Value.none),
]

extension Call {
    /// The limits that are given; those of `other` where they are not.
    func clipping(or other: Clipping = Clipping()) -> Clipping {
        Clipping(
            norm: number(ifGiven: "clipnorm") ?? other.norm, value: number(ifGiven: "clipvalue") ?? other.value,
            globalNorm: number(ifGiven: "global_clipnorm") ?? other.globalNorm)
    }

    fileprivate func optimiser(_ settings: OptimiserSettings) -> Value {
        .object(OptimiserObject(settings, clipping: clipping()))
    }

    fileprivate var rate: Schedule { rate("learning_rate") }
}

private let sgd = Builtin(
    "sgd", "Plain gradient descent: a step against the gradient, with momentum if wanted.", family: .training,
    [
        rate(0.01), share("momentum", "the share of the last step that goes on", 0),
        Parameter(
            "nesterov", .bool, "look ahead along the momentum (Sutskever et al., 2013)", default: .bool(false)),
    ] + clippingParameters,
    examples: [
        .init("sgd(0.1, momentum = 0.9)", gives: "optimiser: sgd, learning rate 0.1, momentum 0.9"),
        .init(
            "sgd(0.1, momentum = 0.9, nesterov = true)",
            gives: "optimiser: sgd, learning rate 0.1, Nesterov momentum 0.9"),
    ],
    aliases: ["SGD", "optimizer_sgd"]
) { call in
    call.optimiser(.sgd(rate: call.rate, momentum: call.number("momentum"), nesterov: call.flag("nesterov")))
}

private let rmsprop = Builtin(
    "rmsprop", "Gradient descent with steps divided by the recent size of each gradient (Tieleman and Hinton, 2012).",
    family: .training,
    [
        rate(0.001), share("rho", "how much of the past size stays", 0.9),
        share("momentum", "the share of the last step that goes on", 0), epsilon,
    ] + clippingParameters,
    examples: [.init("rmsprop()", gives: "optimiser: rmsprop, learning rate 0.001")],
    aliases: ["RMSprop", "RMSProp", "optimizer_rmsprop"]
) { call in
    call.optimiser(
        .rmsprop(
            rate: call.rate, decay: call.number("rho"), momentum: call.number("momentum"),
            epsilon: call.number("epsilon")))
}

private let adam = Builtin(
    "adam", "Momentum and steps divided by the recent size of each gradient (Kingma and Ba, 2015).", family: .training,
    [rate(0.001)] + betas + [epsilon] + clippingParameters,
    examples: [
        .init("adam(0.01)", gives: "optimiser: adam, learning rate 0.01"),
        .init(
            "adam(global_clipnorm = 1)",
            gives: "optimiser: adam, learning rate 0.001, all gradients together cut to length 1"),
        .init(
            "adam(cosine_decay(0.01, steps = 500))",
            gives: "optimiser: adam, learning rate 0.01, down to 0 in 500 steps along a cosine"),
    ],
    aliases: ["Adam", "optimizer_adam"]
) { call in
    call.optimiser(
        .adam(
            rate: call.rate, beta1: call.number("beta_1"), beta2: call.number("beta_2"),
            epsilon: call.number("epsilon")))
}

private let adamw = Builtin(
    "adamw", "Adam that also draws all weights towards zero, apart from the gradients (Loshchilov and Hutter, 2019).",
    family: .training,
    [
        rate(0.001),
        Parameter("weight_decay", positive, "the share, times the rate, that is lost", default: .number(0.004)),
    ]
        + betas + [epsilon] + clippingParameters,
    examples: [.init("adamw(0.01)", gives: "optimiser: adamw, learning rate 0.01, weight decay 0.004")],
    aliases: ["AdamW", "optimizer_adam_w"]
) { call in
    call.optimiser(
        .adamw(
            rate: call.rate, decay: call.number("weight_decay"), beta1: call.number("beta_1"),
            beta2: call.number("beta_2"), epsilon: call.number("epsilon")))
}

private let adagrad = Builtin(
    "adagrad", "Gradient descent with steps divided by the size of all gradients so far (Duchi et al., 2011).",
    family: .training,
    [
        rate(0.001),
        Parameter(
            "initial_accumulator_value", positive, "what the sum of squares begins with", default: .number(0.1)),
        epsilon,
    ] + clippingParameters,
    examples: [.init("adagrad(0.05)", gives: "optimiser: adagrad, learning rate 0.05")],
    aliases: ["Adagrad", "optimizer_adagrad"]
) { call in
    call.optimiser(
        .adagrad(
            rate: call.rate, start: call.number("initial_accumulator_value"), epsilon: call.number("epsilon")))
}

private let clipNorm = Builtin(
    "clip_norm",
    "The optimiser with all gradients together cut to a length (Pascanu et al., 2013), as Keras's global_clipnorm.",
    family: .training,
    [
        Parameter("optimizer", .object(OptimiserObject.kind), "the optimiser"),
        Parameter("norm", positive, "the greatest length"),
        Parameter(
            "each", .bool, "the gradient of each parameter by itself, as Keras's clipnorm", default: .bool(false)),
    ],
    examples: [
        .init(
            "sgd() |> clip_norm(1)", gives: "optimiser: sgd, learning rate 0.01, all gradients together cut to length 1"
        ),
        .init(
            "sgd() |> clip_norm(1, each = true)",
            gives: "optimiser: sgd, learning rate 0.01, each gradient cut to length 1"),
    ]
) { call in
    var optimiser = try call.object("optimizer", as: OptimiserObject.self)
    if call.flag("each") {
        optimiser.clipping.norm = call.number("norm")
    } else {
        optimiser.clipping.globalNorm = call.number("norm")
    }
    return .object(optimiser)
}

private let clipValue = Builtin(
    "clip_value", "The optimiser with every number of the gradients cut to a range.", family: .training,
    [
        Parameter("optimizer", .object(OptimiserObject.kind), "the optimiser"),
        Parameter("value", positive, "the greatest size of a gradient"),
    ],
    examples: [.init("sgd() |> clip_value(0.5)", gives: "optimiser: sgd, learning rate 0.01, gradients cut to ±0.5")]
) { call in
    var optimiser = try call.object("optimizer", as: OptimiserObject.self)
    optimiser.clipping.value = call.number("value")
    return .object(optimiser)
}
