import Display
import Language
import Notebook
import Testing

@testable import TUI

@Suite struct LongCellTests {
    private static let lines = (0..<300).map { number -> String in
        switch number % 7 {
        case 0: "f(a,"
        case 1: "  units = \"(\", # )"
        case 2: "  日本 = 1)"
        case 3: String(repeating: "word ", count: 30)
        case 4: "[x"
        default: "n\(number) = \(number)"
        }
    }

    @Test(
        "a long text that is written in looks around the cursor as it does when all of it is drawn", arguments: 0..<40)
    func aPartLooksLikeTheWhole(_ part: Int) {
        var editor = Editor(Self.lines.joined(separator: "\n"))
        editor.cursor = Editor.Place(row: part * 7 + part % 5, column: 1)
        if part.isMultiple(of: 3) { editor.mark = Editor.Place(row: max(0, part * 7 - 9), column: 0) }
        let cell = Session(Document("```unroll\n\(editor.text)\n```\n"), builtins: Fake.builtins).cells[0]
        var setting = CellPicture.Setting(width: 40, glyphs: .ascii)
        let whole = CellPicture(cell, editor: editor, setting)
        setting.visibleRows = 12
        let near = CellPicture(cell, editor: editor, setting)
        #expect((near.height, near.target, near.line) == (whole.height, whole.target, whole.line))
        #expect(near.cursor == whole.cursor)
        #expect(near.grid.height < whole.grid.height)
        let rows = near.top..<(near.top + near.grid.height)
        #expect(rows.contains((near.target ?? -1) - 12) || near.top == 0)
        #expect(rows.contains((near.target ?? -1) + 12) || rows.upperBound == near.height)
        for row in rows {
            for x in 0..<40 where near.grid[x, row - near.top] != whole.grid[x, row] {
                Issue.record("another look in row \(row), column \(x)")
                return
            }
        }
    }

    @Test("the outputs of a long cell are seen below the end of its text while that is written in")
    func outputsBelowALongText() {
        let bench = Bench(cells: (0..<200).map { "n\($0) = \($0)" }.joined(separator: "\n") + "\n1 + 1")
        bench.press("r<Enter><Ctrl-End>")
        let row = bench.lines.firstIndex { $0.contains("1 + 1") }
        #expect(row.map { bench.lines[$0 + 1].hasSuffix("2") } == true)
    }

    @Test("a line that is put together has the text of its characters, however long it is") func aLineThatGrows() {
        var line = EditorLine("é") + EditorLine(String(repeating: "x", count: 100_000)) + "\u{1F469}\u{200D}\u{1F52C}"
        line.append("z")
        #expect(line.count == 100_003)
        #expect(line.text == "é" + String(repeating: "x", count: 100_000) + "\u{1F469}\u{200D}\u{1F52C}z")
        #expect(line.byteCount == line.text.utf8.count)
    }

    private static let tooLong = "up to 100,000 can be edited here"

    @Test("a cell of more than 100,000 bytes is not edited, and the screen says why") func aTooLongCell() {
        let text = String(repeating: "é", count: 50_001)
        let bench = Bench(cells: text, String(text.dropLast()))
        bench.press("<Enter>")
        #expect(bench.text.contains("This text has 100,002 bytes: \(Self.tooLong)"))
        #expect(bench.lines[0].contains("NAV"))
        #expect(bench.sources == [text, String(text.dropLast())])
        bench.press("j<Enter>")
        #expect(bench.lines[0].contains("EDIT"))
    }

    @Test("a search does not open the text of a cell that is too long") func aFindInATooLongCell() {
        let long = String(repeating: "x", count: 100_000) + "needle"
        let bench = Bench(cells: "a = 1", long)
        bench.press("<Enter><Ctrl-F>needle<Enter>")
        #expect(bench.lines[0].contains("NAV"))
        #expect(bench.text.contains(Self.tooLong))
        #expect(bench.sources == ["a = 1", long])
    }

    @Test("what would make a cell too long is not pasted or typed, and shortening it stays possible")
    func growingTooLong() {
        let full = String(repeating: "x", count: 99_999)
        let bench = Bench(cells: full)
        bench.press("<Enter><Ctrl-E>")
        bench.send(.paste("ab"))
        #expect(bench.text.contains("This text has 100,001 bytes: \(Self.tooLong)"))
        #expect(bench.sources == [full])
        bench.press("ab")
        #expect(bench.text.contains(Self.tooLong))
        #expect(bench.sources[0].utf8.count == 100_000)
        bench.press("<Backspace><Backspace>")
        #expect(bench.sources[0].utf8.count == 99_998)
    }

    @Test("marks that overlap and marks of many finds look as each by itself") func manyMarks() {
        let text = String(repeating: "ab ", count: 4)
        let finds = (0..<4).map { (range: ($0 * 3)..<($0 * 3 + 1), mark: Highlighting.Mark.found) }
        let line = Highlighting.plainLines(text, marked: finds + [(3..<8, .selected)])[0]
        let marks = line.pieces.flatMap { piece in
            piece.text.map { _ in (piece.style.underline ? "_" : "") + (piece.style.reverse ? "#" : "") }
        }
        #expect(marks == ["_", "", "", "_#", "#", "#", "_#", "#", "", "_", "", ""])
    }

    @Test("the list of names ends after 10,000 and says how many there are") func tooManyNames() {
        let bench = Bench(cells: (0..<11_000).map { "n\($0) = 1" }.joined(separator: "\n"))
        bench.press("W")
        #expect(bench.text.contains("names: the first 10,000 of 11,000"))
    }
}
