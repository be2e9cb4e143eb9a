import Display
import Engine

/// The line in which a value is set by hand: which one, and what it is to be.
struct EditEntry: Sendable {
    enum Kind: Int, Hashable, Sendable, CaseIterable { case state, input, start, gate, hold, weight }

    /// Something that can be set where the cursor stands.
    struct Choice: Sendable {
        var kind: Kind
        var label: String
        var now: Real
        /// With the value that it has; nil for a one-hot input, which is set as a whole.
        var change: Change?
    }

    private(set) var choices: [Choice]
    private(set) var chosen = 0
    var typed = ""
    /// Both runs are shown once something is set.
    var opensTwin = false
    private let inputNames: [String]
    private let step: Int

    init(_ trace: Trace, _ cursor: StepCursor, inputNames: [String]) {
        self.inputNames = inputNames
        let step = cursor.step
        self.step = step
        choices = []
        let layer = trace.layers[safe: cursor.layer]
        let place = Phrases.unitAt(cursor)
        for field in ["h", "c"] where layer?.initial[field] != nil && layer?.isRecurrent == true {
            let now = layer?.row(field, cursor.step)[safe: cursor.unit] ?? .nan
            add(.state, "\(field) \(place)", now) {
                .state(layer: cursor.layer, field: field, step: cursor.step, unit: cursor.unit, $0)
            }
            add(.start, "\(field)_0 u\(cursor.unit + 1)", layer?.initial[field]?[safe: cursor.unit] ?? .nan) {
                .state(layer: cursor.layer, field: field, step: nil, unit: cursor.unit, $0)
            }
        }
        addInputs(trace)
        guard let layer else { return }
        for equation in layer.equations where layer.isRecurrent && equation.field != "h" {
            guard case .affine = equation.body else { continue }
            let now = layer.row(equation.field, cursor.step)[safe: cursor.unit] ?? .nan
            add(.gate, "\(equation.symbol) \(place)", now) {
                .gate(layer: cursor.layer, field: equation.field, step: cursor.step, unit: cursor.unit, $0)
            }
            add(.hold, "\(equation.symbol) u\(cursor.unit + 1) at every step", now) {
                .gate(layer: cursor.layer, field: equation.field, step: nil, unit: cursor.unit, $0)
            }
        }
        addWeights(layer, cursor)
        choices = Kind.allCases.flatMap { kind in choices.filter { $0.kind == kind } }
    }

    private mutating func add(_ kind: Kind, _ label: String, _ now: Real, _ change: (Real) -> Change) {
        choices.append(Choice(kind: kind, label: label, now: now, change: change(now)))
    }

    private mutating func addInputs(_ trace: Trace) {
        let step = step
        guard let row = trace.input[safe: step] else { return }
        if trace.isOneHot {
            let place = Real((row.firstIndex(of: 1) ?? 0) + 1)
            choices.append(Choice(kind: .input, label: "the input at t=\(step + 1)", now: place, change: nil))
            return
        }
        for (feature, value) in row.enumerated() {
            let name = trace.featureNames?[safe: feature] ?? (row.count == 1 ? "x" : "x\(feature + 1)")
            add(.input, "\(name) at t=\(step + 1)", value) { .input(step: step, feature: feature, $0) }
        }
    }

    /// The weights of the chosen equation that lead to the chosen unit.
    private mutating func addWeights(_ layer: LayerTrace, _ cursor: StepCursor) {
        guard let equation = layer.equations[safe: cursor.equation] ?? layer.equations.last else { return }
        var gate = equation
        if case .combination = gate.body { gate = layer.equations[0] }
        guard case .affine(let affine) = gate.body else { return }
        let block = layer.equations.count > 1 ? " of \(gate.symbol)" : ""
        let column = affine.block * layer.units + cursor.unit
        let names = [(affine.kernel, "x"), ("recurrent_kernel", "h"), (affine.bias, "")]
        for (name, letter) in names {
            guard let tensor = layer.weight(name), let width = tensor.shape.last else { continue }
            for row in 0..<tensor.count / max(1, width) {
                let from = letter.isEmpty ? "" : " from \(letter)\(row + 1)"
                let place = row * width + column
                guard tensor.values.indices.contains(place) else { continue }
                add(.weight, "\(name)\(block)\(from) to u\(cursor.unit + 1)", tensor.values[place]) {
                    .weight(layer: cursor.layer, name: name, place: place, $0)
                }
            }
        }
    }

    var choice: Choice? { choices[safe: chosen] }

