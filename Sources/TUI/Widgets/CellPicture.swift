import Base
import Display
import Language
import Notebook
import Views

/// A cell without its margin, drawn: source or rendered text, then outputs.
struct CellPicture: Sendable {
    let grid: Grid
    /// The row that the grid begins with, and how many rows there are: of a long text that is written in, only those
    /// around the cursor are drawn.
    private(set) var top = 0
    let height: Int
    /// Where the cursor of the editor stands in it.
    let cursor: Point?
    /// The rows of the line that the cursor is in.
    let line: Range<Int>
    /// The row that must be seen: that of the cursor, or of the find that one has gone to.
    let target: Int?
    /// Rows of outputs that are so wide that they begin in the margin.
    private(set) var wideRows: Set<Int> = []

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
        /// Columns at the left that the picture has besides `width`: outputs that are wider use them.
        var margin = 0
        var showsSource = true
        /// As large as it goes: headings stand out, plots take all the rows.
        var isLarge = false
        /// Rows of the screen, where no row farther away from the cursor has to be drawn.
        var visibleRows: Int?
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
        let text =
            !setting.showsSource
            ? []
            : source.rows.enumerated().map { index, line -> Row in
                let left = source.moved.map { $0.row == index ? $0.by : 0 } ?? 0
                return source.broken.contains(index) ? Row.broken(line) : .line(line, x: setting.margin - left)
            }
        let rows = text + Self.outputs(cell, setting)
        var grid = Grid(
            width: max(1, setting.width + setting.margin), height: max(1, rows.reduce(0) { $0 + $1.height }))
        var y = 0
        for row in rows {
            Self.draw(row, at: y, into: &grid, setting)
            if case .line(_, let x) = row, x < setting.margin { wideRows.insert(y) }
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
        top = source.top
        height = max(grid.height, (setting.showsSource ? source.height : 0) + rows.count - text.count)
    }

    private init(
        _ grid: Grid, top: Int = 0, height: Int? = nil, cursor: Point? = nil, line: Range<Int> = 0..<1,
        target: Int? = nil, wideRows: Set<Int> = []
    ) {
        (self.grid, self.cursor, self.line, self.target, self.wideRows) = (grid, cursor, line, target, wideRows)
        (self.top, self.height) = (top, height ?? grid.height)
    }

    /// What is seen of a cell until it is drawn.
    static func placeholder(_ setting: Setting) -> CellPicture {
        var grid = Grid(width: max(1, setting.width + setting.margin), height: 1)
        grid.put(setting.glyphs == .ascii ? "..." : "…", x: setting.margin, y: 0, Style(dim: true))
        return CellPicture(grid)
    }

    /// This picture with another one below it.
    func above(_ other: CellPicture) -> CellPicture {
        let whole = height + other.height
        guard top + grid.height == height else {
            return CellPicture(grid, top: top, height: whole, cursor: cursor, line: line, target: target)
        }
        var both = Grid(width: grid.width, height: grid.height + other.grid.height)
        let area = Rect(x: 0, y: 0, width: both.width, height: both.height)
        both.copy(grid, at: Point(x: 0, y: 0), within: area)
        both.copy(other.grid, at: Point(x: 0, y: grid.height), within: area)
        return CellPicture(
            both, top: top, height: whole, cursor: cursor, line: line, target: target,
            wideRows: wideRows.union(other.wideRows.map { $0 + grid.height }))
    }

    private static func draw(_ row: Row, at y: Int, into grid: inout Grid, _ setting: Setting) {
        switch row {
        case .line(let line, let x):
            grid.put(line, x: x, y: y)
            let ascii = setting.glyphs == .ascii
            if x < 0 { grid.put(ascii ? "<" : "…", x: 0, y: y, Style(dim: true)) }
            if x + line.width > grid.width { grid.put(ascii ? ">" : "…", x: grid.width - 1, y: y, Style(dim: true)) }
        case .broken(let line):
            grid.put(line, x: setting.margin, y: y)
            grid.put(LineWrap.mark(setting.glyphs), x: grid.width - 1, y: y, Style(dim: true))
        case .drawing(let drawable, let rows):
            let area = Rect(x: setting.margin + 1, y: y, width: setting.width - 1, height: rows)
            drawable.draw(into: &grid, area: area, glyphs: setting.glyphs)
        }
    }

