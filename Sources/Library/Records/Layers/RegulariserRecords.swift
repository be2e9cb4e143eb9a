import Engine
import Language

/// Penalties on the size of weights, for `kernel_regularizer` and its like.
let regulariserRecords: [Builtin] = [l1, l2, l1AndL2]

private let strength = ParameterType.numberIn(0...Double.greatestFiniteMagnitude)

private let l1 = Builtin(
    "l1", "A penalty on the sum of the sizes of weights: it draws them to zero (Tibshirani, 1996).", family: .training,
    [Parameter("l1", strength, "what the sum counts", default: .number(0.01), aliases: ["l"])],
    examples: [.init("l1(0.001)", gives: "regulariser: 0.001 · Σ|w| is added to the loss")],
    aliases: ["L1", "regularizer_l1"]
) { call in .object(RegulariserObject(Regulariser(l1: call.number("l1")))) }

private let l2 = Builtin(
    "l2", "A penalty on the sum of the squares of weights: it makes them small (Krogh and Hertz, 1992).",
    family: .training,
    [Parameter("l2", strength, "what the sum counts", default: .number(0.01), aliases: ["l"])],
    examples: [
        .init("l2(0.01)", gives: "regulariser: 0.01 · Σw² is added to the loss"),
        .init("gru(10, recurrent_regularizer = l2(0.001)) |> dense(1, kernel_regularizer = \"l2\")"),
    ],
    aliases: ["L2", "regularizer_l2"]
) { call in .object(RegulariserObject(Regulariser(l2: call.number("l2")))) }

private let l1AndL2 = Builtin(
    "l1_l2", "Both penalties on weights: of their sizes and of their squares (Zou and Hastie, 2005).",
    family: .training,
    [
        Parameter("l1", strength, "what the sum of sizes counts", default: .number(0.01)),
        Parameter("l2", strength, "what the sum of squares counts", default: .number(0.01)),
    ],
    examples: [.init("l1_l2(0.1, 0.2)", gives: "regulariser: 0.1 · Σ|w| + 0.2 · Σw² is added to the loss")],
    aliases: ["L1L2", "regularizer_l1_l2"]
) { call in .object(RegulariserObject(Regulariser(l1: call.number("l1"), l2: call.number("l2")))) }
