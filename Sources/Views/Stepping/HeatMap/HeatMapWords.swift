import Display
import Engine

/// The words of the heat map, and what its units are sorted by.
extension Phrases {
    static func ramp(_ ramp: String, _ strongest: String) -> String {
        "size \(ramp) of \(strongest), negative reversed"
    }
    static func order(_ order: HeatState.Order) -> String {
        switch order {
        case .number: "number"
        case .correlation: "correlation with the target"
        case .variance: "variance"
        case .dead: "variance, dead first"
        }
    }

    /// "drop x2", "drop h2": the column of a mask.
    static func mask(_ name: String, _ number: Int) -> String {
        let isState = name.hasPrefix("recurrent")
        let gate = name.split(separator: "_").last.map(String.init) ?? ""
        return "drop " + (isState ? "h" : "x") + "\(number)" + (gate == "dropout" ? "" : " \(gate)")
    }
}

/// Mean and variance of numbers, and how two rows of them go together.
struct Moments {
    let mean: Double
    let variance: Double

    init(_ values: [Double]) {
        let count = Double(max(1, values.count))
        let mean = values.reduce(0, +) / count
        self.mean = mean
        variance = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / count
    }

    /// Pearson's; nil where one of them does not vary. Steps without a target are left out.
    static func correlation(_ left: [Double], _ right: [Double]) -> Double? {
        let pairs = zip(left, right).filter { $0.isFinite && $1.isFinite }
        guard pairs.count > 1 else { return nil }
        let (a, b) = (Moments(pairs.map(\.0)), Moments(pairs.map(\.1)))
        guard a.variance > 0, b.variance > 0 else { return nil }
        let together = pairs.reduce(0) { $0 + ($1.0 - a.mean) * ($1.1 - b.mean) } / Double(pairs.count)
        return together / (a.variance * b.variance).squareRoot()
    }
}
