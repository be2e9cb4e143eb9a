/// What a network needs for one layer, or for one half of a bidirectional layer.
struct WeightPlace {
    /// The weights' names without the parameter: "gru_1", "bidirectional/forward_gru".
    var path: String
    var isBackward: Bool
    var node: Int
    /// Place of the first parameter among the model's weights.
    var start: Int
    var parameters: [(name: String, shape: [Int])]
}

extension Model {
    /// The layers that have weights, in the network's order.
    var weightPlaces: [WeightPlace] {
        var places: [WeightPlace] = []
        for (index, weight) in weights.enumerated() {
            let cut = weight.name.lastIndex(of: "/")
            let path = cut.map { String(weight.name[..<$0]) } ?? ""
            let name = cut.map { String(weight.name[weight.name.index(after: $0)...]) } ?? weight.name
            let parameter = (name: name, shape: weight.tensor.shape)
            if let last = places.indices.last, places[last].path == path {
                places[last].parameters.append(parameter)
                continue
            }
            let layer = path.split(separator: "/").last.map(String.init) ?? ""
            places.append(
                WeightPlace(
                    path: path, isBackward: WeightNames.isBackward(layer), node: node(named: path), start: index,
                    parameters: [parameter]))
        }
        return places
    }

    private func node(named path: String) -> Int {
        network.names.firstIndex { path == $0 || path.hasPrefix($0 + "/") } ?? 0
    }
}
