import Display
import Engine

/// Predict first: the next number, or the next symbol, is hidden until the reader has said what it will be.
struct Guessing: Sendable {
    enum Kind: Hashable, Sendable { case number, symbol }

    let kind: Kind
    /// What has been typed so far; nil while nobody types.
    var typed: String?
    /// Places that were guessed already.
    var found: Set<StepCursor> = []

    init(_ kind: Kind) { self.kind = kind }

    static let help: [HelpLine] = [
        .init(keys: "Enter", words: "have the guess graded", run: [Key(.enter)]),
        .init(keys: "Esc", words: "leave it", run: [Key(.escape)]),
        .init(keys: "0-9 + - .", words: "the number; for a symbol its name or number", run: []),
    ]
}

/// How good a guess of a number is: its sign, its size, its digits.
struct Grade: Hashable, Sendable {
    let hasSign: Bool
    /// Within a tenth of the number, or of a half where it is small.
    let hasSize: Bool
    /// Places after the point to which both round alike, 0 … 4.
    let digits: Int

    init(_ guess: Real, truth: Real) {
        let distance = abs(guess - truth)
        hasSign = (guess < 0) == (truth < 0) || guess == 0 && abs(truth) < 0.005
        hasSize = distance <= max(0.05, 0.1 * abs(truth))
        digits = (1...4).last { distance < 0.5 * Real(Self.power(-$0)) + 1e-9 } ?? 0
    }

    var isRight: Bool { hasSign && hasSize }

    private static func power(_ exponent: Int) -> Double { (0..<abs(exponent)).reduce(1.0) { power, _ in power / 10 } }
}

extension Phrases {
    static func graded(_ guess: Real, _ grade: Grade, truth: Real) -> String {
        let sign = grade.hasSign ? "sign right" : "sign wrong"
        let size = grade.hasSize ? "size right" : abs(guess) > abs(truth) ? "too large" : "too small"
        let digits = grade.digits == 0 ? "" : ", \(grade.digits) \(grade.digits == 1 ? "digit" : "digits") right"
        return "\(sign), \(size)\(digits): it is \(Numbers.signed(Double(truth), 4))."
    }

    static func graded(_ typed: String, _ isRight: Bool, _ trace: Trace, _ row: Int) -> String {
        let best = trace.bestClass(row).map { trace.className($0) } ?? ""
        let share = trace.bestClass(row).map { Numbers.percent(Double(trace.output[row][$0])) } ?? ""
        let target = trace.targetClass(row).map { "; the target is \(trace.className($0))" } ?? ""
        return "\(isRight ? "right" : "no"): the network says \(best) with \(share)\(target)."
    }

    static func tally(_ tally: Tally) -> String { "\(tally.right) of \(tally.asked) guesses right." }
    static func noNumber(_ typed: String) -> String { "\"\(typed)\" is no number; write one such as -0.5" }
    static func noClass(_ typed: String) -> String { "there is no class \"\(typed)\"; write its name or its number" }

    static func askNumber(_ what: String, _ typed: String?) -> String {
        typed.map { "your guess for \(what): \($0)_   Enter grades it, Esc leaves" }
            ?? "\(what) is hidden: type your guess of it; p goes on to the next kind."
    }
    static func askSymbol(_ step: Int, _ typed: String?) -> String {
        typed.map { "your guess for step \(step): \($0)_   Enter grades it, Esc leaves" }
            ?? "what will the network say at step \(step)? Enter begins your guess."
    }
}
