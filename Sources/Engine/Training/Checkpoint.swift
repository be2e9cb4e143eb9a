/// All that a fit needs to go on as if it had not been interrupted: weights, the optimiser's memory, and how far it had
/// come. Shuffle and dropout follow from the seed and the number of the epoch.
package struct Checkpoint: Sendable {
    /// The weights in the order of the model, then the optimiser's two memories of each.
    package var tensors: [(name: String, tensor: Tensor)]
    /// Numbers by name, exactly as they were.
    package var numbers: [(name: String, value: Double)]
    /// "adam", …; nil if nothing has been learnt yet.
    package var optimiser: String?

    package init(
        tensors: [(name: String, tensor: Tensor)], numbers: [(name: String, value: Double)], optimiser: String?
    ) {
        self.tensors = tensors
        self.numbers = numbers
        self.optimiser = optimiser
    }

    static let first = "optimizer/first/"
    static let second = "optimizer/second/"

    package static func isMemory(_ name: String) -> Bool { name.hasPrefix(first) || name.hasPrefix(second) }
}

extension Model {
    package var checkpoint: Checkpoint {
        var result = Checkpoint(tensors: weights, numbers: [("epochs", Double(epochs))], optimiser: nil)
        guard let memory = optimiserMemory else { return result }
        for (prefix, block) in [(Checkpoint.first, memory.first), (Checkpoint.second, memory.second)] {
            result.tensors += zip(weights, block).map { (name: prefix + $0.name, tensor: $1) }
        }
        result.optimiser = memory.name
        result.numbers.append(("steps", Double(memory.steps)))
        let plateau = memory.plateau
        result.numbers += [
            ("factor", plateau.factor), ("waited", Double(plateau.waited)), ("rest", Double(plateau.rest)),
        ]
        if let best = plateau.best { result.numbers.append(("best", best)) }
        return result
    }

    /// Takes on a state of the same network; throws, and changes nothing, if a tensor is missing or of another shape.
    package mutating func restore(_ checkpoint: Checkpoint) throws(EngineError) {
        func block(_ prefix: String) throws(EngineError) -> [Tensor] {
            let found = checkpoint.tensors.filter {
                $0.name.hasPrefix(prefix) && Checkpoint.isMemory($0.name) != prefix.isEmpty
            }
            guard found.count == weights.count else { throw .weightCount(needs: weights.count, found: found.count) }
            for (weight, part) in zip(weights, found) where part.tensor.shape != weight.tensor.shape {
                throw .weightShape(name: weight.name, needs: weight.tensor.shape, found: part.tensor.shape)
            }
            return found.map(\.tensor)
        }
        func whole(_ name: String) -> Int? {
            checkpoint.numbers.first { $0.name == name }.flatMap { Int(exactly: $0.value) }.flatMap {
                $0 >= 0 ? $0 : nil
            }
        }
        let tensors = try block("")
        var memory: OptimiserMemory?
        if let name = checkpoint.optimiser, let steps = whole("steps") {
            memory = OptimiserMemory(
                name: name, steps: steps, first: try block(Checkpoint.first), second: try block(Checkpoint.second))
            memory?.plateau.factor = checkpoint.numbers.first { $0.name == "factor" }?.value ?? 1
            memory?.plateau.best = checkpoint.numbers.first { $0.name == "best" }?.value
            memory?.plateau.waited = whole("waited") ?? 0
            memory?.plateau.rest = whole("rest") ?? 0
        }
        try setWeights(tensors)
        optimiserMemory = memory
        epochs = whole("epochs") ?? 0
    }
}
