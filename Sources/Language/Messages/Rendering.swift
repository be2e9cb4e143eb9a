extension Diagnostic {
    /// The widest line of a message.
    static let width = 100
    /// The most lines of a message.
    static let height = 10

    /// The message as lines of plain text, the same in notebook, line mode and file: head, place, the code as typed
    /// with carets (the fault) or dashes (context) below it, then notes.
    package func render() -> [String] {
        var lines = ["\(level.rawValue): \(head)".fitted(to: Diagnostic.width)]
        let groups = grouped()
        let gutter = groups.flatMap(\.lines).map { "\($0.number)".count }.max() ?? 1
        let bar = String(repeating: " ", count: gutter + 1) + "|"
        for group in groups {
            lines.append(String(repeating: " ", count: gutter + 1) + group.place)
            lines.append(bar)
            for line in group.lines { lines += line.rendered(gutter: gutter, bar: bar) }
        }
        var room = max(0, Diagnostic.height - lines.count)
        if !notes.isEmpty, !groups.isEmpty, room > 1 {
            lines.append(bar)
            room -= 1
        }
        let indent = groups.isEmpty ? "  " : String(repeating: " ", count: gutter + 1)
        return lines + notes.prefix(room).map { (indent + $0).fitted(to: Diagnostic.width) }
    }

    /// The labels by source and line: at most three lines, the faults before the context where some must be left out.
    private func grouped() -> [Excerpt] {
        let faults = labels.indices.filter { labels[$0].isFault }
        let context = labels.indices.filter { !labels[$0].isFault }
        let kept = Set((faults + context).prefix(3))
        var excerpts: [Excerpt] = []
        for (index, label) in labels.enumerated() where kept.contains(index) {
            if let known = excerpts.firstIndex(where: { $0.source === label.span.source }) {
                excerpts[known].add(label)
            } else {
                var excerpt = Excerpt(source: label.span.source)
                excerpt.add(label)
                excerpts.append(excerpt)
            }
        }
        return excerpts
    }
}

/// The lines of one source that a message shows.
private struct Excerpt {
    let source: Source
    var lines: [CodeLine] = []

    mutating func add(_ label: Diagnostic.Label) {
        let line = CodeLine(around: label.span)
        if let known = lines.firstIndex(where: { $0.number == line.number }) {
            lines[known].labels.append(label)
        } else {
            lines.append(line)
            lines[lines.count - 1].labels.append(label)
            lines.sort { $0.number < $1.number }
        }
    }

    /// `cell 3, line 2`, `cell 3, lines 2 and 3`.
    var place: String {
        let numbers = lines.map { "\($0.number)" }
        guard numbers.count > 1, let last = numbers.last else { return "\(source.name), line \(numbers.first ?? "1")" }
        return "\(source.name), lines \(numbers.dropLast().joined(separator: ", ")) and \(last)"
    }
}

/// One line of code with the labels below it.
private struct CodeLine {
    let number: Int
    /// Its characters with the offset at which each starts, cut to a few hundred bytes around the first label.
    let characters: [(text: String, offset: Int)]
    /// Where the characters end.
    let end: Int
    let isCutInFront: Bool
    let isCutBehind: Bool
    var labels: [Diagnostic.Label] = []

    init(around span: Span) {
        let bytes = Array(span.source.text.utf8)
        let newline = UInt8(ascii: "\n")
        let offset = min(span.range.lowerBound, bytes.count)
        let start = bytes[..<offset].lastIndex(of: newline).map { $0 + 1 } ?? 0
        let lineEnd = bytes[offset...].firstIndex(of: newline) ?? bytes.count
        number = 1 + bytes[..<offset].count { $0 == newline }
        let isContinuation = { (index: Int) in index < lineEnd && bytes[index] & 0xC0 == 0x80 }
        var from = max(start, offset - 400)
        while isContinuation(from) { from += 1 }
        var to = min(lineEnd, offset + 400)
        while isContinuation(to) { to += 1 }
        isCutInFront = from > start
        isCutBehind = to < lineEnd
        end = to
        let all = Array(String(decoding: bytes[from..<to], as: UTF8.self))
        var next = from
        characters = zip(all, all.dropFirst().map(Optional.init) + [nil]).map { character, other in
            defer { next += character.utf8.count }
            return (character.shown(before: other), next)
        }
    }

    /// The code and, below it, one line for each label.
    func rendered(gutter: Int, bar: String) -> [String] {
        let room = Diagnostic.width - gutter - 3
        var columns: [Int] = [0]
        for character in characters { columns.append(columns[columns.count - 1] + character.text.columns) }
        let sorted = labels.sorted { $0.span.range.lowerBound < $1.span.range.lowerBound }
        let focus = sorted.first { $0.isFault } ?? sorted[0]
        let window = visible(columns, around: stretch(of: focus, columns), room: room)
        let label = String(repeating: " ", count: gutter - "\(number)".count) + "\(number) | "
        return [(label + code(columns, window)).trimmedEnd]
            + sorted.flatMap { underline($0, columns, window, room: room).map { "\(bar) \($0)" } }.map(\.trimmedEnd)
    }

    /// The columns that a label covers on this line: at least one.
    private func stretch(of label: Diagnostic.Label, _ columns: [Int]) -> Range<Int> {
        let range = label.span.range
        let first = characters.lastIndex { $0.offset <= range.lowerBound } ?? 0
        let start = range.lowerBound >= end ? columns[columns.count - 1] : columns[first]
        let behind = characters.firstIndex { $0.offset >= range.upperBound } ?? characters.count
        return start..<max(start + 1, columns[behind])
    }

    /// The part of the line that fits, so that the start of the stretch can be seen.
    private func visible(_ columns: [Int], around stretch: Range<Int>, room: Int) -> Range<Int> {
        let total = columns[columns.count - 1]
        guard total > room || isCutInFront || isCutBehind else { return 0..<max(total, stretch.upperBound) }
        let inside = room - 4
        let ideal = stretch.lowerBound - min(inside / 2, max(10, inside - stretch.count))
        let start = max(0, min(ideal, total - inside))
        return start..<start + inside
    }

    private func code(_ columns: [Int], _ window: Range<Int>) -> String {
        let shown = characters.indices.filter {
            columns[$0] >= window.lowerBound && columns[$0 + 1] <= window.upperBound
        }
        let text = shown.map { characters[$0].text }.joined()
        let isFrontCut = window.lowerBound > 0 || isCutInFront
        let isBackCut = (shown.last ?? characters.count - 1) < characters.count - 1 || isCutBehind
        let gap = shown.first.map { columns[$0] - window.lowerBound } ?? 0
        return (isFrontCut ? "… " : "") + String(repeating: " ", count: max(0, gap)) + text + (isBackCut ? " …" : "")
    }

    private func underline(
        _ label: Diagnostic.Label, _ columns: [Int], _ window: Range<Int>, room: Int
    ) -> [String] {
        let stretch = stretch(of: label, columns).clamped(to: window.lowerBound..<window.upperBound + 1)
        let front = (window.lowerBound > 0 || isCutInFront ? 2 : 0) + stretch.lowerBound - window.lowerBound
        let marks = String(repeating: label.isFault ? "^" : "-", count: max(1, stretch.count))
        let carets = String(repeating: " ", count: front) + marks
        let text = label.text.clipped(room)
        guard !text.isEmpty, carets.columns + 1 + text.columns > room else { return ["\(carets) \(text)"] }
        let indent = max(0, min(front, room - text.columns))
        return [carets, String(repeating: " ", count: indent) + text]
    }
}
