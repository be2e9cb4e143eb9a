/// The lines in which a text differs from what it was before: those between the lines that both begin with and the lines
/// that both end with.
///
/// Found in one pass over the bytes: every key changes a text, and a text may be a megabyte of short lines.
struct LineChange {
    let oldCount: Int
    /// Lines that stay, at the beginning and at the end.
    let kept: (first: Int, last: Int)
    /// Whether the new text goes on behind the lines that stay at its beginning.
    let hasMore: Bool
    /// The lines between them, as they are now.
    let newLines: [String]

    /// Lines end with "\n". `lines`: how many the old text has; an empty one has none, or an empty one.
    init(from old: String, lines oldCount: Int, to new: String) {
        var (old, new) = (old, new)
        let newCount = new.isEmpty ? 0 : new.withUTF8 { Self.newlines(in: $0[...]) } + 1
        let same = old.withUTF8 { old in new.withUTF8 { Self.common(old[...], $0[...]) } }
        let first = min(same.first, oldCount, newCount)
        let last = min(same.last, min(oldCount, newCount) - first)
        self.oldCount = oldCount
        kept = (first, last)
        hasMore = newCount > first
        newLines = new.withUTF8 { Self.lines(of: $0[...], first..<(newCount - last)) }
    }

    /// The new lines as they are written into a file.
    func written(indentedBy columns: Int, ending: [UInt8]) -> [UInt8] {
        var bytes: [UInt8] = []
        for line in newLines {
            if !line.isEmpty { bytes += repeatElement(UInt8(ascii: " "), count: columns) }
            bytes += line.utf8
            bytes += ending
        }
        return bytes
    }

    private typealias Bytes = Slice<UnsafeBufferPointer<UInt8>>

    private static func newlines(in bytes: Bytes) -> Int { bytes.reduce(0) { $0 + ($1 == 0x0A ? 1 : 0) } }

    /// Whole lines that two texts have in common at the beginning and at the end.
    private static func common(_ old: Bytes, _ new: Bytes) -> (first: Int, last: Int) {
        let shorter = min(old.count, new.count)
        var front = 0
        while front < shorter, old[front] == new[front] { front += 1 }
        var back = 0
        while back < shorter, old[old.count - 1 - back] == new[new.count - 1 - back] { back += 1 }
        let ends = [old, new].allSatisfy { front == $0.count || $0[front] == 0x0A }
        let starts = [old, new].allSatisfy { back == $0.count || $0[$0.count - 1 - back] == 0x0A }
        return (
            newlines(in: old[..<front]) + (ends ? 1 : 0), newlines(in: old[(old.count - back)...]) + (starts ? 1 : 0)
        )
    }

    private static func lines(of bytes: Bytes, _ range: Range<Int>) -> [String] {
        guard !range.isEmpty else { return [] }
        var at = 0
        for _ in 0..<range.lowerBound { at = end(of: at, in: bytes) + 1 }
        return range.map { _ in
            let end = end(of: at, in: bytes)
            defer { at = end + 1 }
            return String(decoding: bytes[at..<end], as: UTF8.self)
        }
    }

    private static func end(of start: Int, in bytes: Bytes) -> Int {
        var at = start
        while at < bytes.endIndex, bytes[at] != 0x0A { at += 1 }
        return at
    }
}

extension String {
    /// Itself with "\n" between its lines, whatever ends them.
    var withPlainLineEnds: String { utf8.contains(0x0D) ? anyLines.joined(separator: "\n") : self }
}
