import Base

/// A language model that counts: how often a token followed the n − 1 tokens before it.
///
///     P_n(w | h) = (c(h w) + t(h)·P_{n−1}(w | h′)) / (c(h) + t(h))
///
/// c counts in the text that was learnt, t(h) is the number of different tokens after h, h′ is h without its first token,
/// and P_0 is the same for all. Source: Witten and Bell (1991), "The zero-frequency problem".
package struct NGram: Sendable {
    package let order: Int
    private let classes: Int
    /// The token after which nothing from before is known, for texts of one line each.
    private let lineEnd: Int?
    /// By context: how many tokens followed, and how many different ones.
    private var contexts: [UInt64: (count: Int, kinds: Int)] = [:]
    /// By context and token.
    private var counts: [UInt64: Int] = [:]

    package init(order: Int, classes: Int, lineEnd: Int? = nil) {
        self.order = order
        self.classes = classes
        self.lineEnd = lineEnd
    }

    /// Learns the tokens of a range, each after those before it in the range.
    package mutating func learn(_ tokens: [Int], in range: Range<Int>) {
        for place in range {
            for length in 0...known(tokens[range.lowerBound..<place]) {
                let context = Self.key(tokens[(place - length)..<place])
                let pair = Self.key(context, tokens[place])
                let before = counts[pair] ?? 0
                counts[pair] = before + 1
                let known = contexts[context] ?? (0, 0)
                contexts[context] = (known.count + 1, known.kinds + (before == 0 ? 1 : 0))
            }
        }
    }

    /// P(token | context) for each order from 1 to `order`; only the last tokens of the context count.
    package func probabilities(of token: Int, after context: ArraySlice<Int>) -> [Double] {
        var probability = 1 / Double(classes)
        let most = known(context)
        return (0..<order).map { length in
            guard length <= most else { return probability }
            let key = Self.key(context.suffix(length))
            if let known = contexts[key] {
                let count = counts[Self.key(key, token)] ?? 0
                let kinds = Double(known.kinds)
                probability = (Double(count) + kinds * probability) / (Double(known.count) + kinds)
            }
            return probability
        }
    }

    /// How many of the last tokens may be asked for: up to the end of the line before, which is one of them.
    private func known(_ context: ArraySlice<Int>) -> Int {
        let last = context.suffix(order - 1)
        guard let lineEnd, let end = last.lastIndex(of: lineEnd) else { return last.count }
        return last.endIndex - end
    }

    private static func key(_ tokens: ArraySlice<Int>) -> UInt64 {
        tokens.reduce(UInt64(tokens.count) &+ 1) { key($0, $1) }
    }

    /// The finaliser of SplitMix64 over what is there and one more token.
    private static func key(_ key: UInt64, _ token: Int) -> UInt64 {
        var z = key &* 0x9E37_79B9_7F4A_7C15 &+ UInt64(bitPattern: Int64(token)) &+ 1
        z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
        z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
        return z ^ (z >> 31)
    }
}

extension Windows {
    /// Cross-entropy in nats a token, by model: guessing, then n-grams, which learn from the examples before these.
    /// Empty if the targets are no tokens, or not one token a step.
    ///
    /// As a network, an n-gram sees nothing from before the window.
    package func nGramLosses(orders: Int) -> [(name: String, loss: Double)] {
        guard let vocabulary = targets.first?.vocabulary, targets.count == 1, plan.targets != .none else { return [] }
        let all = targetRows.map { Int(clamping: $0) }
        let guessing = (name: "guessing", loss: log(Double(vocabulary.size)))
        guard !earlier.isEmpty else { return [guessing] }
        let isByLine = vocabulary.tokeniser.isByLine && vocabulary.tokeniser.unit == .characters
        let lineEnd = isByLine ? vocabulary.number(of: "\n") : nil
        var model = NGram(order: orders, classes: vocabulary.size, lineEnd: lineEnd)
        for range in Windows.ranges(earlier.map { $0..<($0 + plan.reach) }) { model.learn(all, in: range) }
        var (sums, count) = ([Double](repeating: 0, count: orders), 0)
        for start in starts {
            for row in plan.targetRows(from: start) {
                // A target that is not the very next token is further from what can be known.
                let known = all[max(start, row - plan.targetShift - orders)..<max(start, row - plan.targetShift)]
                for (place, p) in model.probabilities(of: all[row], after: known).enumerated() { sums[place] -= log(p) }
                count += 1
            }
        }
        return [guessing] + sums.enumerated().map { ("\($0.offset + 1)-gram", $0.element / Double(max(count, 1))) }
    }

    /// Ranges that overlap or touch as one.
    private static func ranges(_ ranges: [Range<Int>]) -> [Range<Int>] {
        var result: [Range<Int>] = []
        for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) {
            if let last = result.last, range.lowerBound <= last.upperBound {
                result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
            } else {
                result.append(range)
            }
        }
        return result
    }
}
