import Datasets
import Display
import Engine
import Language

/// One call of `fit`: from its arguments to a run, with the plot that grows meanwhile.
struct Fitting {
    private let call: Call
    private let network: NetworkObject
    private let model: Model
    private let before: [EpochRecord]
    private let data: Windows
    private let validation: Windows?
    private let settings: FitSettings
    private let baselines: [LinePlot.Baseline]

    init(_ call: Call) throws {
        self.call = call
        (data, validation) = try Self.parts(call)
        let shape = data.examples.inputs.shape
        let optimiser = try Self.optimiser(call)
        let seed = call.whole(ifGiven: "seed").map(UInt64.init) ?? call.host.seed
        let run = call.object(ifGiven: "net", as: RunObject.self)
        if let run {
            network = run.description
            model = run.model
            before = run.history
        } else {
            let network = try call.object("net", as: NetworkObject.self)
            self.network = network
            model = try Messages.explained(network, shape, call) { () throws(EngineError) in
                try Model(network.network, input: shape, seed: seed, isStopped: { call.host.isStopped })
            }
            before = []
        }
        let loss = Self.loss(call, network) ?? run?.loss
        settings = FitSettings(
            epochs: call.whole("epochs"), batchSize: call.whole("batch_size"), optimiser: optimiser.settings,
            loss: loss ?? .meanSquaredError, normaliser: Normaliser(rawValue: call.text("normaliser")) ?? .real,
            clipping: Clipping(
                norm: call.number(ifGiven: "clipnorm") ?? optimiser.clipping.norm,
                value: call.number(ifGiven: "clipvalue") ?? optimiser.clipping.value),
            shuffle: call.flag("shuffle"), seed: seed)
        baselines = Self.baselines(validation ?? data, settings.loss, outputs: model.output.features)
    }

    func run() throws -> RunObject {
        let progress = FitProgress(call.host, settings, before: before, baselines: baselines)
        let trainer = try Messages.explained(network, data.examples.inputs.shape, call) { () throws(EngineError) in
            try Trainer(model, examples: data.examples, validation: validation?.examples, settings: settings)
        }
        let result = trainer.run(
            onBatch: { batch in
                progress.add(batch)
                return !call.host.isStopped
            },
            onEpoch: { epoch in
                progress.add(epoch)
                return !call.host.isStopped
            })
        var run = RunObject(
            network, model: result.model, history: before + result.history, loss: settings.loss,
            normaliser: settings.normaliser, ending: result.ending)
        run.inputs = data.inputs.map { Column($0.name, .numbers([]), scalers: $0.scalers) }
        run.targets = data.targets.map { Column($0.name, .numbers([]), scalers: $0.scalers) }
        run.baselines = baselines.map { ($0.name, $0.value) }
        if case .notFinite(let place) = result.ending {
            call.host.note(
                Messages.notFinite(place, settings, isScaled: data.inputs.allSatisfy { !$0.scalers.isEmpty }, call))
        }
        if !run.history.isEmpty, call.isVerbose { call.host.show(.object(RunPlot.plot(run))) }
        return run
    }

    // MARK: - Arguments

    /// Training and validation examples. A split brings its own validation part; `validation_split` takes the last share.
    private static func parts(_ call: Call) throws -> (Windows, Windows?) {
        var data: Windows
        var validation = call.object(ifGiven: "validation", as: WindowsObject.self)?.windows
        if let split = call.object(ifGiven: "data", as: SplitObject.self)?.split {
            data = split.parts[0]
            validation = validation ?? split.parts.first { $0.part == "validation" }
        } else {
            data = try call.object("data", as: WindowsObject.self).windows
        }
        let share = call.number("validation_split")
        if validation == nil, share > 0 {
            let cut = Int((Double(data.count) * (1 - share)).rounded(.down))
            guard cut > 0, cut < data.count else { throw Messages.emptyPart("validation", of: data.count, call) }
            (data, validation) = (data.examples(0..<cut), data.examples(cut..<data.count))
        }
        return (data, validation)
    }

    private static func optimiser(_ call: Call) throws -> OptimiserObject {
        if let given = call.object(ifGiven: "optimizer", as: OptimiserObject.self) { return given }
        return switch call.text(ifGiven: "optimizer") {
        case "sgd": OptimiserObject(.sgd())
        case "rmsprop": OptimiserObject(.rmsprop())
        default: OptimiserObject(.adam())
        }
    }

    /// As named, or as the last layer's function asks for; nil where nothing says.
    static func loss(_ call: Call, _ network: NetworkObject) -> Loss? {
        switch call.text(ifGiven: "loss") {
        case "mse", "mean_squared_error": return .meanSquaredError
        case "mae", "mean_absolute_error": return .meanAbsoluteError
        case "binary_crossentropy": return .binaryCrossEntropy
        case "categorical_crossentropy", "sparse_categorical_crossentropy": return .categoricalCrossEntropy
        default: break
        }
        return network.network.layers.last.flatMap { $0.answersWith }.map { function in
            switch function {
            case .softmax: .categoricalCrossEntropy
            case .sigmoid: .binaryCrossEntropy
            case .linear, .tanh, .relu: .meanSquaredError
            }
        }
    }

    /// What simple forecasts reach, in the unit of the loss.
    private static func baselines(_ windows: Windows, _ loss: Loss, outputs: Int) -> [LinePlot.Baseline] {
        switch loss {
        case .categoricalCrossEntropy: return [.init("guessing", Scores.log(Double(outputs)))]
        case .binaryCrossEntropy: return [.init("guessing", Scores.log(2))]
        case .meanSquaredError, .meanAbsoluteError: break
        }
        let size = windows.plan.length * windows.width
        let isCheap = windows.earlier.count * size * size < 400_000_000
        let found = isCheap ? windows.baselines() : [windows.lastValueBaseline].compactMap { $0 }
        return found.filter { $0.name == "last value" || $0.name.hasPrefix("linear") }.map { baseline in
            .init(baseline.name, loss == .meanSquaredError ? baseline.errors.mse : baseline.errors.mae)
        }
    }
}

extension Layer {
    /// The function that a layer's answer has gone through, if it is one that decides on a loss.
    var answersWith: ActivationFunction? {
        switch self {
        case let dense as Dense: dense.activation
        case let activation as Activation: activation.function
        default: nil
        }
    }
}

extension Call {
    /// `verbose = 0` as in Keras, or false: no plot.
    var isVerbose: Bool {
        switch value("verbose") {
        case .bool(let flag): flag
        case .number(let number): number != 0
        default: true
        }
    }
}
