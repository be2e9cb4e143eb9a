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
        _ name: String, _ points: [(x: Double, y: Double)], at place: (Double) -> String
    ) -> [String] {
        let finite = points.filter { $0.y.isFinite }
        guard let first = finite.first, let last = finite.last,
            let lowest = finite.min(by: { $0.y < $1.y }), let highest = finite.max(by: { $0.y < $1.y })
        else { return [prefix(name) + "no values"] }
        func told(_ point: (x: Double, y: Double)) -> String {
            "\(Numbers.significant(point.y, 4)) at \(place(point.x))"
        }
        let head = prefix(name) + count(finite.count, "value")
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

extension LinePlot {
    package var spoken: [String] {
        let place = { (x: Double) in
            if let names = xNames, let index = Int(exactly: x.rounded()), names.indices.contains(index - 1) {
                return names[index - 1]
            }
            return (xLabel.isEmpty ? "" : xLabel + " ") + Numbers.short(x)
        }
        let head = "plot" + (title.isEmpty ? "" : " of " + title) + (isYLogarithmic ? ", logarithmic axis" : "")
        return [head] + lines.flatMap { Spoken.series($0.name, $0.points, at: place) }
            + baselines.map { "to compare, \($0.name): \(Numbers.significant($0.value, 4))" }
    }
}

extension Scatter {
    package var spoken: [String] {
        let axes = [xLabel, yLabel].enumerated().map { $1.isEmpty ? ["x", "y"][$0] : $1 }
        let head = "points" + (title.isEmpty ? "" : ": " + title) + ", \(axes[0]) across and \(axes[1]) up"
        return [head]
            + groups.map { group in
                let (xs, ys) = (group.points.map(\.x), group.points.map(\.y))
                var words = Spoken.prefix(group.name) + Spoken.count(group.points.count, "point")
                words += ", \(axes[0]) \(Spoken.range(xs)), \(axes[1]) \(Spoken.range(ys))"
                if let together = Self.correlation(group.points) {
                    words += ", correlation \(Numbers.significant(together, 2))"
                }
                if hasDiagonal, !group.points.isEmpty {
                    let distances = group.points.map { abs($0.x - $0.y) }
                    let mean = distances.reduce(0, +) / Double(distances.count)
                    words += ", on average \(Numbers.significant(mean, 3)) off the diagonal"
                }
                return words
            }
    }

    /// Pearson's; nil where one of the two does not vary.
    private static func correlation(_ points: [(x: Double, y: Double)]) -> Double? {
        guard points.count > 1 else { return nil }
        let count = Double(points.count)
        let (mx, my) = (points.reduce(0) { $0 + $1.x } / count, points.reduce(0) { $0 + $1.y } / count)
        let xx = points.reduce(0) { $0 + ($1.x - mx) * ($1.x - mx) }
        let yy = points.reduce(0) { $0 + ($1.y - my) * ($1.y - my) }
        let xy = points.reduce(0) { $0 + ($1.x - mx) * ($1.y - my) }
        return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
    }
}

extension Bars {
    package var spoken: [String] {
        (title.isEmpty ? [] : [title])
            + bars.map { bar in
                "\(bar.name): \(digits.map { Numbers.fixed(bar.value, $0) } ?? Numbers.significant(bar.value, 4))"
            }
    }
}

extension Sparkline {
    package var spoken: [String] {
        Spoken.series("", values.enumerated().map { (x: Double($0.offset + 1), y: $0.element) }) { Numbers.short($0) }
    }
}

extension Heatmap {
    /// A row for each unit: its range, where it is strongest, and all its values if those are few.
    package var spoken: [String] {
        (title.isEmpty ? [] : [title])
            + values.enumerated().map { row, values in
                let name = row < rowNames.count ? rowNames[row] : "u\(row + 1)"
                guard
                    let strongest = values.indices.filter({ values[$0].isFinite }).max(by: {
                        abs(values[$0]) < abs(values[$1])
                    })
                else { return "\(name): no values" }
                let place = strongest < columnNames.count ? columnNames[strongest] : "\(strongest + 1)"
                let all = values.count > 16 ? "" : ": " + values.map { Numbers.signed($0, 2) }.joined(separator: " ")
                return "\(name) \(Spoken.range(values)), strongest \(Numbers.signed(values[strongest], 2)) at \(place)"
                    + all
            }
    }
}

extension TableText {
    /// A line for each row, each cell behind the name of its column; empty cells are left out.
    package var spoken: [String] {
        let rows = columns.map(\.cells.count).max() ?? 0
        var lines = (0..<rows).map { row in
            var head = ""
            let cells = columns.compactMap { column -> String? in
                guard row < column.cells.count, !column.cells[row].isEmpty else { return nil }
                guard !column.name.isEmpty else {
                    head += "\(column.cells[row]): "
                    return nil
                }
                return "\(column.name) \(column.cells[row])"
            }
            return head + cells.joined(separator: ", ")
        }
        if let leftOut, leftOut.after <= lines.count {
            lines.insert("\(Spoken.count(leftOut.count, "row")) left out", at: leftOut.after)
        }
        return lines
    }
}
