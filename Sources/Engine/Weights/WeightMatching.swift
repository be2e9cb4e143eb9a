/// Finds for every layer of a network its weights in a file that another program, or this one, wrote.
///
/// A layer's weights are those of its name. Where names differ, they are those of its shapes; several layers of the same
/// shapes are told apart by the numbers in their names, which must be the only difference: gru_4 and gru_5, fc1 and fc2.
struct WeightMatching {
    private let places: [WeightPlace]
    private let groups: [WeightGroup]

    init(_ places: [WeightPlace], _ groups: [WeightGroup]) {
        self.places = places
        self.groups = groups
    }

    /// For each place a group that has just its parameters; throws how the two differ.
    func pairs() throws(EngineError) -> [WeightGroup] {
        let named = byName()
        if let named, zip(places, named).allSatisfy({ shapes($0) == shapes(groups[$1]) }) {
            return named.map { groups[$0] }
        }
        if let pairs = try byShape() { return pairs.map { groups[$0] } }
        let difference = difference(named ?? byResemblance())
        if let bias = difference.onlySecondBias {
            throw .weightReset(node: bias.node, needsAfter: bias.needs.count == 2)
        }
        throw .weightNames(difference)
    }

    /// Pairs if each place has one group of its name, and each group a place.
    private func byName() -> [Int]? {
        let pairs = places.compactMap { place in
            groups.firstIndex { $0.path == place.path || $0.path.hasSuffix("/" + place.path) }
        }
        return pairs.count == groups.count && Set(pairs).count == places.count ? pairs : nil
    }

    // MARK: - By shape

    /// Parameters with their shapes, whatever their order.
    private typealias Shapes = [String: [Int]]

    private struct Key: Hashable {
        var isBackward: Bool
        var shapes: Shapes
    }

    private func shapes(_ place: WeightPlace) -> Shapes {
        Dictionary(place.parameters.map { ($0.name, $0.shape) }) { first, _ in first }
    }

    private func shapes(_ group: WeightGroup) -> Shapes {
        Dictionary(group.items.map { ($0.name, $0.tensor.shape) }) { first, _ in first }
    }

    /// nil if there are not as many groups of some shapes as there are places.
    private func byShape() throws(EngineError) -> [Int]? {
        let needed = Dictionary(grouping: places.indices) {
            Key(isBackward: places[$0].isBackward, shapes: shapes(places[$0]))
        }
        let found = Dictionary(grouping: groups.indices) {
            Key(isBackward: groups[$0].isBackward, shapes: shapes(groups[$0]))
        }
        guard needed.mapValues(\.count) == found.mapValues(\.count) else { return nil }
        var pairs = [Int](repeating: 0, count: places.count)
        for (key, indices) in needed.sorted(by: { $0.value[0] < $1.value[0] }) {
            let candidates = inOrder(found[key] ?? [])
            guard let candidates else {
                throw .weightOrder(
                    layers: indices.map { places[$0].path }, found: (found[key] ?? []).map { groups[$0].path })
            }
            for (place, group) in zip(indices, candidates) { pairs[place] = group }
        }
        return pairs
    }

    /// By the numbers in their names; nil if the names differ in more, or in nothing.
    private func inOrder(_ indices: [Int]) -> [Int]? {
        guard indices.count > 1 else { return indices }
        let names = indices.map { (index: $0, name: WeightNames.counted(path: groups[$0].path)) }
        guard names.allSatisfy({ $0.name.stems == names[0].name.stems }) else { return nil }
        let sorted = names.sorted { $0.name.numbers.lexicographicallyPrecedes($1.name.numbers) }
        for (first, second) in zip(sorted, sorted.dropFirst()) where first.name.numbers == second.name.numbers {
            return nil
        }
        return sorted.map(\.index)
    }

    // MARK: - Where they differ

