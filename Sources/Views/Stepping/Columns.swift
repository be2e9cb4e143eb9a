import Display
import Engine

/// The columns of the unrolled view: which time steps are shown, and how wide each is.
struct Columns {
    struct Entry {
        var text: String
        var style: Style
        init(_ text: String, _ style: Style = .plain) {
            self.text = text
            self.style = style
        }
    }

    let steps: Range<Int>
    let width: Int
    let label: Int
    private let places: Int

    /// As many steps as fit, with `step` near the middle. Narrow screens lose neighbours in time, never digits.
    init(_ trace: Trace, around step: Int, width total: Int) {
        let stacked = trace.openLayers.count > 1 ? trace.openLayers.map { trace.layers[$0].title + " |h|" } : []
        let names = (trace.featureNames ?? []) + (trace.outputNames ?? []).map { "p(\($0))" } + stacked
        let longest = names.map { Text.width(of: $0) + 2 }.max() ?? 0
        label = min(max(11, longest), max(11, min(20, total / 4)))
        places = Self.places(trace)
        var widest = trace.inputLabels?.map { Text.width(of: $0) }.max() ?? 0
        widest = max(widest, Self.widestNumber(trace, places))
        widest = min(max(widest, 8), max(8, total - label - 2))
        let count = max(1, min(trace.steps, (total - label) / (widest + 2)))
        width = max(1, min(12, (total - label) / count), min(widest + 2, total - label))
        let first = min(max(0, step - count / 2), trace.steps - count)
        steps = first..<first + count
    }

    /// The same columns over other steps.
    private init(_ other: Columns, steps: Range<Int>) {
        self.steps = steps
        (width, label, places) = (other.width, other.label, other.places)
    }

    /// All steps of the trace, in as many bands as the width needs.
    static func bands(_ trace: Trace, width: Int) -> [Columns] {
        let one = Columns(trace, around: 0, width: width)
        return stride(from: 0, to: trace.steps, by: one.steps.count).map { first in
            Columns(one, steps: first..<min(first + one.steps.count, trace.steps))
        }
    }

    /// A row: its label, then one entry for each step, centred.
    func line(_ name: String, _ entries: [Entry], _ style: Style = .plain) -> StyledLine {
        var line = StyledLine(Text.pad(" " + name, to: label), style)
        for entry in entries { line.append(Text.pad(entry.text, to: width, .centre), entry.style) }
        return line
    }

    /// A number of the data or an output, with as many places as the whole trace needs.
    func number(_ value: Real?) -> String {
        guard let value else { return "" }
        return Self.text(value, places)
    }

    fileprivate static func text(_ value: Real, _ places: Int) -> String {
        abs(value) >= 100_000 || (value != 0 && abs(value) < 0.0005)
            ? Numbers.significant(Double(value), 3) : Numbers.fixed(Double(value), places)
    }

    /// Three places; fewer for large numbers, none if all are whole.
    private static func places(_ trace: Trace) -> Int {
        let largest = Extent(trace.input).largest
        return largest >= 1000 ? 1 : largest >= 100 ? 2 : 3
    }

    /// Known from the largest number alone: a long sequence is not written out to find its widest.
    private static func widestNumber(_ trace: Trace, _ places: Int) -> Int {
        let all = (trace.isOneHot ? [] : [trace.input]) + [trace.output, trace.target ?? []]
        return all.map { Extent($0).width(places) }.max() ?? 0
    }

    /// How large the numbers of some rows are.
    private struct Extent {
        var largest: Real = 0
        var hasNegative = false
        /// Some are written with a power of ten.
        var hasPowers = false

        init(_ rows: [[Real]]) {
            for row in rows {
                for value in row where value.isFinite {
                    let size = abs(value)
                    if size >= 100_000 || size < 0.0005 && size != 0 {
                        hasPowers = true
                    } else {
                        largest = max(largest, size)
                    }
                    if value < 0 { hasNegative = true }
                }
            }
        }

        func width(_ places: Int) -> Int {
            let whole = Columns.text(largest, places).count
            return max(whole, hasPowers ? 8 : 0) + (hasNegative ? 1 : 0)
        }
    }
}
