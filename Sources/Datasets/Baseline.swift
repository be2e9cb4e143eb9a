import Engine

/// A forecast that needs no network, and its errors on one part of the windows: the line that a model must beat.
package struct Baseline: Sendable {
    package let name: String
    /// In the unit the windows are in, usually scaled.
    package let errors: Errors
    /// In the unit of the file.
    package let originalErrors: Errors
    /// Set if not every example could be forecast (the season before lies outside the series).
    package let count: Int

    /// Means over examples and targets.
    package struct Errors: Sendable, Hashable {
        package var mae: Double
        package var mse: Double
        package var rmse: Double { mse.squareRoot() }
        package init(mae: Double, mse: Double) {
            self.mae = mae
            self.mse = mse
        }
    }

    /// Takes errors one by one; those of targets that are missing are left out.
    package struct Measure: Sendable {
        private var absolute = 0.0
        private var squared = 0.0
        package private(set) var count = 0
        package init() {}
        package mutating func add(_ error: Double) {
            if error.isNaN { return }
            absolute += abs(error)
            squared += error * error
            count += 1
        }
        package var errors: Errors {
            Errors(mae: absolute / Double(max(count, 1)), mse: squared / Double(max(count, 1)))
        }
    }
}

extension Windows {
    /// What row `row` of target column `column` is forecast to be; nil where the method cannot say.
    package typealias Forecast = (_ start: Int, _ row: Int, _ column: Int) -> Double?

    package func baseline(_ name: String, _ forecast: Forecast) -> Baseline {
        var scaled = Baseline.Measure()
        var original = Baseline.Measure()
        let factors = targets.map { $0.scalers.factor }
        for start in starts {
            for row in plan.targetRows(from: start) {
                for column in 0..<targetWidth {
                    guard let value = forecast(start, row, column) else { continue }
                    let error = value - target(row, column)
                    scaled.add(error)
                    original.add(error * factors[column])
                }
            }
        }
        return Baseline(
            name: name, errors: scaled.errors, originalErrors: original.errors,
            count: scaled.count / max(1, targetWidth))
    }

    private func target(_ row: Int, _ column: Int) -> Double { Double(targetRows[row * targetWidth + column]) }

    /// Every baseline that these windows allow. What has to be learnt is learnt from the examples before this part, or
    /// from the part itself if it is the first (`isInSample`).
    package func baselines(period: Int? = nil) -> [Baseline] {
        guard plan.targets != .none, count > 0 else { return [] }
        var result = [meanBaseline]
        if isGiven { return result }
        if let lastValue = lastValueBaseline {
            result.append(lastValue)
            if let period = period ?? likelyPeriod { result.append(seasonal(period)) }
        }
        if let linear = linearBaseline { result.append(linear) }
        return result
    }

    /// Tomorrow as today: the newest value that is known when the forecast is made.
    package var lastValueBaseline: Baseline? {
        // A target in the window's last row is asked for while it is still unknown.
        guard plan.targets != .none, !isGiven, plan.targetShift >= 0 else { return nil }
        let ahead = plan.targetShift + 1
        return baseline("last value") { _, row, column in self.target(row - ahead, column) }
    }

    package var isInSample: Bool { earlier.isEmpty }
    private var learning: [Int] { earlier.isEmpty ? starts : earlier }

    private var meanBaseline: Baseline {
        var sums = [Double](repeating: 0, count: targetWidth)
        var counts = sums
        for start in learning {
            for row in plan.targetRows(from: start) {
                for column in 0..<targetWidth where !target(row, column).isNaN {
                    sums[column] += target(row, column)
                    counts[column] += 1
                }
            }
        }
        return baseline("mean") { _, _, column in sums[column] / Swift.max(counts[column], 1) }
    }

    /// The value a season before; two or more seasons where one is not yet known when the forecast is made.
    package func seasonal(_ period: Int) -> Baseline {
        let ahead = plan.targetShift + 1
        let back = Sizes.product((ahead - 1) / period + 1, period)
        return baseline("same as \(back) rows before") { _, row, column in
            row >= back ? self.target(row - back, column) : nil
        }
    }

    /// Of the seasons that fit the time between two rows, the one with the smallest error in the examples before.
    package var likelyPeriod: Int? {
        guard let times, times.count > 2 else { return nil }
        let steps = zip(times.dropFirst(), times).map { $0 - $1 }.sorted()
        let candidates: [Int]
        switch steps[steps.count / 2] {
        case 1799...1801: candidates = [48, 336]
        case 3599...3601: candidates = [24, 168]
        case 86_000...86_800: candidates = [7, 365]
        case 600_000...610_000: candidates = [52]
        case 2_400_000...2_700_000: candidates = [12]
        default: return nil
        }
        let past = earlier.isEmpty ? self : examples(at: earlier)
        let tried = candidates.map { ($0, past.seasonal($0)) }.filter { $0.1.count * 4 > past.count * 3 }
        return tried.min { $0.1.errors.mse < $1.1.errors.mse }?.0
    }

    /// Ordinary least squares on everything in the window, with a trace of ridge so that it always has an answer.
    private var linearBaseline: Baseline? {
        let size = plan.length * width
        guard plan.targets == .last, learning.count > size + 1, size <= 400 else { return nil }
        let samples = learning.map { start in Array(inputRows[(start * width)..<(start * width + size)]) }
        var weights: [[Double]] = []
        for column in 0..<targetWidth {
            let answers = learning.map { target(plan.targetRows(from: $0).lowerBound, column) }
            guard let fitted = LeastSquares.fit(samples, answers) else { return nil }
            weights.append(fitted)
        }
        let name = width == 1 ? "linear AR(\(plan.length))" : "linear, \(plan.length) rows of \(width) columns"
        return baseline(name) { start, _, column in
            LeastSquares.predict(weights[column], inputRows[(start * width)..<(start * width + size)])
        }
    }
}
