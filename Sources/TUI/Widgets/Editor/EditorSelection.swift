import Display

/// What is selected, and cutting and copying.
extension Editor {
    /// From the mark to the cursor, in the order of the text; nil if nothing lies between.
    var selection: Range<Place>? {
        guard let mark, mark != cursor else { return nil }
        return min(mark, cursor)..<max(mark, cursor)
    }

    /// As offsets into the UTF-8 of the text.
    var selectedBytes: Range<Int>? {
        selection.map { offset(of: $0.lowerBound)..<offset(of: $0.upperBound) }
    }

    mutating func unselect() {
        mark = nil
        isMarkSet = false
    }

    func text(_ range: Range<Place>) -> String {
        let (start, end) = (range.lowerBound, range.upperBound)
        if start.row == end.row { return String(lines[start.row][start.column..<end.column]) }
        let between = lines[(start.row + 1)..<end.row].map(\.text)
        let parts = [String(lines[start.row][start.column...])] + between + [String(lines[end.row][..<end.column])]
        return parts.joined(separator: "\n")
    }

    mutating func remove(_ range: Range<Place>) {
        let (start, end) = (range.lowerBound, range.upperBound)
        let rest = Array(lines[end.row][end.column...])
        lines[start.row].replaceSubrange(start.column..<lines[start.row].count, with: rest)
        lines.removeSubrange((start.row + 1)..<(end.row + 1))
        cursor = start
        unselect()
        joinCharacters()
    }

    /// True if there was something to remove.
    @discardableResult
    mutating func removeSelection() -> Bool {
        guard let selection else {
            unselect()
            return false
        }
        remove(selection)
        return true
    }

    mutating func copySelection() {
        guard let selection else { return }
        cut = text(selection)
        unselect()
    }

    mutating func cutSelection() {
        guard let selection else { return }
        cut = text(selection)
        remove(selection)
    }

    /// Cuts what lies between the cursor and a place; what was cut just before stays and this is put to it.
    mutating func cutText(to place: Place, joins: Bool) {
        let range = min(place, cursor)..<max(place, cursor)
        isCutting = true
        guard !range.isEmpty else { return }
        let new = text(range)
        cut = !joins ? new : place < cursor ? new + cut : cut + new
        remove(range)
    }

    // MARK: lines

    /// The lines that the selection touches, or the one of the cursor.
    private var touchedRows: ClosedRange<Int> {
        guard let selection else { return row...row }
        let last = selection.upperBound
        let first = selection.lowerBound.row
        return first...(last.column == 0 && last.row > first ? last.row - 1 : last.row)
    }

    /// Moves the lines of the selection two columns to the right.
    mutating func indentLines() {
        for row in touchedRows where !lines[row].isEmpty {
            lines[row].insert(contentsOf: "  ", at: 0)
            if cursor.row == row, cursor.column > 0 { cursor.column += 2 }
            if mark?.row == row, mark?.column != 0 { mark?.column += 2 }
        }
    }

    /// Moves the lines of the selection, or that of the cursor, two columns to the left as far as blanks stand there.
    mutating func outdentLines() -> Bool {
        var hasChanged = false
        for row in touchedRows {
            let blanks = lines[row].prefix(2).prefix { $0 == " " }.count
            lines[row].removeFirst(blanks)
            if cursor.row == row { cursor.column = max(0, cursor.column - blanks) }
            if let place = mark, place.row == row { mark?.column = max(0, place.column - blanks) }
            hasChanged = hasChanged || blanks > 0
        }
        return hasChanged
    }
}
