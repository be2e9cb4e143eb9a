import Content
import Display
import Language
import Notebook

/// One picture of a notebook that plays, and how long the one before it stood.
struct Scene: Sendable {
    var seconds: Double
    var grid: Grid
    /// The beginning of a cell.
    var marker: String?
}

/// A notebook that plays: prose and programs appear, losses fall, outputs follow; the newest stands at the bottom.
/// Each picture is told when it is drawn, since all of them together may be many.
struct Play {
    private let exhibit: Exhibit
    private let width, height: Int
    private let tell: (Scene) -> Void
    /// All that has appeared.
    private var page: [StyledLine] = []
    private var place = ""
    private var marker: String?
    /// How long the last picture stands.
    private var wait = 0.0

    /// Pictures of one fit.
    private static let growth = 40

    static func tell(_ exhibit: Exhibit, width: Int, height: Int, to tell: @escaping (Scene) -> Void) {
        var play = Play(exhibit: exhibit, width: width, height: height, tell: tell)
        play.play()
    }

    private mutating func play() {
        show()
        for cell in exhibit.cells {
            if !page.isEmpty { page.append(StyledLine()) }
            if cell.kind == .prose { play(prose: cell) } else { play(code: cell) }
        }
        wait = max(wait, 2)
        show()
    }

    private var room: Int { height - 2 }

    private mutating func play(prose cell: NotebookCell) {
        place = ""
        reveal(Markdown(cell.source).lines(width: width, glyphs: .blocks), secondsPerLine: 0.35)
    }

    private mutating func play(code cell: NotebookCell) {
        place = Messages.place(cell.number ?? 0, of: exhibit.codeCount)
        marker = Messages.cell(cell.number ?? 0, id: cell.options.id)
        for line in cell.options.isHidden ? [] : StyledLine.lines(ofProgram: cell.source) {
            let rows = Text.wrap(line.pieces, to: width - 2).enumerated().map { row, part in
                StyledLine([Piece(row == 0 ? "> " : "  ", Style(dim: true))] + part.pieces)
            }
            reveal(rows, secondsPerLine: 0.25)
        }
        if let state = Messages.state(of: cell) {
            reveal([StyledLine(state, Style(dim: true, italic: true))], secondsPerLine: 0.25)
        }
        for shown in cell.shown { play(shown) }
    }

    private mutating func play(_ shown: Shown) {
        switch shown {
        case .text(let lines), .figure(_, let lines): reveal(lines.map { StyledLine($0) }, secondsPerLine: 0.2)
        case .note(let lines): reveal(lines.map { StyledLine($0, Style(dim: true)) }, secondsPerLine: 0.2)
        case .error(let lines): reveal(lines.map { StyledLine($0, Style(.vermilion)) }, secondsPerLine: 0.2)
        case .history(let history, _, _): play(history)
        case .record: break
        }
    }

    /// So many lines at a time as can be seen at once, and time to read them.
    private mutating func reveal(_ lines: [StyledLine], secondsPerLine: Double) {
        var rest = lines[...]
        while !rest.isEmpty {
            let part = rest.prefix(max(1, room - 4))
            rest = rest.dropFirst(part.count)
            page += part
            show()
            wait = min(4, max(0.25, Double(part.count) * secondsPerLine))
        }
    }

    /// The plot grows in its place.
    private mutating func play(_ history: Chart) {
        let count = min(history.epochs.count, Self.growth)
        let before = page
        for picture in 1...count {
            let epoch = (picture * history.epochs.count + count - 1) / count
            let plot = history.history(after: epoch)
            var grid = Grid(width: width, height: plot.height(width: width, limit: max(1, room - 1), glyphs: .blocks))
            plot.draw(into: &grid, area: grid.bounds, glyphs: .blocks)
            page = before + grid.styledLines
            show(history.progress(after: epoch))
            wait = picture < count ? 0.1 : 1.2
        }
    }

    /// Adds a picture; `say` stands in its last row.
    private mutating func show(_ say: String = "") {
        var grid = Grid(width: width, height: height)
        grid.put(Text.visible(exhibit.name), x: 1, y: 0, Style(bold: true))
        grid.put(place, right: width - 1, y: 0, Style(dim: true))
        for (row, line) in page.suffix(room).enumerated() { grid.put(line, x: 0, y: row + 1, maxWidth: width) }
        grid.put(say, x: 1, y: height - 1, Style(dim: true), maxWidth: width - 2)
        tell(Scene(seconds: wait, grid: grid, marker: marker))
        (marker, wait) = (nil, 0)
    }
}

extension StyledLine {
    /// A program in colours.
    static func lines(ofProgram source: String) -> [StyledLine] {
        var lines = [StyledLine()]
        let bytes = Array(source.utf8)
        for (range, kind) in highlight(source) {
            let parts = String(decoding: bytes[range], as: UTF8.self).split(
                separator: "\n", omittingEmptySubsequences: false)
            for (index, part) in parts.enumerated() {
                if index > 0 { lines.append(StyledLine()) }
                lines[lines.count - 1].append(String(part), kind.style)
            }
        }
        return lines
    }
}

extension Grid {
    fileprivate var styledLines: [StyledLine] {
        (0..<height).map { y in
            var line = StyledLine()
            for x in 0..<width where !self[x, y].isContinuation { line.append(self[x, y].text, self[x, y].style) }
            return line
        }
    }
}

extension Cell {
    /// The character with its marks.
    var text: String { String(String.UnicodeScalarView([scalar] + (hasMarks ? marks : []))) }
}
