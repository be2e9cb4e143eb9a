/// What a screen reader is told in place of a drawing: sentences and rows of `name value`, without columns and strokes.
package enum Spoken {
    /// A text without what only the eye reads: rules and strokes are left out, gaps between columns become commas.
    package static func plain(_ text: String) -> [String] {
        text.split(separator: "\n").compactMap { line in
            joined(parts(of: withoutStrokes(line)))
        }
    }

    /// With commas between, but behind what announces the next; the mark of what is chosen becomes a word.
    private static func joined(_ parts: [String]) -> String? {
        guard var text = parts.first else { return nil }
        if text.hasPrefix(">") { text = "chosen" + (text == ">" ? "" : " ") + text.dropFirst().drop { $0 == " " } }
        for part in parts.dropFirst() {
            text += text.hasSuffix(":") || text == "chosen" ? " " : ", "
            text += part
        }
        return text
    }

    /// A few values and the places of the extremes, so that the course of many can be told.
    ///
    /// `place` names where a value stands: `epoch 7`, `1961`.
    package static func series(
        _ name: String, _ points: [(x: Double, y: Double)], of total: Int? = nil, at place: (Double) -> String
    ) -> [String] {
        let finite = points.filter { $0.y.isFinite }
        guard let first = finite.first, let last = finite.last,
            let lowest = finite.min(by: { $0.y < $1.y }), let highest = finite.max(by: { $0.y < $1.y })
        else { return [prefix(name) + "no values"] }
        func told(_ point: (x: Double, y: Double)) -> String {
            "\(Numbers.significant(point.y, 4)) at \(place(point.x))"
        }
        let head = prefix(name) + count(max(total ?? 0, finite.count), "value")
        guard finite.count > shortest else {
            return [(name.isEmpty ? head + ": " : prefix(name)) + finite.map(told).joined(separator: ", ")]
        }
        let every = (finite.count + shortest - 1) / shortest
        let some = stride(from: 0, to: finite.count, by: every).map { told(finite[$0]) }
        return [
            head + ", first \(told(first)), last \(told(last)), lowest \(told(lowest)), highest \(told(highest))",
            prefix(name) + "every \(ordinal(every)): " + some.joined(separator: ", "),
        ]
    }

    /// As many values are told one by one.
    private static let shortest = 12

    static func prefix(_ name: String) -> String { name.isEmpty ? "" : name + ": " }

    static func count(_ number: Int, _ noun: String) -> String { "\(number) \(noun)\(number == 1 ? "" : "s")" }

    static func range(_ values: [Double]) -> String {
        let finite = values.filter(\.isFinite)
        guard let low = finite.min(), let high = finite.max() else { return "no numbers" }
        return "from \(Numbers.significant(low, 4)) to \(Numbers.significant(high, 4))"
    }

    private static func ordinal(_ number: Int) -> String {
        let ending: String
        switch (number % 10, number % 100) {
        case (_, 11...13): ending = "th"
        case (1, _): ending = "st"
        case (2, _): ending = "nd"
        case (3, _): ending = "rd"
        default: ending = "th"
        }
        return "\(number)\(ending)"
    }

    private static func withoutStrokes(_ line: Substring) -> String {
        var words = line.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
        for index in words.indices where isStroke(words[index]) { words[index] = "" }
        return words.joined(separator: " ")
    }

    /// A run of line-drawing characters; a lone sign between numbers is arithmetic and stays.
    private static func isStroke(_ word: String) -> Bool {
        guard word.allSatisfy({ "-|+<>=_#─│┼┤├└┐┌┘━┃".contains($0) }) else { return false }
        return word.count > 2 || ["|", "│", "┃", "┤", "┼"].contains(word)
    }

    /// What stands between gaps of two blanks or more.
    private static func parts(of line: String) -> [String] {
        var parts: [String] = []
        var gap = 2
        for character in line {
            guard character != " " else {
                gap += 1
                continue
            }
            if gap > 1 { parts.append("") }
            if gap == 1 { parts[parts.count - 1].append(" ") }
            parts[parts.count - 1].append(character)
            gap = 0
        }
        return parts
    }
}
