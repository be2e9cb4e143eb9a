import Base
import Engine

/// Examples made by a rule that is known, so that the best possible forecast is known too.
package protocol GeneratedTask: Sendable {
    /// The same examples for the same seed.
    func windows(seed: UInt64) -> Windows
    /// What nobody can beat who sees `back` steps up to and with the one that is answered (nil: all of the past) and
    /// `ahead` steps after it; nil where it is not known.
    func ceiling(back: Int?, ahead: Int) -> Ceiling?
    /// The ceilings of whoever sees 1, 2 … `steps` steps.
    func ceilings(upTo steps: Int) -> [Ceiling]
}

extension GeneratedTask {
    package func ceilings(upTo steps: Int) -> [Ceiling] { (1...steps).compactMap { ceiling(back: $0, ahead: 0) } }
}

/// The least loss and the largest accuracy that any forecast can reach, on average over endlessly many examples.
package struct Ceiling: Sendable, Hashable {
    /// Cross-entropy in nats where classes are asked, the mean squared error where numbers are.
    package var loss: Double
    /// nil where numbers are asked.
    package var accuracy: Double?

    package init(loss: Double, accuracy: Double? = nil) {
        self.loss = loss
        self.accuracy = accuracy
    }

    /// For one of two classes: each case is a chance to occur, and then a chance of class 1.
    init(cases: [(chance: Double, one: Double)]) {
        loss = cases.reduce(0) { $0 + $1.chance * Self.entropy($1.one) }
        accuracy = cases.reduce(0) { $0 + $1.chance * max($1.one, 1 - $1.one) }
    }

    /// The mean of several.
    init?(mean parts: [Ceiling]) {
        guard let first = parts.first else { return nil }
        let count = Double(parts.count)
        loss = parts.reduce(0) { $0 + $1.loss } / count
        accuracy = first.accuracy == nil ? nil : parts.reduce(0) { $0 + ($1.accuracy ?? 0) } / count
    }

    /// −p·ln p − (1 − p)·ln(1 − p), in nats.
    private static func entropy(_ p: Double) -> Double {
        p <= 0 || p >= 1 ? 0 : -p * log(p) - (1 - p) * log(1 - p)
    }
}

extension Windows {
    /// The ceiling for these windows: of a network that sees `steps` steps (nil: as many as the window has), or the
    /// window from both ends.
    package func ceiling(steps: Int? = nil, isBidirectional: Bool = false) -> Ceiling? {
        guard let task else { return nil }
        if let steps { return task.ceiling(back: steps, ahead: 0) }
        guard plan.targets == .all, !isGiven else {
            return task.ceiling(back: plan.length, ahead: 0)
        }
        // Each step of a window has seen those before it.
        let parts =
            isBidirectional
            ? (1...plan.length).compactMap { task.ceiling(back: $0, ahead: plan.length - $0) }
            : task.ceilings(upTo: plan.length)
        return parts.count == plan.length ? Ceiling(mean: parts) : nil
    }
}
