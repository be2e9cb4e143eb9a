import Engine
import Language

/// Layers that do not fit what they are given, in sentences that point at both.
extension Messages {
    /// The lecture's most frequent mistake gets the most help.
    static func shapes(_ mismatch: ShapeMismatch, _ network: NetworkObject, _ inputs: [Shape]) -> Diagnostic {
        ShapeMessage(mismatch: mismatch, network: network, inputs: inputs).diagnostic
    }
}

private struct ShapeMessage {
    let mismatch: ShapeMismatch
    let network: NetworkObject
    let inputs: [Shape]

    private var index: Int { mismatch.node }
    private var wires: [Network.Wire] { network.network.nodes[index].inputs }
    private var found: Shape { mismatch.found.first ?? inputs[0] }
    /// In a chain layers have numbers; in other networks each is called by its name.
    private var isChain: Bool { network.network.isChain }

    var diagnostic: Diagnostic {
        var labels: [Diagnostic.Label] = []
        for (wire, shape) in zip(wires, mismatch.found).prefix(isAboutAll ? 4 : 1) {
            guard let giver = node(wire), let mark = network.marks[giver] else { continue }
            let only = mismatch.needs == .sequence ? ": only its last step" : ""
            labels.append(.init(mark.call, "\(name(giver)) gives \(shape)\(only)", isFault: false))
        }
        if let mark = network.marks[index] { labels.append(.init(mark.name, "\(name(index)) needs \(needs)")) }
        return Diagnostic(head, labels: labels, notes: notes)
    }

    /// All inputs are at fault together.
    private var isAboutAll: Bool {
        switch mismatch.needs {
        case .sameShapes, .sameSteps, .states: true
        case .sequence, .tokens, .vector, .steps, .eachStep: false
        }
    }

    private var head: String {
        let layer = "`\(mismatch.layer)`"
        switch mismatch.needs {
        case .sequence: return "\(layer) needs a sequence, but \(gives) a single vector"
        case .tokens: return "\(layer) needs token numbers, but \(gives) \(found)"
        case .vector: return "\(layer) needs a single vector, but \(gives) a sequence"
        case .steps(let least):
            return "\(layer) needs \(least) steps or more, but \(gives) \(found.positions)"
        case .states(let count, let units):
            let states = mismatch.found.dropFirst().map(\.description).joined(separator: " and ")
            return "\(layer) needs \(statesOf(count, units)) to begin with, but is given \(states)"
        case .sameShapes: return "\(layer) needs inputs of the same shape, but they are \(allFound)"
        case .sameSteps: return "\(layer) needs inputs with the same number of steps, but they are \(allFound)"
        case .eachStep(let inside): return "\(layer) needs a layer that works step by step, which `\(inside)` does not"
        }
    }

    private var needs: String {
        switch mismatch.needs {
        case .sequence:
            "[steps × features], for example \(Shape(steps: inputs[0].steps ?? 30, features: found.features))"
        case .tokens: "token numbers, [steps × 1]"
        case .vector: "[features], for example [\(found.features)]"
        case .steps(let least): "\(least) steps to fill its window once"
        case .states(let count, let units): statesOf(count, units) + " after the sequence"
        case .sameShapes: "inputs of the same shape"
        case .sameSteps: "[steps × features] with the same steps, or vectors only"
        case .eachStep: "dense, activation, dropout, layer_norm, batch_norm or highway"
        }
    }

    private var notes: [String] {
        var notes: [String] = []
        if isChain {
            let before = zip(network.network.layers.map(\.kind), mismatch.before).map { "\($0) \($1)" }
            let chain = ["input \(inputs[0])"] + before + ["\(mismatch.layer) (stopped here)"]
            notes.append("shapes: " + chain.joined(separator: " → "))
        }
        return notes + advice
    }

    private var advice: [String] {
        switch mismatch.needs {
        case .sequence: return toPassOnEveryStep(wires.first)
        case .tokens:
            return isFromExamples ? ["where each row is one sequence:  examples(x, y, tokens = true)"] : []
        case .vector:
            return ["to make one vector of a sequence:  gru(10), global_average_pooling() or flatten() before it"]
        case .steps: return ["to fill up the ends with zeros:  padding = \"same\""]
        case .states(_, let units):
            return [
                "to begin with the states of another layer:  initial_state = a \(mismatch.layer)(\(units)) of the same kind"
            ]
        case .sameShapes where Set(mismatch.found.map(\.steps)).count == 1:
            return ["to bring one to the shape of the other:  dense(\(found.features))"]
        case .sameShapes, .sameSteps:
            let vector = mismatch.found.firstIndex { !$0.isSequence }
            return toPassOnEveryStep(vector.map { wires[$0] })
        case .eachStep: return []
        }
    }

    /// How the layer that feeds the wire would do that, if it can.
    private func toPassOnEveryStep(_ wire: Network.Wire?) -> [String] {
        let call = wire.flatMap(node).flatMap { network.marks[$0]?.call.text }
        return call.flatMap(everyStep).map { ["to pass on every step:  \($0)"] } ?? []
    }

    // MARK: names

    private func statesOf(_ count: Int, _ units: Int) -> String {
        count == 1 ? "one state [\(units)]" : "\(count) states [\(units)]"
    }

    /// "layer 1 passes on"
    private var gives: String {
        guard let giver = wires.first.flatMap(node) else {
            if case .steps = mismatch.needs { return "each example has" }
            return "each example is"
        }
        return "\(isChain ? name(giver) : "`\(network.network.layers[giver].kind)`") passes on"
    }

    private var isFromExamples: Bool { wires.first.flatMap(node) == nil }

    private var allFound: String {
        let shapes = mismatch.found.map(\.description)
        guard let last = shapes.last, shapes.count > 1 else { return shapes.joined() }
        return shapes.dropLast().joined(separator: ", ") + " and " + last
    }

    private func name(_ node: Int) -> String { isChain ? "layer \(node + 1)" : network.network.layers[node].kind }

    private func node(_ wire: Network.Wire) -> Int? {
        switch wire {
        case .input: nil
        case .node(let node), .state(let node, _): node
        }
    }

    /// `gru(units = 10)` with `return_sequences = true`; nil if it is not a recurrent layer's call on one line.
    private func everyStep(_ call: String) -> String? {
        guard !call.contains("return_sequences"), !call.contains("\n"), call.hasSuffix(")"),
            let open = call.firstIndex(of: "("), let builtin = builtins[String(call[..<open])],
            builtin.parameters.contains(where: { $0.name == "return_sequences" })
        else { return nil }
        let inside = call.dropLast()
        return inside + (inside.hasSuffix("(") ? "" : ", ") + "return_sequences = true)"
    }
}
