/// A figure of each epoch that something is decided by.
package struct Monitor: Hashable, Sendable {
    /// nil for the loss.
    package var metric: Metric?
    /// Of the validation examples, not of those that are learnt from.
    package var isValidation: Bool

    package init(_ metric: Metric? = nil, isValidation: Bool) {
        self.metric = metric
        self.isValidation = isValidation
    }

    /// As Keras spells it: "val_loss", "accuracy".
    package var name: String { (isValidation ? "val_" : "") + (metric?.rawValue ?? "loss") }

    /// Accuracy is better the higher it is, a loss or an error the lower.
    package var isBetterHigher: Bool {
        switch metric {
        case .accuracy, .precision, .recall, .f1: true
        case .mae, .mse, .rmse, .perplexity, nil: false
        }
    }

    /// nil if the epoch has no such figure.
    func value(_ record: EpochRecord) -> Double? {
        if !isValidation, metric == nil { return record.loss }
        let figures = isValidation ? record.validation : record.training
        return metric.map { figures?.figure($0) ?? nil } ?? figures?.loss
    }

    /// Whether a figure is better than another one by more than `least`.
    func isBetter(_ value: Double, than other: Double?, by least: Double) -> Bool {
        guard let other else { return !value.isNaN }
        return isBetterHigher ? value - least > other : value + least < other
    }
}
