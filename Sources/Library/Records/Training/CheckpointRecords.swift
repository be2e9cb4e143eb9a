import Datasets
import Engine
import Language

/// Runs that go into a file as they are and go on from there.
let checkpointRecords: [Builtin] = [saveCheckpoint, loadCheckpoint]

private let fileName = Parameter(
    "name", .text, "the file's name; .safetensors is added if there is no ending",
    aliases: ["file", "path", "filepath"])

private let saveCheckpoint = Builtin(
    "save_checkpoint",
    "Write a run with all that it goes on from: weights, the optimiser's memory, epochs and history, where writing is "
        + "allowed (--allow-write).",
    family: .notebook,
    [Parameter("run", .object(RunObject.kind), "the run", aliases: ["net", "model"]), fileName],
    examples: [
        .init(
            "run = fit(gru(2) |> dense(1), window([1, 2, 3, 4], length = 2), epochs = 3)\nsave_checkpoint(run, \"short\")",
            gives: "saved short.safetensors: a run of 3 epochs, 27 weights", writes: true)
    ]
) { call in
    let run = try call.object("run", as: RunObject.self)
    let file = WeightFile.name(call.text("name"))
    guard !call.text("name").isEmpty else { throw Messages.noWeightName(call) }
    try CheckpointFile.write(run.model, run.history, to: file, call)
    let weights = counted(run.model.parameterCount, "weight")
    return .text("saved \(file): a run of \(counted(run.model.epochs, "epoch")), \(weights)")
}

private let loadCheckpoint = Builtin(
    "load_checkpoint", "A run from a file of save_checkpoint; fit goes on from it as if it had not been interrupted.",
    family: .notebook,
    [
        Parameter("net", runOrNetwork, "the same network", aliases: ["model", "run"]),
        Parameter(
            "name", .text, "the file's name; .safetensors is added if there is no ending",
            aliases: ["file", "path", "filepath"], namesFile: true),
        Parameter("input", .any, "the shape of one example, [steps, features], or examples", default: Value.none),
        Parameter("loss", .choice(losses), "what evaluate and trace measure", default: Value.none),
    ],
    examples: [
        .init(
            """
            w = window(range(20), length = 4)
            net = gru(2) |> dropout(0.1) |> dense(1)
            save_checkpoint(fit(net, w, epochs = 1, seed = 1), "climb")
            more = fit(load_checkpoint(net, "climb", input = w), w, epochs = 2, seed = 1)
            more.loss == fit(net, w, epochs = 3, seed = 1).loss
            """, gives: "true", writes: true)
    ]
) { call in
    let run = call.object(ifGiven: "net", as: RunObject.self)
    let network = try run?.description ?? call.object("net", as: NetworkObject.self)
    guard let shapes = try run?.model.inputs ?? call.shapes("input") ?? network.inputs else {
        throw Messages.inputUnknown(call)
    }
    let (checkpoint, history) = try CheckpointFile.read(call)
    let model = try Messages.explained(network, shapes, call) { () throws(EngineError) in
        var model: Model
        if let run { model = run.model } else { model = try Model(network.network, inputs: shapes, seed: 1) }
        try model.restore(checkpoint)
        return model
    }
    var result = RunObject(
        network, model: model, history: history, losses: try Fitting.losses(call, network, run),
        normaliser: run?.normaliser ?? .real)
    result.lossWeights = run?.lossWeights ?? []
    let examples = call.object(ifGiven: "input", as: WindowsObject.self)?.windows
    result.inputs = run?.inputs ?? examples?.inputs.map(\.heading) ?? []
    result.targets = run?.targets ?? examples?.targets.map(\.heading) ?? []
    result.origin = WeightFile.name(call.text("name"))
    return .object(result)
}

