import Datasets
import Display

/// Facts about how examples were made, each judged: fine, a fault, or good to know.
package enum Audit {
    package struct Finding: Sendable {
        package enum Level: String, Sendable {
            case fine = "[ok]"
            case fault = "[!!]"
            case note = "[i ]"
        }
        package var level: Level
        package var text: String
        package var line: String { " \(level.rawValue) \(text)" }
    }

    /// `parts` are the parts of one split in order, or the windows before a split.
    /// `batch` is the batch size of a stateful network that is to be trained on them.
    package static func findings(_ parts: [Windows], batch: Int? = nil) -> [Finding] {
        guard let first = parts.first else { return [] }
        var findings: [Finding] = parts.map(shapes)
        findings += [ownTarget(first), overlap(first)]
        findings += zip(parts.dropFirst(), parts).map { border($0, $1) }
        if parts.count == 1, let alone = alone(first) { findings.append(alone) }
        findings += scaling(parts) + zeros(parts) + leftOut(first)
        if let order = interleaving(parts, batch: batch) { findings.append(order) }
        if let line = line(parts[parts.count - 1]) { findings.append(line) }
        return findings
    }

    private static func shapes(_ windows: Windows) -> Finding {
        Finding(level: .fine, text: (windows.part.map { $0 + ": " } ?? "") + windows.summary)
    }

    private static func ownTarget(_ windows: Windows) -> Finding {
        if windows.plan.targets == .none { return Finding(level: .note, text: "there are no targets") }
        let names = Set(windows.inputs.map(\.name))
        let isInside = windows.starts.first.map { start in
            windows.plan.targetRows(from: start).overlaps(start..<(start + windows.plan.length))
        }
        guard !windows.isGiven, isInside == true, windows.targets.contains(where: { names.contains($0.name) }) else {
            return Finding(level: .fine, text: "no target inside its own window")
        }
        guard windows.plan.targets == .all else {
            return Finding(level: .fault, text: "the target lies inside its own window: the network can read it off")
        }
        return Finding(
            level: .note,
            text: "each step's target is the next step's input: right for a network that looks back only")
    }

    private static func overlap(_ windows: Windows) -> Finding {
        let plan = windows.plan
        guard plan.shift < plan.length else { return Finding(level: .fine, text: "windows do not overlap") }
        return Finding(
            level: .note,
            text: "windows overlap in \(plan.length - plan.shift) of \(plan.length) rows: a random split would leak; "
                + "split by time")
    }

    private static func border(_ part: Windows, _ before: Windows) -> Finding {
        let names = "\(before.part ?? "the part before") and \(part.part ?? "the next")"
        guard let start = part.starts.min() else { return Finding(level: .fault, text: "\(names): one is empty") }
        let crossing = before.starts.count { $0 + part.plan.reach > start }
        guard crossing > 0 else { return Finding(level: .fine, text: "\(names) share no row") }
        return Finding(
            level: .note,
            text:
                "the last \(Phrases.counted(crossing, "example")) of \(before.part ?? "the part before") reach into the rows of "
                + "\(part.part ?? "the next")")
    }

    /// Of a part looked at without the others.
    private static func alone(_ windows: Windows) -> Finding? {
        guard let start = windows.starts.min(), !windows.earlier.isEmpty else { return nil }
        let crossing = windows.earlier.count { $0 + windows.plan.reach > start }
        return Finding(
            level: crossing > 0 ? .note : .fine,
            text: "\(Phrases.counted(crossing, "example")) before the split reach into these rows")
    }

    private static func scaling(_ parts: [Windows]) -> [Finding] {
        let scalers = parts[0].inputs.flatMap(\.scalers)
        guard let widest = scalers.max(by: { $0.fittedRows < $1.fittedRows }) else {
            return [Finding(level: .note, text: "values are not scaled")]
        }
        let windows = parts[0]
        // What the first window after the training part looks at is known when it is asked.
        let following = parts.count > 1 ? parts[1] : windows
        let isSplit = parts.count > 1 || !windows.earlier.isEmpty
        let known = following.starts.min().map { $0 + following.plan.length }
        guard isSplit, let limit = known else {
            if widest.fittedRows < windows.rowCount {
                return [
                    Finding(
                        level: .fine, text: "the scaler saw the first \(widest.fittedRows) of \(windows.rowCount) rows")
                ]
            }
            return [
                Finding(
                    level: .fault,
                    text: "the scaler saw all \(windows.rowCount) rows, those of a later test too: scale(first = 0.8)")
            ]
        }
        if widest.fittedRows <= limit { return [Finding(level: .fine, text: "the scaler saw training rows only")] }
        let share = (Double(limit) / Double(max(1, windows.rowCount)) * 100).rounded(.down) / 100
        return [
            Finding(
                level: .fault,
                text: "the scaler saw \(widest.fittedRows) of \(windows.rowCount) rows, the test's among them: "
                    + "scale(first = \(Numbers.fixed(share, 2)))")
        ]
    }

    private static func zeros(_ parts: [Windows]) -> [Finding] {
        let count = parts.reduce(0) { sum, windows in
            let (width, length) = (windows.width, windows.plan.length)
            return sum
                + windows.inputRows.withUnsafeBufferPointer { rows in
                    windows.starts.count { start in
                        (start * width..<(start + length) * width).allSatisfy { rows[$0] == 0 }
                    }
                }
        }
        return count == 0
            ? [] : [Finding(level: .fault, text: "\(Phrases.counted(count, "window")) hold nothing but zeros")]
    }

    private static func leftOut(_ windows: Windows) -> [Finding] {
        let left = windows.leftOut
        var findings: [Finding] = []
        if left.gaps > 0 {
            findings.append(Finding(level: .note, text: "\(left.gaps) windows cross a gap in time: left out"))
        }
        if left.missing > 0 {
            findings.append(Finding(level: .note, text: "\(left.missing) windows hold a missing value: left out"))
        }
        return findings
    }

    private static func line(_ windows: Windows) -> Finding? {
        guard let naive = windows.lastValueBaseline else { return nil }
        return Finding(
            level: .note,
            text: "naive forecast \"last value\": MAE \(Numbers.short(naive.originalErrors.mae)), the line to beat")
    }
}
