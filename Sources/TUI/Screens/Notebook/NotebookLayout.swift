import Display
import Notebook

/// Which lines of which cells are on the screen, and the pictures of the cells seen lately.
///
/// Only cells near the screen are drawn: the position is a cell and a row in it, not a line of the whole notebook.
struct NotebookLayout {
    /// The cell at the top of the screen, and how many of its rows are above it.
    private(set) var top = (index: 0, row: 0)
    /// The focus must be seen after the next `arrange`.
    var follows = true
    private(set) var setting = CellPicture.Setting(width: 80, glyphs: .ascii)
    private var rows = 1
    private var focusIndex = 0
    private let background: Background
    private var round = Background.Round()
    /// Of a cell on the screen there was nothing to show yet, so that the cells below it are going to move.
    private var isIncomplete = false
    /// Rises when a picture of the cell, or of all cells, is out of date for a reason that its mark does not show.
    private var versions: [CellID: Int] = [:]
    private var version = 0
    private var allVersion = 0
    /// The cell in focus while something in it moves that other cells do not have: a cursor, the find gone to.
    private var live: CellPicture?

    /// What a picture depends on; outputs are told apart by `forget`.
    struct Mark: Hashable, Sendable {
        var version: Int
        var kind: NotebookCell.Kind
        var status: NotebookCell.Status
        var outputs: Int
        var isFolded: Bool
        var setting: CellPicture.Setting
        var source: String
        var current: Int?
    }

    init(_ background: Background = Background()) { self.background = background }

    // MARK: pictures

    mutating func forget(_ id: CellID) {
        version += 1
        versions[id] = version
    }
    mutating func forgetAll() {
        version += 1
        versions = [:]
        allVersion = version
    }

    /// Drawn once for what the cell holds, and not by the thread that asks; "…" until it is there.
    private mutating func picture(
        _ cell: NotebookCell, current: Int? = nil, _ setting: CellPicture.Setting
    ) -> CellPicture {
        let mark = Mark(
            version: versions[cell.id] ?? allVersion, kind: cell.kind, status: cell.status,
            outputs: cell.outputs.count, isFolded: cell.isFolded, setting: setting, source: cell.source,
            current: current)
        let found: (value: CellPicture?, isCurrent: Bool) = background.value(
            at: .cell(cell.id), for: .picture(mark), round
        ) { CellPicture(cell, current: current, setting) }
        if let picture = found.value, picture.grid.width == max(1, setting.width + setting.margin) { return picture }
        isIncomplete = true
        return .placeholder(setting)
    }

    /// A cell that is written in: its text is drawn at once, what it gave when it is there.
    private mutating func picture(
        _ cell: NotebookCell, _ editor: Editor, current: Int?, _ setting: CellPicture.Setting
    ) -> CellPicture {
        var near = setting
        near.visibleRows = rows
        guard current == nil, !cell.outputs.isEmpty || cell.progress != nil else {
            return CellPicture(cell, editor: editor, current: current, near)
        }
        var (bare, below) = (cell, setting)
        (bare.outputs, bare.progress) = ([], nil)
        below.showsSource = false
        return CellPicture(bare, editor: editor, near).above(picture(cell, below))
    }

    private mutating func picture(_ index: Int, _ cells: [NotebookCell]) -> CellPicture {
        if index == focusIndex, let live { return live }
        return picture(cells[index], setting)
    }

    // MARK: scrolling

    /// One cell on the screen: which one, its picture and the row where it begins (negative: above the top).
    struct Placed {
        var index: Int
        var y: Int
        var picture: CellPicture
    }

    private(set) var placed: [Placed] = []

    /// `current` is the find that one has gone to, counted within the cell in focus.
    mutating func arrange(
        _ cells: [NotebookCell], focus: Int?, editor: Editor?, current: Int? = nil, setting: CellPicture.Setting,
        rows: Int
    ) {
        if self.setting != setting || self.rows != rows || isIncomplete { follows = true }
        (round, isIncomplete) = (Background.Round(), false)
        self.setting = setting
        self.rows = max(1, rows)
        guard !cells.isEmpty else {
            placed = []
            return
        }
        if top.index >= cells.count { top = (cells.count - 1, 0) }
        let focus = min(focus ?? 0, cells.count - 1)
        focusIndex = focus
        live = nil
        if let editor {
            live = picture(cells[focus], editor, current: current, setting)
        } else if current != nil {
            live = picture(cells[focus], current: current, setting)
        }
        if follows { follow(focus, cells) }
        follows = false
        top.row = min(top.row, max(0, height(top.index, cells) - 1))

        placed = []
        var y = -top.row
        for index in top.index..<cells.count where y < self.rows {
            let picture = picture(index, cells)
            placed.append(Placed(index: index, y: y, picture: picture))
            y += picture.height + 1
        }
    }

    /// Rows of a cell and the blank one below it.
    private mutating func height(_ index: Int, _ cells: [NotebookCell]) -> Int {
        picture(index, cells).height + 1
    }

    /// Moves the top so that the focus, or the row in it that must be seen, is on the screen.
    private mutating func follow(_ focus: Int, _ cells: [NotebookCell]) {
        let whole = height(focus, cells) - 1
        var wanted = 0..<max(1, min(whole, rows))
        if let target = live?.target {
            let first = min(max(0, target - 1), max(0, whole - 1))
            wanted = first..<max(first + 1, min(whole, target + 2))
        }
        if focus < top.index || (focus == top.index && wanted.lowerBound < top.row) {
            top = (focus, wanted.lowerBound)
            return
        }
        var below = -top.row
        var index = top.index
        while index < focus, below <= rows {
            below += height(index, cells)
            index += 1
        }
        guard index < focus || below + wanted.upperBound > rows else { return }
        // From the wanted row upwards until the screen is full.
        var left = rows - wanted.upperBound
        var first = focus
        while first > 0, left > 0 {
            first -= 1
            left -= height(first, cells)
        }
        top = left >= 0 ? (first, 0) : first == focus ? (focus, -left) : (first, -left)
    }

    /// Half a screen up or down within a cell that is taller than the screen; false if its end is seen.
    mutating func scrollInside(_ direction: Int) -> Bool {
        guard let cell = placed.first(where: { $0.index == focusIndex }) else { return false }
        let hidden = direction > 0 ? cell.y + cell.picture.height - rows : -cell.y
        guard hidden > 0, cell.picture.height > rows else { return false }
        let step = min(hidden, max(1, rows / 2)) * direction
        if top.index == focusIndex { top.row += step } else { top = (focusIndex, max(0, step)) }
        return true
    }

    /// The cell to go to for a screen up or down; the top moves along.
    mutating func page(_ direction: Int, _ session: Session, from focus: Int) -> Int {
        var left = max(1, rows - 2)
        var index = focus
        while left > 0, session.cells.indices.contains(index + direction) {
            index += direction
            left -= picture(session.cells[index], setting).height + 1
        }
        return index
    }
}
