extension Spoken {
    /// A text from a file, where a plot that was drawn in characters cannot be told: a sentence stands for it.
    package static func recorded(_ text: String) -> [String] {
        var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
        while let axis = lines.indices.last(where: { axisColumn(lines[$0]) != nil }),
            let column = axisColumn(lines[axis])
        {
            let isPart = { (line: String) in line.dropFirst(column).first.map { "|+".contains($0) } ?? false }
            let top = lines[..<axis].lastIndex { !isPart($0) }.map { $0 + 1 } ?? 0
            // Below the axis its numbers, and what they count.
            let end = min(lines.count, axis + 3)
            let below = lines[(axis + 1)..<end].prefix { $0.hasPrefix(String(repeating: " ", count: column + 1)) }
            lines.replaceSubrange(top..<(axis + 1 + below.count), with: [plotIsRecorded])
        }
        return lines.flatMap(plain)
    }

    static let plotIsRecorded = "a plot is recorded here; running the cell tells it in words"

    /// Where the corner of a plot stands in the line of its x axis.
    private static func axisColumn(_ line: String) -> Int? {
        let column = line.prefix { $0 == " " }.count
        let rest = line.dropFirst(column)
        return rest.count >= 8 && rest.hasPrefix("+") && rest.hasSuffix("-") && rest.allSatisfy { "+-".contains($0) }
            ? column : nil
    }
}
