/// The products as plain loops: what the kernels are measured against, and how to read them.
enum Reference {
    /// C [M × N] = A [M × K] · B [K × N].
    static func product(_ a: [Real], _ b: [Real], rows: Int, width: Int, depth: Int) -> [Real] {
        var c = [Real](repeating: 0, count: rows * width)
        for row in 0..<rows {
            for k in 0..<depth {
                for column in 0..<width { c[row * width + column] += a[row * depth + k] * b[k * width + column] }
            }
        }
        return c
    }

    /// The transpose of A [rows × columns].
    static func transposed(_ a: [Real], rows: Int, columns: Int) -> [Real] {
        var result = a
        for row in 0..<rows {
            for column in 0..<columns { result[column * rows + row] = a[row * columns + column] }
        }
        return result
    }

    /// A [rows × columns] with rows of `stride` numbers, filled up with zeros.
    static func padded(_ a: [Real], rows: Int, columns: Int, stride: Int) -> [Real] {
        (0..<rows).flatMap { row in
            a[row * columns..<(row + 1) * columns] + [Real](repeating: 0, count: stride - columns)
        }
    }
}
