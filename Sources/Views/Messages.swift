import Display
import Engine

/// Every sentence of the step views.
enum Phrases {
    static func moreFeatures(_ count: Int) -> String {
        "\(count) more \(count == 1 ? "feature" : "features"), not shown here"
    }
    static func moreOutputs(_ count: Int) -> String {
        "\(count) more \(count == 1 ? "output" : "outputs"), not shown here"
    }
    static func moreLines(_ count: Int) -> String {
        "\(count) more \(count == 1 ? "line" : "lines"): c copies them all"
    }
    static func manyOutputs(_ count: Int) -> String { "\(count) outputs" }
    static func unitsShown(_ first: Int, _ last: Int, of count: Int) -> String {
        "units \(first) to \(last) of \(count)"
    }
    static func oneOutput(after steps: Int) -> String { "one output for the whole sequence, after step \(steps)" }
    static func lossesBefore(_ count: Int) -> String { "(\(count) before)" }
    static let noTarget = "none"
    static let sameWeights = "the same weights at every step"

    static func picksRow(_ row: Int, label: String?) -> String { "\(label ?? "the 1") picks row \(row)" }

    static func stepLoss(_ name: String, areClasses: Bool) -> String {
        if areClasses || name.hasSuffix("crossentropy") { return "−log p_y" }
        if name.contains("squared") || name == "mse" { return "(y−t)²" }
        if name.contains("absolute") || name == "mae" { return "error" }
        return "loss"
    }

    static func weights(_ formula: String, _ count: Int, total: Int, steps: Int) -> [String] {
        var words = formula.isEmpty ? ["\(count)"] : [formula, "= \(count)"]
        if steps > 1 { words.append("here, used \(steps) times (weight sharing);") }
        return words + ["network \(total)"]
    }

    /// What the output of row `row` means beside its target.
    static func verdict(_ trace: Trace, _ row: Int) -> String {
        if let wanted = trace.targetClass(row) {
            let name = trace.className(wanted)
            return trace.isMiss(row) ? "target \(name): missed" : "target \(name): ok"
        }
        guard let target = trace.target?[safe: row], target.count == 1, target[0].isFinite, !trace.targetsAreClasses
        else { return trace.target == nil ? "" : "no target here" }
        return "target \(Numbers.fixed(Double(target[0]), 4))"
    }

    /// The plain sentence under the unrolled network.
    static func sayUnrolled(_ trace: Trace, _ cursor: StepCursor, _ ink: Ink) -> String {
        var parts = ["step \(cursor.step + 1)"]
        if let label = trace.inputLabels?[safe: cursor.step], !label.isEmpty { parts[0] += ", \(label)" }
        if let layer = trace.layers[safe: cursor.layer],
            let now = layer.states[safe: cursor.step]?[safe: cursor.unit]
        {
            parts.append("unit \(cursor.unit + 1) \(movement(layer, cursor)) \(ink.brief(now))")
        }
        parts += outcome(trace, cursor)
        return parts.joined(separator: "; ") + "."
    }

    private static func movement(_ layer: LayerTrace, _ cursor: StepCursor) -> String {
        let now = layer.states[cursor.step][cursor.unit]
        guard now.isFinite else { return Numbers.isHidden(now) ? "is" : "is not a number:" }
        let before = layer.states[safe: cursor.step + (layer.isBackwards ? 1 : -1)]?[safe: cursor.unit] ?? 0
        return now > before ? "rises to" : now < before ? "falls to" : "stays at"
    }

