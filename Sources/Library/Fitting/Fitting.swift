import Base
import Content
import Datasets
import Display
import Engine
import Experiments
import Language
import Views

/// One call of `fit`: from its arguments to a run, with the plot that grows meanwhile.
struct Fitting {
    private let call: Call
    private let network: NetworkObject
    private let model: Model
    private let before: [EpochRecord]
    private let data: Windows
    private let validation: Windows?
    /// What each example of both, in this order, counts.
    private let sampleWeights: [Real]?
    private let settings: FitSettings
    private let baselines: [Chart.Baseline]
    /// What was changed by hand in the run that the fit goes on with.
    private let forks: [Fork]
    /// The validation examples are the last share of what was given.
    private let isSplitHere: Bool

    /// As another fit was, from the beginning, with another network.
    init(twinOf run: RunObject, _ recipe: Recipe, _ network: NetworkObject, _ call: Call) throws {
        self.call = call
        self.network = network
        (data, validation, sampleWeights) = (recipe.examples, recipe.validation, recipe.weights)
        settings = recipe.settings
        let shapes = data.examples.shapes
        model = try Messages.explained(network, shapes, call) { () throws(EngineError) in
            try network.network.checkMemory(from: shapes, batch: min(recipe.settings.batchSize, recipe.examples.count))
            return try Model(
                network.network, inputs: shapes, seed: recipe.settings.seed, isStopped: { call.host.isStopped })
        }
        baselines = run.baselines.map { .init($0.name, $0.value) }
        (before, forks, isSplitHere) = ([], [], false)
    }

    init(_ call: Call) throws {
        guard call.whole("epochs") <= HistoryRoom.mostEpochs else { throw Messages.tooManyEpochs(call) }
        self.call = call
        isSplitHere = Self.isSplit(call)
        (data, validation) = try Self.parts(call)
        sampleWeights = try call.sampleWeights()
        let shapes = data.examples.shapes
        let optimiser = try Self.optimiser(call)
        let seed = call.whole(ifGiven: "seed").map(UInt64.init) ?? call.host.seed
        let run = call.object(ifGiven: "net", as: RunObject.self)
        let batch = min(call.whole("batch_size"), data.count)
        if let run {
            network = run.description
            model = run.model
            before = run.history
            forks = run.forks
        } else {
            let network = try call.object("net", as: NetworkObject.self)
            self.network = network
            model = try Messages.explained(network, shapes, call) { () throws(EngineError) in
                try network.network.checkMemory(from: shapes, batch: batch)
                return try Model(network.network, inputs: shapes, seed: seed, isStopped: { call.host.isStopped })
            }
            before = []
            forks = []
        }
        var settings = FitSettings(
            epochs: call.whole("epochs"), batchSize: call.whole("batch_size"), optimiser: optimiser.settings,
            normaliser: Normaliser(rawValue: call.text("normaliser")) ?? .real,
            clipping: call.clipping(or: optimiser.clipping),
            shuffle: call.flag("shuffle") && (call.isGiven("shuffle") || !network.network.isStateful), seed: seed)
        settings.losses = try Self.losses(call, network, run)
        settings.lossWeights = try call.numbers(ifGiven: "loss_weights") ?? run?.lossWeights ?? []
        try settings.take(call, hasValidation: validation != nil)
        settings.classWeights = try call.classWeights(
            data.examples, settings.loss, classes: model.output.features)
        self.settings = settings
        baselines =
            model.outputs.count > 1
            ? [] : Self.baselines(validation ?? data, settings.loss, outputs: model.output.features)
    }

    func run() throws -> RunObject {
        if call.host.isDescribing { return object(FitResult(model: model, history: [], ending: .finished)) }
        let trainer = try Messages.explained(network, data.examples.shapes, call) { () throws(EngineError) in
            try Trainer(model, examples: examples, validation: validationExamples, settings: settings)
        }
        let began = ContinuousClock.now
        let control = FitControl()
        defer { control.close() }
        let progress = FitProgress(call.host, settings, dashboard(control), baselines: baselines, examples: data.count)
        let samples = watch(trainer)
        if let samples { progress.take(samples) }
        let pilot = FitPilot(
            control, call.host, trainer, progress,
            WorstExample(validation ?? data, settings.losses, lossWeights: settings.lossWeights), forks: forks)
        let checkpoint = call.text(ifGiven: "checkpoint").map { WeightFile.name($0) }
        var records = before
        var refusal: Diagnostic?
        var room = HistoryRoom()
        let result = trainer.run(
            onBatch: { batch in
                progress.add(batch)
                return pilot.obey(batch)
            },
            onEpoch: { epoch in
                if let missing = room.shortage(for: epoch, after: records.count - before.count) {
                    call.host.note(Messages.noRoomForHistory(epoch.epoch, missing, call))
                    return false
                }
                progress.add(epoch)
                records.append(epoch)
                if let checkpoint {
                    refusal = CheckpointFile.problem(of: trainer.model, records, to: checkpoint, call)
                    if refusal != nil { return false }
                }
                return !call.host.isStopped
            })
        if let refusal, result.history.count < 2 { throw refusal }
        if let refusal { call.host.note(refusal) }
        var run = object(result)
        run.samples = samples
        run.forks = pilot.forks.filter { $0.firstEpoch <= run.model.epochs }
        if !run.forks.isEmpty { run.recipe?.settings.clipping = trainer.clipping }
        if case .notFinite(let place) = result.ending {
            call.host.note(
                Messages.notFinite(place, settings, isScaled: data.inputs.allSatisfy { !$0.scalers.isEmpty }, call))
        }
        if !run.history.isEmpty, call.isVerbose { call.host.show(.object(RunPlot.plot(run))) }
        log(run, seconds: (ContinuousClock.now - began) / .seconds(1))
        return run
    }

