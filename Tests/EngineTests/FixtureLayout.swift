@testable import Engine

/// PyTorch's weights turned into Keras's: rows and columns exchanged, a GRU's blocks r z n put into the order z r n.
///
/// PyTorch has [blocks·units × inputs] and two biases; Keras [inputs × blocks·units] and, for a GRU that resets after the
/// product, both biases in one tensor [2 × 3·units].
extension Fixture {
    /// The tensors as the engine holds them, whoever wrote the file.
    func kerasLayout(_ tensors: [Numbers]) throws -> [Numbers] {
        guard name.hasPrefix("torch") else { return tensors }
        var rest = tensors[...]
        return layers.flatMap { layer -> [Numbers] in
            let order = layer.kind == "gru" ? [1, 0, 2] : layer.kind == "lstm" ? [0, 1, 2, 3] : [0]
            let taken = Array(rest.prefix(layer.kind == "dense" ? 2 : 4))
            rest = rest.dropFirst(taken.count)
            let turned = taken.map { $0.reordered(order).transposed }
            guard layer.kind == "gru" else { return Array(turned.prefix(layer.kind == "dense" ? 2 : 3)) }
            let biases = Numbers(turned[2].doubles + turned[3].doubles, shape: [2] + turned[2].shape, name: turned[2].name)
            return [turned[0], turned[1], biases]
        }
    }
}

extension Numbers {
    /// Blocks of rows in another order: block `i` of the result is block `order[i]`.
    fileprivate func reordered(_ order: [Int]) -> Numbers {
        let size = values.count / order.count
        let blocks = order.map { doubles[$0 * size..<($0 + 1) * size] }
        return Numbers(blocks.flatMap(\.self), shape: shape, name: name)
    }

    /// A matrix with rows and columns exchanged; a vector as it is.
    fileprivate var transposed: Numbers {
        guard shape.count == 2 else { return self }
        let (rows, columns) = (shape[0], shape[1])
        let turned = (0..<columns).flatMap { column in (0..<rows).map { doubles[$0 * columns + column] } }
        return Numbers(turned, shape: [columns, rows], name: name)
    }
}
