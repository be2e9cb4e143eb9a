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

    /// The row of the cell that `rows` begin with, and how many rows the whole text has.
    private(set) var top = 0
    private(set) var height = 0

    init(_ cell: NotebookCell, _ editor: Editor?, current: Int?, _ setting: CellPicture.Setting) {
        isRendered = cell.kind == .prose && editor == nil
        let width = max(1, setting.width)
        if isRendered {
            rows = Markdown(cell.source, isLarge: setting.isLarge).lines(width: width, glyphs: setting.glyphs)
            height = rows.count
            return
        }
        let lines = editor?.lines ?? Editor.split(cell.source)
        let part = Part(
            lines, around: setting.pattern == nil ? editor?.row : nil, rows: setting.visibleRows, width: width)
        let text = part.isWhole ? editor?.text ?? cell.source : lines[part.lines].text
        let found = setting.pattern?.ranges(in: text) ?? []
        finds = found.count
        var marked = found.enumerated().map { index, range in
            (range: range, mark: index == current ? Highlighting.Mark.current : .found)
        }
        if let editor {
            marked += Self.marks(editor, isCode: cell.kind == .code, from: part.offset, bytes: text.utf8.count)
        }
        let styled = Self.styled(text, part, isCode: cell.kind == .code, whole: editor, marked)
        let target = current.flatMap { found.indices.contains($0) ? found[$0].lowerBound : nil }
        (top, height) = (part.top, part.height)
        place(lines[part.lines], styled, editor?.cursor, target: target, width: width)
    }

    /// The lines that are drawn: all, or of a long text that is written in those around the cursor.
    private struct Part {
        var lines: Range<Int>
        var top = 0
        var height = 0
        /// Bytes before the first of them.
        var offset = 0
        let isWhole: Bool

        init(_ all: [EditorLine], around line: Int?, rows: Int?, width: Int) {
            lines = all.indices
            guard let line, let rows else {
                isWhole = true
                return
            }
            let first = max(0, line - rows)
            let end = min(all.count, line + rows + 1)
            lines = first..<end
            isWhole = lines == all.indices
            for (index, line) in all.enumerated() {
                let count = LineWrap.starts(line, width: width).count
                if index < first { (top, offset) = (top + count, offset + line.byteCount + 1) }
                height += count
            }
        }
    }

    private static func styled(
        _ text: String, _ part: Part, isCode: Bool, whole editor: Editor?, _ marked: [Highlighting.Marked]
    ) -> [StyledLine] {
        guard isCode else { return Highlighting.plainLines(text, marked: marked) }
        guard !part.isWhole, let editor else { return Highlighting.lines(text, marked: marked) }
        let whole = editor.text
        if isTooLong(bytes: whole.utf8.count) {
            return Highlighting.plainLines(text, style: TokenClass.unknown.style, marked: marked)
        }
        return Highlighting.lines(text, depth: bracketDepth(in: whole, before: part.offset), marked: marked)
    }

    /// The selection, and the bracket at the cursor with the one that belongs to it, in so many bytes from an offset on.
    private static func marks(_ editor: Editor, isCode: Bool, from offset: Int, bytes: Int) -> [Highlighting.Marked] {
        var marks: [Highlighting.Marked] = []
        if let selected = editor.selectedBytes { marks.append((selected, .selected)) }
        if isCode, editor.isAtBracket {
            let text = editor.text
            if let pair = bracketPair(in: text, at: editor.offset) {
                marks += [(pair.open..<(pair.open + 1), .bracket), (pair.close..<(pair.close + 1), .bracket)]
            } else if let lone = loneBracket(in: text, at: editor.offset) {
                marks.append((lone..<(lone + 1), .lone))
            }
        }
        return marks.map { range, mark in
            let part = range.clamped(to: offset..<(offset + bytes))
            return ((part.lowerBound - offset)..<(part.upperBound - offset), mark)
        }.filter { !$0.0.isEmpty }
    }

    /// Breaks the lines; `target` is an offset into their text whose row is wanted.
    private mutating func place(
        _ lines: ArraySlice<EditorLine>, _ styled: [StyledLine], _ place: Editor.Place?, target: Int?, width: Int
    ) {
        var offset = 0
        for (index, line) in zip(lines.indices, lines) {
            let first = rows.count
            let starts = LineWrap.starts(line, width: width)
            let number = index - lines.startIndex
            let look = styled.indices.contains(number) ? styled[number] : StyledLine(line.text)
            let bytes = starts.count == 1 ? [0] : starts.map { line.bytes(before: $0) }
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
                cursor = Point(x: left - shift, y: top + first + part)
                self.line = (top + first)..<(top + rows.count)
            }
            offset += line.byteCount + 1
        }
        if height == 0 { height = rows.count }
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
