/// Ends a fit when a figure has not become better for some epochs, and may go back to the weights of the best one.
///
/// As Keras's EarlyStopping; it begins anew with each fit. Source: Prechelt (1998), "Early stopping – but when?".
package struct EarlyStopping: Hashable, Sendable {
    package var monitor: Monitor
    /// Epochs without improvement after which the fit ends; nil: it goes on, and only the best weights are kept.
    package var patience: Int?
    /// What counts as an improvement must be larger than this.
    package var leastChange: Double
    package var restoresBest: Bool
    /// So many epochs of the fit are not looked at.
    package var firstEpochs: Int

    package init(
        monitor: Monitor, patience: Int?, leastChange: Double = 0, restoresBest: Bool = false, firstEpochs: Int = 0
    ) {
        self.monitor = monitor
        self.patience = patience
        self.leastChange = leastChange
        self.restoresBest = restoresBest
        self.firstEpochs = firstEpochs
    }

    func check() throws(EngineError) {
        if let patience, patience < 1 {
            throw .setting(owner: "early_stopping", name: "patience", value: Double(patience), range: .oneOrMore)
        }
        guard leastChange >= 0, leastChange.isFinite else {
            throw .setting(owner: "early_stopping", name: "min_delta", value: leastChange, range: .zeroOrMore)
        }
    }
}

/// Early stopping at work during one fit.
struct StoppingWatch {
    let settings: EarlyStopping
    /// The best epoch so far.
    private(set) var epoch: Int?
    private var value: Double?
    /// With the weights of that epoch, if they may be wanted.
    private(set) var model: Model?
    private var waited = 0
    private var seen = 0

    init(_ settings: EarlyStopping) { self.settings = settings }

    /// Returns whether the fit is to end after this epoch.
    mutating func sees(_ record: EpochRecord, _ model: Model) -> Bool {
        seen += 1
        guard seen > settings.firstEpochs, let found = settings.monitor.value(record) else { return false }
        waited += 1
        if settings.monitor.isBetter(found, than: value, by: settings.leastChange) {
            (value, epoch, waited) = (found, record.epoch, 0)
            if settings.restoresBest { self.model = model }
            return false
        }
        return settings.patience.map { waited >= $0 } ?? false
    }
}
