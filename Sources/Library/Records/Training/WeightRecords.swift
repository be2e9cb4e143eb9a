import Datasets
import Engine
import Language
import Sandbox

/// Weights that go into a file and come out of one.
let weightRecords: [Builtin] = [saveWeights, loadWeights]

private let saveWeights = Builtin(
    "save_weights",
    "Write the weights of a run beside the notebook, as safetensors with Keras's names, orders and layouts, where "
        + "writing is allowed (--allow-write).",
    family: .notebook,
    [
        Parameter("run", .object(RunObject.kind), "the trained network", aliases: ["net", "model"]),
        Parameter(
            "name", .text, "the file's name; .safetensors is added if there is no ending",
            aliases: ["file", "path", "filepath"]),
    ],
    examples: [
        .init(
            "run = set_weights(dense(1), [[[2], [3]], [1]], input = [2])\nsave_weights(run, \"line\")",
            gives: "saved line.safetensors: 2 tensors, 3 weights", writes: true)
    ],
    aliases: ["save_model_weights"]
) { call in
    let run = try call.object("run", as: RunObject.self)
    let file = WeightFile.name(call.text("name"))
    guard !call.text("name").isEmpty else { throw Messages.noWeightName(call) }
    let weights = run.model.weights
    if let name = WeightFile.repeated(weights.map(\.name)) { throw Messages.sameLayerNames(name, call) }
    let texts = [
        (name: "format", text: "unroll"), (name: "network", text: run.description.summary(from: run.model.inputs)),
    ]
    try WeightFile.write(weights, texts, to: file, as: .weights, call)
    return .text("saved \(file): \(counted(weights.count, "tensor")), \(counted(run.model.parameterCount, "weight"))")
}

private let loadWeights = Builtin(
    "load_weights",
    "A run whose weights come from a safetensors file: of save_weights, or of the same network in Keras or PyTorch.",
    family: .notebook,
    [
        Parameter("net", runOrNetwork, "the network or a run", aliases: ["model", "run"]),
        Parameter(
            "name", .text, "the file beside the notebook; .safetensors is added if there is no ending",
            aliases: ["file", "path", "filepath"], namesFile: true),
        Parameter("input", .any, "the shape of one example, [steps, features], or examples", default: Value.none),
        Parameter("loss", .choice(losses), "what evaluate and trace measure", default: Value.none),
    ],
    examples: [
        .init(
            "run = set_weights(dense(1), [[[2], [3]], [1]], input = [2])\nsave_weights(run, \"line\")\npredict(load_weights(dense(1), \"line\", input = [2]), [10, 100])",
            gives: "[321]", writes: true)
    ],
    aliases: ["load_model_weights"]
) { call in
    let run = call.object(ifGiven: "net", as: RunObject.self)
    let network = try run?.description ?? call.object("net", as: NetworkObject.self)
    guard let shapes = try run?.model.inputs ?? call.shapes("input") ?? network.inputs else {
        throw Messages.inputUnknown(call)
    }
    let found = try WeightFile.read(call)
    let model = try Messages.explained(network, shapes, call) { () throws(EngineError) in
        var model: Model
        if let run {
            model = run.model
        } else {
            model = try Model(network.network, inputs: shapes, seed: 1, isStopped: { call.host.isStopped })
        }
        try model.setWeights(named: found)
        return model
    }
    var result = RunObject(
        network, model: model, losses: try Fitting.losses(call, network, run), normaliser: run?.normaliser ?? .real)
    result.lossWeights = run?.lossWeights ?? []
    let examples = call.object(ifGiven: "input", as: WindowsObject.self)?.windows
    result.inputs = run?.inputs ?? examples?.inputs.map(\.heading) ?? []
    result.targets = run?.targets ?? examples?.targets.map(\.heading) ?? []
    result.plan = run?.plan ?? examples.flatMap { $0.isGiven ? nil : $0.plan }
    result.origin = WeightFile.name(call.text("name"))
    return .object(result)
}

/// A file of weights beside the notebook.
enum WeightFile {
    static func name(_ name: String) -> String {
        (name.split(separator: "/").last ?? "").contains(".") ? name : name + ".safetensors"
    }

    /// All weights of the file that a call names.
    static func read(_ call: Call) throws -> [(name: String, tensor: Tensor)] {
        try readAll(call).tensors.filter { !WeightNames.isAside($0.name) }
    }

    /// All tensors, and the texts of the header.
    static func readAll(_ call: Call) throws -> (tensors: [(name: String, tensor: Tensor)], texts: [String: String]) {
        guard !call.text("name").isEmpty else { throw Messages.noWeightName(call) }
        let file = name(call.text("name"))
        do {
            let bytes = try Files.read(Catalogue.join(call.host.folder, file), call.host.access, copies: 4)
            let contents = try Safetensors.contents(bytes)
            let entries = contents.entries.filter { Checkpoint.isMemory($0.name) || !WeightNames.isAside($0.name) }
            let tensors = try entries.map { (name: $0.name, tensor: try Safetensors.tensor($0, in: bytes)) }
            return (tensors, contents.metadata)
        } catch let fault as Safetensors.Fault {
            throw Messages.unreadableWeights(file, fault, call)
        } catch FileRefusal.missing {
            let known = Files.names(in: call.host.folder, call.host.access).filter { $0.hasSuffix(".safetensors") }
            throw Messages.noSuchWeights(file, known: known, call)
        } catch let refusal as FileRefusal {
            throw Messages.refused(file, refusal, call)
        }
    }

    /// Writes a file of tensors next to the notebook, over nothing but such a file of our own.
    static func write(
        _ tensors: [(name: String, tensor: Tensor)], _ texts: [(name: String, text: String)], to file: String,
        as kind: OutputMark.Kind, _ call: Call
    ) throws {
        guard file.hasSuffix(".safetensors") else { throw Messages.otherEnding(file, call) }
        let marked = [(name: "output", text: OutputMark.open(kind))] + texts
        try call.write(Safetensors.bytes(of: tensors, metadata: marked), to: file, as: kind)
    }

    static func repeated(_ names: [String]) -> String? {
        var seen: Set<String> = []
        return names.first { !seen.insert($0).inserted }
    }
}
