import Datasets
import Display
import Engine
import Language

/// Training, and what a trained network says.
let trainingRecords: [Builtin] = [
    fit, evaluate, predict, targets, summary, history, examples, setWeights, weights,
]

let runOrNetwork = ParameterType.either([.object(NetworkObject.kind), .object(RunObject.kind)])
let losses = [
    "mse", "mae", "binary_crossentropy", "categorical_crossentropy", "mean_squared_error", "mean_absolute_error",
    "sparse_categorical_crossentropy",
]

private let fit = Builtin(
    "fit", "Train a network; the result is a run: the trained network with its history. A run is trained on.",
    family: .training,
    [
        Parameter("net", runOrNetwork, "the network, or a run to go on with", aliases: ["network", "model", "run"]),
        Parameter(
            "data", .either([.object(WindowsObject.kind), .object(SplitObject.kind)]),
            "the training examples, or a split"),
        Parameter(
            "validation", .object(WindowsObject.kind), "examples to test on after each epoch", default: Value.none,
            aliases: ["validation_data"]),
        Parameter("epochs", .whole(from: 1), "how often all examples are gone through", default: .number(10)),
        Parameter("batch_size", .whole(from: 1), "examples for one step", default: .number(32), aliases: ["batch"]),
        Parameter(
            "optimizer", .either([.object(OptimiserObject.kind), .choice(OptimiserObject.words)]),
            "how the weights are moved", default: .text("adam"), aliases: ["optimiser"]),
        Parameter(
            "loss", .either([.choice(losses), .list]),
            "what is made small; mse, or cross-entropy where the last layer is a softmax or sigmoid; one for each answer",
            default: Value.none),
        Parameter(
            "loss_weights", .list, "what each loss counts, for a network with several answers", default: Value.none),
        Parameter(
            "normaliser", .choice(["real", "lecture", "padded"]),
            "what the summed loss is divided by: positions with a target, examples, or all positions",
            default: .text("real")),
        Parameter(
            "validation_split", .numberIn(0...1), "the last share of the examples, to test on", default: .number(0)),
        Parameter("shuffle", .bool, "a new order of the examples in each epoch", default: .bool(true)),
        Parameter("seed", .whole(from: 0), "for the same numbers each time", default: Value.none),
        Parameter("verbose", .either([.bool, .number]), "draw the loss", default: .bool(true)),
        Parameter(
            "watch", .bool, "measure gates, and ask the same few examples, after each epoch: see dashboard(run)",
            default: .bool(true)),
    ] + clippingParameters + FitOptions.parameters,
    examples: [
        .init(
            "w = window(scale(load(\"nile\").flow_1e8_m3), length = 5)\nfit(gru(3) |> dense(1), w, epochs = 2, seed = 1).epochs",
            gives: "2"),
        .init(
            "train, test = split(window(scale(load(\"lynx\").trappings), length = 8), 0.8)\nrun = fit(lstm(4) |> dense(1), train, validation = test, epochs = 3, optimizer = adam(0.01))\nrun = fit(run, train, validation = test, epochs = 2)\nrun.epochs",
            gives: "5"),
    ],
    reads: ["$seed"]
) { call in .object(try Fitting(call).run()) }

private let batchSize = Parameter(
    "batch_size", .whole(from: 1), "examples at a time, which matters where states are carried; as in the fit",
    default: Value.none, aliases: ["batch"])

private let evaluate = Builtin(
    "evaluate", "How far a trained network's answers are from the truth: the loss, and errors in the original unit.",
    family: .training,
    [
        Parameter("run", .object(RunObject.kind), "the trained network", aliases: ["net", "model"]),
        Parameter("data", .any, "the examples with their targets"),
        batchSize,
    ],
    examples: [
        .init(
            "train, test = split(window(scale(load(\"nile\").flow_1e8_m3), length = 5), 0.8)\nevaluate(fit(gru(3) |> dense(1), train, epochs = 2), test)"
        )
    ]
) { call in
    let run = try call.object("run", as: RunObject.self)
    let windows = try ExampleInputs(call, "data", for: run.model.input).windows
    let shapes = windows.examples.shapes
    let found = try Messages.explained(run.description, shapes, call) { () throws(EngineError) in
        try run.model.evaluate(
            windows.examples, losses: run.losses, weights: run.lossWeights, normaliser: run.normaliser,
            batch: call.whole(ifGiven: "batch_size"))
    }
    var figures = found.classFigures(run.model.network)
    let isScaled = windows.targets.contains { !$0.scalers.isEmpty }
    if !run.loss.isCrossEntropy {
        let predicted = try Messages.explained(run.description, shapes, call) { () throws(EngineError) in
            try run.model.predict(windows.examples.sources, batch: call.whole(ifGiven: "batch_size"))[0]
        }
        if let errors = Scores.errors(predicted, windows)?.original {
            figures += [("mae", errors.mae), ("mse", errors.mse), ("rmse", errors.rmse)]
        }
    }
    let unit = isScaled && !run.loss.isCrossEntropy ? ", original unit" : ""
    return .object(EvaluationObject(figures, remark: " (\(counted(windows.count, "example"))\(unit))"))
}

