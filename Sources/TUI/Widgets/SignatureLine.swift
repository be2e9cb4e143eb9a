import Display
import Language

/// The call around the cursor on one line: its parameters, the one that is being written between stars and bold, and
/// what it is, where there is room for that.
enum SignatureLine {
    static func line(_ call: (builtin: Builtin, parameter: Parameter?), width: Int) -> StyledLine {
        let parts = signatureParts(call.builtin)
        let current = parts.firstIndex { $0.name == call.parameter?.name }
        let texts = parts.enumerated().map { $0.offset == current ? "*\($0.element.text)*" : $0.element.text }
        let words = call.parameter.map { "   \($0.name): \($0.sentence)" } ?? "   " + call.builtin.sentence
        // Where both do not fit, the parameters around the current one get half of the line.
        let whole = Text.width(of: signature(call.builtin)) + 2
        let room = whole + Text.width(of: words) <= width ? width : max(width / 2, width - Text.width(of: words))
        let range = window(texts, around: current ?? 0, room: room - Text.width(of: call.builtin.name) - 2)
        var line = StyledLine(call.builtin.name + "(" + (range.lowerBound > 0 ? ".., " : ""))
        for index in range {
            line.append(texts[index], index == current ? Style(bold: true) : .plain)
            if index + 1 < range.upperBound { line.append(", ") }
        }
        line.append(range.upperBound < texts.count ? (range.isEmpty ? "..)" : ", ..)") : ")")
        let left = width - line.width
        if left >= min(30, Text.width(of: words)) { line.append(Text.clip(words, to: left, ellipsis: "..")) }
        return line
    }

    /// The parameters that fit, with the current one among them.
    private static func window(_ texts: [String], around current: Int, room: Int) -> Range<Int> {
        guard texts.indices.contains(current) else { return 0..<0 }
        func columns(_ range: Range<Int>) -> Int {
            let names = texts[range].reduce(0) { $0 + Text.width(of: $1) } + 2 * (range.count - 1)
            return names + (range.lowerBound > 0 ? 4 : 0) + (range.upperBound < texts.count ? 4 : 0)
        }
        var range = current..<(current + 1)
        var hasGrown = true
        while hasGrown {
            hasGrown = false
            if range.upperBound < texts.count, columns(range.lowerBound..<(range.upperBound + 1)) <= room {
                range = range.lowerBound..<(range.upperBound + 1)
                hasGrown = true
            }
            if range.lowerBound > 0, columns((range.lowerBound - 1)..<range.upperBound) <= room {
                range = (range.lowerBound - 1)..<range.upperBound
                hasGrown = true
            }
        }
        return range
    }
}
