import Base
import Display
import Engine

/// Every sentence about losses.
extension Phrases {
    static func name(of loss: Loss) -> String {
        switch loss {
        case .categoricalCrossEntropy: "cross-entropy"
        case .binaryCrossEntropy: "binary cross-entropy"
        case .meanSquaredError: "squared error"
        case .meanAbsoluteError: "absolute error"
        }
    }

    /// Heads of the three columns of a position: target, output, loss.
    static func lossHeads(_ loss: Loss) -> (target: String, output: String, loss: String) {
        switch loss {
        case .categoricalCrossEntropy: ("y", "p_y", "-log")
        case .binaryCrossEntropy: ("y", "p", "-log")
        case .meanSquaredError: ("y", "o", "(o-y)^2")
        case .meanAbsoluteError: ("y", "o", "|o-y|")
        }
    }

    static let whichMean = [" one number from the same table: which mean?", " which mean?"]
    static let wrongName = "wrong"

    static func words(_ normaliser: Normaliser, _ table: LossTable) -> String {
        switch normaliser {
        case .lecture: "sum over t, mean over instances"
        case .real: "mean over the \(amount(table.divisor(.real))) real position\(table.divisor(.real) == 1 ? "" : "s")"
        case .padded: "mean over all \(table.positionCount) incl. the masked"
        }
    }

    /// What the mistake takes the masked positions for.
    static func wrongWords(_ table: LossTable) -> String {
        switch table.loss {
        case .categoricalCrossEntropy where table.width == 2: "masked counted as (.5,.5) class 0"
        case .categoricalCrossEntropy: "masked counted as 1/\(table.width) each, class 0"
        case .binaryCrossEntropy: "masked counted as p = .5, class 0"
        case .meanSquaredError, .meanAbsoluteError: "masked counted with a target of 0"
        }
    }

    static func dividedBy(_ normaliser: Normaliser, _ table: LossTable) -> String {
        "/ \(amount(table.divisor(normaliser)))"
    }

    /// What the choice of the divisor does to a step of training.
    static func step(_ normaliser: Normaliser, _ table: LossTable) -> String {
        let chosen = table.divisor(normaliser)
        guard chosen > 0 else { return " no position has a target: there is no loss and no step" }
        let others = [Normaliser.lecture, .real, .padded].filter { $0 != normaliser }.map { other in
            let factor = table.divisor(other) > 0 ? chosen / table.divisor(other) : .nan
            return "\(other.rawValue) x\(Numbers.significant(factor, 3))"
        }
        return " same direction; dL/do and the step beside \(normaliser.rawValue): \(others.joined(separator: ", "))"
    }

    static func wrongLearns(_ table: LossTable, _ mistaken: LossTable) -> String {
        " counting the masked adds \(figure(mistaken.sum - table.sum)): \(figure(table.total(.real))) becomes "
            + "\(figure(mistaken.total(.padded))), and the padding is learnt too: no factor mends that"
    }
    static let nothingMasked = " nothing is masked here: real and padded are the same"

    static func gradientHead(_ table: LossTable, _ normaliser: Normaliser, _ instance: String) -> String {
        let what =
            switch table.loss {
            case .categoricalCrossEntropy, .binaryCrossEntropy:
                table.isFused ? "gradient into the logits  dL/do = (p - y) * mask / norm" : "gradient into p  dL/dp"
            case .meanSquaredError: "gradient into the output  dL/do = 2 (o - y) * mask / norm"
            case .meanAbsoluteError: "gradient into the output  dL/do = sign(o - y) * mask / norm"
            }
        return " \(what)   (\(normaliser.rawValue), instance \(instance))"
    }

    static func perplexity(_ table: LossTable) -> String? {
        guard let perplexity = table.perplexity, let bits = table.bits, table.realCount > 0 else { return nil }
        return " perplexity: exp(mean natural-log loss) = exp(\(figure(table.total(.real)))) = "
            + "\(Numbers.significant(perplexity, 4)); in bits \(figure(bits))"
    }

