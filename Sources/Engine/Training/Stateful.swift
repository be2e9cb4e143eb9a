/// What networks need whose states are carried from batch to batch: example i of a batch goes on where example i of the
/// batch before ended.
extension Network {
    package var isStateful: Bool { layers.contains(where: \.carriesStates) }

    /// Batches of one size, in order.
    func checkBatches(of size: Int, _ examples: Examples) throws(EngineError) {
        guard isStateful, examples.count > size, !examples.count.isMultiple(of: size) else { return }
        throw .statefulBatches(examples: examples.count, batch: size)
    }
}

extension Model {
    /// Examples at a time where nothing is learnt: any number, but where states are carried, that of the fit, or else 1.
    func batch(_ given: Int?, for examples: Examples) throws(EngineError) -> Int {
        if let given, given < 1 {
            throw .setting(owner: "predict", name: "batch_size", value: Double(given), range: .oneOrMore)
        }
        let size = min(given ?? (network.isStateful ? batchSize ?? 1 : 64), max(1, examples.count))
        try network.checkBatches(of: size, examples)
        return size
    }
}
