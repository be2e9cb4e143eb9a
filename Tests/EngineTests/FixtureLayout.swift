@testable import Engine

/// PyTorch's weights turned into Keras's: rows and columns exchanged, a GRU's blocks r z n put into the order z r n.
///
/// PyTorch has [blocks·units × inputs] and two biases; Keras [inputs × blocks·units] and, for a GRU that resets after the
/// product, both biases in one tensor [2 × 3·units]. A convolution is [filters × inputs × width] there.
extension Fixture {
    /// The tensors as the engine holds them, whoever wrote the file.
    func kerasLayout(_ tensors: [Numbers]) -> [Numbers] {
        guard name.hasPrefix("torch") else { return tensors }
        return nodes.flatMap { node -> [Numbers] in
            let own = tensors.filter { $0.name?.hasPrefix(node.name + ".") == true }
            let recipe = node.recipe.layer?.recipe ?? node.recipe
            switch recipe.kind {
            case "gru", "lstm", "simple_rnn": return halves(own).flatMap { turned($0, recipe.kind) }
            case "embedding": return own
            default: return own.map(\.axesReversed)
            }
        }
    }

    /// The forward and the backward half of a bidirectional layer.
    private func halves(_ tensors: [Numbers]) -> [[Numbers]] {
        let backward = tensors.filter { $0.name?.hasSuffix("_reverse") == true }
        return [tensors.filter { $0.name?.hasSuffix("_reverse") == false }] + (backward.isEmpty ? [] : [backward])
    }

    private func turned(_ tensors: [Numbers], _ kind: String) -> [Numbers] {
        let order = kind == "gru" ? [1, 0, 2] : kind == "lstm" ? [0, 1, 2, 3] : [0]
        let turned = tensors.map { $0.reordered(order).axesReversed }
        guard kind == "gru" else { return Array(turned.prefix(3)) }
        let biases = Numbers(turned[2].doubles + turned[3].doubles, shape: [2] + turned[2].shape, name: turned[2].name)
        return [turned[0], turned[1], biases]
    }
}

extension Numbers {
    /// Blocks of rows in another order: block `i` of the result is block `order[i]`.
    fileprivate func reordered(_ order: [Int]) -> Numbers {
        let size = values.count / order.count
        let blocks = order.map { doubles[$0 * size..<($0 + 1) * size] }
        return Numbers(blocks.flatMap(\.self), shape: shape, name: name)
    }

    /// A matrix with rows and columns exchanged, [a × b × c] as [c × b × a]; a vector as it is.
    fileprivate var axesReversed: Numbers {
        var result = self
        result.shape = shape.reversed()
        for index in values.indices {
            result.values[reversedPlace(of: index)] = values[index]
        }
        return result
    }

    /// Where the value at `index` stands once the axes are reversed.
    private func reversedPlace(of index: Int) -> Int {
        var digits: [Int] = []
        var rest = index
        for length in shape.reversed() {
            digits.append(rest % length)
            rest /= length
        }
        // The last axis is now the first.
        return zip(digits, shape.reversed()).reduce(0) { $0 * $1.1 + $1.0 }
    }
}
