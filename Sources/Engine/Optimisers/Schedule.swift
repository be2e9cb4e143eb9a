import Base

/// The learning rate of each step (batch) of a fit, counted from 0 over all its epochs; the formulas are Keras's.
package indirect enum Schedule: Hashable, Sendable, ExpressibleByFloatLiteral, ExpressibleByIntegerLiteral {
    case constant(Double)
    /// rate·factor^(step / steps); with whole powers only, it falls in stairs.
    case exponential(Double, steps: Int, factor: Double, isStaircase: Bool = false)
    /// rate / (1 + decay·step / steps).
    case inverseTime(Double, steps: Int, decay: Double, isStaircase: Bool = false)
    /// Half a cosine from the rate down to `end` times it, after which it stays (Loshchilov and Hutter, 2017).
    case cosine(Double, steps: Int, end: Double = 0)
    /// (rate − end)·(1 − step / steps)^power + end.
    case polynomial(Double, end: Double, steps: Int, power: Double = 1)
    /// rates[i] up to and with step boundaries[i], the last one after all of them.
    case piecewise(boundaries: [Int], rates: [Double])
    /// In equal steps from a rate to the first one of another schedule, which then begins.
    case warmUp(from: Double, steps: Int, then: Schedule)

    package init(floatLiteral value: Double) { self = .constant(value) }
    package init(integerLiteral value: Int) { self = .constant(Double(value)) }

    package func rate(at step: Int) -> Double {
        switch self {
        case .constant(let rate): return rate
        case .exponential(let rate, let steps, let factor, let isStaircase):
            return rate * pow(factor, part(step, steps, isStaircase))
        case .inverseTime(let rate, let steps, let decay, let isStaircase):
            return rate / (1 + decay * part(step, steps, isStaircase))
        case .cosine(let rate, let steps, let end):
            let wave = 0.5 * (1 + cos(Double.pi * part(min(step, steps), steps, false)))
            return rate * ((1 - end) * wave + end)
        case .polynomial(let rate, let end, let steps, let power):
            return (rate - end) * pow(1 - part(min(step, steps), steps, false), power) + end
        case .piecewise(let boundaries, let rates):
            return rates[boundaries.firstIndex { step <= $0 } ?? rates.count - 1]
        case .warmUp(let from, let steps, let next):
            guard step < steps else { return next.rate(at: step - steps) }
            return from + (next.rate(at: 0) - from) * part(step, steps, false)
        }
    }

    private func part(_ step: Int, _ steps: Int, _ isStaircase: Bool) -> Double {
        let part = Double(step) / Double(steps)
        return isStaircase ? part.rounded(.down) : part
    }

    package var isConstant: Bool { if case .constant = self { true } else { false } }

    /// Throws for a number that makes no rate.
    package func check() throws(EngineError) {
        switch self {
        case .constant(let rate): try require("learning_rate", rate)
        case .exponential(let rate, let steps, let factor, _):
            try require("learning_rate", rate, steps)
            try require("decay_rate", factor)
        case .inverseTime(let rate, let steps, let decay, _):
            try require("learning_rate", rate, steps)
            try require("decay_rate", decay)
        case .cosine(let rate, let steps, let end):
            try require("learning_rate", rate, steps)
            try require("alpha", end)
        case .polynomial(let rate, let end, let steps, let power):
            try require("learning_rate", rate, steps)
            try require("end_learning_rate", end)
            try require("power", power)
        case .piecewise(let boundaries, let rates):
            for rate in rates { try require("values", rate) }
            for (earlier, later) in zip(boundaries, boundaries.dropFirst()) where later <= earlier {
                throw .schedule(.boundaries(earlier, later))
            }
            guard rates.count == boundaries.count + 1 else {
                throw .schedule(.values(boundaries: boundaries.count, values: rates.count))
            }
        case .warmUp(let from, let steps, let next):
            try require("start", from, steps)
            try next.check()
        }
    }

    private func require(_ name: String, _ rate: Double, _ steps: Int = 1) throws(EngineError) {
        guard rate >= 0, rate.isFinite else {
            throw .setting(owner: "fit", name: name, value: rate, range: .zeroOrMore)
        }
        guard steps >= 1 else {
            throw .setting(owner: "fit", name: "steps", value: Double(steps), range: .oneOrMore)
        }
    }
}

/// What does not fit together in a piecewise schedule.
package enum ScheduleProblem: Hashable, Sendable {
    /// The second is not after the first.
    case boundaries(Int, Int)
    /// One value more than boundaries is needed.
    case values(boundaries: Int, values: Int)
}
