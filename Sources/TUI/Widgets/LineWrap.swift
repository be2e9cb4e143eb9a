import Display

/// A line that is longer than the screen is wide stands on several screen lines; all but the last end in a mark.
/// A line beyond all measure stays on one, which is moved sideways with the cursor.
enum LineWrap {
    /// Characters above which a line is not broken.
    static let longest = 4000

    static func mark(_ glyphs: Glyphs) -> String { glyphs == .ascii ? "\\" : "↵" }

    /// The characters that screen lines of `width` columns begin with, as indices; always at least 0.
    ///
    /// A screen line ends behind a blank where one lies in its second half, and never within a character.
    static func starts(_ line: EditorLine, width: Int) -> [Int] {
        let room = max(2, width - 1)
        // No character takes more columns than bytes.
        guard line.byteCount > room, line.count <= longest else { return [0] }
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
    /// The line cut at offsets into its UTF-8, the first of which is 0.
    func cut(at starts: [Int]) -> [StyledLine] {
        var lines = [StyledLine()]
        var start = 0
        for piece in pieces {
            let bytes = Array(piece.text.utf8)
            var done = 0
            while lines.count < starts.count, starts[lines.count] < start + bytes.count {
                let end = starts[lines.count] - start
                lines[lines.count - 1].append(String(decoding: bytes[done..<end], as: UTF8.self), piece.style)
                lines.append(StyledLine())
                done = end
            }
            if done < bytes.count {
                lines[lines.count - 1].append(String(decoding: bytes[done...], as: UTF8.self), piece.style)
            }
            start += bytes.count
        }
        while lines.count < starts.count { lines.append(StyledLine()) }
        return lines
    }
}