    private static func outcome(_ trace: Trace, _ cursor: StepCursor) -> [String] {
        guard let row = trace.outputRow(at: cursor.step), let values = trace.output[safe: row] else {
            return trace.endsInOne ? ["the output comes after step \(trace.steps)"] : []
        }
        if trace.targetsAreClasses || trace.target == nil && values.areProbabilities, let best = trace.bestClass(row) {
            var parts = ["predicts \(trace.className(best)) with \(Numbers.percent(Double(values[best])))"]
            if let wanted = trace.targetClass(row) {
                parts.append(wanted == best ? "correct" : "the target is \(trace.className(wanted))")
            }
            return parts
        }
        let numbers = values.prefix(3).map { Numbers.fixed(Double($0), 3) }.joined(separator: ", ")
        var parts = ["output \(numbers)"]
        if let target = trace.target?[safe: row], target.count == 1, target[0].isFinite {
            parts.append("target \(Numbers.fixed(Double(target[0]), 3))")
        }
        return parts
    }

    static let setByHand = "set by hand:"

    static func notation(_ convention: Convention) -> String {
        switch convention {
        case .unroll: "Unroll"
        case .lecture: "the lecture: [h, x] side by side, the numbers are the same"
        case .keras: "Keras: x first, then h, the numbers are the same"
        case .torch: "PyTorch: x first, then h, each with a bias of its own; the numbers are the same"
        }
    }

    static let barsHead = "saturation    derivative"

    /// How far open a gate is; how close to its limits a tanh.
    static func saturation(_ value: Real, isGate: Bool) -> String {
        if !value.isFinite { return Numbers.isHidden(value) ? "?" : "not a number" }
        if !isGate { return abs(value) > 0.99 ? "saturated" : abs(value) > 0.8 ? "nearly" : "free" }
        if value > 0.99 || value < 0.01 { return value > 0.5 ? "wide open" : "shut" }
        return value >= 0.8 ? "open" : value <= 0.2 ? "closed" : "half"
    }

    static func memory(_ symbol: String, _ factor: String, _ value: Real, _ ink: Ink) -> String {
        var power: Real = 1
        for _ in 0..<10 { power *= value }
        return "d\(symbol)_t/d\(symbol)_t-1 = \(factor) = \(Numbers.fixed(Double(value), 4))"
            + "   \(ink.symbols("→")) 10 such steps back: \(Numbers.significant(Double(power), 3))  (the direct path)"
    }
}

extension [Real] {
    /// Several numbers of 0 or more that add up to 1.
    fileprivate var areProbabilities: Bool {
        count > 1 && allSatisfy { $0 >= 0 } && abs(reduce(-1, +)) < 1e-3
    }
}

extension Trace {
    /// The class's name, or its number in words.
    func className(_ number: Int) -> String { outputNames?[safe: number] ?? "class \(number)" }
}

extension Phrases {
    static func feeds(_ symbols: [String], isRecurrent: Bool) -> String {
        guard let last = symbols.last else { return "" }
        let names = symbols.count == 1 ? last : symbols.dropLast().joined(separator: ", ") + " and " + last
        return isRecurrent ? "both feed \(names)" : "feeds \(names)"
    }

    static func unit(_ unit: Int, of count: Int, step: Int) -> String { "unit \(unit) of \(count) at t = \(step)" }

    /// `unit 1 keeps 89% of …` in the table's own words: one clause for each gate, then the state.
    static func sayCell(_ layer: LayerTrace, _ cursor: StepCursor, _ ink: Ink) -> String {
        var clauses: [String] = []
        var states: [String] = []
        for equation in layer.equations {
            let arithmetic = layer.numbers(equation, step: cursor.step, unit: cursor.unit)
            let symbol = ink.symbols(equation.symbol)
            if equation.isGate(arithmetic), layer.equations.count > 1 {
                let share = Numbers.percent(Double(arithmetic.result))
                clauses.append("\(equation.verb.isEmpty ? symbol : equation.verb) \(share)")
            } else if !arithmetic.isAffine || layer.equations.count == 1 {
                states.append("\(symbol) is \(ink.brief(arithmetic.result))")
            }
        }
        return "unit \(cursor.unit + 1): " + (clauses + states).joined(separator: ", ") + "."
    }
}
