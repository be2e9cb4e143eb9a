import Engine

extension Windows {
    /// The same examples in random order.
    package func shuffled(seed: UInt64) -> Windows {
        var random = Random(seed: seed, .shuffle)
        return reordered(random.permutation(count))
    }
}
