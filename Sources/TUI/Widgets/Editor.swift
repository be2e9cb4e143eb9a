import Display

/// Text being edited: lines of characters, a cursor, and the keys of readline.
///
/// A character is what is seen as one: a letter with its accents, an emoji with its parts.
struct Editor: Sendable {
    private(set) var lines: [[Character]]
    private(set) var row = 0
    /// Characters left of the cursor.
    private(set) var column = 0
    /// The display column that up and down try to keep.
    private var goal: Int?
    /// The last thing was a letter typed here: the next letter belongs to the same undo step.
    private var isTyping = false
    /// What was cut last.
    private(set) var cut = ""

    /// What a key did.
    enum Change: Hashable, Sendable {
        case moved
        /// `joins`: part of the same undo step as the change before.
        case wrote(joins: Bool)
    }

    init(_ text: String = "", cut: String = "") {
        lines = Self.split(text)
        self.cut = cut
    }

    var text: String { lines.map { String($0) }.joined(separator: "\n") }

    /// Bytes of UTF-8 left of the cursor.
    var offset: Int {
        lines[..<row].reduce(0) { $0 + String($1).utf8.count + 1 } + String(lines[row][..<column]).utf8.count
    }

    /// Columns left of the cursor in its line.
    var displayColumn: Int { Text.width(of: String(lines[row][..<column])) }

    /// Takes the text as it is after an undo and puts the cursor behind what changed.
    mutating func replace(with text: String) {
        let before = Array(self.text), after = Array(text)
        guard before != after else { return }
        var end = 0
        while end < min(before.count, after.count), before[before.count - 1 - end] == after[after.count - 1 - end] {
            end += 1
        }
        lines = Self.split(text)
        place(at: after.count - end)
        isTyping = false
    }

    /// Puts the cursor behind so many characters of the text.
    mutating func place(at count: Int) {
        var left = max(0, count)
        row = 0
        while row < lines.count - 1, left > lines[row].count {
            left -= lines[row].count + 1
            row += 1
        }
        column = min(left, lines[row].count)
        goal = nil
    }

    mutating func toEnd() {
        row = lines.count - 1
        column = lines[row].count
    }

    // MARK: writing

    /// Inserts text as it is; line ends of any kind start new lines.
    mutating func insert(_ text: String) {
        var new = Self.split(text)
        let tail = Array(lines[row][column...])
        lines[row].removeSubrange(column...)
        lines[row] += new.removeFirst()
        if !new.isEmpty {
            lines.insert(contentsOf: new, at: row + 1)
            row += new.count
        }
        column = lines[row].count
        lines[row] += tail
        goal = nil
        if let first = text.unicodeScalars.first, Text.width(of: first) == 0 { joinMarks() }
    }

    /// An accent typed after its letter becomes one character with it.
    private mutating func joinMarks() {
        let before = Array(String(lines[row][..<column]))
        lines[row] = before + Array(String(lines[row][column...]))
        column = before.count
    }

    /// Replaces the characters before the cursor.
    mutating func replaceBefore(_ count: Int, with text: String) {
        let from = max(0, column - count)
        lines[row].removeSubrange(from..<column)
        column = from
        insert(text)
    }

    private static func split(_ text: String) -> [[Character]] {
        let lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" || $0 == "\r" }
        return lines.isEmpty ? [[]] : lines.map { Array($0) }
    }

    // MARK: keys

    /// Does what the key asks for; nil if the key is none of the editor's.
    mutating func handle(_ key: Key) -> Change? {
        let wasTyping = isTyping
        if case .character(let character) = key.code, key.modifiers.subtracting(.shift).isEmpty {
            let startsWord = column > 0 && lines[row][column - 1] == " " && character != " "
            insert(String(character))
            isTyping = true
            return .wrote(joins: wasTyping && !startsWord)
        }
        guard let change = edit(key) ?? move(key) else { return nil }
        isTyping = false
        return change
    }

    private mutating func edit(_ key: Key) -> Change? {
        switch (key.code, key.modifiers) {
        case (.enter, []): insert("\n" + indent)
        case (.backspace, []), (.backspace, .shift): removeBefore()
        case (.backspace, .alt), (.character("w"), .control): cutText(from: wordBefore)
        case (.delete, []), (.character("d"), .control): removeAfter()
        case (.character("k"), .control): cutRest()
        case (.character("u"), .control): cutText(from: (row, 0))
        case (.character("y"), .control): insert(cut)
        default: return nil
        }
        return .wrote(joins: false)
    }

