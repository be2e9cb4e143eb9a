import Display
import Engine

/// The loss of one position with its numbers: `-( 0*log 0.10 + 1*log 0.90 ) = -log 0.90 = 0.1054`.
struct LossArithmetic {
    /// To be set side by side, broken between them only.
    let words: [String]
    /// What comes of it, alone: `loss 0.1054`.
    let result: String

    /// More terms than this are not written out.
    private static let most = 4

    init(_ table: LossTable, _ position: LossTable.Position, classes: [String], step: Int) {
        guard let loss = position.loss else {
            words = Phrases.noLoss(position, step: step).split(separator: " ").map(String.init)
            result = Phrases.noLossInShort
            return
        }
        let sum = "= \(Phrases.figure(loss))"
        result = Phrases.lossInShort(loss)
        switch table.loss {
        case .categoricalCrossEntropy:
            words = Self.classes(table, position, classes) + [sum] + Self.judged(table, position, classes)
        case .binaryCrossEntropy: words = Self.binary(position) + [sum]
        case .meanSquaredError: words = Self.values(position, "^2", ("(", ")")) + [sum]
        case .meanAbsoluteError: words = Self.values(position, "", ("|", "|")) + [sum]
        }
    }

    private static func classes(_ table: LossTable, _ position: LossTable.Position, _ names: [String]) -> [String] {
        guard let label = table.label(position) else { return [] }
        let p = probability(position.output[label])
        let isSoft = !table.hasClassNumbers && position.target.contains { $0 != 0 && $0 != 1 }
        guard isSoft || position.output.count <= most else {
            let name = names[safe: label].map { "\"\(Text.visible($0))\"" } ?? "class \(label)"
            return ["-log", "p(\(name))", "=", "-log", p]
        }
        let shown = position.output.indices.prefix(most)
        var words = ["-("]
        for index in shown {
            let y = table.hasClassNumbers ? (index == label ? 1 : 0) : position.target[index]
            words +=
                (index == 0 ? [] : ["+"]) + ["\(Numbers.short(Double(y)))*log", probability(position.output[index])]
        }
        if position.output.count > most { words += ["+", "..."] }
        return words + [")"] + (isSoft ? [] : ["=", "-log", p])
    }

    private static func judged(_ table: LossTable, _ position: LossTable.Position, _ names: [String]) -> [String] {
        if position.isRight { return ["(right)"] }
        let best = table.likeliest(position)
        guard position.output[best].isFinite else { return [] }
        let name = names[safe: best].map { "\"\(Text.visible($0))\"" } ?? "class \(best)"
        return ["(missed;"]
            + (Phrases.likeliest(name, position.output[best]) + ")").split(separator: " ").map(String.init)
    }

    private static func binary(_ position: LossTable.Position) -> [String] {
        let terms = zip(position.target, position.output).prefix(most).map { y, p in
            let (yes, no) = (Numbers.short(Double(y)), Numbers.short(Double(1 - y)))
            return "\(yes)*log \(probability(p)) + \(no)*log \(probability(1 - p))"
        }
        return mean(terms, of: position.output.count, sign: "-")
    }

    private static func values(_ position: LossTable.Position, _ power: String, _ ends: (String, String)) -> [String] {
        let terms = zip(position.target, position.output).prefix(most).map { y, o in
            "\(ends.0)\(Numbers.significant(Double(o), 5)) - \(Numbers.significant(Double(y), 5))\(ends.1)\(power)"
        }
        return mean(terms, of: position.output.count, sign: "")
    }

    private static func mean(_ terms: [String], of count: Int, sign: String) -> [String] {
        if count == 1, sign.isEmpty { return terms }
        let more = count > terms.count ? ["+", "..."] : []
        let sum =
            terms.enumerated().flatMap { ($0 > 0 ? ["+"] : []) + $1.split(separator: " ").map(String.init) } + more
        return [sign + "("] + sum + [count == 1 ? ")" : ")/\(count)"]
    }

    /// As many places as are there, two at least: `0.10`, `0.7139`.
    private static func probability(_ p: Real) -> String {
        let text = Numbers.fixed(Double(p), 4)
        return p != 0 && abs(p) < 0.0001
            ? Numbers.significant(Double(p), 3) : text.hasSuffix("00") ? String(text.dropLast(2)) : text
    }
}
