import Display
import Language
import Notebook
import Views

/// A cell without its margin, drawn: source or rendered text, then outputs.
struct CellPicture: Sendable {
    let grid: Grid
    /// Where the cursor of the editor stands in it.
    let cursor: Point?

    /// How a cell is to be drawn, besides what it holds.
    struct Setting: Hashable, Sendable {
        var width: Int
        var glyphs: Glyphs
        /// The running cell's plot stands in the panel.
        var isPinned = false
        /// Rows that one drawing may take.
        var plotRows = 14
    }

    private enum Row {
        case line(StyledLine, x: Int)
        case drawing(any Drawable, rows: Int)

        var height: Int {
            switch self {
            case .line: 1
            case .drawing(_, let rows): rows
            }
        }
    }

    init(_ cell: NotebookCell, editor: Editor? = nil, _ setting: Setting) {
        let width = max(1, setting.width)
        var cursor: Point?
        var shift = 0
        if let editor {
            shift = max(0, editor.displayColumn - width + 2)
            cursor = Point(x: editor.displayColumn - shift, y: editor.row)
        }
        let rows = Self.source(cell, editor, setting, shift: shift) + Self.outputs(cell, setting)
        var grid = Grid(width: width, height: max(1, rows.reduce(0) { $0 + $1.height }))
        var y = 0
        for row in rows {
            Self.draw(row, at: y, into: &grid, setting)
            y += row.height
        }
        self.grid = grid
        self.cursor = cursor
    }

    private static func draw(_ row: Row, at y: Int, into grid: inout Grid, _ setting: Setting) {
        switch row {
        case .line(let line, let x):
            grid.put(line, x: x, y: y)
            if x + line.width > grid.width {
                grid.put(setting.glyphs == .ascii ? ">" : "…", x: grid.width - 1, y: y, Style(dim: true))
            }
        case .drawing(let drawable, let rows):
            let area = Rect(x: 1, y: y, width: grid.width - 1, height: rows)
            drawable.draw(into: &grid, area: area, glyphs: setting.glyphs)
        }
    }

    // MARK: the text

    private static func source(_ cell: NotebookCell, _ editor: Editor?, _ setting: Setting, shift: Int) -> [Row] {
        let text = editor?.text ?? cell.source
        switch cell.kind {
        case .code:
            return Highlighting.lines(text).map { .line($0, x: -shift) }
        case .prose where editor != nil:
            return text.split(separator: "\n", omittingEmptySubsequences: false)
                .map { .line(StyledLine(String($0)), x: -shift) }
        case .prose:
            return Markdown(text).lines(width: setting.width, glyphs: setting.glyphs).map { .line($0, x: 0) }
        }
    }

    // MARK: what it gave

    private static func outputs(_ cell: NotebookCell, _ setting: Setting) -> [Row] {
        if cell.kind == .prose { return [] }
        var rows: [Row] = []
        if cell.isFolded, !cell.outputs.isEmpty {
            rows.append(.line(StyledLine(Phrases.folded(cell.outputs.count), Style(dim: true)), x: 1))
        } else {
            let style = cell.status == .stale || cell.status == .recorded ? Style(dim: true) : .plain
            for output in cell.outputs { rows += self.rows(output, style, setting) }
        }
        if cell.status == .running, let progress = cell.progress { rows += running(progress, setting) }
        return rows
    }

    private static func rows(_ output: Output, _ style: Style, _ setting: Setting) -> [Row] {
        if let drawable = output.drawable, let rows = drawing(drawable, setting) { return [rows] }
        let style = output.isError ? Style(.vermilion) : style
        return output.lines(width: setting.width - 1, glyphs: setting.glyphs).map { .line(StyledLine($0, style), x: 1) }
    }

    private static func drawing(_ drawable: any Drawable, _ setting: Setting) -> Row? {
        let rows = drawable.height(width: setting.width - 1, limit: setting.plotRows, glyphs: setting.glyphs)
        return rows > 0 ? .drawing(drawable, rows: rows) : nil
    }

    private static func running(_ progress: Progress, _ setting: Setting) -> [Row] {
        var rows: [Row] = []
        if !setting.isPinned, let picture = progress.drawable, let drawing = drawing(picture, setting) {
            rows.append(drawing)
        }
        rows.append(.line(StyledLine(progress.bar(width: setting.width - 1)), x: 1))
        return rows
    }
}

extension Progress {
    /// What it draws while it runs.
    var drawable: (any Drawable)? {
        if case .object(let object) = picture { object as? any Drawable } else { nil }
    }

    /// `[########............] epoch 23/60  loss 0.1931  1:16 left`
    func bar(width: Int) -> String {
        let cells = width >= 50 ? 20 : 8
        let done = Int((min(max(0, fraction.isFinite ? fraction : 0), 1) * Double(cells)).rounded(.down))
        let bar = String(repeating: "#", count: done) + String(repeating: ".", count: cells - done)
        let left = secondsLeft.map { "  " + Phrases.timeLeft($0) } ?? ""
        return "[\(bar)] \(line)\(left)"
    }
}

extension Phrases {
    static func folded(_ count: Int) -> String { "\(count) \(count == 1 ? "output" : "outputs") folded: o unfolds" }

    static func timeLeft(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e7 else { return "" }
        let whole = Int(seconds.rounded())
        let rest = whole % 60
        return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest) left"
    }
}
