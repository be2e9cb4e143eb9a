import Engine

/// Ordinary least squares through the normal equations and a Cholesky factor, in Double.
package enum LeastSquares {
    /// Weights for each input and, last, the constant; nil if the inputs hold a value that is no number.
    /// Inputs and answers are centred first; the ridge is 1e-9 of the mean diagonal.
    package static func fit(_ samples: [[Real]], _ answers: [Double]) -> [Double]? {
        guard let size = samples.first?.count, samples.count == answers.count else { return nil }
        let count = Double(samples.count)
        var means = [Double](repeating: 0, count: size)
        for sample in samples { for index in 0..<size { means[index] += Double(sample[index]) } }
        for index in 0..<size { means[index] /= count }
        let answerMean = answers.reduce(0, +) / count

        var matrix = [Double](repeating: 0, count: size * size)
        var right = [Double](repeating: 0, count: size)
        var centred = right
        for (sample, answer) in zip(samples, answers) {
            for index in 0..<size { centred[index] = Double(sample[index]) - means[index] }
            matrix.withUnsafeMutableBufferPointer { matrix in
                centred.withUnsafeBufferPointer { centred in
                    for row in 0..<size {
                        let value = centred[row]
                        right[row] += value * (answer - answerMean)
                        for column in 0...row { matrix[row * size + column] += value * centred[column] }
                    }
                }
            }
        }
        let ridge = 1e-9 * (0..<size).reduce(0) { $0 + matrix[$1 * size + $1] } / Double(max(size, 1))
        for index in 0..<size { matrix[index * size + index] += max(ridge, 1e-12) }
        guard var weights = solve(matrix, right) else { return nil }
        weights.append(answerMean - zip(weights, means).reduce(0) { $0 + $1.0 * $1.1 })
        return weights
    }

    package static func predict(_ weights: [Double], _ inputs: some Collection<Real>) -> Double {
        zip(weights, inputs).reduce(weights[weights.count - 1]) { $0 + $1.0 * Double($1.1) }
    }

    /// Solves A·w = b for a symmetric positive A, of which the lower half is given: A = L·Lᵀ, then twice by substitution.
    static func solve(_ matrix: [Double], _ right: [Double]) -> [Double]? {
        let size = right.count
        var factor = matrix
        for row in 0..<size {
            for column in 0...row {
                var sum = factor[row * size + column]
                for index in 0..<column { sum -= factor[row * size + index] * factor[column * size + index] }
                if row == column {
                    guard sum > 0, sum.isFinite else { return nil }
                    factor[row * size + row] = sum.squareRoot()
                } else {
                    factor[row * size + column] = sum / factor[column * size + column]
                }
            }
        }
        var values = right
        for row in 0..<size {
            for index in 0..<row { values[row] -= factor[row * size + index] * values[index] }
            values[row] /= factor[row * size + row]
        }
        for row in (0..<size).reversed() {
            for index in stride(from: row + 1, to: size, by: 1) {
                values[row] -= factor[index * size + row] * values[index]
            }
            values[row] /= factor[row * size + row]
        }
        return values
    }
}
