import Base
import CKernels
import Testing

@testable import Engine

/// Kernels against plain loops, for every instruction set that this machine has.
@Suite(.serialized) struct KernelTests {
    /// Odd sizes: below, at and above the tiles of 6 and 12 rows and the blocks of 96 and 192 rows, 128 deep.
    static let sizes: [(Int, Int, Int)] = [
        (1, 1, 1), (1, 205, 130), (3, 5, 2), (6, 16, 7), (7, 17, 13), (11, 31, 1), (12, 48, 10), (13, 33, 100),
        (25, 47, 255),
        (26, 20, 257), (101, 19, 36), (50, 205, 130),
    ]

    private func random(_ count: Int, _ path: Int) -> [Float] {
        var random = Random(seed: 1, .data, path)
        return (0..<count).map { _ in Float(random.normal()) }
    }

    private func forEachLevel(_ body: () throws -> Void) rethrows {
        for level in 0...2 where ck_limit_level(Int32(level)) == level { try body() }
        _ = ck_limit_level(2)
    }

    private func isClose(_ left: [Float], _ right: [Float], _ tolerance: Float) -> Bool {
        left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance * max(1, abs($1)) }
    }

    /// Rows of `columns` numbers, each filled up with zeros to `stride`.
    private func padded(_ values: [Float], columns: Int, to stride: Int) -> [Float] {
        var result: [Float] = []
        for start in Swift.stride(from: 0, to: values.count, by: columns) {
            result += values[start..<start + columns]
            result += [Float](repeating: 0, count: stride - columns)
        }
        return result
    }

    @Test("products in panels agree with the plain loops", arguments: sizes)
    func productsInPanelsAgreeWithThePlainLoops(_ rows: Int, _ width: Int, _ depth: Int) {
        let stride = Sizes.padded(width)
        let (a, b, bias) = (random(rows * depth, 1), random(depth * width, 2), random(stride, 3))
        let wide = padded(b, columns: width, to: stride)
        let expected = (Matrix(a, columns: depth) * Matrix(wide, columns: stride)).values
        forEachLevel {
            var panels = [Float](repeating: .nan, count: depth * stride)
            ck_pack(&panels, wide, stride, depth, stride)
            var c = [Float](repeating: .nan, count: rows * stride)
            ck_product(&c, stride, a, depth, panels, nil, rows, stride, depth, 0)
            #expect(isClose(c, expected, 1e-5 * Float(depth)))
            ck_product(&c, stride, a, depth, panels, nil, rows, stride, depth, 1)
            #expect(isClose(c, expected.map { 2 * $0 }, 1e-5 * Float(depth)))
            ck_product(&c, stride, a, depth, panels, bias, rows, stride, depth, 0)
            let withBias = expected.indices.map { expected[$0] + bias[$0 % stride] }
            #expect(isClose(c, withBias, 1e-5 * Float(depth)))
        }
    }

    @Test("products with a transposed matrix agree with the plain loops", arguments: sizes)
    func productsWithATransposedMatrixAgreeWithThePlainLoops(_ rows: Int, _ width: Int, _ depth: Int) {
        // C [width × padded rows] from A [depth × width] and B [depth × padded rows]; then B·Cᵀ through packed panels.
        let stride = Sizes.padded(rows)
        let (a, b) = (random(depth * width, 4), random(depth * rows, 5))
        let wide = padded(b, columns: rows, to: stride)
        let expected = (Matrix(a, columns: width).transposed * Matrix(wide, columns: stride)).values
        let twice: [Float] = expected.map { $0 * 2 }
        let tolerance: Float = 1e-5 * Float(depth)
        forEachLevel {
            var c = [Float](repeating: .nan, count: width * stride)
            ck_product_transposed(&c, stride, a, width, wide, stride, width, stride, depth, 0)
            #expect(isClose(c, expected, tolerance))
            ck_product_transposed(&c, stride, a, width, wide, stride, width, stride, depth, 1)
            #expect(isClose(c, twice, tolerance))
            var sums = [Float](repeating: .nan, count: stride)
            ck_product_transposed_sums(&c, stride, a, width, wide, stride, width, stride, depth, 0, &sums)
            #expect(isClose(c, expected, tolerance))
            let ones = Vector([Float](repeating: 1, count: depth))
            #expect(isClose(sums, (ones * Matrix(wide, columns: stride)).values, tolerance))
            var panels = [Float](repeating: .nan, count: Sizes.padded(width) * stride)
            ck_pack_transposed(&panels, expected, stride, width, stride)
            for column in 0..<Sizes.padded(width) {
                for k in 0..<stride {
                    let start: Int = column / 16 * 16 * stride
                    let place: Int = start + k * 16 + column % 16
                    let wanted: Float = column < width ? expected[column * stride + k] : 0
                    #expect(panels[place] == wanted)
                }
            }
        }
    }

    private let points: [Float] = {
        let magnitudes: [Float] = [
            0, 1e-30, 1e-6, 0.1, 0.3, 0.624, 0.626, 0.9, 1, 2, 5, 8.9, 20, 44, 87, 88.7, 100, 1e30, .infinity,
        ]
        return magnitudes.flatMap { [$0, -$0] } + (0..<2000).map { Float($0) * 0.01 - 10 }
    }()

    private func activated(_ function: ActivationFunction) -> [Float] {
        let count = Sizes.padded(points.count)
        var values = points + [Float](repeating: 0, count: count - points.count)
        ck_activate(&values, count, 1, count, function.code)
        return Array(values[..<points.count])
    }

    @Test("tanh and sigmoid are within two units of the last place and saturate")
    func tanhAndSigmoidAreWithinTwoUnitsOfTheLastPlaceAndSaturate() {
        forEachLevel {
            for (x, y) in zip(points, activated(.tanh)) {
                let exact = Float(tanh(Double(x)))
                #expect(abs(y - exact) <= 2 * exact.ulp + 1e-38, "tanh \(x): \(y), \(exact)")
            }
            for (x, y) in zip(points, activated(.sigmoid)) {
                let exact = Float(1 / (1 + exp(-Double(x))))
                #expect(abs(y - exact) <= 3 * exact.ulp + 2e-38, "sigmoid \(x): \(y), \(exact)")
            }
            for (x, y) in zip(points, activated(.relu)) { #expect(y == max(0, x)) }
        }
    }

    @Test("activations keep NaN") func activationsKeepNaN() {
        forEachLevel {
            for function in [ActivationFunction.tanh, .sigmoid, .relu, .linear] {
                var values = [Float](repeating: 1, count: 16)
                values[5] = .nan
                ck_activate(&values, 16, 1, 16, function.code)
                #expect(values[5].isNaN && !values[4].isNaN)
            }
        }
    }

    @Test("softmax sums to one and leaves the padding empty") func softmaxSumsToOneAndLeavesThePaddingEmpty() {
        forEachLevel {
            for width in [1, 2, 15, 16, 17, 40] {
                let stride = Sizes.padded(width)
                var values = random(3 * stride, width).map { $0 * 30 }
                let before = values
                ck_softmax(&values, stride, 3, width, stride)
                for row in 0..<3 {
                    let expected = Tensor(Array(before[row * stride..<row * stride + width])).softmax().values
                    #expect(isClose(Array(values[row * stride..<row * stride + width]), expected, 1e-6))
                    #expect(values[row * stride + width..<(row + 1) * stride].allSatisfy { $0 == 0 })
                }
            }
        }
    }

    @Test("rows are brought to mean 0 and variance 1, columns are measured")
    func rowsAreBroughtToMean0AndVariance1ColumnsAreMeasured() {
        forEachLevel {
            for width in [1, 3, 16, 21, 50] {
                let (rows, stride) = (5, Sizes.padded(width))
                let x = random(rows * width, width)
                let (gamma, beta) = (random(stride, 60), random(stride, 61))
                var (y, normal) = (
                    [Float](repeating: .nan, count: rows * stride), [Float](repeating: .nan, count: rows * stride)
                )
                var (mean, scale) = ([Float](repeating: 0, count: rows), [Float](repeating: 0, count: rows))
                ck_layer_norm(
                    &y, &normal, stride, &mean, &scale, x, width, gamma, beta, rows, width, stride, 0.001)
                for row in 0..<rows {
                    let numbers = x[row * width..<(row + 1) * width].map(Double.init)
                    let middle = numbers.reduce(0, +) / Double(width)
                    let variance = numbers.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / Double(width)
                    let expected = numbers.map { Float(($0 - middle) / (variance + 0.001).squareRoot()) }
                    let start = row * stride
                    #expect(isClose(Array(normal[start..<start + width]), expected, 1e-5))
                    #expect(normal[start + width..<start + stride].allSatisfy { $0 == 0 })
                    let answers = expected.indices.map { expected[$0] * gamma[$0] + beta[$0] }
                    #expect(isClose(Array(y[start..<start + width]), answers, 1e-5))
                }
                let mask: [Float] = [1, 0, 1, 1, 0]
                var (middles, variances) = ([Float](repeating: 0, count: width), [Float](repeating: 0, count: width))
                ck_column_moments(&middles, &variances, x, width, mask, rows, width)
                for column in 0..<width {
                    let numbers = [0, 2, 3].map { Double(x[$0 * width + column]) }
                    let middle = numbers.reduce(0, +) / 3
                    let variance = numbers.reduce(0) { $0 + ($1 - middle) * ($1 - middle) } / 3
                    #expect(abs(Double(middles[column]) - middle) < 1e-6)
                    #expect(abs(Double(variances[column]) - variance) < 1e-5)
                }
                var sums = [Float](repeating: .nan, count: stride)
                ck_product_sums(&sums, y, stride, normal, stride, rows, stride)
                let products = (0..<stride).map { column in
                    (0..<rows).reduce(Float(0)) { $0 + y[$1 * stride + column] * normal[$1 * stride + column] }
                }
                #expect(isClose(sums, products, 1e-5))
            }
        }
    }

    @Test("the largest number is found where it first stands") func theLargestNumberIsFoundWhereItFirstStands() {
        forEachLevel {
            for width in [1, 2, 15, 16, 17, 31, 32, 33, 64, 100] {
                var values = random(width, width)
                #expect(ck_largest(values, width) == values.indices.max { values[$0] < values[$1] })
                values[width - 1] = 100
                values[width / 2] = 100
                #expect(ck_largest(values, width) == width / 2)
            }
        }
    }

    @Test("a dropout mask holds the numbers of its stream") func aDropoutMaskHoldsTheNumbersOfItsStream() {
        for rate in [0.0, 0.1, 0.5, 1.0 / 3] {
            var (one, other) = (Random(seed: 3, .dropout, 1, 2), Random(seed: 3, .dropout, 1, 2))
            _ = (one.next(), other.next())
            let expected: [Float] = (0..<101).map { _ in one.uniform() < rate ? 0 : 2 }
            var mask = [Float](repeating: .nan, count: 101)
            mask.withUnsafeMutableBufferPointer { buffer in
                if let start = buffer.baseAddress { other.dropoutMask(start, count: 101, rate: rate, kept: 2) }
            }
            #expect(mask == expected)
            #expect(one.next() == other.next())
        }
    }

    /// The gates, their derivatives and the optimisers, through training of every cell.
    @Test("all instruction sets train alike") func allInstructionSetsTrainAlike() throws {
        let layers: [any Layer] = [
            LSTM(units: 17, returnSequences: true), GRU(units: 5, returnSequences: true),
            GRU(units: 18, returnSequences: true, resetAfter: true), SimpleRNN(units: 7),
            Dense(units: 3, activation: .softmax),
        ]
        let examples = Examples(
            inputs: Sequences(Tensor(random(13 * 5 * 3, 20), shape: [13, 5, 3])),
            targets: Targets(Tensor((0..<13).map { Float($0 % 3) })))
        let model = try Model(.sequential(layers), input: Shape(steps: 5, features: 3), seed: 1)
        var results: [[Float]] = []
        try forEachLevel {
            let settings = FitSettings(
                epochs: 2, batchSize: 7, optimiser: .sgd(rate: 0.1), loss: .categoricalCrossEntropy, threads: 1)
            let result = try Trainer(model, examples: examples, settings: settings).run()
            results.append(result.model.weights.flatMap(\.tensor.values))
        }
        for result in results { #expect(isClose(result, results[0], 1e-5)) }
    }

    @Test("shared work is done once, whoever is late") func sharedWorkIsDoneOnceWhoeverIsLate() {
        let pool = Pool(threads: 3)
        let counts = UnsafeMutablePointer<Int>.allocate(capacity: 90)
        defer { counts.deallocate() }
        counts.initialize(repeating: 0, count: 90)
        for _ in 0..<2000 {
            pool.share(90, grain: 7, work: .max) { part in for index in part { counts[index] += 1 } }
        }
        #expect((0..<90).allSatisfy { counts[$0] == 2000 })
    }

    /// Three steps of one weight with the formulas as they are written, in double.
    private func walked(_ gradients: [Float], _ step: (Int, Double, inout (w: Double, a: Double, b: Double)) -> Void)
        -> [Float]
    {
        gradients.map { gradient in
            var state = (w: 1.0, a: 0.0, b: 0.0)
            for time in 1...3 { step(time, Double(gradient) / Double(time), &state) }
            return Float(state.w)
        }
    }

    /// The same with a kernel, which is given weights, gradients and two memories.
    private func moved(
        _ gradients: [Float],
        _ step: (Int, UnsafeMutablePointer<Float>, [Float], UnsafeMutablePointer<Float>, UnsafeMutablePointer<Float>) ->
            Void
    ) -> [Float] {
        var weights = [Float](repeating: 1, count: gradients.count)
        var (first, second) = (weights.map { _ in Float(0) }, weights.map { _ in Float(0) })
        for time in 1...3 { step(time, &weights, gradients.map { $0 / Float(time) }, &first, &second) }
        return weights
    }

    @Test("Adam moves weights as its formula says") func adamMovesWeightsAsItsFormulaSays() {
        let gradients = random(48, 9)
        func rate(_ time: Int) -> Double {
            0.01 * (1 - pow(0.99, Double(time))).squareRoot() / (1 - pow(0.9, Double(time)))
        }
        let expected = walked(gradients) { time, g, state in
            state.a = 0.9 * state.a + 0.1 * g
            state.b = 0.99 * state.b + 0.01 * g * g
            state.w = 0.75 * state.w - rate(time) * state.a / (state.b.squareRoot() + 0.5)
        }
        forEachLevel {
            let found = moved(gradients) { time, w, g, m, v in
                ck_adam(w, g, m, v, 48, 0.1, 0.01, Float(rate(time)), 0.75, 0.5)
            }
            #expect(isClose(found, expected, 1e-6))
        }
    }

    @Test("gradient descent moves weights as its formula says", arguments: [0, 0.9], [false, true])
    func gradientDescentMovesWeightsAsItsFormulaSays(_ momentum: Double, _ looksAhead: Bool) {
        let gradients = random(48, 9)
        let expected = walked(gradients) { _, g, state in
            state.a = momentum * state.a - 0.1 * g
            state.w += looksAhead && momentum > 0 ? momentum * state.a - 0.1 * g : state.a
        }
        forEachLevel {
            let found = moved(gradients) { _, w, g, v, _ in
                ck_sgd(w, g, v, 48, 0.1, Float(momentum), looksAhead ? 1 : 0)
            }
            #expect(isClose(found, expected, 1e-6))
        }
    }

    @Test("RMSProp moves weights as its formula says", arguments: [0, 0.5])
    func rmspropMovesWeightsAsItsFormulaSays(_ momentum: Double) {
        let gradients = random(48, 9)
        let expected = walked(gradients) { _, g, state in
            state.a = 0.9 * state.a + 0.1 * g * g
            state.b = momentum * state.b + 0.01 * g / (state.a + 0.25).squareRoot()
            state.w -= state.b
        }
        forEachLevel {
            let found = moved(gradients) { _, w, g, a, v in
                ck_rmsprop(w, g, a, v, 48, 0.01, 0.9, Float(momentum), 0.25)
            }
            #expect(isClose(found, expected, 1e-6))
        }
    }

    @Test("Adagrad moves weights as its formula says") func adagradMovesWeightsAsItsFormulaSays() {
        let gradients = random(48, 9)
        let expected = walked(gradients) { _, g, state in
            state.a += g * g
            state.w -= 0.1 * g / (state.a + 0.25).squareRoot()
        }
        forEachLevel {
            let found = moved(gradients) { _, w, g, a, _ in ck_adagrad(w, g, a, 48, 0.1, 0.25) }
            #expect(isClose(found, expected, 1e-6))
        }
    }

    @Test("a penalty is summed and its gradient added") func aPenaltyIsSummedAndItsGradientAdded() {
        forEachLevel {
            var weights = random(48, 10)
            weights[3] = 0
            let before = random(48, 11)
            var gradients = before
            let sum = ck_penalise(&gradients, weights, 48, 0.5, 0.25)
            let expected = weights.reduce(0.0) { $0 + 0.5 * abs(Double($1)) + 0.25 * Double($1) * Double($1) }
            #expect(abs(sum - expected) < 1e-6)
            let added = zip(before, weights).map { g, w in g + (w > 0 ? 0.5 : w < 0 ? -0.5 : 0) + 0.5 * w }
            #expect(isClose(gradients, added, 1e-6))
            #expect(ck_penalise(nil, weights, 48, 0.5, 0.25) == sum)
        }
    }

    @Test("the sum of squares and the limits count every number") func theSumOfSquaresAndTheLimitsCountEveryNumber() {
        forEachLevel {
            var values = random(37, 8)
            let expected = values.reduce(0.0) { $0 + Double($1) * Double($1) }
            #expect(abs(ck_square_sum(values, 37) - expected) < 1e-9)
            let outside = values.filter { abs($0) > 0.5 }.count
            #expect(ck_clip(&values, 37, 0.5) == outside)
            #expect(values.allSatisfy { abs($0) <= 0.5 })
        }
    }

    @Test("what lies outside of a range is counted row by row, and columns are spanned", arguments: [1, 10, 16, 37])
    func whatLiesOutsideOfARangeIsCounted(_ width: Int) {
        forEachLevel {
            let (rows, stride) = (5, 48)
            let values = (0..<rows * stride).map { Real(($0 * 29) % 41) / 20 - 1 }
            let inside = (0..<rows).map { Array(values[$0 * stride..<$0 * stride + width]) }
            var outside = 3
            let sum = ck_outside(values, stride, rows, width, -0.5, 0.75, &outside)
            #expect(outside == 3 + inside.joined().count { $0 < -0.5 || $0 > 0.75 })
            #expect(abs(sum - inside.joined().reduce(0) { $0 + Double($1) }) < 1e-5)
            var low = [Real](repeating: .infinity, count: width)
            var high = [Real](repeating: -.infinity, count: width)
            ck_reach(&low, &high, values, stride, rows, width)
            for unit in 0..<width {
                #expect(low[unit] == inside.map { $0[unit] }.min() && high[unit] == inside.map { $0[unit] }.max())
            }
        }
    }
}
