/// Tokens with their numbers: 0 is padding and stands for no token; if some are not known, 1 stands for all of these;
/// then the tokens of a text follow, the most frequent first, and of equals the one that comes first.
package struct Vocabulary: Sendable {
    package static let padding = 0
    /// How padding and what is not known are written.
    package static let unknownText = "<?>"

    package let tokeniser: Tokeniser
    /// By number; "" for padding.
    package let tokens: [String]
    /// How often each is in the text; 0 for padding.
    package let counts: [Int]
    package let hasUnknown: Bool
    private let numbers: [String: Int]

    /// Of a text that has been cut. `maxSize`: only so many, the most frequent ones; the others are not known, for which
    /// there is also a number if `unknown` says so.
    package init(_ text: [String], _ tokeniser: Tokeniser, maxSize: Int? = nil, unknown: Bool = false) {
        var (counts, order) = ([String: Int](), [String]())
        for token in text {
            if counts[token] == nil { order.append(token) }
            counts[token, default: 0] += 1
        }
        let places = Dictionary(uniqueKeysWithValues: zip(order, order.indices))
        order.sort { one, other in
            let (first, second) = (counts[one] ?? 0, counts[other] ?? 0)
            return first != second ? first > second : places[one] ?? 0 < places[other] ?? 0
        }
        let kept = order.prefix(maxSize ?? order.count)
        hasUnknown = unknown || kept.count < order.count
        self.tokeniser = tokeniser
        tokens = [""] + (hasUnknown ? [Vocabulary.unknownText] : []) + kept
        let others = text.count - kept.reduce(0) { $0 + (counts[$1] ?? 0) }
        self.counts = [0] + (hasUnknown ? [others] : []) + kept.map { counts[$0] ?? 0 }
        let first = hasUnknown ? 2 : 1
        numbers = Dictionary(uniqueKeysWithValues: kept.enumerated().map { ($0.element, $0.offset + first) })
    }

    /// Numbers, padding included: the rows of an embedding, and the classes of an answer.
    package var size: Int { tokens.count }

    /// nil if it is not known and there is no number for such tokens.
    package func number(of token: String) -> Int? { numbers[token] ?? (hasUnknown ? 1 : nil) }

    /// The first token that has no number.
    package struct Stranger: Error, Hashable {
        package let token: String
        /// Its place in the text, from 1.
        package let place: Int
    }

    package func numbers(of text: [String]) throws(Stranger) -> [Int] {
        var result: [Int] = []
        result.reserveCapacity(text.count)
        for (place, token) in text.enumerated() {
            guard let number = number(of: token) else { throw Stranger(token: token, place: place + 1) }
            result.append(number)
        }
        return result
    }

    package func numbers(in text: String) throws(Stranger) -> [Int] { try numbers(of: tokeniser.tokens(in: text)) }

    /// Padding, and numbers that are none of a token, are left out.
    package func text(of numbers: [Int]) -> String {
        tokeniser.text(
            of: numbers.filter { tokens.indices.contains($0) && $0 != Vocabulary.padding }.map { tokens[$0] })
    }
}
