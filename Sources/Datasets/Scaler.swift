/// A straight line that numbers were brought to a common size with: `scaled = (x − centre) / spread`.
package struct Scaler: Sendable, Hashable {
    package enum Method: String, Sendable, CaseIterable { case standard, minmax }

    package let method: Method
    /// The mean, or the smallest value.
    package let centre: Double
    /// The standard deviation (of the rows themselves, divided by n), or the range; 1 where all values are equal.
    package let spread: Double
    /// The rows that it was fitted on, and how many there were.
    package let fittedRows: Int
    package let rowCount: Int

    /// Fits on the first `rows` values (all if nil); missing ones are left out.
    package init(_ method: Method, fitting values: [Double], rows: Int? = nil) {
        self.method = method
        rowCount = values.count
        fittedRows = min(rows ?? values.count, values.count)
        let known = values.prefix(fittedRows).filter { !$0.isNaN }
        let count = Double(max(known.count, 1))
        let width: Double
        switch method {
        case .standard:
            let mean = known.reduce(0, +) / count
            centre = mean
            width = (known.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count).squareRoot()
        case .minmax:
            let low = known.min() ?? 0
            centre = low
            width = (known.max() ?? 1) - low
        }
        spread = width > 0 ? width : 1
    }

    package func scale(_ value: Double) -> Double { (value - centre) / spread }
    package func unscale(_ value: Double) -> Double { value * spread + centre }
}

extension Column {
    /// The numbers scaled, with the scaler kept; a column without numbers stays as it is.
    package func scaled(_ method: Scaler.Method, rows: Int? = nil) -> Column {
        guard let numbers else { return self }
        let scaler = Scaler(method, fitting: numbers, rows: rows)
        return Column(name, .numbers(numbers.map(scaler.scale)), scalers: scalers + [scaler])
    }

    /// The numbers as they were before every scaling.
    package var unscaled: Column {
        guard let numbers else { return self }
        return Column(name, .numbers(numbers.map { scalers.unscale($0) }))
    }
}

extension [Scaler] {
    /// Back through all of them, newest first.
    package func unscale(_ value: Double) -> Double { reversed().reduce(value) { $1.unscale($0) } }
    /// How much larger a difference is in the original unit.
    package var factor: Double { reduce(1) { $0 * $1.spread } }
}
