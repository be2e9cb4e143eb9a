import CKernels

extension Network {
    /// Weights drawn for each parameter from a stream of its own.
    func initialWeights(from input: Shape, seed: UInt64) throws(EngineError) -> [(name: String, tensor: Tensor)] {
        let all = try parameters(from: input)
        try Memory.check(numbers: Sizes.sum(all.flatMap { $0 }.map(\.count)))
        var result: [(name: String, tensor: Tensor)] = []
        for (node, name) in names.enumerated() {
            for (index, parameter) in all[node].enumerated() {
                var random = Random(seed: seed, .initialisation, node, index)
                let values = parameter.initialiser.values(for: parameter, from: &random)
                result.append(("\(name)/\(parameter.name)", Tensor(values, shape: parameter.shape)))
            }
        }
        return result
    }

    /// What each node learns.
    func parameters(from input: Shape) throws(EngineError) -> [[Parameter]] {
        let shapes = try shapes(from: input)
        return nodes.map { node in
            node.layer.parameters(after: node.inputs.map { Self.shape(of: $0, input: input, shapes: shapes) })
        }
    }
}

extension Initialiser {
    func values(for parameter: Parameter, from random: inout Random) -> [Real] {
        let count = parameter.count
        switch self {
        case .zeros: return [Real](repeating: 0, count: count)
        case .ones: return [Real](repeating: 1, count: count)
        case .uniform(let limit): return (0..<count).map { _ in Real(random.uniform(limit)) }
        case .glorotUniform:
            let limit = (6 / Double(parameter.rows + (parameter.shape.last ?? 1))).squareRoot()
            return (0..<count).map { _ in Real(random.uniform(limit)) }
        case .orthogonal:
            return Self.orthogonal(rows: parameter.rows, columns: parameter.shape.last ?? 1, from: &random)
        case .onesInBlock(let block):
            let width = parameter.blockWidth
            return (0..<count).map { $0 / width == block ? 1 : 0 }
        }
    }

    /// Rows (or columns, whichever are fewer) of length 1 at right angles: Gram and Schmidt on normal numbers, which is
    /// the QR decomposition with a positive diagonal.
    private static func orthogonal(rows: Int, columns: Int, from random: inout Random) -> [Real] {
        let (few, many) = (min(rows, columns), max(rows, columns))
        var vectors = (0..<few).map { _ in (0..<many).map { _ in random.normal() } }
        for index in vectors.indices {
            var vector = vectors[index]
            for other in vectors[..<index] { ck_axpy(&vector, other, -ck_dot(vector, other, many), many) }
            let length = ck_dot(vector, vector, many).squareRoot()
            vectors[index] = vector.map { $0 / length }
        }
        if rows <= columns { return vectors.flatMap { $0.map { Real($0) } } }
        return (0..<rows).flatMap { row in (0..<columns).map { Real(vectors[$0][row]) } }
    }
}
