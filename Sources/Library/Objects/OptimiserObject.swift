import Engine
import Language

/// How a fit moves the weights, and the limits for its gradients.
package struct OptimiserObject: Object {
    package static let kind: Kind = "optimiser"
    package let settings: OptimiserSettings
    package var clipping: Clipping

    package init(_ settings: OptimiserSettings, clipping: Clipping = Clipping()) {
        self.settings = settings
        self.clipping = clipping
    }

    package var summary: String {
        let rate =
            settings.schedule.isConstant ? Messages.short(settings.rate) : ScheduleObject.words(settings.schedule)
        return (["optimiser: \(settings.name), learning rate \(rate)"] + details).joined(separator: ", ")
    }

    /// What is beside kind and rate.
    var details: [String] { options + limits }

    private var options: [String] {
        switch settings {
        case .sgd(_, let momentum, let nesterov):
            momentum == 0 ? [] : ["\(nesterov ? "Nesterov " : "")momentum \(Messages.short(momentum))"]
        case .rmsprop(_, _, let momentum, _): momentum == 0 ? [] : ["momentum \(Messages.short(momentum))"]
        case .adamw(_, let decay, _, _, _): ["weight decay \(Messages.short(decay))"]
        case .adam, .adagrad: []
        }
    }

    private var limits: [String] {
        [
            clipping.value.map { "gradients cut to ±\(Messages.short($0))" },
            clipping.norm.map { "each gradient cut to length \(Messages.short($0))" },
            clipping.globalNorm.map { "all gradients together cut to length \(Messages.short($0))" },
        ].compactMap { $0 }
    }

    /// As a word alone names it.
    static func named(_ word: String) -> OptimiserObject? {
        let settings: [String: OptimiserSettings] = [
            "sgd": .sgd(), "rmsprop": .rmsprop(), "adam": .adam(), "adamw": .adamw(), "adagrad": .adagrad(),
        ]
        return settings[word].map { OptimiserObject($0) }
    }

    static let words = ["adam", "adamw", "rmsprop", "adagrad", "sgd"]
}

/// A learning rate that changes from step to step.
package struct ScheduleObject: Object {
    package static let kind: Kind = "schedule"
    package let schedule: Schedule

    init(_ schedule: Schedule) { self.schedule = schedule }

    package var summary: String { "schedule: " + Self.words(schedule) }

    static func words(_ schedule: Schedule) -> String {
        let short = Messages.short
        switch schedule {
        case .constant(let rate): return short(rate)
        case .exponential(let rate, let steps, let factor, let isStaircase):
            return "\(short(rate)), times \(short(factor)) \(isStaircase ? "at" : "in") every \(steps) steps"
        case .inverseTime(let rate, let steps, let decay, let isStaircase):
            let time = isStaircase ? "⌊step / \(steps)⌋" : "step / \(steps)"
            return "\(short(rate)) / (1 + \(short(decay)) · \(time))"
        case .cosine(let rate, let steps, let end):
            return "\(short(rate)), down to \(short(rate * end)) in \(steps) steps along a cosine"
        case .polynomial(let rate, let end, let steps, let power):
            let along = power == 1 ? "a line" : "a power of \(short(power))"
            return "\(short(rate)), down to \(short(end)) in \(steps) steps along \(along)"
        case .piecewise(let boundaries, let rates):
            let parts = zip(rates, boundaries).map { "\(short($0)) to step \($1)" }
            return (parts + [short(rates.last ?? 0)]).joined(separator: ", ")
        case .warmUp(let from, let steps, let next):
            return "from \(short(from)) in \(steps) steps to \(words(next))"
        }
    }
}
