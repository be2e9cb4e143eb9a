import Engine
import Language

/// Something that a fit does after each epoch.
package struct CallbackObject: Object {
    package static let kind: Kind = "callback"

    /// What is looked at is decided when the fit begins: the validation loss, if nothing is said and there is one.
    enum Action: Sendable {
        case stopping(EarlyStopping, monitor: Monitor?)
        case plateau(Plateau, monitor: Monitor?)
    }

    let action: Action

    init(_ action: Action) { self.action = action }

    package var summary: String {
        switch action {
        case .stopping(let stopping, let monitor):
            let name = monitor?.name ?? "the validation loss"
            guard let patience = stopping.patience else { return "callback: keeps the weights of the best \(name)" }
            return "callback: stops when \(name) has not become better for \(counted(patience, "epoch"))"
                + (stopping.restoresBest ? ", and goes back to the best" : "")
        case .plateau(let plateau, let monitor):
            return "callback: multiplies the learning rate by \(Messages.short(plateau.factor)) when "
                + "\(monitor?.name ?? "the validation loss") has not become better for "
                + counted(plateau.patience, "epoch")
        }
    }
}

extension Monitor {
    /// As Keras spells them, and in short.
    static let names = ["val_loss", "loss"] + Metric.allCases.flatMap { ["val_" + $0.rawValue, $0.rawValue] }

    init(named name: String) {
        let isValidation = name.hasPrefix("val_")
        self.init(Metric(rawValue: isValidation ? String(name.dropFirst(4)) : name), isValidation: isValidation)
    }
}
