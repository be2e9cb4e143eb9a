/// The first line of a fenced block: "  ```unroll id=fit".
struct Fence: Sendable, Hashable {
    var indent: Int
    var mark: UInt8
    var length: Int
    /// All that follows the marks, as written.
    var info: String

    /// nil for a line that opens no fence.
    init?(_ line: Line) {
        // Most lines are none, and this is asked of every line.
        guard let first = line.content.first, first == UInt8(ascii: "`") || first == UInt8(ascii: "~") || first == 0x20
        else { return nil }
        indent = line.indent
        let rest = line.content.dropFirst(indent)
        guard indent < 4, let mark = rest.first, mark == UInt8(ascii: "`") || mark == UInt8(ascii: "~") else {
            return nil
        }
        self.mark = mark
        length = rest.prefix { $0 == mark }.count
        let after = rest.dropFirst(length)
        guard length >= 3, mark == UInt8(ascii: "~") || !after.contains(mark) else { return nil }
        info = String(decoding: after, as: UTF8.self)
    }

    init(length: Int = 3, info: String) {
        indent = 0
        mark = UInt8(ascii: "`")
        self.length = length
        self.info = info
    }

    /// Whether the line ends the block that this fence opened.
    func isClosed(by line: Line) -> Bool {
        let rest = line.content.dropFirst(line.indent)
        let run = rest.prefix { $0 == mark }.count
        return line.indent < 4 && run >= length
            && rest.dropFirst(run).allSatisfy { $0 == UInt8(ascii: " ") || $0 == UInt8(ascii: "\t") }
    }

    var opening: String { closing + info }
    var closing: String {
        String(repeating: " ", count: indent)
            + String(repeating: Character(Unicode.Scalar(mark)), count: length)
    }

    /// Makes it one mark longer than the longest run inside, where it is not longer already.
    func enclosing(_ lines: [String]) -> Fence {
        var longer = self
        for line in lines {
            var run = 0
            for byte in line.utf8 {
                run = byte == mark ? run + 1 : 0
                longer.length = max(longer.length, run + 1)
            }
        }
        return longer
    }
}