/// A run as a file of tensors beside the notebook, with numbers and history as texts in its header.
enum CheckpointFile {
    /// Writes, and returns what was in the way.
    static func problem(of model: Model, _ history: [EpochRecord], to file: String, _ call: Call) -> Diagnostic? {
        do {
            try write(model, history, to: file, call)
            return nil
        } catch let problem as Diagnostic {
            return problem
        } catch {
            return call.fail("cannot write \(file)", at: "checkpoint")
        }
    }

    static func write(_ model: Model, _ history: [EpochRecord], to file: String, _ call: Call) throws {
        let checkpoint = model.checkpoint
        if let name = WeightFile.repeated(checkpoint.tensors.map(\.name)) { throw Messages.sameLayerNames(name, call) }
        var texts = [(name: "format", text: "unroll checkpoint")]
        texts += checkpoint.numbers.map { (name: $0.name, text: "\($0.value)") }
        if let optimiser = checkpoint.optimiser { texts.append((name: "optimizer", text: optimiser)) }
        texts.append((name: "history", text: history.map(\.line).joined(separator: "\n")))
        try WeightFile.write(checkpoint.tensors, texts, to: file, as: .checkpoint, call)
    }

    static func read(_ call: Call) throws -> (Checkpoint, [EpochRecord]) {
        let (tensors, texts) = try WeightFile.readAll(call)
        guard texts["format"] == "unroll checkpoint" else { throw Messages.noCheckpoint(call) }
        let numbers = texts.compactMap { name, text in Double(text).map { (name: name, value: $0) } }
        let history = (texts["history"] ?? "").split(separator: "\n").compactMap { EpochRecord(line: $0) }
        return (Checkpoint(tensors: tensors, numbers: numbers, optimiser: texts["optimizer"]), history)
    }
}

/// Epochs as lines of numbers, "-" for what there is not.
extension EpochRecord {
    fileprivate var line: String {
        let own = [
            Double(epoch), loss, penalty, rate, gradientNorm, largestGradientNorm, Double(clippedBatches),
            Double(clippedGradients), Double(clippedValues), Double(batches),
        ]
        let numbers: [Double?] = own + (training?.numbers ?? []) + (validation?.numbers ?? [])
        return numbers.map { $0.map { "\($0)" } ?? "-" }.joined(separator: " ")
    }

    fileprivate init?(line: Substring) {
        let numbers = line.split(separator: " ").map { Double($0) }
        guard numbers.count >= 10, let epoch = numbers.whole(0), let loss = numbers[1] else { return nil }
        self.init(
            epoch: epoch, loss: loss, penalty: numbers[2] ?? 0, training: Evaluation(numbers, from: 10),
            validation: Evaluation(numbers, from: 17), rate: numbers[3] ?? 0, gradientNorm: numbers[4] ?? 0,
            largestGradientNorm: numbers[5] ?? 0, clippedBatches: numbers.whole(6) ?? 0,
            clippedGradients: numbers.whole(7) ?? 0, clippedValues: numbers.whole(8) ?? 0,
            batches: numbers.whole(9) ?? 0)
    }
}

extension Evaluation {
    fileprivate var numbers: [Double?] {
        [loss, accuracy, meanAbsoluteError, meanSquaredError, crossEntropy, Double(positions), Double(examples)]
    }

    fileprivate init?(_ numbers: [Double?], from first: Int) {
        guard numbers.count >= first + 7, let loss = numbers[first] else { return nil }
        self.init(
            loss: loss, accuracy: numbers[first + 1], meanAbsoluteError: numbers[first + 2],
            meanSquaredError: numbers[first + 3], crossEntropy: numbers[first + 4],
            positions: numbers.whole(first + 5) ?? 0, examples: numbers.whole(first + 6) ?? 0)
    }
}

extension [Double?] {
    fileprivate func whole(_ index: Int) -> Int? { self[index].flatMap { Int(exactly: $0) } }
}

extension Messages {
    static func noCheckpoint(_ call: Call) -> Diagnostic {
        call.fail(
            "\"\(WeightFile.name(call.text("name")))\" holds weights, but no run to go on with", at: "name",
            "load them with load_weights(…)")
    }
}
