extension Network {
    /// Weights drawn for each parameter from a stream of its own.
    /// Asks now and then whether to stop, and then throws `.stopped`.
    func initialWeights(from inputs: [Shape], seed: UInt64, isStopped: () -> Bool = { false }) throws(EngineError)
        -> [(name: String, tensor: Tensor)]
    {
        let all = try parameters(from: inputs)
        try Memory.check(numbers: Sizes.sum(all.flatMap { $0 }.map(\.count)))
        var result: [(name: String, tensor: Tensor)] = []
        for (node, name) in names.enumerated() {
            for (index, parameter) in all[node].enumerated() {
                var random = Random(seed: seed, .initialisation, node, index)
                if isStopped() { throw .stopped }
                let values = try parameter.initialiser.values(for: parameter, from: &random, isStopped: isStopped)
                result.append(("\(name)/\(parameter.name)", Tensor(values, shape: parameter.shape)))
            }
        }
        return result
    }
}

extension Initialiser {
    func values(
        for parameter: Parameter, from random: inout Random, isStopped: () -> Bool = { false }
    ) throws(EngineError) -> [Real] {
        let count = parameter.count
        switch self {
        case .zeros: return [Real](repeating: 0, count: count)
        case .ones: return [Real](repeating: 1, count: count)
        case .constant(let value): return [Real](repeating: Real(value), count: count)
        case .uniform(let limit): return (0..<count).map { _ in Real(random.uniform(limit)) }
        case .glorotUniform:
            let limit = (6 / Double(parameter.fans.in + parameter.fans.out)).squareRoot()
            return (0..<count).map { _ in Real(random.uniform(limit)) }
        case .orthogonal:
            let (rows, columns) = (parameter.rows, parameter.shape.last ?? 1)
            return try OrthogonalVectors(
                min(rows, columns), length: max(rows, columns), from: &random, isStopped: isStopped
            ).matrix(rows: rows, columns: columns)
        case .onesInBlock(let block):
            let width = parameter.blockWidth
            return (0..<count).map { $0 / width == block ? 1 : 0 }
        }
    }
}
