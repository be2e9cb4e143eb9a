/// How a parameter starts; as Keras draws it, but with numbers of our own generator.
package enum Initialiser: Hashable, Sendable {
    case zeros, ones
    case constant(Double)
    /// Uniform within ± the limit.
    case uniform(Double)
    case uniformBetween(Double, Double)
    case normal(mean: Double, deviation: Double)
    /// What lies further than two deviations from the mean is drawn again.
    case truncatedNormal(mean: Double, deviation: Double)
    /// Variance 2 / (fan in + fan out) (Glorot and Bengio, 2010): uniform within ±√(6 / (fan in + fan out)).
    case glorotUniform
    case glorotNormal
    /// Variance 2 / fan in, for relu (He et al., 2015).
    case heUniform
    case heNormal
    /// Variance 1 / fan in (LeCun et al., 1998).
    case lecunUniform
    case lecunNormal
    /// Rows (or columns, whichever are fewer) at right angles to each other and of length 1 (Saxe et al., 2014).
    case orthogonal
    /// Ones on the diagonal (Le et al., 2015).
    case identity
    indirect case scaled(Initialiser, by: Double)
    /// Ones in one block, the rest otherwise: an LSTM's forget gate that starts open.
    indirect case onesInBlock(Int, elsewhere: Initialiser = .zeros)
}

extension Initialiser {
    /// Makes sense for a matrix only.
    var needsMatrix: Bool {
        switch self {
        case .orthogonal, .identity: true
        case .scaled(let inner, by: _), .onesInBlock(_, elsewhere: let inner): inner.needsMatrix
        case .zeros, .ones, .constant, .uniform, .uniformBetween, .normal, .truncatedNormal, .glorotUniform,
            .glorotNormal, .heUniform, .heNormal, .lecunUniform, .lecunNormal:
            false
        }
    }

    /// Another one in its place; a block of ones stays.
    func replaced(by other: Initialiser) -> Initialiser {
        if case .onesInBlock(let block, elsewhere: _) = self { .onesInBlock(block, elsewhere: other) } else { other }
    }

    func values(
        for parameter: Parameter, from random: inout Random, isStopped: () -> Bool = { false }
    ) throws(EngineError) -> [Real] {
        let count = parameter.count
        let (fanIn, fanOut) = parameter.fans
        switch self {
        case .zeros: return [Real](repeating: 0, count: count)
        case .ones: return [Real](repeating: 1, count: count)
        case .constant(let value): return [Real](repeating: Real(value), count: count)
        case .uniform(let limit): return random.uniform(limit, count)
        case .uniformBetween(let low, let high):
            return (0..<count).map { _ in Real(low + (high - low) * random.uniform()) }
        case .normal(let mean, let deviation): return (0..<count).map { _ in Real(mean + deviation * random.normal()) }
        case .truncatedNormal(let mean, let deviation): return random.truncatedNormal(mean, deviation, count)
        case .glorotUniform: return random.uniform((6 / (fanIn + fanOut)).squareRoot(), count)
        case .heUniform: return random.uniform((6 / fanIn).squareRoot(), count)
        case .lecunUniform: return random.uniform((3 / fanIn).squareRoot(), count)
        case .glorotNormal: return random.truncatedNormal(variance: 2 / (fanIn + fanOut), count)
        case .heNormal: return random.truncatedNormal(variance: 2 / fanIn, count)
        case .lecunNormal: return random.truncatedNormal(variance: 1 / fanIn, count)
        case .orthogonal:
            let (rows, columns) = (parameter.rows, parameter.shape.last ?? 1)
            return try OrthogonalVectors(
                min(rows, columns), length: max(rows, columns), from: &random, isStopped: isStopped
            ).matrix(rows: rows, columns: columns)
        case .identity:
            let columns = parameter.shape.last ?? 1
            return (0..<count).map { $0 / columns == $0 % columns ? 1 : 0 }
        case .scaled(let inner, by: let gain):
            return try inner.values(for: parameter, from: &random, isStopped: isStopped).map { $0 * Real(gain) }
        case .onesInBlock(let block, elsewhere: let inner):
            let width = parameter.blockWidth
            let values = try inner.values(for: parameter, from: &random, isStopped: isStopped)
            return values.indices.map { $0 / width % parameter.blocks == block ? 1 : values[$0] }
        }
    }
}

extension Parameter {
    /// How many numbers a number of the output is made from, and how many of the output a number of the input goes into;
    /// for a convolution's [width, in, out] each times the width.
    var fans: (in: Double, out: Double) {
        guard shape.count > 1 else { return (Double(shape.first ?? 1), Double(shape.first ?? 1)) }
        let field = shape.dropLast(2).reduce(1.0) { $0 * Double($1) }
        return (Double(shape[shape.count - 2]) * field, Double(shape[shape.count - 1]) * field)
    }
}

extension Random {
    fileprivate mutating func uniform(_ limit: Double, _ count: Int) -> [Real] {
        (0..<count).map { _ in Real(uniform(limit)) }
    }

    fileprivate mutating func truncatedNormal(_ mean: Double, _ deviation: Double, _ count: Int) -> [Real] {
        (0..<count).map { _ in
            var draw = normal()
            while abs(draw) > 2 { draw = normal() }
            return Real(mean + deviation * draw)
        }
    }

    /// 0.8796… is the deviation of what is left of a standard normal when its tails are cut at ±2.
    fileprivate mutating func truncatedNormal(variance: Double, _ count: Int) -> [Real] {
        truncatedNormal(0, variance.squareRoot() / 0.879_625_661_034_239_78, count)
    }
}

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
                if parameter.initialiser.needsMatrix, parameter.shape.count < 2 {
                    throw .initialiser(owner: nodes[node].layer.kind, name: parameter.name, shape: parameter.shape)
                }
                let values = try parameter.initialiser.values(for: parameter, from: &random, isStopped: isStopped)
                result.append(("\(name)/\(parameter.name)", Tensor(values, shape: parameter.shape)))
            }
        }
        return result
    }
}
