import Display
import Language
import Notebook

/// The text of a cell as rows of a picture: a program or text being edited with long lines broken, or prose rendered.
struct SourcePicture {
    private(set) var rows: [StyledLine] = []
    /// The row that is moved to the left, and by how many columns, so that the cursor is seen in it.
    private(set) var moved: (row: Int, by: Int)?
    /// Rows that go on in the next one.
    private(set) var broken: Set<Int> = []
    private(set) var cursor: Point?
    /// The rows of the line that the cursor is in.
    private(set) var line = 0..<1
    /// How often what is looked for stands in the text, and the row of the find that one has gone to.
    private(set) var finds = 0
    private(set) var currentRow: Int?
    let isRendered: Bool

    init(_ cell: NotebookCell, _ editor: Editor?, current: Int?, _ setting: CellPicture.Setting) {
        isRendered = cell.kind == .prose && editor == nil
        let width = max(1, setting.width)
        if isRendered {
            rows = Markdown(cell.source, isLarge: setting.isLarge).lines(width: width, glyphs: setting.glyphs)
            return
        }
        let text = editor?.text ?? cell.source
        let found = setting.pattern?.ranges(in: text) ?? []
        finds = found.count
        var marked = found.enumerated().map { index, range in
            (range: range, mark: index == current ? Highlighting.Mark.current : .found)
        }
        if let editor { marked += Self.marks(editor, text, isCode: cell.kind == .code) }
        let styled =
            cell.kind == .code
            ? Highlighting.lines(text, marked: marked) : Highlighting.plainLines(text, marked: marked)
        let target = current.flatMap { found.indices.contains($0) ? found[$0].lowerBound : nil }
        place(editor?.lines ?? Editor.split(text), styled, editor?.cursor, target: target, width: width)
    }

    /// The selection, and the bracket at the cursor with the one that belongs to it.
    private static func marks(_ editor: Editor, _ text: String, isCode: Bool) -> [Highlighting.Marked] {
        var marks: [Highlighting.Marked] = []
        if let selected = editor.selectedBytes { marks.append((selected, .selected)) }
        if isCode, let pair = bracketPair(in: text, at: editor.offset) {
            marks += [(pair.open..<(pair.open + 1), .bracket), (pair.close..<(pair.close + 1), .bracket)]
        } else if isCode, let lone = loneBracket(in: text, at: editor.offset) {
            marks.append((lone..<(lone + 1), .lone))
        }
        return marks
    }

    /// Breaks the lines; `target` is an offset into the text whose row is wanted.
    private mutating func place(
        _ lines: [[Character]], _ styled: [StyledLine], _ place: Editor.Place?, target: Int?, width: Int
    ) {
        var offset = 0
        for (index, line) in lines.enumerated() {
            let first = rows.count
            let starts = LineWrap.starts(line, width: width)
            let look = styled.indices.contains(index) ? styled[index] : StyledLine(String(line))
            let bytes = starts.count == 1 ? [0] : starts.map { String(line[..<$0]).utf8.count }
            for (part, row) in (starts.count == 1 ? [look] : look.cut(at: bytes)).enumerated() {
                if let target, target >= offset + bytes[part] { currentRow = rows.count }
                if part + 1 < starts.count { broken.insert(rows.count) }
                rows.append(row)
            }
            if let place, place.row == index {
                let part = starts.lastIndex { $0 <= place.column } ?? 0
                let left = Text.width(of: String(line[starts[part]..<place.column]))
                let shift = max(0, left - width + 2)
                if shift > 0 { moved = (first + part, shift) }
                cursor = Point(x: left - shift, y: first + part)
                self.line = first..<rows.count
            }
            offset += String(line).utf8.count + 1
        }
    }
}

extension Pattern {
    /// Marks what can be read in a grid from a row on; the row of the find that one has gone to, if it is there.
    func mark(in grid: inout Grid, from first: Int, current: Int?) -> Int? {
        var count = 0
        var target: Int?
        for y in first..<max(first, grid.height) {
            var columns: [Int] = []
            var scalars: [Unicode.Scalar] = []
            for x in 0..<grid.width where !grid[x, y].isContinuation {
                for scalar in [grid[x, y].scalar] + grid[x, y].marks {
                    columns.append(x)
                    scalars.append(fold(scalar))
                }
            }
            for place in places(in: scalars) {
                let last = columns[place + text.unicodeScalars.count - 1]
                let width = last - columns[place] + Text.width(of: grid[last, y].scalar)
                let mark: Highlighting.Mark = count == current ? .current : .found
                if count == current { target = y }
                grid.restyle(Rect(x: columns[place], y: y, width: width, height: 1)) { mark.apply(to: &$0) }
                count += 1
            }
        }
        return target
    }
}
