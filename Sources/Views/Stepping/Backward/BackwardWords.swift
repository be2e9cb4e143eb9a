import Base
import Display
import Engine

/// The sentences of the way back.
extension Phrases {
    static let noLoss =
        "there is no target here, so no loss to follow back; what is left of each state is told all the same"
    static let noCheck = "there is nothing to check here: no loss depends on this state, or its number is not finite"

    static func unitGradient(_ symbol: String, _ cursor: StepCursor, _ value: Real, length: Double, _ ink: Ink)
        -> String
    {
        "u\(cursor.unit + 1) at t=\(cursor.step + 1): dL/d\(symbol) = \(ink.exact(value)), one of the numbers in "
            + ink.symbols("‖dL/d\(symbol)‖") + " = \(Numbers.significant(length, 4))"
    }

    static func checked(_ check: BackwardState.Check) -> String {
        let agree = check.distance < 0.01 ? "they agree" : "they DIFFER"
        return "check: backward \(Numbers.significant(check.backward, 5)), by differences "
            + "\(Numbers.significant(check.difference, 5)) (\(Numbers.significant(check.distance * 100, 2)) % apart): \(agree)"
    }

    enum Fate: String {
        case explodes = "EXPLODES"
        case vanishes = "VANISHES"
        case holds = "HOLDS"
    }

    /// Three times as long or more is exploding, a twentieth or less vanishing.
    static func fate(_ ratio: Double) -> Fate { !(ratio < 3) ? .explodes : ratio <= 0.05 ? .vanishes : .holds }

    static func path(
        _ position: Int, isOnly: Bool, _ isMiss: Bool, from first: Double, to last: Double, steps: Int, _ ink: Ink
    ) -> String {
        let name = isOnly ? "the loss" : "L_\(position) alone\(isMiss ? " (a miss)" : "")"
        guard steps > 0 else { return "\(name) starts at the first step: there is no way back" }
        guard first > 0 else { return "\(name) has no gradient at its own step: nothing goes back" }
        let ratio = last / first
        let each = Decades.power(ratio, 1 / Double(steps))
        return
            "\(name): \(Numbers.significant(first, 3)) at its step, \(Numbers.significant(last, 3)) \(steps == 1 ? "a step" : "\(steps) steps") back, "
            + ink.symbols("×") + "\(Numbers.significant(each, 2)) a step on average: it \(fate(ratio).rawValue)"
    }

    static func whySlope(_ slopes: [Real], _ cursor: StepCursor, _ function: String) -> String? {
        guard !slopes.isEmpty, let own = slopes[safe: cursor.unit] else { return nil }
        let mean = slopes.reduce(0, +) / Real(slopes.count)
        let shut = slopes.count { $0 < 0.05 }
        return "why: a step back is times U and times \(function)' at t=\(cursor.step + 1): u\(cursor.unit + 1) "
            + "\(Numbers.fixed(Double(own), 3)), mean \(Numbers.fixed(Double(mean), 3))"
            + (shut > 0 ? ", \(shut) of \(slopes.count) units saturated (below 0.05)" : "")
    }

    static func whyGate(_ gate: String, _ values: [Real], _ symbol: String, _ cursor: StepCursor) -> String? {
        guard !values.isEmpty, let own = values[safe: cursor.unit] else { return nil }
        let mean = values.reduce(0, +) / Real(values.count)
        return "why: the direct way from \(symbol)_t-1 to \(symbol)_t is times \(gate) at t=\(cursor.step + 1): "
            + "u\(cursor.unit + 1) \(Numbers.fixed(Double(own), 3)), mean \(Numbers.fixed(Double(mean), 3))"
    }

    static func jacobianTooLarge(_ symbol: String, _ layer: LayerTrace, _ ink: Ink) -> String {
        ink.symbols("‖d\(symbol)_T/d\(symbol)_t‖")
            + " is not computed: \(layer.units) units over \(layer.states.count) steps "
            + "would take too long"
    }

    static func jacobianAt(_ done: Int, of units: Int, _ symbol: String, _ ink: Ink) -> String {
        ink.symbols("‖d\(symbol)_T/d\(symbol)_t‖") + ": \(done) of \(units) units so far"
    }

    static func memoryLeft(_ norm: Double, _ symbol: String, steps: Int, isBackwards: Bool, total: Int, _ ink: Ink)
        -> String
    {
        let (first, last) = isBackwards ? (total, 1) : (1, total)
        let what = norm < 0.05 ? "forgotten" : norm > 3 ? "blown up" : "still felt"
        return ink.symbols("‖d\(symbol)_\(last)/d\(symbol)_\(first)‖")
            + " = \(Numbers.significant(norm, 3)): after \(steps) "
            + "steps the first state is \(what)"
    }

    static func clip(_ clipping: Clipping, _ cuts: BackwardState.GradientLengths, isTrial: Bool, _ ink: Ink) -> String {
        let length = cuts.total
        let own = isTrial ? "clip at \(Numbers.short(clipping.globalNorm ?? 0)), to try" : "clip"
        let whole = "all gradients of this example together are \(Numbers.significant(length, 4)) long"
        if let limit = clipping.value {
            let count = cuts.count(above: limit)
            return
                "\(own): \(whole); to \u{B1}\(Numbers.short(limit)) each: \(count) of \(cuts.numbers.count) numbers are cut"
        }
        if let limit = clipping.norm {
            let long = cuts.lengths.filter { $0.length > limit }
            return "\(own): \(whole); each parameter to \(Numbers.short(limit)): "
                + (long.isEmpty
                    ? "nothing is cut"
                    : "cut are "
                        + long.map { "\($0.name) \(Numbers.significant($0.length, 3))" }.joined(separator: ", "))
        }
        guard let limit = clipping.globalNorm else { return "\(own): \(whole); the fit has no limit (w tries some)" }
        return length > limit
            ? "\(own): \(whole), cut to \(Numbers.short(limit)): every gradient " + ink.symbols("×")
                + Numbers.significant(limit / length, 3)
            : "\(own): \(whole), within \(Numbers.short(limit)): nothing is cut"
    }

    static func compared(_ mine: String, _ ratio: Double, _ theirs: String, _ other: Double, steps: Int) -> String {
        "from step \(steps) to step 1 the gradient becomes \(Numbers.significant(ratio, 3)) times as long here (\(mine)), "
            + "\(Numbers.significant(other, 3)) times in the twin (\(theirs)); v shows it"
    }

    static func sayBackward(_ view: BackwardView, _ ink: Ink) -> String {
        let totals = view.totals
        let (last, first) = (view.order.first ?? 0, view.order.last ?? 0)
        guard let end = totals[safe: last], let start = totals[safe: first], let now = totals[safe: view.cursor.step]
        else {
            return "no loss here; what is left of each state is told."
        }
        let direction = start > end ? "grows" : "shrinks"
        return "step \(view.cursor.step + 1): \(Numbers.significant(now, 3)); it \(direction) from "
            + "\(Numbers.significant(end, 3)) at step \(last + 1) to \(Numbers.significant(start, 3)) at step \(first + 1)."
    }
}

extension Decades {
    static func power(_ base: Double, _ exponent: Double) -> Double { pow(base, exponent) }
}
