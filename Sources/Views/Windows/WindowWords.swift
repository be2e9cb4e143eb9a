import Base
import Datasets
import Display

/// Every sentence about windows.
extension Phrases {
    static func counted(_ count: Int, _ noun: String) -> String { "\(count) \(noun)\(count == 1 ? "" : "s")" }

    /// "4th".
    static func ordinal(_ number: Int) -> String {
        let teens = (11...13).contains(number % 100)
        let end = teens ? "th" : number % 10 == 1 ? "st" : number % 10 == 2 ? "nd" : number % 10 == 3 ? "rd" : "th"
        return "\(number)\(end)"
    }

    /// The plan and its count with the numbers in the formula, from the longest wording to the shortest:
    /// `LENGTH 7, SHIFT 2, TARGET SHIFT 1   n = floor((14-(7+1+1))/2)+1 = 3`.
    static func rules(_ plan: Windows.Plan, rows: Int) -> [String] {
        let count = plan.count(rows: rows)
        let short = "n = \(count)"
        let (name, brief, formula) = parts(of: plan, rows: rows, count)
        return [
            " \(name)   \(formula)", " \(brief)   \(formula)", " \(brief)   \(short)", " \(short)",
        ]
    }

    private static func parts(of plan: Windows.Plan, rows: Int, _ count: Int) -> (String, String, String) {
        let (length, shift, gap) = (plan.length, plan.shift, plan.targetShift)
        if plan.isReshape {
            let left = rows - count * length
            let rest = left == 0 ? "" : ", \(counted(left, "row")) left over"
            let formula = "n = floor(\(rows)/\(length)) = \(count), no overlap\(rest)"
            return ("RESHAPE length \(length)", "RESHAPE \(length)", formula)
        }
        let (name, brief) = ("LENGTH \(length), SHIFT \(shift)", "L \(length), S \(shift)")
        let plain = "n = floor((\(rows)-\(length))/\(shift))+1 = \(count)"
        if plan.targets == .none {
            return (name, brief, "\(plain), overlap \(max(0, length - shift)) of \(length)")
        }
        if gap < 0 {
            let own = plan.targets == .all ? "TARGET IN EACH ROW" : "TARGET IN THE LAST ROW"
            return ("\(name), \(plan.answerSteps == nil ? own : "ANSWERS APART")", brief, plain)
        }
        return (
            "\(name), TARGET SHIFT \(gap)", "\(brief), T \(gap)",
            "n = floor((\(rows)-(\(length)+\(gap)+1))/\(shift))+1 = \(count)"
        )
    }

    /// Where the target stands: 0 is the very next row.
    static func target(_ plan: Windows.Plan) -> String {
        if plan.targets == .none { return "no target" }
        if plan.answerSteps != nil { return "the answer is a sequence of its own" }
        if plan.targetShift < 0 {
            return plan.targets == .all ? "each row has its own target" : "the target stands in the last row"
        }
        let after = plan.targetShift + 1
        let rows = after == 1 ? "the very next row" : "\(after) rows"
        if plan.targets == .all { return "each step's target is \(after == 1 ? rows : rows + " later")" }
        return after == 1
            ? "target is the very next row after the last input" : "target is \(rows) after the last input"
    }

    static let zeroIsNext = "(0 = the very next row)"

    /// `x [3 × 7 × 1], y [3 × 1]`.
    static func shapes(_ windows: Windows) -> String {
        let x = "x [\(windows.count) × \(windows.plan.length) × \(windows.width)]"
        return switch windows.plan.targets {
        case .none: x
        case .last: "\(x), y [\(windows.count) × \(windows.targetWidth)]"
        case .all: "\(x), y [\(windows.count) × \(windows.plan.targetSteps) × \(windows.targetWidth)]"
        }
    }

    /// The call that gives these windows, to be typed; nil for those that come from elsewhere.
    static func call(_ windows: Windows) -> String? {
        let plan = windows.plan
        guard windows.isSeries, plan.targetShift >= 0 || plan.targets == .none else { return nil }
        let gaps = windows.crossesGaps && windows.times != nil ? ", across_gaps = true" : ""
        if plan.isReshape { return "reshape(series, length = \(plan.length)\(gaps))" }
        var words = "window(series, length = \(plan.length), shift = \(plan.shift)"
        if plan.targets == .none { return words + ", targets = \"none\"\(gaps))" }
        words += ", target_shift = \(plan.targetShift)"
        if windows.width > 1 || windows.targets.first?.name != windows.inputs.first?.name {
            let names = windows.targets.map { "\"\($0.name)\"" }
            words += ", target = " + (names.count == 1 ? names[0] : "[\(names.joined(separator: ", "))]")
        }
        return words + (plan.targets == .all ? ", targets = \"all\"" : "") + gaps + ")"
    }