    /// Where the host keeps a log of runs. The file is written here, once, on the thread that trained.
    private func log(_ run: RunObject, seconds: Double) {
        guard let log = call.host.service(RunLog.self) else { return }
        var logged = LoggedRun(run, after: before.count)
        logged.name = call.target
        (logged.cell, logged.cellID) = (call.span.source.name, call.host.cellID)
        (logged.source, logged.seconds) = (call.span.source.text, seconds)
        if let trouble = log.add(logged) { call.host.show(.object(RemarkObject(trouble))) }
    }

    private func object(_ result: FitResult) -> RunObject {
        var run = RunObject(
            network, model: result.model, history: before + result.history, losses: settings.losses,
            normaliser: settings.normaliser, ending: result.ending)
        run.lossWeights = settings.lossWeights
        run.restored = result.restored
        run.metrics = settings.metrics
        run.inputs = data.inputs.map(\.heading)
        run.targets = data.targets.map(\.heading)
        run.plan = data.isGiven ? nil : data.plan
        run.baselines = baselines.map { ($0.name, $0.value) }
        run.recipe = Recipe(
            settings: settings, examples: data, validation: validation, start: model,
            weights: examples.targets?.weights)
        return run
    }

    // MARK: - What is looked at

    /// The dashboard before the first batch.
    private func dashboard(_ control: FitControl) -> TrainingState {
        var state = TrainingState(network, model, before, lastEpoch: model.epochs + settings.epochs, settings.loss)
        state.take(settings)
        state.baselines = baselines.map { .init($0.name, $0.value) }
        state.epochsBefore = model.epochs
        state.changes = forks.map(\.shown)
        (state.isLive, state.control) = (true, control)
        return state
    }

    /// Gates and the answers to a few examples after each epoch, if they are wanted.
    private func watch(_ trainer: Trainer) -> SampleTexts? {
        guard call.flag("watch") else { return nil }
        let windows = validation ?? data
        let places = SampleTexts.places(in: windows)
        guard let truths = try? trainer.watch(EpochWatch(samples: windows.examples[places])) else { return nil }
        return SampleTexts(windows, places, truths, outputs: model.output.features, settings.loss)
    }

    // MARK: - Arguments

    private var examples: Examples {
        isSplitHere
            ? data.examples.weighted(sampleWeights, from: 0, of: wholeCount) : data.examples.weighted(sampleWeights)
    }

    /// Weights are those of the examples that were given: where some of them are set aside here, they keep theirs.
    private var validationExamples: Examples? {
        isSplitHere
            ? validation?.examples.weighted(sampleWeights, from: data.count, of: wholeCount) : validation?.examples
    }

    private static func isSplit(_ call: Call) -> Bool {
        call.number("validation_split") > 0 && !call.isGiven("validation")
            && call.object(ifGiven: "data", as: SplitObject.self)?.split.parts.first { $0.part == "validation" } == nil
    }

