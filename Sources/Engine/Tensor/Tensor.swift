#if REAL_DOUBLE
    /// The number that the engine computes with: the build that checks gradients uses `Double`.
    package typealias Real = Double
#else
    /// The number that the engine computes with. The same sources built with `REAL_DOUBLE` compute in `Double`,
    /// which is how tests check gradients tightly.
    package typealias Real = Float
#endif

/// Numbers in a box of any rank, row by row (the last axis is the fastest).
package struct Tensor: Sendable, Hashable {
    package let shape: [Int]
    package var values: [Real]

    /// `values.count` must be the product of `shape`; a scalar has the shape [].
    package init(_ values: [Real], shape: [Int]) {
        precondition(values.count == Sizes.product(shape), "a tensor's shape does not fit its values")
        self.shape = shape
        self.values = values
    }

    package init(_ vector: [Real]) { self.init(vector, shape: [vector.count]) }

    package init(_ scalar: Real) { self.init([scalar], shape: []) }

    /// Rows of equal length, [rows × columns].
    package init(rows: [[Real]]) { self.init(rows.flatMap(\.self), shape: [rows.count, rows.first?.count ?? 0]) }

    package init(zeros shape: [Int]) {
        self.init([Real](repeating: 0, count: shape.reduce(1, *)), shape: shape)
    }

    package var rank: Int { shape.count }
    package var count: Int { values.count }

    /// Numbers in one entry of the first axis.
    package var rowCount: Int { shape.first ?? 1 }
    package var rowSize: Int { shape.dropFirst().reduce(1, *) }

    /// Entry `index` of the first axis, with one axis less.
    package subscript(row index: Int) -> Tensor {
        let size = rowSize
        return Tensor(Array(values[index * size..<(index + 1) * size]), shape: Array(shape.dropFirst()))
    }

    /// Entries of the first axis.
    package subscript(rows range: Range<Int>) -> Tensor {
        let size = rowSize
        return Tensor(
            Array(values[range.lowerBound * size..<range.upperBound * size]), shape: [range.count] + shape.dropFirst())
    }

    /// The tensor as lists along the last axis: a matrix gives its rows.
    package var lists: [[Real]] {
        guard let width = shape.last, width > 0 else { return shape.isEmpty ? [values] : [] }
        return stride(from: 0, to: count, by: width).map { Array(values[$0..<$0 + width]) }
    }

    package func reshaped(to shape: [Int]) throws(EngineError) -> Tensor {
        guard Sizes.isShape(shape), Sizes.product(shape) == count else { throw .tensorShapes(self.shape, shape) }
        return Tensor(values, shape: shape)
    }

    /// "[3 × 4]", and "[]" for a scalar.
    package var shapeDescription: String { "[" + shape.map(String.init).joined(separator: " × ") + "]" }
}