    // MARK: what it gave

    /// Rows of outputs from which on the rest is counted and not drawn, as what a cell shows when it runs: a file may hold
    /// more.
    private static let mostRows = 5000

    private static func outputs(_ cell: NotebookCell, _ setting: Setting) -> [Row] {
        if cell.kind == .prose { return [] }
        var rows: [Row] = []
        if cell.isFolded, !cell.outputs.isEmpty {
            rows.append(.line(StyledLine(Phrases.folded(cell.outputs.count), Style(dim: true)), x: setting.margin + 1))
        } else {
            let style = cell.status == .stale || cell.status == .recorded ? Style(dim: true) : .plain
            for (index, output) in cell.outputs.enumerated() {
                if rows.count > mostRows {
                    let left = StyledLine(Messages.outputsLeftOut(cell.outputs.count - index), Style(dim: true))
                    rows.append(.line(left, x: setting.margin + 1))
                    break
                }
                let drawn = self.rows(output, style, setting)
                rows += (drawn.isEmpty ? [] : gap(setting)) + drawn
            }
        }
        if cell.status == .running, let progress = cell.progress { rows += gap(setting) + running(progress, setting) }
        return rows
    }

    /// Before each output, where there is room to spare.
    private static func gap(_ setting: Setting) -> [Row] {
        setting.isLarge ? [.line(StyledLine(), x: setting.margin)] : []
    }

    private static func rows(_ output: Output, _ style: Style, _ setting: Setting) -> [Row] {
        if let drawable = output.drawable, let rows = drawing(drawable, setting) { return [rows] }
        let style = output.isError ? Style(.vermilion) : style
        let lines = output.lines(width: setting.width - 1, glyphs: setting.glyphs).map { StyledLine($0, style) }
        let widest = lines.map(\.width).max() ?? 0
        // What is too wide begins further left.
        let x = min(setting.margin + 1, max(0, setting.margin + setting.width - widest))
        return lines.map { .line($0, x: x) }
    }

    private static func drawing(_ drawable: any Drawable, _ setting: Setting) -> Row? {
        let wanted = drawable.height(width: setting.width - 1, limit: setting.plotRows, glyphs: setting.glyphs)
        let rows = setting.isLarge && drawable.isElastic && wanted > 0 ? setting.plotRows : wanted
        return rows > 0 ? .drawing(drawable, rows: rows) : nil
    }

    private static func running(_ progress: Progress, _ setting: Setting) -> [Row] {
        var rows: [Row] = []
        if !setting.isPinned, let picture = progress.drawable, let drawing = drawing(picture, setting) {
            rows.append(drawing)
        }
        rows.append(.line(StyledLine(progress.bar(width: setting.width - 1)), x: setting.margin + 1))
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
        let done = Int(clamping: (min(max(0, fraction.isFinite ? fraction : 0), 1) * Double(cells)).rounded(.down))
        let bar = String(repeating: "#", count: done) + String(repeating: ".", count: cells - done)
        let left = secondsLeft.map { "  " + Phrases.timeLeft($0) } ?? ""
        return "[\(bar)] \(line)\(left)"
    }
}

extension Phrases {
    static func folded(_ count: Int) -> String { "\(count) \(count == 1 ? "output" : "outputs") folded: o unfolds" }

    static func timeLeft(_ seconds: Double) -> String {
        guard seconds.isFinite, seconds >= 0, seconds < 1e7 else { return "" }
        let whole = Int(clamping: seconds.rounded())
        let rest = whole % 60
        return "\(whole / 60):\(rest < 10 ? "0" : "")\(rest) left"
    }
}
