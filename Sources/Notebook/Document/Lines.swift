/// A line of a file: its content and its terminator ("\n", "\r\n", "\r", or nothing at the end) as one stretch
/// of bytes.
struct Line: Sendable, Hashable {
    /// With the terminator.
    var bytes: ArraySlice<UInt8>
    /// Without it.
    var content: ArraySlice<UInt8>

    var terminator: ArraySlice<UInt8> { bytes[content.endIndex...] }
    var isBlank: Bool { content.allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") } }

    /// The content as text; broken UTF-8 becomes U+FFFD.
    var text: String { String(decoding: content, as: UTF8.self) }

    /// The content without the spaces and tabs around it.
    var trimmed: String { text.trimmingBlanks() }

    /// Columns of spaces in front; a tab counts as four, since only 0 … 3 matter to Markdown.
    var indent: Int {
        var columns = 0
        for byte in content {
            if byte == UInt8(ascii: " ") { columns += 1 } else { return byte == UInt8(ascii: "\t") ? 4 : columns }
        }
        return columns
    }
}

extension Line {
    /// The lines of a file, ended where the Markdown parser ends them, so that both count alike.
    static func split(_ bytes: [UInt8], from start: Int = 0) -> [Line] {
        var lines: [Line] = []
        var begin = start
        var at = start
        while at < bytes.count {
            let byte = bytes[at]
            guard byte == 0x0A || byte == 0x0D else {
                at += 1
                continue
            }
            let isPair = byte == 0x0D && at + 1 < bytes.count && bytes[at + 1] == 0x0A
            let end = at + (isPair ? 2 : 1)
            lines.append(Line(bytes: bytes[begin..<end], content: bytes[begin..<at]))
            begin = end
            at = end
        }
        if begin < bytes.count { lines.append(Line(bytes: bytes[begin...], content: bytes[begin...])) }
        return lines
    }
}

extension Line {
    /// How many lines `split` gives.
    static func count(in bytes: [UInt8]) -> Int {
        var (count, _) = walk(bytes, lines: .max)
        if let last = bytes.last, last != 0x0A, last != 0x0D { count += 1 }
        return count
    }

    /// Where a line begins, counted from 0; the number of bytes for one behind the last.
    static func offset(of number: Int, in bytes: [UInt8]) -> Int {
        let (count, offset) = walk(bytes, lines: number)
        return count < number ? bytes.count : offset
    }

    /// Passes so many ends of lines: how many there were, and where the next line begins.
    private static func walk(_ bytes: [UInt8], lines: Int) -> (count: Int, offset: Int) {
        bytes.withUnsafeBufferPointer { bytes in
            var (count, at) = (0, 0)
            while at < bytes.count, count < lines {
                let byte = bytes[at]
                at += 1
                guard byte == 0x0A || byte == 0x0D else { continue }
                if byte == 0x0D, at < bytes.count, bytes[at] == 0x0A { at += 1 }
                count += 1
            }
            return (count, at)
        }
    }
}

extension Sequence<Line> {
    /// The bytes of all lines, as they stood in the file.
    var joined: [UInt8] { flatMap(\.bytes) }
}

extension StringProtocol {
    func trimmingBlanks() -> String {
        let isBlank = { (character: Character) in character == " " || character == "\t" }
        return String(drop(while: isBlank).reversed().drop(while: isBlank).reversed())
    }

    /// Its lines, whatever ends them.
    var anyLines: [String] {
        let bytes = Array(utf8)
        let lines = Line.split(bytes).map(\.text)
        return bytes.last.map { $0 != 0x0A && $0 != 0x0D } == true ? lines : lines + [""]
    }
}
