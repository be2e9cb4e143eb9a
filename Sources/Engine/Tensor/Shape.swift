/// What passes between two layers for one example: a sequence [steps × features], or one vector [features].
package struct Shape: Hashable, Sendable, CustomStringConvertible {
    /// nil for one vector.
    package var steps: Int?
    package var features: Int

    package init(steps: Int?, features: Int) {
        self.steps = steps
        self.features = features
    }

    package init(_ features: Int) { self.init(steps: nil, features: features) }

    package var isSequence: Bool { steps != nil }

    /// Positions in time: 1 for a vector.
    package var positions: Int { steps ?? 1 }

    package var dimensions: [Int] { steps.map { [$0, features] } ?? [features] }

    package var description: String { steps.map { "[\($0) × \(features)]" } ?? "[\(features)]" }
}

/// Arithmetic on sizes that stops at the largest number where it would overflow: a network of 1e12 units has a size too.
package enum Sizes {
    package static func product(_ factors: Int...) -> Int { product(factors) }

    package static func product(_ factors: [Int]) -> Int {
        if factors.contains(0) { return 0 }
        return factors.reduce(1) { result, factor in
            let (value, overflow) = result.multipliedReportingOverflow(by: factor)
            return overflow ? Int.max : value
        }
    }

    /// Whether axes can have these lengths: none is negative, and those that are not 0 make no product without a number.
    package static func isShape(_ lengths: [Int]) -> Bool {
        lengths.allSatisfy { $0 >= 0 } && product(lengths.map { max(1, $0) }) < Int.max
    }

    package static func sum(_ terms: Int...) -> Int { sum(terms) }

    package static func sum(_ terms: [Int]) -> Int {
        terms.reduce(0) { result, term in
            let (value, overflow) = result.addingReportingOverflow(term)
            return overflow ? Int.max : value
        }
    }

    /// The next multiple of 16: how wide a row is inside the engine.
    package static func padded(_ count: Int) -> Int {
        let rounded = sum(count, 15)
        return rounded == Int.max ? rounded : rounded / 16 * 16
    }
}
