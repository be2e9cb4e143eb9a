/// Numbers of one example, for equations that look as they do in a paper: plain loops, easy to check and slow.
/// The kernels are tested against these.
struct Vector: Equatable {
    var values: [Real]

    init(_ values: [Real]) { self.values = values }
    init(zeros count: Int) { values = [Real](repeating: 0, count: count) }

    static func + (left: Vector, right: Vector) -> Vector { left.combined(right, +) }
    static func - (left: Vector, right: Vector) -> Vector { left.combined(right, -) }
    static func += (left: inout Vector, right: Vector) { left = left + right }
    static func - (one: Real, right: Vector) -> Vector { Vector(right.values.map { one - $0 }) }
    /// The product of each number with its partner.
    static func ⊙ (left: Vector, right: Vector) -> Vector { left.combined(right, *) }

    private func combined(_ other: Vector, _ combine: (Real, Real) -> Real) -> Vector {
        Vector(zip(values, other.values).map(combine))
    }
}

infix operator ⊙ : MultiplicationPrecedence

/// Rows of equal length, one after the other.
struct Matrix: Equatable {
    var values: [Real]
    let columns: Int

    var rows: Int { columns == 0 ? 0 : values.count / columns }

    init(_ values: [Real], columns: Int) {
        self.values = values
        self.columns = columns
    }

    /// Its transpose, as in d·Wᵀ.
    var transposed: Matrix {
        Matrix((0..<columns).flatMap { column in (0..<rows).map { values[$0 * columns + column] } }, columns: rows)
    }

    /// Columns `range` alone.
    func columns(_ range: Range<Int>) -> Matrix {
        Matrix(
            (0..<rows).flatMap { values[$0 * columns + range.lowerBound..<$0 * columns + range.upperBound] },
            columns: range.count)
    }

    /// [M × K] · [K × N] → [M × N].
    static func * (left: Matrix, right: Matrix) -> Matrix {
        var result = [Real](repeating: 0, count: left.rows * right.columns)
        for row in 0..<left.rows {
            for k in 0..<left.columns {
                for column in 0..<right.columns {
                    result[row * right.columns + column] +=
                        left.values[row * left.columns + k] * right.values[k * right.columns + column]
                }
            }
        }
        return Matrix(result, columns: right.columns)
    }

    /// A row times a matrix.
    static func * (row: Vector, matrix: Matrix) -> Vector {
        Vector((Matrix(row.values, columns: row.values.count) * matrix).values)
    }

    /// The gradient of W in x·W, for the gradient d of the product: xᵀ·d.
    static func outer(_ x: Vector, _ d: Vector) -> Matrix {
        Matrix(x.values, columns: 1) * Matrix(d.values, columns: d.values.count)
    }

    static func += (left: inout Matrix, right: Matrix) {
        left.values = zip(left.values, right.values).map { $0 + $1 }
    }
}

extension ActivationFunction {
    /// f(x), number by number.
    func callAsFunction(_ x: Vector) -> Vector { Vector(x.values.map { value($0) ?? .nan }) }
    /// f′, written with y = f(x).
    func slope(_ y: Vector) -> Vector { Vector(y.values.map { slope($0) ?? .nan }) }
}
