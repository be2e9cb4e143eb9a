import Display
import Testing

@testable import TUI

/// The editor by itself: `|` is where the cursor stands, `^` the other end of what is selected.
private func editor(_ text: String) -> Editor {
    let plain = text.filter { $0 != "|" && $0 != "^" }
    var editor = Editor(plain)
    if let mark = text.filter({ $0 != "|" }).firstIndex(of: "^") {
        let rest = text.filter { $0 != "|" }
        editor.place(atByte: rest.utf8.distance(from: rest.startIndex, to: mark))
        let place = editor.cursor
        editor.place(atByte: position(of: "|", in: text.filter { $0 != "^" }))
        editor.mark = place
    } else {
        editor.place(atByte: position(of: "|", in: text))
    }
    return editor
}

private func position(of mark: Character, in text: String) -> Int {
    text.firstIndex(of: mark).map { text.utf8.distance(from: text.startIndex, to: $0) } ?? text.utf8.count
}

private func shown(_ editor: Editor) -> String {
    var lines = editor.lines
    lines[editor.row].insert("|", at: editor.column)
    return lines.map { String($0) }.joined(separator: "\n")
}

/// What keys make of a text.
private func after(_ text: String, _ keys: Key...) -> String {
    var editor = editor(text)
    for key in keys { _ = editor.handle(key) }
    return shown(editor)
}

@Suite struct EditorTests {
    // MARK: motion

    @Test("words are passed as in readline") func wordsArePassedAsInReadline() {
        #expect(after("one| two.three", .character("f", .alt)) == "one two|.three")
        #expect(after("one two|.three", Key(.right, .control)) == "one two.three|")
        #expect(after("one two.three|", .character("b", .alt)) == "one two.|three")
        #expect(after("one\n|two", Key(.left, .control)) == "|one\ntwo")
    }

    @Test("Home goes to the beginning of the text, then of the line") func homeGoesToTheTextThenToTheLine() {
        #expect(after("  a = 1|", Key(.home)) == "  |a = 1")
        #expect(after("  a = 1|", Key(.home), Key(.home)) == "|  a = 1")
        #expect(after("|  a = 1", Key(.home)) == "  |a = 1")
        #expect(after("  a| = 1", .character("a", .control)) == "|  a = 1")
        #expect(after("  a| = 1", .character("e", .control)) == "  a = 1|")
    }

    @Test("PgDn goes a screen on, and not past the end") func pageDownGoesAScreenOn() {
        var editor = editor("|1\n2\n3\n4\n5")
        editor.page = 3
        _ = editor.handle(Key(.pageDown))
        #expect(shown(editor) == "1\n2\n3\n|4\n5")
        _ = editor.handle(Key(.pageDown))
        #expect(shown(editor) == "1\n2\n3\n4\n|5")
    }

    @Test("up and down go by screen lines where a line is broken") func upAndDownGoByScreenLines() {
        var editor = editor("abcdefghij|klmno\nx")
        editor.width = 6  // rows of five: abcde fghij klmno
        _ = editor.handle(Key(.up))
        #expect(shown(editor) == "abcde|fghijklmno\nx")
        _ = editor.handle(Key(.down))
        _ = editor.handle(Key(.down))
        #expect(shown(editor) == "abcdefghijklmno\n|x")
    }

    // MARK: cutting

    @Test("Ctrl-W, Alt-d, Ctrl-U and Ctrl-K cut, and Ctrl-Y puts back") func cutKeysCut() {
        #expect(after("one two| three", .character("w", .control)) == "one | three")
        #expect(after("one| two three", .character("d", .alt)) == "one| three")
        #expect(after("one two| three", .character("u", .control)) == "| three")
        #expect(after("one| two", .character("k", .control)) == "one|")
        #expect(after("one|\ntwo", .character("k", .control)) == "one|two")
        let swap = after("one| two", .character("k", .control), .character("a", .control), .character("y", .control))
        #expect(swap == " two|one")
    }

    @Test("what is cut in a row is put back together") func whatIsCutInARowIsPutBackTogether() {
        let twice = after("a b c|", .character("w", .control), .character("w", .control), .character("y", .control))
        #expect(twice == "a b c|")
        let lines = after(
            "|one\ntwo", .character("k", .control), .character("k", .control), .character("k", .control),
            .character("y", .control))
        #expect(lines == "one\ntwo|")
    }

    @Test("Ctrl-D deletes the character behind the cursor") func controlDDeletes() {
        #expect(after("a|bc", .character("d", .control)) == "a|c")
        #expect(after("a|\nb", .character("d", .control)) == "a|b")
    }

    // MARK: selecting

    @Test("Shift with an arrow selects, and a letter takes the place of what is selected") func typingReplaces() {
        #expect(after("a|bcd", Key(.right, .shift), Key(.right, .shift), .character("x")) == "ax|d")
        #expect(after("ab|\ncd", Key(.end, .shift), Key(.down, .shift), Key(.backspace)) == "ab|")
        #expect(after("one| two", Key(.right, [.shift, .control]), Key(.delete)) == "one|")
        #expect(after("ab|cd", Key(.home, .shift), .character("x")) == "x|cd")
    }