    static func accuracy(_ table: LossTable) -> String? {
        guard table.loss.isCrossEntropy, table.realCount > 0 else { return nil }
        let never = table.realCount < table.positionCount ? "; masked positions never count" : ""
        let real = counted(table.realCount, "real position")
        return " accuracy over the \(real) \(table.rightCount)/\(table.realCount)\(never)"
    }

    static func accuracyCounted(_ table: LossTable) -> String? {
        guard table.loss.isCrossEntropy, table.realCount > 0 else { return nil }
        return " accuracy with the masked ones counted \(table.rightCount)/\(table.realCount): not what was asked"
    }

    static func sayLoss(_ table: LossTable, _ normaliser: Normaliser, names: [String], counts: Bool) -> String {
        if table.realCount == 0 { return "\(counted(table.positionCount, "position")), all masked: there is no loss." }
        let masked = table.positionCount - table.realCount
        var parts = [table.realCount == 1 ? "1 loss" : "\(table.realCount) losses"]
        parts[0] += counts ? ", the masked ones counted too" : ", \(masked == 0 ? "none" : "\(masked)") masked"
        parts.append(
            counts
                ? "the wrong loss \(figure(table.total(.padded)))"
                : "\(normaliser.rawValue) loss \(figure(table.total(normaliser)))")
        if let worst = table.worst {
            parts.append("worst is instance \(names[worst.example]), step \(worst.step + 1)")
        }
        return parts.joined(separator: "; ") + "."
    }

    static func noLoss(_ position: LossTable.Position, step: Int) -> String {
        position.isPadding
            ? "padding -> no loss, dL/do = 0; the state is carried on"
            : "no target -> no loss, dL/do = 0; h_\(step + 1) is still computed"
    }

    static let noLossInShort = "no loss"
    static func lossInShort(_ loss: Double) -> String { "loss \(figure(loss))" }

    static func likeliest(_ name: String, _ p: Real) -> String { "likeliest: \(name) with \(probability(p))" }

    static func moreSteps(_ count: Int) -> String {
        "  ... and \(counted(count, "more step")): the members losses and gradients have all"
    }
    static func moreExamples(_ count: Int) -> String { "  ... and \(counted(count, "more example"))" }

    // MARK: editing

    static func editing(_ what: String, _ instance: String, _ step: Int, _ typed: String) -> String {
        " instance \(instance), t\(step + 1): \(what) = \(typed)_"
    }
    static let editingKeys = " Enter: take it   Tab: the other one   Esc: leave it"
    static func probabilityOf(_ name: String) -> String { "p of \(name)" }
    static let targetNumber = "target (a class number, -1 for none)"
    static let targetValue = "target (none: no target)"
    static let outputValue = "output"
    static let notAProbability = "a probability is a number from 0 to 1"
    static let notANumber = "that is not a number"
    static func notAClass(_ count: Int) -> String { "classes go from 0 to \(count - 1); -1 is none" }

    // MARK: numbers

    /// Four places, as the lecture's table has them; more digits where those say nothing.
    static func figure(_ number: Double) -> String {
        number != 0 && abs(number) < 0.001 || abs(number) >= 100_000
            ? Numbers.significant(number, 4) : Numbers.fixed(number, 4)
    }

    /// A divisor: whole, or with what missing outputs leave of a position.
    static func amount(_ number: Double) -> String { Numbers.short(number) }

    static func probability(_ p: Real, places: Int = 3) -> String {
        p != 0 && abs(p) < 0.0005 ? Numbers.significant(Double(p), 1) : Numbers.fixed(Double(p), places)
    }
}

extension LossTable {
    /// The position with the largest loss; what is not a number is worse than any.
    var worst: (example: Int, step: Int)? {
        var worst: (example: Int, step: Int, loss: Double)?
        for (example, row) in positions.enumerated() {
            for (step, position) in row.enumerated() {
                guard let loss = position.loss else { continue }
                if loss.isNaN { return (example, step) }
                if loss > worst?.loss ?? -.infinity { worst = (example, step, loss) }
            }
        }
        return worst.map { ($0.example, $0.step) }
    }
}
