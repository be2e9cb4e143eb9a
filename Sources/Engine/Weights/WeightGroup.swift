/// What a file has for one layer: its tensors under Keras's names and in Keras's layout, whoever wrote it.
struct WeightGroup {
    struct Item {
        /// As the layer's parameter is called: "kernel".
        var name: String
        var tensor: Tensor
        /// Names in the file; PyTorch's two biases make one tensor.
        var sources: [String]
    }

    /// The layer in the file, without the parameter: "sequential/bidirectional/forward_gru", "encoder.l0".
    var path: String
    /// Of the half of a bidirectional layer that reads from the end.
    var isBackward: Bool
    var isFromTorch: Bool
    var items: [Item]
}

/// Names of tensors, as Keras and PyTorch form them.
///
///     Keras     model/layer/cell/parameter    sequential_2/gru_1/gru_cell/recurrent_kernel
///               layer/layer/parameter         time_distributed/dense/kernel, bidirectional/forward_gru/gru_cell/kernel
///               layer/parameter               gru_1/recurrent_kernel, which is how ours are called
///     PyTorch   module.module.parameter       encoder.rnn.weight_hh_l0_reverse, head.weight
package enum WeightNames {
    /// Counters, states of generators and an optimiser's memory: files have them beside the weights, and nothing is computed with them.
    package static func isAside(_ name: String) -> Bool {
        Checkpoint.isMemory(name) || ["num_batches_tracked", "seed_generator_state"].contains { name.hasSuffix($0) }
    }

    /// The tensors of a file, layer by layer. `needed` tells which of PyTorch's tables are embeddings.
    static func groups(_ found: [(name: String, tensor: Tensor)], needed: [WeightPlace]) -> [WeightGroup] {
        let found = found.filter { !isAside($0.name) }
        let isFromTorch = !found.contains { $0.name.contains("/") } && found.contains { torch($0.name).isWeight }
        var groups: [WeightGroup] = []
        var places: [String: Int] = [:]
        for (name, tensor) in found {
            let part = isFromTorch ? torch(name) : keras(name)
            let item = WeightGroup.Item(name: part.parameter, tensor: tensor, sources: [name])
            let key = part.path + (part.isBackward ? "<" : ">")
            if let place = places[key], !groups[place].items.contains(where: { $0.name == item.name }) {
                groups[place].items.append(item)
                continue
            }
            places[key] = groups.count
            groups.append(
                WeightGroup(path: part.path, isBackward: part.isBackward, isFromTorch: isFromTorch, items: [item]))
        }
        return isFromTorch ? groups.map { TorchLayout.keras($0, needed: needed) } : groups
    }

    private struct Part {
        var path: String
        var parameter: String
        var isBackward: Bool
        /// A name that only PyTorch gives.
        var isWeight = false
    }

    private static func keras(_ name: String) -> Part {
        var parts = name.split(separator: "/").map(String.init)
        var parameter = parts.popLast() ?? ""
        if parameter.hasSuffix(":0") { parameter.removeLast(2) }
        // A cell in its layer, a layer in time_distributed: the name of what is outside tells it.
        let outside = parts.dropLast().last.map { counted($0).stem }
        if let outside, let inside = parts.last,
            counted(inside).stem.hasSuffix("_cell") || outside == "time_distributed"
        {
            parts.removeLast()
        }
        return Part(
            path: parts.joined(separator: "/"), parameter: parameter, isBackward: isBackward(parts.last ?? ""))
    }

    static func isBackward(_ layer: String) -> Bool { layer.hasPrefix("backward_") }

    /// Modules in modules; a recurrent module has numbered layers, and of each perhaps one that reads from the end.
    private static func torch(_ name: String) -> Part {
        var parts = name.split(separator: ".").map(String.init)
        var parameter = parts.popLast() ?? ""
        let isBackward = parameter.hasSuffix("_reverse")
        for word in TorchLayout.recurrentWords where parameter.hasPrefix(word) {
            let level = parameter.dropFirst(word.count).dropLast(isBackward ? "_reverse".count : 0).drop { $0 == "_" }
            if !level.isEmpty { parts.append(String(level)) }
            parameter = word
        }
        return Part(
            path: parts.joined(separator: "."), parameter: parameter, isBackward: isBackward,
            isWeight: parameter.hasPrefix("weight") || parameter.hasPrefix("running_"))
    }

    /// "gru_2" and "fc2" are the second after "gru" and "fc"; "12" is a number without a word.
    static func counted(_ name: String) -> (stem: String, number: Int) {
        let digits = name.reversed().prefix { $0.isASCII && $0.isNumber }
        guard !digits.isEmpty, let number = Int(String(digits.reversed())) else { return (name, 0) }
        let stem = name.dropLast(digits.count)
        return (String(stem.hasSuffix("_") ? stem.dropLast() : stem), number)
    }

    /// The words of a path without their numbers, and the numbers: paths of the same words are in the order of these.
    static func counted(path: String) -> (stems: [String], numbers: [Int]) {
        let parts = path.split { $0 == "/" || $0 == "." }.map { counted(String($0)) }
        return (parts.map(\.stem), parts.map(\.number))
    }
}
