/// Trains a model on examples, one batch at a time.
///
/// Everything is checked and all memory is taken when it is made; a step allocates nothing.
package final class Trainer {
    /// Bytes of weights, gradients, optimiser memory and activations.
    package let memoryNeeded: Int
    package let batchesPerEpoch: Int
    /// With the weights of the last finished epoch.
    package private(set) var model: Model
    private let examples: Examples
    private let targets: [Targets]
    private let validation: (examples: Examples, targets: [Targets])?
    private var settings: FitSettings
    let executor: Executor
    /// One for each answer.
    private let heads: [LossHead]
    private var optimiser: Optimiser
    /// Of the latest batch.
    private var cut: GradientClipper
    private var recentLosses: [Double] = []
    private var gateSheet: GateSheet?
    private var sheet: SampleSheet?
    /// Of the last batch of the epoch, if they are looked at.
    private var gates: [GateStatistics] = []

    package init(_ model: Model, examples: Examples, validation: Examples? = nil, settings: FitSettings)
        throws(EngineError)
    {
        try settings.check()
        guard settings.lossWeights.isEmpty || settings.lossWeights.count == model.outputs.count else {
            throw .outputCount(needs: model.outputs.count, found: settings.lossWeights.count)
        }
        try examples.checkInputs(for: model)
        targets = try examples.checkedTargets(for: model, settings.losses)
        try examples.checkWeights(settings.losses, model.outputs, classWeights: settings.classWeights)
        if let validation {
            try validation.checkWeights(settings.losses, model.outputs, classWeights: nil)
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
                weight: settings.lossWeights.isEmpty ? 1 : settings.lossWeights[answer],
                classWeights: settings.classWeights,
                counting: settings.metrics.contains(where: \.needsClasses) ? .classes : .nothing)
        }
        cut = GradientClipper(parameters: executor.slots.count)
        optimiser = Optimiser(settings)
        optimiser.begin(executor, after: model.optimiserMemory)
    }

    /// Looks at more after each epoch from now on. Returns what would be right answers to the samples.
    package func watch(_ watch: EpochWatch) throws(EngineError) -> [SampleAnswer] {
        gateSheet = watch.hasGates ? GateSheet(executor) : nil
        sheet = nil
        guard let samples = watch.samples, samples.count > 0 else { return [] }
        try samples.checkInputs(for: model)
        let targets = try samples.checkedTargets(for: model, settings.losses, needsReal: false)
        let sheet = SampleSheet(samples, targets[0], settings.loss, positions: watch.positions)
        self.sheet = sheet
        return sheet.truths
    }

    /// Dropout masks to use instead of those by chance; nil for one is not given.
    var givenMasks: ((MaskPlace) -> Tensor?)? {
        get { executor.givenMasks }
        set { executor.givenMasks = newValue }
    }

    /// Trains until all epochs are done, a report returns false, or a number is not finite. What has been learnt in an
    /// epoch that was not finished is dropped.
    package func run(
        onBatch: (BatchReport) -> Bool = { _ in true }, onEpoch: (EpochRecord) -> Bool = { _ in true }
    ) -> FitResult {
        var history: [EpochRecord] = []
        var ending = FitResult.Ending.finished
        var watch = settings.stopping.map { StoppingWatch($0) }
        let first = model.epochs + 1
        let last = first + settings.epochs - 1
        for epoch in first...last {
            switch learn(epoch, last: last, onBatch) {
            case .finished(let record):
                history.append(record)
                if let plateau = settings.plateau {
                    optimiser.plateau = plateau.state(optimiser.plateau, after: record)
                }
                model.take(from: executor, optimiser)
                model.epochs = epoch
                let isEnough = watch?.sees(record, model) ?? false
                if !onEpoch(record), epoch < last { ending = .stopped }
                if isEnough, epoch < last { ending = .early(best: watch?.epoch) }
            case .stopped: ending = .stopped
            case .notFinite(let fact): ending = .notFinite(fact)
            }
            if ending != .finished { break }
        }
        return result(history, ending, watch)
    }

    /// With the best weights, if they are wanted; the epochs still count on.
    private func result(_ history: [EpochRecord], _ ending: FitResult.Ending, _ watch: StoppingWatch?) -> FitResult {
        guard var best = watch?.model, best.epochs < model.epochs else {
            return FitResult(model: model, history: history, ending: ending)
        }
        let epoch = best.epochs
        best.epochs = model.epochs
        return FitResult(model: best, history: history, ending: ending, restored: epoch)
    }

    // MARK: between two batches

    /// The weights as they are now, in the middle of an epoch.
    package var snapshot: Model {
        var now = model
        now.take(from: executor, optimiser)
        return now
    }

    /// The steps from now on have this rate, whatever the schedule says.
    package func setRate(_ rate: Double) { optimiser.setRate(rate) }

    /// The steps from now on have these limits for their gradients.
    package var clipping: Clipping {
        get { settings.clipping }
        set { settings.clipping = newValue }
    }

    private enum EpochEnding {
        case finished(EpochRecord)
        case stopped
        case notFinite(NotFinite)
    }

    private func learn(_ epoch: Int, last: Int, _ onBatch: (BatchReport) -> Bool) -> EpochEnding {
        let order = order(epoch)
        var sums = EpochSums(answers: heads.count, parameters: executor.slots.count)
        for batch in 1...batchesPerEpoch {
            let start = (batch - 1) * executor.batch
            let range = start..<min(start + executor.batch, examples.count)
            let (measures, penalty) = step(order, range, epoch: epoch, batch: batch)
            let loss = measures.map(\.loss).weighted(by: settings.lossWeights) + penalty
            guard loss.isFinite, cut.length.isFinite else {
                return .notFinite(executor.whereNotFinite(epoch, batch, loss, range.count, recentLosses))
            }
            remember(loss)
            sums.add(measures, penalty, cut, examples: range.count)
            let report = BatchReport(
                epoch: epoch, epochs: last, batch: batch, batches: batchesPerEpoch, loss: loss,
                gradientNorm: cut.length, rate: optimiser.rate)
            if !onBatch(report), batch < batchesPerEpoch || epoch < last { return .stopped }
        }
        var record = sums.record(epoch, settings)
        record.rate = optimiser.rate
        record.throughTime = executor.gradientsThroughTime(executor.pass(lastBatch))
        record.gates = gates
        if let sheet { record.samples = sheet.answers(executor) }
        record.validation = validate()
        if let fact = executor.weightsNotFinite(epoch, batchesPerEpoch, recentLosses) { return .notFinite(fact) }
        return .finished(record)
    }

    /// Examples in the last batch of an epoch.
    private var lastBatch: Int { examples.count - (batchesPerEpoch - 1) * executor.batch }

    private func order(_ epoch: Int) -> [Int] {
        guard settings.shuffle else { return Array(0..<examples.count) }
        var random = Random(seed: settings.seed, .shuffle, epoch)
        return random.permutation(examples.count)
    }

    /// Forward, loss, backward, and the weights moved.
    private func step(_ order: [Int], _ range: Range<Int>, epoch: Int, batch: Int)
        -> ([LossHead.Measure], penalty: Double)
    {
        var pass = executor.pass(range.count, isTraining: true)
        pass.seed = settings.seed
        pass.epoch = epoch
        pass.index = batch
        pass.continues = batch > 1
        executor.fill(examples.sources, order, range)
        executor.prepare(pass)
        executor.forward(pass)
        if let gateSheet, batch == batchesPerEpoch { gates = gateSheet.statistics(pass) }
        let measures = heads.indices.map {
            heads[$0].measure(pass, targets[$0], order, range, writesGradient: true)
        }
        executor.backward(pass)
        let penalty = executor.penalty(addsGradient: true)
        cut.apply(settings.clipping, to: executor)
        if measures.allSatisfy(\.loss.isFinite), cut.length.isFinite { optimiser.step(executor) }
        return (measures, penalty)
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
                total[answer] += heads[answer].plain.measure(
                    pass, targets[answer], order, range, writesGradient: false)
            }
        }
        return Evaluation(
            total, settings.losses, weights: settings.lossWeights, penalty: executor.penalty(addsGradient: false),
            examples: examples.count)
    }
}
