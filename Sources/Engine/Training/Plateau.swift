/// Makes the learning rate smaller when a figure has not become better for some epochs, as Keras's ReduceLROnPlateau.
package struct Plateau: Hashable, Sendable {
    package var monitor: Monitor
    package var factor: Double
    package var patience: Int
    package var leastChange: Double
    /// Epochs after a change in which nothing is counted.
    package var cooldown: Int
    package var leastRate: Double

    package init(
        monitor: Monitor, factor: Double = 0.1, patience: Int = 10, leastChange: Double = 1e-4, cooldown: Int = 0,
        leastRate: Double = 0
    ) {
        self.monitor = monitor
        self.factor = factor
        self.patience = patience
        self.leastChange = leastChange
        self.cooldown = cooldown
        self.leastRate = leastRate
    }

    func check() throws(EngineError) {
        func require(_ name: String, _ value: Double, _ range: EngineError.SettingRange, _ holds: Bool)
            throws(EngineError)
        {
            guard holds else { throw .setting(owner: "reduce_on_plateau", name: name, value: value, range: range) }
        }
        try require("factor", factor, .fraction, factor >= 0 && factor < 1)
        try require("patience", Double(patience), .oneOrMore, patience >= 1)
        try require("min_delta", leastChange, .zeroOrMore, leastChange >= 0 && leastChange.isFinite)
        try require("cooldown", Double(cooldown), .zeroOrMore, cooldown >= 0)
        try require("min_lr", leastRate, .zeroOrMore, leastRate >= 0 && leastRate.isFinite)
    }

    /// How far it has come; part of what a fit is resumed from.
    struct State: Hashable, Sendable {
        /// What the schedule's rate is multiplied by.
        var factor = 1.0
        var best: Double?
        var waited = 0
        var rest = 0
    }

    /// The state after an epoch, whose last step had the rate `rate`.
    func state(_ before: State, after record: EpochRecord) -> State {
        guard let found = monitor.value(record) else { return before }
        var state = before
        if state.rest > 0 {
            state.rest -= 1
            state.waited = 0
        }
        if monitor.isBetter(found, than: state.best, by: leastChange) {
            (state.best, state.waited) = (found, 0)
        } else if state.rest == 0 {
            state.waited += 1
            if state.waited >= patience, record.rate > leastRate {
                state.factor *= factor
                (state.rest, state.waited) = (cooldown, 0)
            }
        }
        return state
    }
}