    private var wholeCount: Int { data.count + (validation?.count ?? 0) }

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
            let cut = Int(clamping: (Double(data.count) * (1 - share)).rounded(.down))
            guard cut > 0, cut < data.count else { throw Messages.emptyPart("validation", of: data.count, call) }
            (data, validation) = (data.examples(0..<cut), data.examples(cut..<data.count))
        }
        return (data, validation)
    }

    private static func optimiser(_ call: Call) throws -> OptimiserObject {
        if let given = call.object(ifGiven: "optimizer", as: OptimiserObject.self) { return given }
        return call.text(ifGiven: "optimizer").flatMap(OptimiserObject.named) ?? OptimiserObject(.adam())
    }

    /// For each answer as named, as it was, or as its last layer's function asks for.
    static func losses(_ call: Call, _ network: NetworkObject, _ run: RunObject?) throws -> [Loss] {
        let outputs = network.network.outputs
        let names = try call.texts(ifGiven: "loss") ?? []
        guard names.isEmpty || names.count == outputs.count || names.count == 1 else {
            throw Messages.lossCount(names.count, outputs.count, call)
        }
        return try outputs.enumerated().map { place, wire in
            let name = names.count == 1 ? names[0] : names.isEmpty ? nil : names[place]
            if let name {
                guard let loss = Loss(named: name) else { throw Messages.noSuchLoss(name, call) }
                return loss
            }
            if let loss = run?.losses[place] { return loss }
            guard case .node(let node) = wire else { return .meanSquaredError }
            switch network.network.nodes[node].layer.lastFunction {
            case .softmax: return .categoricalCrossEntropy
            case .sigmoid: return .binaryCrossEntropy
            case .linear, .tanh, .relu, nil: return .meanSquaredError
            }
        }
    }

    /// What simple forecasts reach, in the unit of the loss.
    private static func baselines(_ windows: Windows, _ loss: Loss, outputs: Int) -> [Chart.Baseline] {
        let best = Self.best(windows, loss)
        switch loss {
        case .categoricalCrossEntropy: return [.init("guessing", Scores.log(Double(outputs)))] + best
        case .binaryCrossEntropy: return [.init("guessing", Scores.log(2))] + best
        case .meanSquaredError, .meanAbsoluteError: break
        }
        let size = windows.plan.length * windows.width
        let isCheap = windows.earlier.count * size * size < 400_000_000
        let found = isCheap ? windows.baselines() : [windows.lastValueBaseline].compactMap { $0 }
        return found.filter { $0.name == "last value" || $0.name.hasPrefix("linear") }.map { baseline in
            .init(baseline.name, loss == .meanSquaredError ? baseline.errors.mse : baseline.errors.mae)
        } + best
    }

    /// Where the rule behind the examples is known: what nobody can pass who sees a window and no more, and, for numbers,
    /// what is reached without looking.
    private static func best(_ windows: Windows, _ loss: Loss) -> [Chart.Baseline] {
        guard loss != .meanAbsoluteError, let ceiling = windows.ceiling(isBidirectional: true) ?? windows.ceiling(),
            (ceiling.accuracy != nil) == loss.isCrossEntropy
        else { return [] }
        let guess = loss.isCrossEntropy ? nil : windows.ceiling(steps: 0)
        let lines = [
            guess.map { Chart.Baseline("guessing", $0.loss) },
            ceiling.loss > 0 ? .init("best from \(counted(windows.plan.length, "step"))", ceiling.loss) : nil,
        ]
        return lines.compactMap { $0 }
    }
}

extension Messages {
    static func lossCount(_ found: Int, _ needs: Int, _ call: Call) -> Diagnostic {
        call.fail(
            "the network gives \(counted(needs, "answer")), but there \(found == 1 ? "is 1 loss" : "are \(found) losses")",
            at: "loss", "one for each answer")
    }

    static func noSuchLoss(_ name: String, _ call: Call) -> Diagnostic {
        call.fail(
            "there is no loss called \"\(name)\"", at: "loss",
            "mse, mae, binary_crossentropy or categorical_crossentropy")
    }

    static func notAll(_ kind: String, _ name: String, _ call: Call) -> Diagnostic {
        call.fail("`\(name)` must be a list of \(kind)", at: name, "one of these is something else")
    }
}

extension Loss {
    /// As Keras spells it, in short or in full.
    init?(named name: String) {
        switch name {
        case "mse", "mean_squared_error": self = .meanSquaredError
        case "mae", "mean_absolute_error": self = .meanAbsoluteError
        case "binary_crossentropy": self = .binaryCrossEntropy
        case "categorical_crossentropy", "sparse_categorical_crossentropy": self = .categoricalCrossEntropy
        default: return nil
        }
    }
}

extension Call {
    /// One text or a list of them; nil if the argument was left out.
    func texts(ifGiven name: String) throws -> [String]? {
        if let text = text(ifGiven: name) { return [text] }
        return try list(ifGiven: name)?.map { value in
            guard case .text(let text) = value else { throw Messages.notAll("texts", name, self) }
            return text
        }
    }

    func numbers(ifGiven name: String) throws -> [Double]? {
        try list(ifGiven: name)?.map { value in
            guard case .number(let number) = value else { throw Messages.notAll("numbers", name, self) }
            return number
        }
    }

    /// `verbose = 0` as in Keras, or false: no plot.
    var isVerbose: Bool {
        switch value("verbose") {
        case .bool(let flag): flag
        case .number(let number): number != 0
        default: true
        }
    }
}
