import Display
import Language
import Notebook

/// Program text in colours, line by line.
enum Highlighting {
    /// What is marked in a text besides its colours; by the look of the letters, never by colour alone.
    enum Mark: Hashable, Sendable {
        case selected, bracket, found
        /// A bracket to which no other belongs.
        case lone
        /// The find that one has gone to.
        case current

        func apply(to style: inout Style) {
            switch self {
            case .selected: style.reverse = true
            case .bracket: (style.bold, style.underline) = (true, true)
            case .lone: (style.foreground, style.bold, style.reverse) = (.vermilion, true, true)
            case .found: style.underline = true
            case .current: (style.bold, style.underline, style.reverse) = (true, true, true)
            }
        }
    }

    /// A stretch of the UTF-8 of the text, marked.
    typealias Marked = (range: Range<Int>, mark: Mark)

    /// `depth`: the brackets that are open before it.
    static func lines(_ source: String, depth: Int = 0, marked: [Marked] = []) -> [StyledLine] {
        lines(source, highlight(source, depth: depth).map { ($0.range, $0.kind.style) }, marked)
    }

    /// Text that is no program.
    static func plainLines(_ source: String, style: Style = .plain, marked: [Marked] = []) -> [StyledLine] {
        lines(source, [(0..<source.utf8.count, style)], marked)
    }

    private static func lines(
        _ source: String, _ stretches: [(range: Range<Int>, style: Style)], _ marked: [Marked]
    ) -> [StyledLine] {
        var lines = [StyledLine()]
        let bytes = Array(source.utf8)
        var marks = Marks(marked)
        for stretch in stretches {
            for (range, style) in cut(stretch, at: marks.touching(stretch.range)) {
                let text = String(decoding: bytes[range], as: UTF8.self)
                for (index, part) in text.split(separator: "\n", omittingEmptySubsequences: false).enumerated() {
                    if index > 0 {
                        // A selected end of line is seen as a blank.
                        if style.reverse { lines[lines.count - 1].append(" ", Style(reverse: true)) }
                        lines.append(StyledLine())
                    }
                    if !part.isEmpty { lines[lines.count - 1].append(String(part), style) }
                }
            }
        }
        return lines
    }

    private static func cut(
        _ stretch: (range: Range<Int>, style: Style), at touching: [Marked]
    ) -> [(Range<Int>, Style)] {
        if touching.isEmpty { return [stretch] }
        var bounds: Set = [stretch.range.lowerBound, stretch.range.upperBound]
        for (range, _) in touching {
            let part = range.clamped(to: stretch.range)
            bounds.formUnion([part.lowerBound, part.upperBound])
        }
        let sorted = bounds.sorted()
        var marks = Marks(touching)
        return zip(sorted, sorted.dropFirst()).map { from, to in
            var style = stretch.style
            for (_, mark) in marks.touching(from..<to) { mark.apply(to: &style) }
            return (from..<to, style)
        }
    }

    /// Marks in the order of their places: a search may have tens of thousands of finds in one cell.
    private struct Marks {
        private let sorted: [Marked]
        private var next = 0
        private var active: [Marked] = []

        init(_ marked: [Marked]) { sorted = marked.sorted { $0.range.lowerBound < $1.range.lowerBound } }

        /// Those that overlap the range. Each range must begin where the one before ended, or later.
        mutating func touching(_ range: Range<Int>) -> [Marked] {
            while next < sorted.count, sorted[next].range.lowerBound < range.upperBound {
                active.append(sorted[next])
                next += 1
            }
            active.removeAll { $0.range.upperBound <= range.lowerBound }
            return active
        }
    }
}
