import Display

/// Sentences about recorded steps.
extension Phrases {
    static func later(_ glyphs: Glyphs) -> String { "\(glyphs == .ascii ? "." : "·") is to come" }

    static func moreFields(_ count: Int) -> String { "\(count) more: Tab" }

    /// What cannot be seen here, and why.
    static let recordedOnly = "six recorded digits, no equations: weights are not recorded"

    static func titledRule(_ width: Int, _ glyphs: Glyphs) -> String {
        let dash = glyphs == .ascii ? "-" : "─"
        let title = Text.clip("\(dash)\(dash) \(recordedOnly) ", to: width, ellipsis: "..")
        return title + String(repeating: dash, count: max(0, width - Text.width(of: title)))
    }

    static func sayRecorded(_ steps: RecordedSteps, _ cursor: RecordedCursor) -> String {
        "recorded step \(cursor.step + 1) of \(steps.count): \(movement(steps, cursor))."
    }

    /// `h u1 falls by 0.04401 to -0.642809`
    static func movement(_ steps: RecordedSteps, _ cursor: RecordedCursor) -> String {
        let name = "\(steps.fields[cursor.field].name) u\(cursor.unit + 1)"
        let (field, unit, step) = (cursor.field, cursor.unit, cursor.step)
        guard let now = steps.value(field, unit: unit, step: step) else { return "\(name) is not recorded" }
        let number = RecordedStepsLines.number(now)
        guard let change = steps.change(field, unit: unit, step: step), change.isFinite, change != 0 else {
            return "\(name) is \(number)"
        }
        return "\(name) \(change < 0 ? "falls" : "rises") by \(Numbers.significant(abs(change), 4)) to \(number)"
    }
}