    mutating func choose(_ by: Int) {
        guard !choices.isEmpty else { return }
        chosen = (chosen + by + choices.count) % choices.count
    }

    mutating func nextKind() {
        guard let kind = choice?.kind else { return }
        let later = choices.indices.first { $0 > chosen && choices[$0].kind != kind }
        chosen = later ?? 0
    }

    /// The changes that make what was typed; nil if it is no value for this place.
    func changes(_ trace: Trace) -> [Change]? {
        guard let choice else { return nil }
        guard let change = choice.change else { return oneHot(trace) }
        if choice.kind == .input, let named = inputNames.firstIndex(of: typed) { return [change.with(Real(named))] }
        guard let number = Real(typed), number.isFinite else { return nil }
        return [change.with(number)]
    }

    private func oneHot(_ trace: Trace) -> [Change]? {
        let width = trace.input[safe: step]?.count ?? 0
        let place = inputNames.firstIndex(of: typed).map { $0 + 1 } ?? Int(typed)
        guard let place, 1...max(1, width) ~= place, width > 0 else { return nil }
        return (0..<width).map { .input(step: step, feature: $0, $0 == place - 1 ? 1 : 0) }
    }

    var refusal: String {
        choice?.change == nil
            ? "\"\(typed)\" is none of the inputs; write its name or its place" : Phrases.noNumber(typed)
    }

    static let help: [HelpLine] = [
        .init(keys: "Up, Down", words: "another value to set", run: [Key(.down)]),
        .init(keys: "Tab", words: "the next kind: state, input, start, gate, gate held, weight", run: [Key(.tab)]),
        .init(keys: "Enter", words: "set it; the rest of the sequence follows", run: [Key(.enter)]),
        .init(keys: "Esc", words: "leave it", run: [Key(.escape)]),
    ]
}

extension Change {
    fileprivate func with(_ value: Real) -> Change {
        switch self {
        case .input(let step, let feature, _): .input(step: step, feature: feature, value)
        case .weight(let layer, let name, let place, _): .weight(layer: layer, name: name, place: place, value)
        case .state(let layer, let field, let step, let unit, _):
            .state(layer: layer, field: field, step: step, unit: unit, value)
        case .gate(let layer, let field, let step, let unit, _):
            .gate(layer: layer, field: field, step: step, unit: unit, value)
        }
    }
}

extension Phrases {
    static let cannotEdit = "only the numbers are known here, not the network: nothing can be set"
    static let cannotSet = "this value cannot be set so; a gate lies between 0 and 1, a candidate between -1 and 1"
    static func unitAt(_ cursor: StepCursor) -> String { "u\(cursor.unit + 1) at t=\(cursor.step + 1)" }

    static func editing(_ entry: EditEntry, _ ink: Ink) -> String {
        guard let choice = entry.choice else { return "there is nothing to set here; Esc leaves" }
        let now = choice.change == nil ? Numbers.short(Double(choice.now)) : ink.exact(choice.now)
        return "set \(ink.symbols(choice.label)), now \(now), to: \(entry.typed)_   up/dn another, Tab kind, Esc leaves"
    }

    /// What was changed, in a few words: "x_2: rainy, h u2 at t=5: +0.50".
    static func changed(_ changes: [Change], _ trace: Trace, _ ink: Ink) -> String {
        var seen: [Int] = []
        let words = changes.compactMap { change -> String? in
            switch change {
            case .input(let step, let feature, let value):
                if trace.isOneHot || trace.inputLabels != nil {
                    guard !seen.contains(step) else { return nil }
                    seen.append(step)
                    return "x at t=\(step + 1): \(trace.inputLabels?[safe: step] ?? Numbers.short(Double(value)))"
                }
                let name = trace.featureNames?[safe: feature] ?? "x\(feature + 1)"
                return "\(name) at t=\(step + 1): \(ink.exact(value))"
            case .weight(_, let name, let place, let value): return "\(name)[\(place + 1)]: \(ink.exact(value))"
            case .state(_, let field, let step, let unit, let value):
                return (step.map { "\(field) u\(unit + 1) at t=\($0 + 1)" } ?? "\(field)_0 u\(unit + 1)")
                    + ": \(ink.exact(value))"
            case .gate(_, let field, let step, let unit, let value):
                let place = step.map { "at t=\($0 + 1)" } ?? "at every step"
                return "\(field) u\(unit + 1) \(place): \(ink.exact(value))"
            }
        }
        return words.joined(separator: ", ")
    }
}
