import Display

/// Text being edited: lines of characters, a cursor, perhaps a selection, and the keys of readline.
///
/// A character is what is seen as one: a letter with its accents, an emoji with its parts.
struct Editor: Sendable {
    /// Between two characters of a line.
    struct Place: Hashable, Comparable, Sendable {
        var row = 0
        /// Characters left of it.
        var column = 0

        static func < (one: Place, other: Place) -> Bool { (one.row, one.column) < (other.row, other.column) }
    }

    /// Bytes of UTF-8 up to which a text is edited here: each key of a longer one takes longer than a reader waits.
    static let longest = 100_000

    var lines: [EditorLine]
    var cursor = Place()
    /// The other end of what is selected.
    var mark: Place?
    /// The mark was set by a key of its own: motions select until something is done with it.
    var isMarkSet = false
    /// The display column that up and down try to keep.
    var goal: Int?
    /// The last key was a letter typed here: the next letter belongs to the same undo step.
    var isTyping = false
    /// The last key cut something: what the next one cuts is put to it.
    var isCutting = false
    /// What was cut or copied last.
    var cut = ""
    /// Columns of a screen line, and lines of a screen, for up and down.
    var width = Int.max / 2
    var page = 10

    init(_ text: String = "", cut: String = "") {
        lines = Self.split(text)
        self.cut = cut
    }

    var row: Int { cursor.row }
    var column: Int { cursor.column }
    var text: String { lines[...].text }
    var byteCount: Int { lines.reduce(-1) { $0 + $1.byteCount + 1 } }

    /// Bytes of UTF-8 left of the cursor.
    var offset: Int { offset(of: cursor) }

    func offset(of place: Place) -> Int {
        lines[..<place.row].reduce(0) { $0 + $1.byteCount + 1 } + lines[place.row].bytes(before: place.column)
    }

    /// Columns left of the cursor in its line.
    var displayColumn: Int { Text.width(of: String(lines[row][..<column])) }

    static func split(_ text: String) -> [EditorLine] {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        return lines.isEmpty ? [[]] : lines.map { EditorLine($0) }
    }

    // MARK: where the cursor is put

    /// Takes the text as it is after an undo and puts the cursor behind what changed.
    mutating func replace(with text: String) {
        let before = Array(self.text.utf8)
        lines = Self.split(text)
        let after = Array(self.text.utf8)
        guard before != after else { return }
        var end = zip(before.reversed(), after.reversed()).prefix { $0 == $1 }.count
        // No scalar begins with a byte 10xxxxxx.
        while end > 0, after[after.count - end] & 0xC0 == 0x80 { end -= 1 }
        place(atByte: after.count - end)
        isTyping = false
    }

    /// Puts the cursor behind so many bytes of UTF-8 of the text.
    mutating func place(atByte offset: Int) {
        var left = max(0, offset)
        cursor = Place()
        while row < lines.count - 1, left > lines[row].byteCount {
            left -= lines[row].byteCount + 1
            cursor.row += 1
        }
        cursor.column = min(
            String(decoding: lines[row].text.utf8.prefix(left), as: UTF8.self).count, lines[row].count)
        goal = nil
        unselect()
    }

    mutating func toEnd() { cursor = Place(row: lines.count - 1, column: lines[lines.count - 1].count) }

    // MARK: writing

    /// Inserts text as it is, in place of what is selected; line ends of any kind start new lines.
    mutating func insert(_ text: String) {
        removeSelection()
        var new = Self.split(text)
        let tail = Array(lines[row][column...])
        lines[row].removeSubrange(column...)
        lines[row] += new.removeFirst()
        if !new.isEmpty {
            lines[row] = EditorLine(lines[row].text)
            lines.insert(contentsOf: new, at: row + 1)
            cursor.row += new.count
        }
        cursor.column = lines[row].count
        lines[row] += tail
        goal = nil
        joinCharacters()
    }

    /// Inserts what was pasted: a tab is two blanks, and nothing stays that steers a terminal.
    mutating func insertPasted(_ text: String) {
        insert(Self.plain(text).joined(separator: "\n"))
    }

    /// The lines of text from outside, without control codes and with blanks for tabs.
    static func plain(_ text: String) -> [String] {
        split(text).map { line in
            var plain = String.UnicodeScalarView()
            for scalar in line.text.unicodeScalars {
                if scalar == "\t" {
                    plain.append(contentsOf: "  ".unicodeScalars)
                } else if scalar.properties.generalCategory != .control {
                    plain.append(scalar)
                }
            }
            return String(plain)
        }
    }

    /// What has come to stand side by side may be one character now: an accent typed after its letter, the next part
    /// of an emoji, the second letter of a flag. The cursor stays where it is, or goes behind that character.
    mutating func joinCharacters() {
        guard lines[row].byteCount != lines[row].count else { return }
        let joined = EditorLine(lines[row].text)
        guard joined.count != lines[row].count else { return }
        var left = lines[row].bytes(before: column)
        lines[row] = joined
        cursor.column = 0
        while left > 0, column < joined.count {
            left -= joined[column].utf8.count
            cursor.column += 1
        }
    }

    /// Replaces the characters before the cursor.
    mutating func replaceBefore(_ count: Int, with text: String) {
        unselect()
        let from = max(0, column - count)
        lines[row].removeSubrange(from..<column)
        cursor.column = from
        insert(text)
    }
}
