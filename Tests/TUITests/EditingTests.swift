import Display
import Testing

@testable import Notebook
@testable import TUI

@Test("Enter edits, Esc leaves, and the text is in the cell") func enterEditsEscLeavesAndTheTextIsInTheCell() {
    let bench = Bench(cells: "a = 1")
    bench.press("<Enter><Ctrl-E>0")
    #expect(bench.lines[0].contains("EDIT"))
    #expect(bench.screen.cursor == Point(x: 11, y: 2))
    bench.press("<Esc>")
    #expect(bench.sources == ["a = 10"])
    #expect(bench.lines[0].contains("[+]"))
}

@Test("letters of a word are undone together, in one list with cells")
func lettersOfAWordAreUndoneTogetherInOneListWithCells() {
    let bench = Bench(cells: "")
    bench.press("<Enter>one two<Ctrl-Z>")
    #expect(bench.sources == ["one "])
    bench.press("<Ctrl-Y>")
    #expect(bench.sources == ["one two"])
    bench.press("<Ctrl-Z><Ctrl-Z>")
    #expect(bench.sources == [""])
}

@Test("Ctrl-K cuts and Ctrl-Y puts back") func ctrlKCutsAndCtrlYPutsBack() {
    let bench = Bench(cells: "one two")
    bench.press("<Enter><Ctrl-A><Alt-f><Ctrl-K>")
    #expect(bench.sources == ["one"])
    bench.press("<Ctrl-A><Ctrl-Y>")
    #expect(bench.sources == [" twoone"])
}

@Test("text and cells share what was cut or copied last") func textAndCellsShareWhatWasCut() {
    let bench = Bench(cells: "one two", "b = 2")
    bench.press("<Enter><Ctrl-K><Esc>jv")
    #expect(bench.sources == ["", "b = 2", "one two"])
    bench.press("kc<Enter><Ctrl-E> <Ctrl-Y><Esc>")
    #expect(bench.sources == ["", "b = 2 b = 2", "one two"])
}

@Test("a cell copied while one writes stays what is pasted") func aCellCopiedWhileOneWritesStays() {
    let bench = Bench(cells: "one two")
    bench.press("<Enter><Ctrl-W><Ctrl-E><Ctrl-W><Alt-c>x<Esc>v")
    #expect(bench.sources == ["one x", "one "])
}

@Test("a new line after an open bracket is indented") func aNewLineAfterAnOpenBracketIsIndented() {
    let bench = Bench(cells: "")
    bench.press("<Enter>net = f(<Enter>x,<Enter>y")
    #expect(bench.sources == ["net = f(\n  x,\n  y"])
}

@Test("a paste keeps its own indentation") func aPasteKeepsItsOwnIndentation() {
    let bench = Bench(cells: "")
    bench.press("<Enter>")
    bench.send(.paste("f(\n    a,\r\n    b)"))
    #expect(bench.sources == ["f(\n    a,\n    b)"])
}

@Test("wide and combining characters count as they are seen") func wideAndCombiningCharactersCountAsTheyAreSeen() {
    var editor = Editor("日本e\u{301}x")
    editor.place(atByte: 9)
    #expect(editor.displayColumn == 5)
    _ = editor.handle(Key(.backspace))
    #expect(editor.text == "日本x")
    #expect(editor.displayColumn == 4)
}

@Test("up and down keep the column where lines are shorter") func upAndDownKeepTheColumnWhereLinesAreShorter() {
    var editor = Editor("long line\nab\nlong line")
    editor.place(atByte: 7)
    _ = editor.handle(Key(.down))
    #expect(editor.column == 2)
    _ = editor.handle(Key(.down))
    #expect(editor.column == 7)
}

@Test("letters of NAV work with Alt while editing") func lettersOfNAVWorkWithAltWhileEditing() {
    let bench = Bench(cells: "a = 1", "b = 2")
    bench.press("<Enter><Alt-r>")
    #expect(bench.text.contains("ok 1|a = 1"))
    #expect(bench.text.contains(". >2|b = 2"))
    #expect(bench.lines[0].contains("NAV"))
}

@Test("the call around the cursor is explained") func theCallAroundTheCursorIsExplained() {
    let bench = Bench(cells: "")
    bench.press("<Enter>window(7, ")
    #expect(bench.say.contains("window(series, *length*)   length: steps in a window"))
}

@Test("Tab completes the only name that fits") func tabCompletesTheOnlyNameThatFits() {
    let bench = Bench(cells: "")
    bench.press("<Enter>wind<Tab>")
    #expect(bench.sources[0].hasPrefix("window"))
}

@Test("a line longer than the screen scrolls with the cursor") func aLineLongerThanTheScreenScrollsWithTheCursor() {
    let bench = Bench(cells: String(repeating: "x", count: 300))
    bench.press("<Enter><Ctrl-E>y")
    #expect(bench.screen.cursor.map { $0.x < 80 } == true)
    #expect(bench.text.contains("xy"))
}

@Test("prose is rendered, and its Markdown is seen while it is edited")
func proseIsRenderedAndItsMarkdownIsSeenWhileItIsEdited() {
    let bench = Bench("Some *emphasis* here.\n")
    #expect(bench.text.contains("Some emphasis here."))
    bench.press("<Enter>")
    #expect(bench.text.contains("Some *emphasis* here."))
}

@Test("an accent typed after its letter is one character with it")
func anAccentTypedAfterItsLetterIsOneCharacterWithIt() {
    let bench = Bench(cells: "")
    bench.press("<Enter>e\u{301}x<Left><Backspace>")
    #expect(bench.sources == ["x"])
}
