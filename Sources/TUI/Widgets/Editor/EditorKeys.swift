import Display

/// The keys of the editor: those of readline, and those of editors with a selection.
extension Editor {
    /// What a key did.
    enum Change: Hashable, Sendable {
        case moved
        /// The selection was copied.
        case copied
        /// `joins`: part of the same undo step as the change before.
        case wrote(joins: Bool)
    }

    /// Whether a letter with Alt is the editor's own now, and not one of the notebook's.
    func owns(_ key: Key) -> Bool {
        guard key.modifiers == .alt, case .character(let letter) = key.code else { return false }
        return "bfd".contains(letter) || selection != nil && "wxc".contains(letter)
    }

    /// Does what the key asks for; nil if the key is none of the editor's.
    mutating func handle(_ key: Key) -> Change? {
        let before = (isTyping, isCutting)
        (isTyping, isCutting) = (false, false)
        if case .character(let character) = key.code, key.modifiers.subtracting(.shift).isEmpty {
            return type(character, isGoingOn: before.0)
        }
        if let change = select(key) ?? edit(key, joins: before.1) ?? move(key) { return change }
        (isTyping, isCutting) = before
        return nil
    }

    private mutating func type(_ character: Character, isGoingOn: Bool) -> Change {
        let startsWord = column > 0 && lines[row][column - 1] == " " && character != " "
        let isFresh = selection == nil
        insert(String(character))
        if character == ")" || character == "]" { outdentClosing() }
        isTyping = true
        return .wrote(joins: isGoingOn && !startsWord && isFresh)
    }

    private mutating func select(_ key: Key) -> Change? {
        switch (key.code, key.modifiers) {
        case (.character(" "), .control), (.character("@"), .control):
            (mark, isMarkSet) = isMarkSet ? (nil, false) : (cursor, true)
            return .moved
        case (.character("w"), .alt) where selection != nil, (.character("c"), .alt) where selection != nil:
            copySelection()
            return .copied
        case (.character("w"), .control) where selection != nil, (.character("k"), .control) where selection != nil,
            (.character("x"), .control) where selection != nil, (.character("x"), .alt) where selection != nil:
            cutSelection()
        case (.backspace, []) where selection != nil, (.backspace, .shift) where selection != nil,
            (.delete, []) where selection != nil, (.character("d"), .control) where selection != nil:
            removeSelection()
        case (.tab, .shift):
            return outdentLines() ? .wrote(joins: false) : .moved
        default: return nil
        }
        return .wrote(joins: false)
    }

    private mutating func edit(_ key: Key, joins: Bool) -> Change? {
        switch (key.code, key.modifiers) {
        case (.enter, []): startLine()
        case (.backspace, []), (.backspace, .shift): removeBefore()
        case (.delete, []), (.character("d"), .control): removeAfter()
        case (.backspace, .alt), (.character("w"), .control): cutText(to: wordBefore, joins: joins)
        case (.character("d"), .alt), (.delete, .control), (.delete, .alt): cutText(to: wordAfter, joins: joins)
        case (.character("k"), .control):
            let isAtEnd = column == lines[row].count && row < lines.count - 1
            cutText(to: isAtEnd ? Place(row: row + 1) : Place(row: row, column: lines[row].count), joins: joins)
        case (.character("u"), .control): cutText(to: Place(row: row), joins: joins)
        case (.character("y"), .control): insert(cut)
        default: return nil
        }
        // A mark without a selection would stand in a text that is another now.
        unselect()
        return .wrote(joins: false)
    }

    /// Moves the cursor; with Shift, or after a mark was set, what is passed is selected.
    private mutating func move(_ key: Key) -> Change? {
        let isShifted = key.modifiers.contains(.shift)
        let plain = Key(key.code, key.modifiers.subtracting(.shift))
        let (start, selected, oldGoal) = (cursor, selection, goal)
        guard moveCursor(plain) else { return nil }
        if goal == oldGoal { goal = nil }
        if isShifted {
            mark = mark ?? start
        } else if !isMarkSet {
            unselect()
            // An arrow leaves a selection at its end on that side.
            if let selected, plain == Key(.left) { cursor = selected.lowerBound }
            if let selected, plain == Key(.right) { cursor = selected.upperBound }
        }
        return .moved
    }

    private mutating func moveCursor(_ key: Key) -> Bool {
        switch (key.code, key.modifiers) {
        case (.left, []), (.character("b"), .control): left()
        case (.right, []): right()
        case (.up, []), (.character("p"), .control): return vertical(-1)
        case (.down, []), (.character("n"), .control): return vertical(1)
        case (.pageUp, []): return vertical(-page)
        case (.pageDown, []): return vertical(page)
        case (.home, []): cursor.column = column == textStart ? 0 : textStart
        case (.character("a"), .control): cursor.column = 0
        case (.end, []), (.character("e"), .control): cursor.column = lines[row].count
        case (.home, .control): cursor = Place()
        case (.end, .control): toEnd()
        case (.character("b"), .alt), (.left, .control), (.left, .alt): cursor = wordBefore
        case (.character("f"), .alt), (.right, .control), (.right, .alt): cursor = wordAfter
        default: return false
        }
        goal = nil
        return true
    }

    private mutating func left() {
        if column > 0 {
            cursor.column -= 1
        } else if row > 0 {
            cursor = Place(row: row - 1, column: lines[row - 1].count)
        }
    }

    private mutating func right() {
        if column < lines[row].count {
            cursor.column += 1
        } else if row < lines.count - 1 {
            cursor = Place(row: row + 1)
        }
    }

    /// So many screen lines on, or back.
    private mutating func vertical(_ by: Int) -> Bool {
        var starts = LineWrap.starts(lines[row], width: width)
        var part = starts.lastIndex { $0 <= column } ?? 0
        let wanted = goal ?? Text.width(of: String(lines[row][starts[part]..<column]))
        var to = row
        for _ in 0..<abs(by) {
            if starts.indices.contains(part + by.signum()) {
                part += by.signum()
            } else {
                guard lines.indices.contains(to + by.signum()) else { break }
                to += by.signum()
                starts = LineWrap.starts(lines[to], width: width)
                part = by > 0 ? 0 : starts.count - 1
            }
        }
        let end = part + 1 < starts.count ? starts[part + 1] - 1 : lines[to].count
        var place = starts[part]
        var used = 0
        while place < end {
            used += Text.width(of: String(lines[to][place]))
            if used > wanted { break }
            place += 1
        }
        cursor = Place(row: to, column: place)
        goal = wanted
        return true
    }
}
