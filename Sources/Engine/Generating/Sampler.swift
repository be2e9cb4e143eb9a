import Base

/// Chooses one of several classes by their probabilities.
///
/// With temperature T class i has the weight pᵢ^(1/T): 1 is the network's own opinion, less is more careful, more is
/// bolder. `topK` leaves only the k most probable classes (Fan, Lewis and Dauphin, 2018).
package struct Sampler {
    package enum Method: Hashable, Sendable {
        /// The most probable class; of equals the first.
        case greedy
        case sampling(temperature: Double = 1, topK: Int? = nil)
    }

    private let method: Method
    /// Classes that are never chosen.
    private let never: Set<Int>
    private var random: Random
    private var weights: [Double]
    private var order: [Int]

    package init(_ method: Method, classes: Int, never: Set<Int> = [], random: Random) throws(EngineError) {
        if case .sampling(let temperature, let topK) = method {
            guard temperature > 0 else {
                throw .setting(owner: "generate", name: "temperature", value: temperature, range: .moreThanZero)
            }
            if let topK {
                guard topK > 0 else {
                    throw .setting(owner: "generate", name: "top_k", value: Double(topK), range: .oneOrMore)
                }
                guard topK <= classes else { throw .moreThanClasses(topK, classes: classes) }
            }
        }
        self.method = method
        self.never = never
        self.random = random
        weights = [Double](repeating: 0, count: classes)
        order = Array(0..<classes)
    }

    package mutating func choose(_ probabilities: UnsafeBufferPointer<Real>) -> Int {
        for (index, probability) in probabilities.enumerated() { weights[index] = Double(probability) }
        for index in never where index < weights.count { weights[index] = 0 }
        let best = Self.largest(weights)
        guard case .sampling(let temperature, let topK) = method, weights[best] > 0 else { return best }
        if let topK { keep(topK) }
        if temperature != 1 { sharpen(1 / temperature, largest: weights[best]) }
        return drawn() ?? best
    }

    private static func largest(_ values: [Double]) -> Int {
        var best = 0
        for index in values.indices where values[index] > values[best] { best = index }
        return best
    }

    /// (p / largest)^power: in this form no power is too small or too large for a number.
    private mutating func sharpen(_ power: Double, largest: Double) {
        for index in weights.indices where weights[index] > 0 {
            weights[index] = exp(log(weights[index] / largest) * power)
        }
    }

    private mutating func drawn() -> Int? {
        var sum = 0.0
        for weight in weights { sum += weight }
        var rest = random.uniform() * sum
        var last: Int?
        for (index, weight) in weights.enumerated() where weight > 0 {
            last = index
            rest -= weight
            if rest < 0 { break }
        }
        return last
    }

    /// Sets the weights of all but the `count` largest to 0; of equals the first stay.
    private mutating func keep(_ count: Int) {
        select(count)
        for place in count..<order.count { weights[order[place]] = 0 }
    }

    /// Brings the `count` largest to the front of `order` (Hoare, 1961: quickselect).
    private mutating func select(_ count: Int) {
        var (low, high) = (0, order.count - 1)
        while low < high {
            let pivot = order[(low + high) / 2]
            var (left, right) = (low, high)
            while left <= right {
                while isBefore(order[left], pivot) { left += 1 }
                while isBefore(pivot, order[right]) { right -= 1 }
                if left <= right {
                    order.swapAt(left, right)
                    left += 1
                    right -= 1
                }
            }
            if count - 1 <= right { high = right } else if count - 1 >= left { low = left } else { return }
        }
    }

    private func isBefore(_ one: Int, _ other: Int) -> Bool {
        weights[one] > weights[other] || (weights[one] == weights[other] && one < other)
    }
}
