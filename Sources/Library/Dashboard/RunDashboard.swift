import Engine
import Language
import Views

extension TrainingState {
    init(_ network: NetworkObject, _ model: Model, _ history: [EpochRecord], lastEpoch: Int, _ loss: Loss) {
        self.init(
            network: NetworkWords(network.network, nil).line, history: history, lastEpoch: lastEpoch,
            lossName: loss.rawValue)
    }

    /// What a fit was told of rates, limits and patience.
    mutating func take(_ settings: FitSettings) {
        optimiser = settings.optimiser.name
        rate = rate ?? settings.optimiser.rate
        clipping = settings.clipping
        patience = settings.stopping?.patience ?? settings.plateau?.patience ?? patience
    }
}

/// A finished run has the dashboard that its fit had, without what a clock would tell.
extension RunObject: HasTraining {
    package var training: TrainingState {
        var state = TrainingState(description, model, history, lastEpoch: history.last?.epoch ?? model.epochs, loss)
        state.rate = history.last?.rate
        if let recipe { state.take(recipe.settings) }
        state.baselines = baselines.map { .init($0.name, $0.value) }
        if let samples { (state.samples, state.write) = (samples.samples, samples.write) }
        state.changes = forks.map(\.shown)
        state.ending = endingWord
        state.control = control
        state.search = search
        return state
    }

    /// Looks for the example that the run answers worst; nil if it does not know its examples.
    private var search: FitControl.Search? {
        guard let recipe else { return nil }
        let worst = WorstExample(recipe.validation ?? recipe.examples, losses, lossWeights: lossWeights)
        let (model, place) = (model, "epoch \(restored ?? model.epochs)")
        return { worst.find(in: model, at: place) }
    }
}