    private mutating func move(_ key: Key) -> Change? {
        var keepsGoal = false
        switch (key.code, key.modifiers) {
        case (.left, []), (.left, .shift): left()
        case (.right, []), (.right, .shift): right()
        case (.up, []), (.character("p"), .control): vertical(-1); keepsGoal = true
        case (.down, []), (.character("n"), .control): vertical(1); keepsGoal = true
        case (.pageUp, []): vertical(-10); keepsGoal = true
        case (.pageDown, []): vertical(10); keepsGoal = true
        case (.home, []), (.character("a"), .control): column = 0
        case (.end, []), (.character("e"), .control): column = lines[row].count
        case (.home, .control): (row, column) = (0, 0)
        case (.end, .control): toEnd()
        case (.character("b"), .alt), (.left, .control), (.left, .alt): (row, column) = wordBefore
        case (.character("f"), .alt), (.right, .control), (.right, .alt): (row, column) = wordAfter
        default: return nil
        }
        if !keepsGoal { goal = nil }
        return .moved
    }

    private mutating func left() {
        if column > 0 {
            column -= 1
        } else if row > 0 {
            row -= 1
            column = lines[row].count
        }
    }

    private mutating func right() {
        if column < lines[row].count {
            column += 1
        } else if row < lines.count - 1 {
            row += 1
            column = 0
        }
    }

    private mutating func vertical(_ by: Int) {
        let wanted = goal ?? displayColumn
        row = min(max(0, row + by), lines.count - 1)
        var used = 0
        column = 0
        while column < lines[row].count {
            used += Text.width(of: String(lines[row][column]))
            if used > wanted { break }
            column += 1
        }
        goal = wanted
    }

    // MARK: words, cutting

    private var wordBefore: (Int, Int) {
        var (row, column) = (row, column)
        while column == 0, row > 0 {
            row -= 1
            column = lines[row].count
        }
        while column > 0, !lines[row][column - 1].isWordPart { column -= 1 }
        while column > 0, lines[row][column - 1].isWordPart { column -= 1 }
        return (row, column)
    }

    private var wordAfter: (Int, Int) {
        var (row, column) = (row, column)
        while column == lines[row].count, row < lines.count - 1 {
            row += 1
            column = 0
        }
        while column < lines[row].count, !lines[row][column].isWordPart { column += 1 }
        while column < lines[row].count, lines[row][column].isWordPart { column += 1 }
        return (row, column)
    }

    private mutating func removeBefore() {
        if column == 0 && row == 0 { return }
        let isIndent = column > 1 && lines[row][..<column].allSatisfy { $0 == " " }
        let count = isIndent && column % 2 == 0 ? 2 : 1
        for _ in 0..<count {
            left()
            removeAfter()
        }
    }

    private mutating func removeAfter() {
        if column < lines[row].count {
            lines[row].remove(at: column)
        } else if row < lines.count - 1 {
            lines[row] += lines.remove(at: row + 1)
        }
    }

    private mutating func cutText(from start: (row: Int, column: Int)) {
        if start.row == row {
            cut = String(lines[row][start.column..<column])
            lines[row].removeSubrange(start.column..<column)
        } else {
            let between = lines[(start.row + 1)..<row].map { String($0) }
            let parts = [String(lines[start.row][start.column...])] + between + [String(lines[row][..<column])]
            cut = parts.joined(separator: "\n")
            lines[start.row] = Array(lines[start.row][..<start.column]) + lines[row][column...]
            lines.removeSubrange((start.row + 1)...row)
        }
        (row, column) = start
    }

    private mutating func cutRest() {
        if column == lines[row].count {
            cut = "\n"
            removeAfter()
        } else {
            cut = String(lines[row][column...])
            lines[row].removeSubrange(column...)
        }
    }

    /// The blanks that a new line starts with: those of this line, two more after an open bracket.
    private var indent: String {
        let before = lines[row][..<column]
        let blanks = String(before.prefix { $0 == " " || $0 == "\t" })
        guard let last = before.last(where: { $0 != " " }), "([{".contains(last) else { return blanks }
        return blanks + "  "
    }
}

extension Character {
    fileprivate var isWordPart: Bool { isLetter || isNumber || self == "_" }
}
