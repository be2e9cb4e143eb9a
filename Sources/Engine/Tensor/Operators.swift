import Base

/// Arithmetic on tensors for notebooks and tests; layers use the kernels.
extension Tensor {
    package func map(_ transform: (Real) -> Real) -> Tensor { Tensor(values.map(transform), shape: shape) }

    package func tanh() -> Tensor { map { Real(_tanh(Double($0))) } }
    package func sigmoid() -> Tensor { map { Real(1 / (1 + _exp(-Double($0)))) } }
    package func exp() -> Tensor { map { Real(_exp(Double($0))) } }
    package func log() -> Tensor { map { Real(_log(Double($0))) } }
    package func relu() -> Tensor { map { $0 < 0 ? 0 : $0 } }
    package func negated() -> Tensor { map { -$0 } }

    /// e^x divided by its sum along the last axis.
    package func softmax() -> Tensor {
        Tensor(lists.flatMap(Tensor.softmax), shape: shape)
    }

    private static func softmax(_ row: [Real]) -> [Real] {
        let top = row.max() ?? 0
        let powers = row.map { _exp(Double($0 - top)) }
        let sum = powers.reduce(0, +)
        return powers.map { Real($0 / sum) }
    }

    package var sum: Real { Real(values.reduce(0.0) { $0 + Double($1) }) }
    package var mean: Real { Real(values.reduce(0.0) { $0 + Double($1) } / Double(max(1, count))) }

    /// Sum over one axis, which disappears.
    package func sum(axis: Int) -> Tensor {
        let inner = shape[(axis + 1)...].reduce(1, *)
        let length = shape[axis]
        var result = Tensor(zeros: Array(shape[..<axis] + shape[(axis + 1)...]))
        for index in values.indices {
            result.values[index / (inner * length) * inner + index % inner] += values[index]
        }
        return result
    }

    package func mean(axis: Int) -> Tensor {
        let length = Real(max(1, shape[axis]))
        return sum(axis: axis).map { $0 / length }
    }

    /// The last two axes exchanged; a vector becomes a row of its own kind and stays as it is.
    package func transposed() -> Tensor {
        guard rank >= 2 else { return self }
        let rows = shape[rank - 2]
        let columns = shape[rank - 1]
        var result = values
        for start in stride(from: 0, to: count, by: max(1, rows * columns)) {
            for row in 0..<rows {
                for column in 0..<columns {
                    result[start + column * rows + row] = values[start + row * columns + column]
                }
            }
        }
        return Tensor(result, shape: shape.dropLast(2) + [columns, rows])
    }

    /// The matrix product, [n × k]·[k × m] → [n × m]. A vector on the left is one row, on the right one column, and the
    /// axis that it lent disappears again.
    package func matmul(_ other: Tensor) throws(EngineError) -> Tensor {
        guard (1...2).contains(rank), (1...2).contains(other.rank), shape[rank - 1] == other.shape[0] else {
            throw .tensorShapes(shape, other.shape)
        }
        let rows = rank == 2 ? shape[0] : 1
        let inner = shape[rank - 1]
        let columns = other.rank == 2 ? other.shape[1] : 1
        var result = [Real](repeating: 0, count: rows * columns)
        for row in 0..<rows {
            for column in 0..<columns {
                var sum = 0.0
                for k in 0..<inner {
                    sum += Double(values[row * inner + k]) * Double(other.values[k * columns + column])
                }
                result[row * columns + column] = Real(sum)
            }
        }
        return Tensor(result, shape: (rank == 2 ? [rows] : []) + (other.rank == 2 ? [columns] : []))
    }

    package func adding(_ other: Tensor) throws(EngineError) -> Tensor { try combined(with: other, +) }
    package func subtracting(_ other: Tensor) throws(EngineError) -> Tensor { try combined(with: other, -) }
    package func multiplied(by other: Tensor) throws(EngineError) -> Tensor { try combined(with: other, *) }
    package func divided(by other: Tensor) throws(EngineError) -> Tensor { try combined(with: other, /) }

    /// Entry by entry. Axes are matched from the last; one of length 1 or missing is repeated.
    package func combined(with other: Tensor, _ combine: (Real, Real) -> Real) throws(EngineError) -> Tensor {
        if shape == other.shape { return Tensor(zip(values, other.values).map(combine), shape: shape) }
        let rank = Swift.max(self.rank, other.rank)
        let left = [Int](repeating: 1, count: rank - self.rank) + shape
        let right = [Int](repeating: 1, count: rank - other.rank) + other.shape
        guard zip(left, right).allSatisfy({ $0 == $1 || $0 == 1 || $1 == 1 }) else {
            throw .tensorShapes(shape, other.shape)
        }
        let result = zip(left, right).map { $0 == 1 ? $1 : $0 }
        var values: [Real] = []
        for index in 0..<result.reduce(1, *) {
            values.append(
                combine(
                    self.values[Tensor.place(of: index, in: result, from: left)],
                    other.values[Tensor.place(of: index, in: result, from: right)]))
        }
        return Tensor(values, shape: result)
    }

    /// Where entry `index` of the box `full` comes from in the box `part`, whose axes of length 1 are repeated.
    private static func place(of index: Int, in full: [Int], from part: [Int]) -> Int {
        var rest = index
        var place = 0
        var step = 1
        for axis in full.indices.reversed() {
            if part[axis] > 1 { place += rest % full[axis] * step }
            step *= part[axis]
            rest /= full[axis]
        }
        return place
    }
}

private func _tanh(_ x: Double) -> Double { tanh(x) }
private func _exp(_ x: Double) -> Double { exp(x) }
private func _log(_ x: Double) -> Double { log(x) }
