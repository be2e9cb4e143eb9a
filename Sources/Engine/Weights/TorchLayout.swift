/// PyTorch's weights in Keras's layout.
///
///     Linear, Conv1d     weight [out × in], [out × in × width]   → kernel [in × out], [width × in × out]
///     Embedding          weight [vocabulary × units]             → embeddings, as it is
///     LayerNorm          weight, bias                            → gamma, beta
///     BatchNorm1d        … and running_mean, running_var         → … and moving_mean, moving_variance
///     RNN                weight_ih [H × D], weight_hh [H × H]    → kernel [D × H], recurrent_kernel [H × H]
///     LSTM               blocks of H rows in the order i f g o   → blocks of H columns in the order i f c̃ o, the same
///     GRU                blocks of H rows in the order r z n     → blocks of H columns in the order z r n
///     bias_ih, bias_hh   of RNN and LSTM                         → bias, their sum
///                        of GRU, which resets after the product  → bias [2 × 3H], one above the other
///
/// Source: the documentation of torch.nn (PyTorch 2) and of keras.layers (Keras 3).
enum TorchLayout {
    static let recurrentWords = ["weight_ih", "weight_hh", "bias_ih", "bias_hh"]

    /// The group with Keras's names; as it is where PyTorch has no such layer.
    static func keras(_ group: WeightGroup, needed: [WeightPlace]) -> WeightGroup {
        let given = Dictionary(group.items.map { ($0.name, $0) }) { first, _ in first }
        var result = group
        guard let items = recurrent(given) ?? plain(given, isTable: isTable(group, needed)) else { return group }
        result.items = items
        return result
    }

    /// A table without a bias is an embedding if it is called so, or if only an embedding has its shape.
    private static func isTable(_ group: WeightGroup, _ needed: [WeightPlace]) -> Bool {
        guard group.items.count == 1, let table = group.items.first?.tensor, table.rank == 2 else { return false }
        if group.path.lowercased().contains("emb") { return true }
        let alone = needed.filter { $0.parameters.count == 1 }.map { $0.parameters[0] }
        let turned = [table.shape[1], table.shape[0]]
        return alone.contains { $0.name == "embeddings" && $0.shape == table.shape }
            && !alone.contains { $0.name == "kernel" && $0.shape == turned }
    }

    private typealias Given = [String: WeightGroup.Item]

    private static func plain(_ given: Given, isTable: Bool) -> [WeightGroup.Item]? {
        guard let weight = given["weight"] else { return nil }
        if isTable { return [renamed(weight, "embeddings")] }
        let isNorm = weight.tensor.rank == 1
        let names =
            isNorm
            ? [("bias", "beta"), ("running_mean", "moving_mean"), ("running_var", "moving_variance")]
            : [("bias", "bias")]
        let others = names.compactMap { name, ours in given[name].map { renamed($0, ours) } }
        guard others.count + 1 == given.count else { return nil }
        var first = renamed(weight, isNorm ? "gamma" : "kernel")
        first.tensor = first.tensor.withAxesReversed
        return [first] + others
    }

    private static func recurrent(_ given: Given) -> [WeightGroup.Item]? {
        guard let kernel = given["weight_ih"], let recurrent = given["weight_hh"], kernel.tensor.rank == 2,
            recurrent.tensor.rank == 2, let rows = recurrent.tensor.shape.first, kernel.tensor.shape[0] == rows,
            let units = recurrent.tensor.shape.last, units > 0, let order = orders[rows / units], rows % units == 0
        else { return nil }
        func turned(_ item: WeightGroup.Item, _ name: String) -> WeightGroup.Item {
            WeightGroup.Item(
                name: name, tensor: item.tensor.withBlocks(order).withAxesReversed, sources: item.sources)
        }
        var items = [turned(kernel, "kernel"), turned(recurrent, "recurrent_kernel")]
        if let input = given["bias_ih"], let state = given["bias_hh"] {
            guard input.tensor.shape == [rows], state.tensor.shape == [rows] else { return nil }
            let (b, c) = (input.tensor.withBlocks(order), state.tensor.withBlocks(order))
            let isGRU = order.count == 3
            let bias =
                isGRU ? Tensor(b.values + c.values, shape: [2, rows]) : Tensor(zip(b.values, c.values).map { $0 + $1 })
            items.append(.init(name: "bias", tensor: bias, sources: input.sources + state.sources))
        }
        return items.reduce(0) { $0 + $1.sources.count } == given.count ? items : nil
    }

    /// Block `i` of ours is block `order[i]` of PyTorch's, by the number of blocks: RNN, GRU, LSTM.
    private static let orders: [Int: [Int]] = [1: [0], 3: [1, 0, 2], 4: [0, 1, 2, 3]]

    private static func renamed(_ item: WeightGroup.Item, _ name: String) -> WeightGroup.Item {
        WeightGroup.Item(name: name, tensor: item.tensor, sources: item.sources)
    }
}

extension Tensor {
    /// The first axis becomes the last: a matrix is transposed, [a × b × c] becomes [c × b × a].
    var withAxesReversed: Tensor {
        guard rank > 1 else { return self }
        let rows = (0..<shape[0]).map { self[row: $0].withAxesReversed.values }
        let values = (0..<rowSize).flatMap { place in rows.map { $0[place] } }
        return Tensor(values, shape: shape.reversed())
    }

    /// Blocks of the first axis in another order: block `i` of the result is block `order[i]`.
    func withBlocks(_ order: [Int]) -> Tensor {
        let size = count / order.count
        return Tensor(order.flatMap { values[$0 * size..<($0 + 1) * size] }, shape: shape)
    }
}
