import Language

/// Words, indentation and single characters.
extension Editor {
    var wordBefore: Place {
        var (row, column) = (row, column)
        while column == 0, row > 0 {
            row -= 1
            column = lines[row].count
        }
        while column > 0, !lines[row][column - 1].isWordPart { column -= 1 }
        while column > 0, lines[row][column - 1].isWordPart { column -= 1 }
        return Place(row: row, column: column)
    }

    var wordAfter: Place {
        var (row, column) = (row, column)
        while column == lines[row].count, row < lines.count - 1 {
            row += 1
            column = 0
        }
        while column < lines[row].count, !lines[row][column].isWordPart { column += 1 }
        while column < lines[row].count, lines[row][column].isWordPart { column += 1 }
        return Place(row: row, column: column)
    }

    /// Whether the cursor stands in front of the rest of a word.
    var isInWord: Bool { column < lines[row].count && lines[row][column].isWordPart }

    /// Whether a bracket is under the cursor or before it.
    var isAtBracket: Bool {
        lines[row][max(0, column - 1)..<min(column + 1, lines[row].count)].contains { "()[]".contains($0) }
    }

    /// Where the text of the cursor's line begins.
    var textStart: Int { lines[row].firstIndex { $0 != " " && $0 != "\t" } ?? lines[row].count }

    /// Whether nothing but blanks stands left of the cursor.
    var isInIndent: Bool { column <= textStart }

    mutating func removeBefore() {
        if column > 0 {
            let isIndent = column > 1 && isInIndent
            let count = isIndent && column % 2 == 0 ? 2 : 1
            lines[row].removeSubrange((column - count)..<column)
            cursor.column -= count
            joinCharacters()
        } else if row > 0 {
            remove(Place(row: row - 1, column: lines[row - 1].count)..<cursor)
        }
        goal = nil
    }

    mutating func removeAfter() {
        if column < lines[row].count {
            lines[row].remove(at: column)
            joinCharacters()
        } else if row < lines.count - 1 {
            remove(cursor..<Place(row: row + 1))
        }
    }

    // MARK: indentation

    /// A new line begins below the text of the line that its bracket is opened in, two columns further in; without an
    /// open bracket, below the text of this line.
    mutating func startLine() {
        removeSelection()
        let offset = offset
        guard let bracket = openBracket(in: text, before: offset) else {
            insert("\n" + blanks(row, before: column))
            return
        }
        let line = rowOf(byte: bracket)
        let isOpenedHere = line == row
        let inner = isOpenedHere ? blanks(line, before: column) + "  " : blanks(row, before: column)
        insert("\n" + inner)
        if column < lines[row].count, ")]".contains(lines[row][column]) { outdentClosing() }
    }

    /// A closing bracket that begins its line goes below the text of the line that its bracket is opened in.
    mutating func outdentClosing() {
        let start = textStart
        guard start > 0, start == column - 1 || start == column, start < lines[row].count else { return }
        let offset = offset(of: Place(row: row, column: start))
        guard let pair = bracketPair(in: text, at: offset), pair.close == offset else { return }
        let wanted = blanks(rowOf(byte: pair.open), before: .max)
        guard wanted.count < start else { return }
        lines[row].replaceSubrange(0..<start, with: wanted)
        cursor.column += wanted.count - start
    }

    private func blanks(_ row: Int, before column: Int) -> String {
        String(lines[row].prefix(min(column, lines[row].count)).prefix { $0 == " " || $0 == "\t" })
    }

    private func rowOf(byte offset: Int) -> Int {
        var left = offset
        for (row, line) in lines.enumerated() {
            left -= line.byteCount + 1
            if left < 0 { return row }
        }
        return lines.count - 1
    }
}

extension Character {
    var isWordPart: Bool { isLetter || isNumber || self == "_" }
}

extension Editor {
    /// Puts the cursor at the first place where `word` stands by itself.
    mutating func move(toFirst word: String) {
        let letters = Array(word)
        for (row, line) in lines.enumerated() where line.count >= letters.count {
            for column in 0...(line.count - letters.count) {
                let end = column + letters.count
                let isWhole =
                    (column == 0 || !line[column - 1].isWordPart) && (end == line.count || !line[end].isWordPart)
                guard isWhole, Array(line[column..<end]) == letters else { continue }
                (cursor, goal, mark) = (Place(row: row, column: column), nil, nil)
                return
            }
        }
    }
}
