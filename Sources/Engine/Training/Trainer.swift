/// Trains a model on examples, one batch at a time.
///
/// Everything is checked and all memory is taken when it is made; a step allocates nothing.
package final class Trainer {
    /// Bytes of weights, gradients, optimiser memory and activations.
    package let memoryNeeded: Int
    package let batchesPerEpoch: Int
    private var model: Model
    private let examples: Examples
    private let targets: [Targets]
    private let validation: (examples: Examples, targets: [Targets])?
    private let settings: FitSettings
    let executor: Executor
    /// One for each answer.
    private let heads: [LossHead]
    private var optimiser: Optimiser
    private var recentLosses: [Double] = []

    package init(_ model: Model, examples: Examples, validation: Examples? = nil, settings: FitSettings)
        throws(EngineError)
    {
        try settings.check()
        guard settings.lossWeights.isEmpty || settings.lossWeights.count == model.outputs.count else {
            throw .outputCount(needs: model.outputs.count, found: settings.lossWeights.count)
        }
        try examples.checkInputs(for: model)
        targets = try examples.checkedTargets(for: model, settings.losses)
        if let validation {
            try validation.checkInputs(for: model)
            self.validation = (validation, try validation.checkedTargets(for: model, settings.losses))
        } else {
            self.validation = nil
        }
        self.model = model
        self.model.batchSize = settings.batchSize
        self.examples = examples
        self.settings = settings
        let batch = min(settings.batchSize, examples.count)
        if model.network.isStateful, settings.shuffle { throw .statefulShuffle }
        for examples in [examples, validation].compactMap(\.self) {
            try model.network.checkBatches(of: batch, examples)
        }
        let masks = examples.sources.indices.map {
            examples.sources[$0].hasMask || validation?.sources[$0].hasMask == true
        }
        let pool = Pool(threads: settings.threads)
        executor = try Executor(
            model, batch: batch, purpose: .learn, masks: masks, losses: settings.losses, pool: pool)
        memoryNeeded = executor.memory.count * MemoryLayout<Real>.stride
        batchesPerEpoch = (examples.count + batch - 1) / batch
        let outputs = executor.outputs
        heads = targets.enumerated().map { answer, targets in
            LossHead(
                settings.losses[answer], settings.normaliser, output: outputs[answer],
                isFused: model.network.isFused(answer: answer, with: settings.losses), targets: targets,
                weight: settings.lossWeights.isEmpty ? 1 : settings.lossWeights[answer])
        }
        optimiser = Optimiser(settings.optimiser, settings.clipping)
        resumeOptimiser()
    }

    /// Goes on with the memory of an earlier fit of the same kind.
    private func resumeOptimiser() {
        guard let memory = model.optimiserMemory, memory.name == settings.optimiser.name,
            memory.first.count == executor.weightCount
        else { return }
        optimiser.steps = memory.steps
        executor.firstMemory.update(from: memory.first, count: memory.first.count)
        executor.secondMemory.update(from: memory.second, count: memory.second.count)
    }

    /// Trains until all epochs are done, a report returns false, or a number is not finite. What has been learnt in an
    /// epoch that was not finished is dropped.
    package func run(
        onBatch: (BatchReport) -> Bool = { _ in true }, onEpoch: (EpochRecord) -> Bool = { _ in true }
    ) -> FitResult {
        var history: [EpochRecord] = []
        var ending = FitResult.Ending.finished
        let first = model.epochs + 1
        for epoch in first..<(first + settings.epochs) {
            switch learn(epoch, last: first + settings.epochs - 1, onBatch) {
            case .finished(let record):
                history.append(record)
                model.take(from: executor, optimiser)
                model.epochs = epoch
                if !onEpoch(record) {
                    ending = epoch == first + settings.epochs - 1 ? .finished : .stopped
                }
            case .stopped: ending = .stopped
            case .notFinite(let fact): ending = .notFinite(fact)
            }
            if ending != .finished { break }
        }
        return FitResult(model: model, history: history, ending: ending)
    }

    private enum EpochEnding {
        case finished(EpochRecord)
        case stopped
        case notFinite(NotFinite)
    }

    private func learn(_ epoch: Int, last: Int, _ onBatch: (BatchReport) -> Bool) -> EpochEnding {
        let order = order(epoch)
        var total = heads.map { _ in LossHead.Measure() }
        var record = EpochRecord(
            epoch: epoch, loss: 0, validation: nil, gradientNorm: 0, largestGradientNorm: 0, clippedBatches: 0,
            clippedValues: 0, batches: batchesPerEpoch)
        for batch in 1...batchesPerEpoch {
            let start = (batch - 1) * executor.batch
            let range = start..<min(start + executor.batch, examples.count)
            let (measures, cut) = step(order, range, epoch: epoch, batch: batch)
            let loss = measures.map(\.loss).weighted(by: settings.lossWeights)
            guard loss.isFinite, cut.norm.isFinite else {
                return .notFinite(executor.whereNotFinite(epoch, batch, loss, range.count, recentLosses))
            }
            remember(loss)
            for answer in measures.indices { total[answer] += measures[answer] }
            record.gradientNorm += cut.norm / Double(batchesPerEpoch)
            record.largestGradientNorm = max(record.largestGradientNorm, cut.norm)
            record.clippedBatches += cut.isShortened ? 1 : 0
            record.clippedValues += cut.values
            let report = BatchReport(
                epoch: epoch, epochs: last, batch: batch, batches: batchesPerEpoch, loss: loss,
                gradientNorm: cut.norm)
            if !onBatch(report), batch < batchesPerEpoch || epoch < last { return .stopped }
        }
        record.loss = total.map(\.loss).weighted(by: settings.lossWeights)
        record.validation = validate()
        if let fact = executor.weightsNotFinite(epoch, batchesPerEpoch, recentLosses) { return .notFinite(fact) }
        return .finished(record)
    }

    private func order(_ epoch: Int) -> [Int] {
        guard settings.shuffle else { return Array(0..<examples.count) }
        var random = Random(seed: settings.seed, .shuffle, epoch)
        return random.permutation(examples.count)
    }

    /// Forward, loss, backward, and the weights moved.
    private func step(_ order: [Int], _ range: Range<Int>, epoch: Int, batch: Int)
        -> ([LossHead.Measure], Optimiser.Cut)
    {
        var pass = executor.pass(range.count, isTraining: true)
        pass.seed = settings.seed
        pass.epoch = epoch
        pass.index = batch
        pass.continues = batch > 1
        executor.fill(examples.sources, order, range)
        executor.prepare(pass)
        executor.forward(pass)
        let measures = heads.indices.map {
            heads[$0].measure(pass, targets[$0], order, range, writesGradient: true)
        }
        executor.backward(pass)
        let cut = optimiser.clip(executor)
        if measures.allSatisfy(\.loss.isFinite), cut.norm.isFinite { optimiser.step(executor) }
        return (measures, cut)
    }

    private func remember(_ loss: Double) {
        if recentLosses.count == 5 { recentLosses.removeFirst() }
        recentLosses.append(loss)
    }

    /// The validation examples through the weights as they are now.
    private func validate() -> Evaluation? {
        guard let (examples, targets) = validation else { return nil }
        let order = Array(0..<examples.count)
        var total = heads.map { _ in LossHead.Measure() }
        executor.prepare(executor.pass(executor.batch))
        for start in stride(from: 0, to: examples.count, by: executor.batch) {
            let range = start..<min(start + executor.batch, examples.count)
            var pass = executor.pass(range.count)
            pass.continues = start > 0
            executor.fill(examples.sources, order, range)
            executor.forward(pass)
            for answer in heads.indices {
                total[answer] += heads[answer].measure(pass, targets[answer], order, range, writesGradient: false)
            }
        }
        return Evaluation(total, settings.losses, weights: settings.lossWeights, examples: examples.count)
    }
}

extension FitSettings {
    /// Throws for a setting outside its range.
    package func check() throws(EngineError) {
        try require("epochs", Double(epochs), .oneOrMore, epochs >= 1)
        try require("batch_size", Double(batchSize), .oneOrMore, batchSize >= 1)
        try require("learning_rate", optimiser.rate, .zeroOrMore, optimiser.rate >= 0 && optimiser.rate.isFinite)
        if let norm = clipping.norm { try require("clip_norm", norm, .moreThanZero, norm > 0) }
        if let value = clipping.value { try require("clip_value", value, .moreThanZero, value > 0) }
        for weight in lossWeights {
            try require("loss_weights", weight, .zeroOrMore, weight >= 0 && weight.isFinite)
        }
        if let threads { try require("threads", Double(threads), .oneOrMore, threads >= 1) }
    }

    private func require(_ name: String, _ value: Double, _ range: EngineError.SettingRange, _ holds: Bool)
        throws(EngineError)
    {
        guard holds else { throw .setting(owner: "fit", name: name, value: value, range: range) }
    }
}