private let predict = Builtin(
    "predict", "What a trained network answers: a row for each example.", family: .training,
    [
        Parameter("run", .object(RunObject.kind), "the trained network", aliases: ["net", "model"]),
        Parameter("data", .any, "examples, or the numbers of one"),
        Parameter("original", .bool, "in the original unit, if the targets were scaled", default: .bool(false)),
        batchSize,
    ],
    examples: [
        .init(
            "run = set_weights(dense(1), [[[2], [3]], [1]], input = [2])\npredict(run, [10, 100])", gives: "[321]")
    ]
) { call in
    let run = try call.object("run", as: RunObject.self)
    let given = try ExampleInputs(call, "data", for: run.model.input)
    let examples = given.windows.examples
    let answers = try Messages.explained(run.description, examples.shapes, call) { () throws(EngineError) in
        try run.model.predict(examples.sources, batch: call.whole(ifGiven: "batch_size"))
    }
    let values = answers.enumerated().map { place, answer in
        let columns = run.targets.isEmpty ? given.windows.targets : place == 0 ? run.targets : []
        let result = TensorObject(
            given.isSingle ? answer[row: 0] : answer, names: columns.map(\.name), scalers: columns.map(\.scalers))
        return Value.object(call.flag("original") ? result.unscaled ?? result : result)
    }
    return values.count == 1 ? values[0] : .list(values)
}

private let targets = Builtin(
    "targets", "The true answers of examples: a row for each.", family: .training,
    [
        Parameter("data", .object(WindowsObject.kind), "the examples"),
        Parameter("original", .bool, "in the original unit, if they were scaled", default: .bool(false)),
    ],
    examples: [.init("targets(window([1, 2, 3, 4], length = 2))", gives: "[[3], [4]]")],
    aliases: ["truth"]
) { call in
    let windows = try call.object("data", as: WindowsObject.self).windows
    guard let tensor = try call.targetTensor(windows) else { throw Messages.noTargets(call, at: "data") }
    let result = TensorObject(tensor, names: windows.targets.map(\.name), scalers: windows.targets.map(\.scalers))
    return .object(call.flag("original") ? result.unscaled ?? result : result)
}

private let summary = Builtin(
    "summary", "The layers of a network with the shape that each passes on and the numbers it learns.",
    family: .training,
    [
        Parameter("net", runOrNetwork, "the network or run", aliases: ["model", "run"]),
        Parameter(
            "data", .object(WindowsObject.kind), "examples that tell the shape of the input", default: Value.none),
    ],
    examples: [
        .init("summary(input(7, 1) |> gru(10) |> dense(1))"),
        .init("summary(gru(10) |> dense(1), window([1, 2, 3, 4], length = 2))"),
    ]
) { call in
    let run = call.object(ifGiven: "net", as: RunObject.self)
    let network = try run?.description ?? call.object("net", as: NetworkObject.self)
    let data = call.object(ifGiven: "data", as: WindowsObject.self)?.windows.examples.shapes
    guard let shapes = run?.model.inputs ?? data ?? network.inputs else { return .object(NetworkTable.plot(network)) }
    let rows = try Messages.explained(network, shapes, call) { () throws(EngineError) in
        try network.network.summary(from: shapes)
    }
    return .object(NetworkTable.plot(network, rows, shapes))
}

private let history = Builtin(
    "history", "The loss of a run by epoch, as a table.", family: .training,
    [Parameter("run", .object(RunObject.kind), "the run")],
    examples: [
        .init(
            "history(fit(gru(2) |> dense(1), window([1, 2, 3, 4], length = 2), epochs = 3)).epoch",
            gives: "series epoch: 3 values, 1 2 3")
    ]
) { call in .object(TableObject(try call.object("run", as: RunObject.self).historyTable)) }

