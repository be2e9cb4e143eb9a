import Engine
import Language

/// How a fit moves the weights.
let optimiserRecords: [Builtin] = [sgd, rmsprop, adam, clipNorm, clipValue]

private let positive = ParameterType.numberIn(0...Double.infinity)

private func rate(_ fallback: Double) -> Parameter {
    Parameter("learning_rate", positive, "how far a step goes", default: .number(fallback), aliases: ["lr", "rate"])
}

private let clipping = [
    Parameter(
        "clipnorm", positive, "cut all gradients together to this length", default: Value.none, aliases: ["clip_norm"]),
    Parameter("clipvalue", positive, "cut every gradient to ± this", default: Value.none, aliases: ["clip_value"]),
]

extension Call {
    fileprivate func optimiser(_ settings: OptimiserSettings) -> Value {
        let clipping = Clipping(norm: number(ifGiven: "clipnorm"), value: number(ifGiven: "clipvalue"))
        return .object(OptimiserObject(settings, clipping: clipping))
    }
}

private let sgd = Builtin(
    "sgd", "Plain gradient descent: a step against the gradient, with momentum if wanted.", family: .training,
    [
        rate(0.01),
        Parameter("momentum", .numberIn(0...1), "the share of the last step that goes on", default: .number(0)),
    ]
        + clipping,
    examples: [.init("sgd(0.1, momentum = 0.9)", gives: "optimiser: sgd, learning rate 0.1, momentum 0.9")],
    aliases: ["SGD", "optimizer_sgd"]
) { call in call.optimiser(.sgd(rate: call.number("learning_rate"), momentum: call.number("momentum"))) }

private let rmsprop = Builtin(
    "rmsprop", "Gradient descent with steps divided by the recent size of each gradient (Tieleman and Hinton, 2012).",
    family: .training,
    [
        rate(0.001), Parameter("rho", .numberIn(0...1), "how much of the past size stays", default: .number(0.9)),
        Parameter("epsilon", positive, "keeps the division from exploding", default: .number(1e-7)),
    ] + clipping,
    examples: [.init("rmsprop()", gives: "optimiser: rmsprop, learning rate 0.001")],
    aliases: ["RMSprop", "RMSProp", "optimizer_rmsprop"]
) { call in
    call.optimiser(
        .rmsprop(rate: call.number("learning_rate"), decay: call.number("rho"), epsilon: call.number("epsilon")))
}

private let adam = Builtin(
    "adam", "Momentum and steps divided by the recent size of each gradient (Kingma and Ba, 2015).", family: .training,
    [
        rate(0.001),
        Parameter("beta_1", .numberIn(0...1), "how much of the past direction stays", default: .number(0.9)),
        Parameter("beta_2", .numberIn(0...1), "how much of the past size stays", default: .number(0.999)),
        Parameter("epsilon", positive, "keeps the division from exploding", default: .number(1e-7)),
    ] + clipping,
    examples: [
        .init("adam(0.01)", gives: "optimiser: adam, learning rate 0.01"),
        .init("adam(clipnorm = 1)", gives: "optimiser: adam, learning rate 0.001, gradients cut to length 1"),
    ],
    aliases: ["Adam", "optimizer_adam"]
) { call in
    call.optimiser(
        .adam(
            rate: call.number("learning_rate"), beta1: call.number("beta_1"), beta2: call.number("beta_2"),
            epsilon: call.number("epsilon")))
}

private let clipNorm = Builtin(
    "clip_norm", "The optimiser with all gradients together cut to a length.", family: .training,
    [
        Parameter("optimizer", .object(OptimiserObject.kind), "the optimiser"),
        Parameter("norm", positive, "the greatest length"),
    ],
    examples: [.init("sgd() |> clip_norm(1)", gives: "optimiser: sgd, learning rate 0.01, gradients cut to length 1")]
) { call in
    var optimiser = try call.object("optimizer", as: OptimiserObject.self)
    optimiser.clipping.norm = call.number("norm")
    return .object(optimiser)
}

private let clipValue = Builtin(
    "clip_value", "The optimiser with every gradient cut to a range.", family: .training,
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
