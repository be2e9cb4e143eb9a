import CKernels

/// Vectors of length 1 at right angles: Gram and Schmidt on normal numbers, which is the QR decomposition with a positive
/// diagonal.
///
/// The vectors are the columns of [length × count]. Large ones are made in blocks: products take off what a block has in
/// common with all vectors before it, then the block is made orthogonal in itself; both are done twice, as one pass
/// leaves what rounding put back.
/// Source: Giraud, Langou and Rozložník (2005), "The loss of orthogonality in the Gram–Schmidt orthogonalization process".
struct OrthogonalVectors {
    let length: Int
    let count: Int
    /// [length][count], rows `stride` apart.
    private(set) var values: [Real]
    let stride: Int

    private static let block = 64

    /// Asks between blocks whether to stop, and then throws.
    init(
        _ count: Int, length: Int, from random: inout Random, isStopped: () -> Bool = { false }
    ) throws(EngineError) {
        self.length = length
        self.count = count
        stride = Sizes.padded(count)
        values = [Real](repeating: 0, count: length * stride)
        for first in Swift.stride(from: 0, to: count, by: Self.block) {
            if isStopped() { throw .stopped }
            var vectors = (first..<min(first + Self.block, count)).map { _ in
                (0..<length).map { _ in random.normal() }
            }
            if first > 0 {
                for _ in 0..<2 {
                    write(vectors, at: first)
                    takeOffVectors(before: first)
                    read(&vectors, at: first)
                    Self.orthogonalise(&vectors)
                }
            } else {
                Self.orthogonalise(&vectors)
            }
            write(vectors, at: first)
        }
    }

    /// B −= Q·(Qᵀ·B) for the columns Q before `first` and the block B from there on.
    private mutating func takeOffVectors(before first: Int) {
        let width = min(Self.block, stride - first)
        var shares = [Real](repeating: 0, count: first * width)
        var panels = shares
        let (length, stride) = (length, stride)
        values.withUnsafeMutableBufferPointer { buffer in
            guard let all = buffer.baseAddress else { return }
            ck_product_transposed(&shares, width, all, stride, all + first, stride, first, width, length, 0)
            ck_scale(&shares, shares.count, -1)
            ck_pack(&panels, shares, width, first, width)
            ck_product(all + first, stride, all, stride, panels, nil, length, width, first, 1)
        }
    }

    private static func orthogonalise(_ vectors: inout [[Double]]) {
        for index in vectors.indices {
            var vector = vectors[index]
            let length = vector.count
            for other in vectors[..<index] { ck_axpy(&vector, other, -ck_dot(vector, other, length), length) }
            let norm = ck_dot(vector, vector, length).squareRoot()
            vectors[index] = vector.map { $0 / norm }
        }
    }

    private mutating func write(_ vectors: [[Double]], at first: Int) {
        for place in 0..<length {
            for index in vectors.indices { values[place * stride + first + index] = Real(vectors[index][place]) }
        }
    }

    private func read(_ vectors: inout [[Double]], at first: Int) {
        for place in 0..<length {
            for index in vectors.indices { vectors[index][place] = Double(values[place * stride + first + index]) }
        }
    }

    /// As a matrix of so many rows, with the vectors as its rows or its columns, whichever are fewer.
    func matrix(rows: Int, columns: Int) -> [Real] {
        var result = [Real](repeating: 0, count: rows * columns)
        let areRows = rows <= columns
        for row in 0..<rows {
            for column in 0..<columns {
                result[row * columns + column] = areRows ? values[column * stride + row] : values[row * stride + column]
            }
        }
        return result
    }
}