    /// For each place the group that it has most likely been meant for, or nil: one of its shapes, else the next of its
    /// kind.
    private func byResemblance() -> [Int?] {
        var free = groups.indices.sorted {
            let (a, b) = (WeightNames.counted(path: groups[$0].path), WeightNames.counted(path: groups[$1].path))
            return a.stems == b.stems
                ? a.numbers.lexicographicallyPrecedes(b.numbers) : a.stems.lexicographicallyPrecedes(b.stems)
        }
        var pairs = [Int?](repeating: nil, count: places.count)
        func pair(_ fits: (WeightPlace, WeightGroup) -> Bool) {
            for place in places.indices where pairs[place] == nil {
                guard let choice = free.firstIndex(where: { fits(places[place], groups[$0]) }) else { continue }
                pairs[place] = free.remove(at: choice)
            }
        }
        pair { shapes($0) == shapes($1) && $0.isBackward == $1.isBackward }
        pair { place, group in
            let (needed, found) = (shapes(place), shapes(group))
            guard place.isBackward == group.isBackward else { return false }
            return (needed["recurrent_kernel"] == nil) == (found["recurrent_kernel"] == nil)
                && place.parameters.first.map { found[$0.name]?.count == $0.shape.count } ?? false
        }
        return pairs
    }

    private func difference(_ pairs: [Int?]) -> WeightDifference {
        var difference = WeightDifference()
        for (place, index) in zip(places, pairs) {
            let items = index.map { groups[$0].items } ?? []
            for parameter in place.parameters {
                let name = place.path.isEmpty ? parameter.name : place.path + "/" + parameter.name
                guard let item = items.first(where: { $0.name == parameter.name }) else {
                    difference.missing.append(.init(name: name, shape: parameter.shape))
                    continue
                }
                if item.tensor.shape == parameter.shape { continue }
                difference.changed.append(
                    .init(
                        name: name, needs: parameter.shape, found: item.tensor.shape, sources: item.sources,
                        node: place.node))
            }
            let known = Set(place.parameters.map(\.name))
            difference.unexpected += items.filter { !known.contains($0.name) }.flatMap(entries)
        }
        let taken = Set(pairs.compactMap { $0 })
        difference.unexpected += groups.indices.filter { !taken.contains($0) }.flatMap {
            groups[$0].items.flatMap(entries)
        }
        return difference
    }

    private func entries(_ item: WeightGroup.Item) -> [WeightDifference.Entry] {
        item.sources.map { WeightDifference.Entry(name: $0, shape: item.tensor.shape) }
    }
}

/// What a network needs and what a file has, where they differ.
package struct WeightDifference: Hashable, Sendable {
    package struct Entry: Hashable, Sendable {
        package var name: String
        package var shape: [Int]
    }

    package struct Change: Hashable, Sendable {
        package var name: String
        package var needs: [Int]
        /// In Keras's layout.
        package var found: [Int]
        /// Names in the file.
        package var sources: [String]
        package var node: Int
    }

    package var missing: [Entry] = []
    package var unexpected: [Entry] = []
    package var changed: [Change] = []

    /// All that differs is that a GRU's second bias, of one that resets after the product, is there or is not.
    var onlySecondBias: Change? {
        let isBias = changed.allSatisfy { $0.needs == [2] + $0.found || $0.found == [2] + $0.needs }
        return missing.isEmpty && unexpected.isEmpty && isBias ? changed.first : nil
    }
}

extension Model {
    /// Replaces all weights by those of a file: with our names, Keras's or PyTorch's, and with the layout of the program
    /// whose names they are.
    package mutating func setWeights(named found: [(name: String, tensor: Tensor)]) throws(EngineError) {
        try setWeights(try arranged(found))
        epochs = 0
    }

    /// The tensors in the order of `weights` and in Keras's layout.
    func arranged(_ found: [(name: String, tensor: Tensor)]) throws(EngineError) -> [Tensor] {
        let places = weightPlaces
        let groups = try WeightMatching(places, WeightNames.groups(found, needed: places)).pairs()
        for (place, group) in zip(places, groups) where group.isFromTorch {
            let layer = network.nodes[place.node].layer
            guard layer.agreesWithTorch else { throw .weightReset(node: place.node, needsAfter: false) }
        }
        let tensors = zip(places, groups).flatMap { place, group in
            place.parameters.compactMap { parameter in group.items.first { $0.name == parameter.name } }
        }
        for item in tensors {
            guard let index = item.tensor.values.firstIndex(where: { !$0.isFinite }) else { continue }
            throw .weightNotFinite(
                name: item.sources[0], value: Double(item.tensor.values[index]), place: item.tensor.place(of: index))
        }
        return tensors.map(\.tensor)
    }
}

extension Tensor {
    /// Where the number with this index stands, from 1 along each axis.
    fileprivate func place(of index: Int) -> [Int] {
        var rest = index
        return shape.reversed().map { length in
            defer { rest /= length }
            return rest % length + 1
        }.reversed()
    }
}
