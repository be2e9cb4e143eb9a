import Display
import Language
import Notebook
import Views

/// A cell without its margin, drawn: source or rendered text, then outputs.
struct CellPicture: Sendable {
    let grid: Grid
    /// Where the cursor of the editor stands in it.
    let cursor: Point?
    /// The rows of the line that the cursor is in.
    let line: Range<Int>
    /// The row that must be seen: that of the cursor, or of the find that one has gone to.
    let target: Int?

    /// How a cell is to be drawn, besides what it holds.
    struct Setting: Hashable, Sendable {
        var width: Int
        var glyphs: Glyphs
        /// The running cell's plot stands in the panel.
        var isPinned = false
        /// Rows that one drawing may take.
        var plotRows = 14
        /// What is looked for, and marked where it stands.
        var pattern: Pattern?
    }

    private enum Row {
        case line(StyledLine, x: Int)
        /// A line that goes on in the next row.
        case broken(StyledLine)
        case drawing(any Drawable, rows: Int)

        var height: Int {
            switch self {
            case .line, .broken: 1
            case .drawing(_, let rows): rows
            }
        }
    }

    /// `current` is the find that one has gone to, counted within the cell.
    init(_ cell: NotebookCell, editor: Editor? = nil, current: Int? = nil, _ setting: Setting) {
        let source = SourcePicture(cell, editor, current: current, setting)
        let text = source.rows.enumerated().map { index, line -> Row in
            let left = source.moved.map { $0.row == index ? $0.by : 0 } ?? 0
            return source.broken.contains(index) ? Row.broken(line) : .line(line, x: -left)
        }
        let rows = text + Self.outputs(cell, setting)
        var grid = Grid(width: max(1, setting.width), height: max(1, rows.reduce(0) { $0 + $1.height }))
        var y = 0
        for row in rows {
            Self.draw(row, at: y, into: &grid, setting)
            y += row.height
        }
        var target = source.cursor?.y ?? source.currentRow
        if let pattern = setting.pattern {
            // What is rendered or drawn is marked as it is seen.
            let first = source.isRendered ? 0 : text.count
            let known = source.isRendered ? 0 : source.finds
            let row = pattern.mark(in: &grid, from: first, current: current.map { $0 - known })
            target = target ?? row
        }
        self.grid = grid
        self.target = target
        cursor = source.cursor
        line = source.line
    }

    private static func draw(_ row: Row, at y: Int, into grid: inout Grid, _ setting: Setting) {
        switch row {
        case .line(let line, let x):
            grid.put(line, x: x, y: y)
            let ascii = setting.glyphs == .ascii
            if x < 0 { grid.put(ascii ? "<" : "…", x: 0, y: y, Style(dim: true)) }
            if x + line.width > grid.width { grid.put(ascii ? ">" : "…", x: grid.width - 1, y: y, Style(dim: true)) }
        case .broken(let line):
            grid.put(line, x: 0, y: y)
            grid.put(LineWrap.mark(setting.glyphs), x: grid.width - 1, y: y, Style(dim: true))
        case .drawing(let drawable, let rows):
            let area = Rect(x: 1, y: y, width: grid.width - 1, height: rows)
            drawable.draw(into: &grid, area: area, glyphs: setting.glyphs)
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