    @Test("a mark set with Ctrl-Space selects what motions pass") func aMarkSelectsWhatMotionsPass() {
        #expect(
            after("|one two", .character(" ", .control), .character("f", .alt), .character("w", .control)) == "| two")
        #expect(after("|one two", .character(" ", .control), .character("f", .alt), Key(.backspace)) == "| two")
    }

    @Test("a motion without Shift lets go; an arrow ends at its side of what was selected") func aMotionLetsGo() {
        #expect(after("a^bc|d", Key(.left), .character("x")) == "ax|bcd")
        #expect(after("a^bc|d", Key(.right), .character("x")) == "abcx|d")
        #expect(after("a^bc|d", Key(.end), .character("x")) == "abcdx|")
    }

    @Test("copying leaves the text and pasting puts it over a selection") func copyingAndPastingOver() {
        var editor = editor("^one| two")
        #expect(editor.handle(.character("w", .alt)) == .copied)
        #expect(shown(editor) == "one| two" && editor.cut == "one" && editor.selection == nil)
        for _ in 0..<4 { _ = editor.handle(Key(.right, .shift)) }
        _ = editor.handle(.character("y", .control))
        #expect(shown(editor) == "oneone|")
    }

    @Test("Shift-Tab moves lines to the left") func shiftTabMovesLinesLeft() {
        #expect(after("    a|", Key(.tab, .shift)) == "  a|")
        #expect(after("^  a\n b\nc|", Key(.tab, .shift)) == "a\nb\nc|")
        var lines = editor("^a\nb\n|c")
        lines.indentLines()
        #expect(lines.text == "  a\n  b\nc")
    }

    // MARK: lines

    @Test("a new line inside brackets is indented, and a closing bracket goes back") func newLinesInBrackets() {
        #expect(after("f(a,|", Key(.enter)) == "f(a,\n  |")
        #expect(after("  f([1,|", Key(.enter)) == "  f([1,\n    |")
        #expect(after("f(\n  a,\n  |", .character(")")) == "f(\n  a,\n)|")
        #expect(after("f(a)|", Key(.enter)) == "f(a)\n|")
        #expect(after("f(\")\",|", Key(.enter)) == "f(\")\",\n  |")
        #expect(after("f(|)", Key(.enter)) == "f(\n|)")
    }

    @Test("what is pasted keeps its indentation: tabs are two blanks, control codes are dropped") func pasting() {
        var editor = editor("a|b")
        editor.insertPasted("f(\r\n\tx,\r\t\ty\u{1B}[31m\u{7}\u{0})")
        #expect(shown(editor) == "af(\n  x,\n    y[31m)|b")
    }

    // MARK: characters

    static let characters = ["e\u{301}", "日", "👨‍👩‍👧", "🇨🇭", "👍🏽", "각", "❤️"]

    @Test("a character is what is seen as one: it is passed and deleted whole", arguments: characters)
    func aCharacterIsPassedAndDeletedWhole(_ character: String) {
        #expect(after("a\(character)|b", Key(.backspace)) == "a|b")
        #expect(after("a|\(character)b", Key(.delete)) == "a|b")
        #expect(after("a\(character)|b", Key(.left)) == "a|\(character)b")
        #expect(after("a|\(character)b", Key(.right, .shift), .character("x")) == "ax|b")
    }

    @Test("parts of a character that are typed one by one become one", arguments: characters)
    func partsTypedOneByOneBecomeOne(_ character: String) {
        var editor = Editor("xy")
        editor.place(atByte: 1)
        for scalar in character.unicodeScalars { _ = editor.handle(.character(Character(scalar))) }
        #expect(editor.column == 2)
        _ = editor.handle(Key(.backspace))
        #expect(editor.text == "xy")
    }

    @Test("what comes to stand side by side by deleting becomes one character") func deletingJoins() {
        #expect(after("e|x\u{301}", Key(.delete)) == "e|")
        var pasted = Editor("e")
        pasted.toEnd()
        pasted.insertPasted("\u{301}\nx")
        #expect(pasted.lines.map(\.count) == [1, 1])
        var flags = Editor("🇨x🇭")
        flags.place(atByte: 5)
        _ = flags.handle(Key(.backspace))
        #expect(flags.lines[0].count == 1 && flags.column == 1)
    }
}

@Suite struct LineWrapTests {
    private func rows(_ line: String, _ width: Int) -> [String] {
        let line = EditorLine(line)
        let starts = LineWrap.starts(line, width: width) + [line.count]
        return zip(starts, starts.dropFirst()).map { String(line[$0..<$1]) }
    }

    @Test("a line that leaves room for the cursor stays whole") func aLineThatFitsStaysWhole() {
        #expect(rows("abcde", 6) == ["abcde"])
        #expect(rows("", 6) == [""])
    }

    @Test("a long line is broken behind a blank, or anywhere") func aLongLineIsBroken() {
        #expect(rows("abc def ghi", 8) == ["abc ", "def ghi"])
        #expect(rows("abcdefghijkl", 6) == ["abcde", "fghij", "kl"])
    }

    @Test("a wide character is never broken") func aWideCharacterIsNeverBroken() {
        #expect(rows("日本語日本語", 6) == ["日本", "語日", "本語"])
        #expect(rows("a👨‍👩‍👧b", 4) == ["a", "👨‍👩‍👧", "b"])
    }
}

@Suite struct PatternTests {
    private func found(_ pattern: String, _ text: String) -> [String] {
        let bytes = Array(text.utf8)
        return Pattern(pattern)?.ranges(in: text).map { String(decoding: bytes[$0], as: UTF8.self) } ?? []
    }

    @Test("small letters stand for capitals, a capital only for itself") func smallLettersStandForCapitals() {
        #expect(found("gru", "gru GRU Gru") == ["gru", "GRU", "Gru"])
        #expect(found("Gru", "gru GRU Gru") == ["Gru"])
        #expect(found("über", "ÜBER über") == ["ÜBER", "über"])
    }

    @Test("finds do not overlap, and nothing is found by nothing") func findsDoNotOverlap() {
        #expect(found("aa", "aaaaa").count == 2)
        #expect(Pattern("") == nil)
        #expect(found("x", "日本") == [])
    }
}
