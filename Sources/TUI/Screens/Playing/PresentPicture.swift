import Display
import Notebook

/// One cell on a screen of its own, for a room to read: in the middle, titles in large letters, plots as large as fit.
struct PresentPicture: Sendable {
    private let grid: Grid
    private let origin: Point
    /// Rows that do not fit.
    let hidden: Int

    init(_ cell: NotebookCell, width: Int, height: Int, glyphs: Glyphs) {
        let isProse = cell.kind == .prose
        var setting = CellPicture.Setting(width: isProse && width >= 60 ? width - 12 : width, glyphs: glyphs)
        (setting.isLarge, setting.showsSource) = (true, isProse || !cell.options.isHidden)
        setting.plotRows = 1
        // Plots share the rows that all else leaves.
        let plots = cell.elastic
        if plots > 0 {
            let others = CellPicture(cell, setting).grid.height - plots
            setting.plotRows = max(min(8, height), (height - others) / plots)
        } else {
            setting.plotRows = max(8, height)
        }
        grid = CellPicture(cell, setting).grid
        let columns = Self.columns(of: grid)
        origin = Point(x: (width - columns.count) / 2 - columns.lowerBound, y: max(0, (height - grid.height) / 2))
        hidden = max(0, grid.height - height)
    }

    var text: String { grid.text() }
    var rows: Int { grid.height }

    /// `top` is the row that stands at the top of the screen.
    func draw(into grid: inout Grid, top: Int) {
        grid.copy(self.grid, at: Point(x: origin.x, y: origin.y - top))
    }

    /// From the first to the last column with something in it.
    private static func columns(of grid: Grid) -> Range<Int> {
        var (first, end) = (grid.width, 0)
        for y in 0..<grid.height {
            for x in 0..<grid.width where grid[x, y].scalar != " " {
                first = min(first, x)
                end = max(end, x + 1)
            }
        }
        return first < end ? first..<end : 0..<grid.width
    }
}

extension NotebookCell {
    /// Drawings that use as many rows as there are.
    fileprivate var elastic: Int {
        let growing = status == .running ? progress?.drawable : nil
        return outputs.count { $0.drawable?.isElastic == true } + (growing?.isElastic == true ? 1 : 0)
    }
}