    /// How many examples each way of cutting gives.
    static func compared(_ plan: Windows.Plan, rows: Int) -> String {
        let pieces = plan.reshaped.count(rows: rows)
        let shifted = plan.untargeted.count(rows: rows)
        var words = "the same \(counted(rows, "row")): \(pieces) by reshape | \(shifted) by shift"
        if plan.targets != .none { words += " | \(plan.count(rows: rows)) with the target" }
        return words
    }

    static func oneCharacter(_ rows: Int) -> [String] { ["  one character is \(rows) rows", " 1 is \(rows) rows"] }
    static func needs(row: Int) -> String { "needs row \(row): dropped" }
    static func moreWindows(_ count: Int, to row: Int) -> String { "  ... and \(count) more, to row \(row)" }

    static func leftOut(_ left: Windows.LeftOut) -> [String] {
        (left.gaps > 0 ? ["  \(left.gaps) left out: they cross a gap in time"] : [])
            + (left.missing > 0 ? ["  \(left.missing) left out: a value is missing"] : [])
    }

    // MARK: the view

    static func sayWindows(_ windows: Windows, dropped: Int?) -> String {
        let plan = windows.plan
        guard windows.count > 0 else { return "no window is left: all cross a gap or miss a value." }
        var parts = ["\(counted(windows.count, "window")) of \(plan.length)"]
        if windows.count > 1, windows.isSeries { parts[0] += ", each \(counted(plan.shift, "row")) later" }
        if plan.targets != .none, plan.targetShift >= 0 {
            parts.append(
                plan.targetShift == 0 ? "target: the next row" : "target skips \(counted(plan.targetShift, "row"))")
        }
        if let dropped { parts.append("\(ordinal(windows.count + 1)) needs row \(dropped): dropped") }
        return parts.joined(separator: "; ") + "."
    }

    static func sayAudit(_ faults: Int, of count: Int) -> String {
        "\(counted(count, "finding")), \(faults == 0 ? "none of them a fault" : counted(faults, "fault"))."
    }

    static func sayRows(_ number: Int, of count: Int, _ rows: Range<Int>, isScaled: Bool) -> String {
        "window \(number) of \(count): rows \(rows.lowerBound + 1) to \(rows.upperBound), as numbers"
            + (isScaled ? " before scaling." : ".")
    }

    static let cannotCut = "these examples were given as they are: there is no series to cut in another way"
    static let whichTarget = "which column is the target? window(series, ..., target = \"name\")"
    static func tooLong(_ plan: Windows.Plan, rows: Int) -> String {
        "that takes \(counted(plan.reach, "row")) for one window, but there are \(rows)"
    }
    static func atLeast(_ least: Int, _ name: String) -> String { "\(name) is at least \(least)" }
    static func moreFindings(_ count: Int) -> String { "\(counted(count, "more finding")): a" }
    static func typing(_ setting: String, _ digits: String) -> String { "\(setting) = \(digits)_" }
    static let notJudgedYet = "a: the audit of so many windows"
    static func moreBelow(_ count: Int) -> String { "\(counted(count, "line")) below" }
    static func moreColumns(_ count: Int) -> String { "\(counted(count, "more column")), not shown here" }
}

extension Windows.Plan {
    var isReshape: Bool { targets == .none && shift == length }
    /// The same length without overlap or target.
    var reshaped: Self { Self(length: length, shift: length, targets: .none) }
    var untargeted: Self { Self(length: length, shift: shift, targets: .none) }
}

extension Windows {
    /// `windows: 3 examples, x [7 × 1] → y [1]`, and what was left out.
    package var summary: String { ([head] + notes).joined(separator: "; ") }

    /// `3 × [7 × 1]`
    package var size: String { "\(count) × \(exampleShape)" }

    private var exampleShape: String { isFlat ? "[\(width)]" : "[\(plan.length) × \(width)]" }

    private var head: String {
        let all = [self] + others
        let inputs = all.map { "x " + $0.exampleShape }
        let answers = all.compactMap(\.answer)
        return "windows: \(Phrases.counted(count, "example")), " + inputs.joined(separator: ", ")
            + (answers.isEmpty ? "" : " → " + answers.joined(separator: ", "))
    }

    /// What was left out, said once, before any split.
    private var notes: [String] {
        guard part == nil, count == wholeStarts.count else { return [] }
        var notes: [String] = []
        if leftOut.gaps > 0 { notes.append("\(leftOut.gaps) over gaps left out") }
        if leftOut.missing > 0 { notes.append("\(leftOut.missing) with missing values left out") }
        if plan.targets == .none, leftOut.rows > 0 {
            notes.append("the last \(Phrases.counted(leftOut.rows, "row")) dropped")
        }
        return notes
    }

    /// "y [1]"; nil without targets.
    private var answer: String? {
        switch plan.targets {
        case .none: nil
        case .last: "y [\(targetWidth)]"
        case .all: "y [\(plan.targetSteps) × \(targetWidth)]"
        }
    }
}
