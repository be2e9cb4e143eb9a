@testable import Engine

/// Tensors of a fixture as the engine holds them, whoever wrote the file.
extension Fixture {
    /// PyTorch's names and layout become ours in the way in which its weights are loaded; a gradient has the layout of its
    /// weight. Where we have one bias, PyTorch's second one stays zero, so that their sum is the first.
    func kerasLayout(_ tensors: [Numbers]) -> [Numbers] {
        guard name.hasPrefix("torch") else { return tensors }
        let found = tensors.map { (name: $0.name ?? "", tensor: $0.tensor()) }
        return WeightNames.groups(found, needed: []).flatMap(\.items).map { item in
            var numbers = Numbers(item.tensor.values.map(Double.init), shape: item.tensor.shape, name: item.sources[0])
            numbers.values = numbers.values.map { $0?.isNaN == true ? nil : $0 }
            return numbers
        }
    }
}