private let examples = Builtin(
    "examples", "Examples made of inputs and answers that are at hand, not cut from a series.", family: .data,
    [
        Parameter("x", .any, "inputs [examples × steps × features], or [steps × features] of one example"),
        Parameter(
            "y", .any, "answers: one for each example, or one for each step; −1 or none is no class",
            default: Value.none),
        Parameter(
            "tokens", .bool, "each row of x is a sequence of token numbers, as embedding takes them",
            default: .bool(false)),
        Parameter("vectors", .bool, "each row of x is one example, and not a step", default: .bool(false)),
        Parameter(
            "mask", .list, "1 where a step is there, 0 where it is padding or missing: a row for each example",
            default: Value.none),
    ],
    examples: [
        .init(
            "examples([[4, 2, 7], [1, 1, 3]], [0, 1], tokens = true)", gives: "windows: 2 examples, x [3 × 1] → y [1]"),
        .init("examples([[[1], [2]], [[3], [4]]], [3, 7])", gives: "windows: 2 examples, x [2 × 1] → y [1]"),
        .init(
            "examples([[1, 2], [3, 4], [5, 6]], [0, 1, 0], vectors = true)", gives: "windows: 3 examples, x [2] → y [1]"
        ),
        .init("examples(one_hot([2, 0, 1]), [1, 1, 0])", gives: "windows: 1 example, x [3 × 3] → y [3 × 1]"),
    ]
) { call in
    var windows = try ExampleInputs(call, "x", for: call.flag("vectors") ? Shape(1) : nil, targets: "y").windows
    if call.list(ifGiven: "mask") != nil {
        let mask = try call.operand("mask").tensor
        guard mask.count == windows.count * windows.plan.length else {
            throw Messages.maskCount(mask, windows.count, windows.plan.length, call)
        }
        windows.realRows = mask.values.map { $0 != 0 }
    }
    return .object(WindowsObject(windows))
}

private let setWeights = Builtin(
    "set_weights", "A run whose weights are given, in Keras's order: kernel, recurrent kernel, bias, layer by layer.",
    family: .training,
    [
        Parameter("net", runOrNetwork, "the network or a run", aliases: ["model", "run"]),
        Parameter("weights", .list, "a list of matrices and vectors"),
        Parameter("input", .any, "the shape of one example, [steps, features], or examples", default: Value.none),
        Parameter("loss", .choice(losses), "what evaluate and trace measure", default: Value.none),
    ],
    examples: [
        .init(
            "run = set_weights(simple_rnn(2), [[[1, 0]], [[0, 0], [0, 0]], [0, 0]], input = [3, 1])\npredict(run, [0, 0, 1])",
            gives: "[0.7616, 0]")
    ]
) { call in
    let run = call.object(ifGiven: "net", as: RunObject.self)
    let network = try run?.description ?? call.object("net", as: NetworkObject.self)
    guard let shapes = try run?.model.inputs ?? call.shapes("input") ?? network.inputs else {
        throw Messages.inputUnknown(call)
    }
    let tensors = try call.list("weights").enumerated().map { index, value in
        guard let tensor = try call.operand(of: value, at: "weights")?.tensor else {
            throw Messages.notAWeight(index + 1, call)
        }
        return tensor
    }
    let model = try Messages.explained(network, shapes, call) { () throws(EngineError) in
        var model: Model
        if let run { model = run.model } else { model = try Model(network.network, inputs: shapes, seed: 1) }
        try model.setWeights(tensors)
        return model
    }
    var result = RunObject(network, model: model, losses: try Fitting.losses(call, network, run))
    let examples = call.object(ifGiven: "input", as: WindowsObject.self)?.windows
    result.inputs = run?.inputs ?? examples?.inputs.map(\.heading) ?? []
    result.targets = run?.targets ?? examples?.targets.map(\.heading) ?? []
    result.plan = run?.plan ?? examples.flatMap { $0.isGiven ? nil : $0.plan }
    return .object(result)
}

extension Call {
    /// A shape as a list of numbers, or of given examples; nil if the argument was left out.
    func shapes(_ name: String) throws -> [Shape]? {
        switch value(name) {
        case .object(let windows as WindowsObject): return windows.windows.examples.shapes
        case .list(let list):
            let lengths = list.compactMap { if case .number(let number) = $0 { Int(exactly: number) } else { nil } }
            guard lengths.count == list.count, let last = lengths.last, lengths.count <= 2,
                lengths.allSatisfy({ $0 > 0 })
            else { throw Messages.inputShape(self) }
            return [Shape(steps: lengths.count == 2 ? lengths[0] : nil, features: last)]
        default: return nil
        }
    }
}

private let weights = Builtin(
    "weights", "The numbers that a run has learnt: all by name, or those of one name.", family: .training,
    [
        Parameter("run", .object(RunObject.kind), "the run", aliases: ["net", "model"]),
        Parameter("name", .text, "such as \"gru/kernel\"", default: .text("")),
    ],
    examples: [
        .init(
            "run = set_weights(dense(1), [[[2], [3]], [1]], input = [2])\nweights(run, \"dense/kernel\")",
            gives: "[[2], [3]]")
    ],
    aliases: ["get_weights"]
) { call in
    let all = try call.object("run", as: RunObject.self).model.weights
    let name = call.text("name")
    if let found = all.first(where: { $0.name == name }) { return Operand.value(found.tensor) }
    guard name.isEmpty else { throw Messages.noSuchWeight(name, all.map(\.name), call) }
    return .object(
        TableObject(
            Table([
                Column("name", .texts(all.map(\.name))), Column("shape", .texts(all.map(\.tensor.shapeDescription))),
                Column("numbers", .numbers(all.map { Double($0.tensor.count) })),
            ])))
}
