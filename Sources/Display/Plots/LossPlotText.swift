import Content

/// What the text of such a plot tells besides the losses, which stand in the history.
package struct LossPlotText: Hashable, Sendable {
    package private(set) var name: String
    /// With the digits that the text has.
    package private(set) var baselines: [Chart.Baseline] = []

    /// nil for the text of anything else.
    package init?(_ lines: [String]) {
        guard let first = lines.first, first.hasPrefix("loss ("), let end = first.firstRange(of: ") by epoch") else {
            return nil
        }
        name = String(first[first.index(first.startIndex, offsetBy: 6)..<end.lowerBound])
        let body = lines.dropFirst()
        guard let axis = body.firstIndex(where: Self.isAxis) else { return }
        // The labels of the baselines stand at the right, behind the end of the axis.
        baselines = body[..<axis].compactMap { Self.baseline($0.dropFirst(lines[axis].count)) }
    }

    private static func isAxis(_ line: String) -> Bool {
        let marks = line.drop { $0 == " " }
        return marks.count > 2 && marks.allSatisfy { "+-└─┬".contains($0) }
    }

    /// `0.0208 last value`
    private static func baseline(_ label: Substring) -> Chart.Baseline? {
        let words = label.drop { $0 == " " }.split(separator: " ", maxSplits: 1)
        guard words.count == 2, let value = Double(words[0]), value.isFinite else { return nil }
        return Chart.Baseline(String(words[1]), value)
    }
}
