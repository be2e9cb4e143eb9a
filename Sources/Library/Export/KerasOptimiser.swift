import Engine

/// Optimisers, schedules and callbacks in Keras's words.
extension OptimiserSettings {
    func keras(_ clipping: Clipping) throws(KerasGap) -> String {
        var arguments = ["learning_rate=\(try schedule.keras())"]
        let kind: String
        switch self {
        case .sgd(_, let momentum, let nesterov):
            kind = "SGD"
            if momentum != 0 { arguments.append("momentum=\(momentum)") }
            if nesterov { arguments.append("nesterov=True") }
        case .rmsprop(_, let decay, let momentum, let epsilon):
            kind = "RMSprop"
            arguments += ["rho=\(decay)", "momentum=\(momentum)", "epsilon=\(epsilon)"]
        case .adam(_, let beta1, let beta2, let epsilon):
            kind = "Adam"
            arguments += ["beta_1=\(beta1)", "beta_2=\(beta2)", "epsilon=\(epsilon)"]
        case .adamw(_, let decay, let beta1, let beta2, let epsilon):
            kind = "AdamW"
            arguments += ["weight_decay=\(decay)", "beta_1=\(beta1)", "beta_2=\(beta2)", "epsilon=\(epsilon)"]
        case .adagrad(_, let start, let epsilon):
            kind = "Adagrad"
            arguments += ["initial_accumulator_value=\(start)", "epsilon=\(epsilon)"]
        }
        let limits = [
            ("clipnorm", clipping.norm), ("clipvalue", clipping.value), ("global_clipnorm", clipping.globalNorm),
        ].compactMap { name, limit in limit.map { "\(name)=\($0)" } }
        if limits.count > 1 { throw KerasGap(what: "gradients that are cut in two ways") }
        return "keras.optimizers.\(kind)(\((arguments + limits).joined(separator: ", ")))"
    }
}

extension Schedule {
    func keras() throws(KerasGap) -> String {
        func call(_ name: String, _ arguments: String...) -> String {
            "keras.optimizers.schedules.\(name)(\(arguments.joined(separator: ", ")))"
        }
        switch self {
        case .constant(let rate): return "\(rate)"
        case .exponential(let rate, let steps, let factor, let isStaircase):
            return call(
                "ExponentialDecay", "\(rate)", "\(steps)", "\(factor)", "staircase=\(isStaircase ? "True" : "False")")
        case .inverseTime(let rate, let steps, let decay, let isStaircase):
            return call(
                "InverseTimeDecay", "\(rate)", "\(steps)", "\(decay)", "staircase=\(isStaircase ? "True" : "False")")
        case .cosine(let rate, let steps, let end): return call("CosineDecay", "\(rate)", "\(steps)", "alpha=\(end)")
        case .polynomial(let rate, let end, let steps, let power):
            return call("PolynomialDecay", "\(rate)", "\(steps)", "end_learning_rate=\(end)", "power=\(power)")
        case .piecewise(let boundaries, let rates): return call("PiecewiseConstantDecay", "\(boundaries)", "\(rates)")
        case .warmUp(let from, let rise, .cosine(let rate, let steps, let end)):
            return call(
                "CosineDecay", "\(from)", "\(steps)", "alpha=\(end)", "warmup_target=\(rate)", "warmup_steps=\(rise)")
        case .warmUp: throw KerasGap(what: "a learning rate that rises to a schedule other than a cosine")
        }
    }
}

extension FitSettings {
    /// What `fit` does after each epoch.
    var kerasCallbacks: [String] {
        let stop = stopping.map { stopping in
            let patience = stopping.patience ?? epochs
            return "keras.callbacks.EarlyStopping(monitor=\"\(stopping.monitor.name)\", patience=\(patience), "
                + "min_delta=\(stopping.leastChange), start_from_epoch=\(stopping.firstEpochs), "
                + "restore_best_weights=\(stopping.restoresBest ? "True" : "False"))"
        }
        let plateau = plateau.map { plateau in
            "keras.callbacks.ReduceLROnPlateau(monitor=\"\(plateau.monitor.name)\", factor=\(plateau.factor), "
                + "patience=\(plateau.patience), min_delta=\(plateau.leastChange), cooldown=\(plateau.cooldown), "
                + "min_lr=\(plateau.leastRate))"
        }
        return [stop, plateau].compactMap { $0 }
    }
}
