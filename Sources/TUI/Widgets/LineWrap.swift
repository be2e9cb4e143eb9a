import Display

/// A line that is longer than the screen is wide stands on several screen lines; all but the last end in a mark.
enum LineWrap {
    static func mark(_ glyphs: Glyphs) -> String { glyphs == .ascii ? "\\" : "↵" }

    /// The characters that screen lines of `width` columns begin with, as indices; always at least 0.
    ///
    /// A screen line ends behind a blank where one lies in its second half, and never within a character.
    static func starts(_ line: [Character], width: Int) -> [Int] {
        let room = max(2, width - 1)
        let columns = line.map { Text.width(of: String($0)) }
        guard columns.reduce(0, +) > room else { return [0] }
        var starts = [0]
        var used = 0
        var index = 0
        while index < line.count {
            let start = starts[starts.count - 1]
            if used + columns[index] > room, index > start {
                let blank = line[start..<index].lastIndex(of: " ").map { $0 + 1 } ?? start
                let next = blank - start > (index - start) / 2 ? blank : index
                starts.append(next)
                used = columns[next..<index].reduce(0, +)
            }
            used += columns[index]
            index += 1
        }
        return starts
    }
}

extension StyledLine {
    /// The stretch between two offsets into the UTF-8 of the line.
    func slice(_ range: Range<Int>) -> StyledLine {
        var line = StyledLine()
        var start = 0
        for piece in pieces {
            let bytes = Array(piece.text.utf8)
            let part = range.clamped(to: start..<(start + bytes.count))
            if !part.isEmpty {
                let text = String(decoding: bytes[(part.lowerBound - start)..<(part.upperBound - start)], as: UTF8.self)
                line.append(text, piece.style)
            }
            start += bytes.count
        }
        return line
    }
}
