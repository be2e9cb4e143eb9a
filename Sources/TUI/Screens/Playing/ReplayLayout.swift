import Display
import Notebook

/// Which rows of which cells of a replay are on the screen: what is newest is in sight, what has been played is above.
struct ReplayLayout: Sendable {
    private struct Placed: Sendable {
        var index: Int
        var y: Int
        var picture: CellPicture
    }

    private var rows = 1
    private var placed: [Placed] = []
    private var setting = CellPicture.Setting(width: 80, glyphs: .ascii)
    /// Cells above the one that is played, which are whole.
    private var whole: [Int: CellPicture] = [:]
    private var current: (moment: Timeline.Moment, picture: CellPicture, newest: Int)?

    /// The cell that is played, as far as it is seen.
    var text: String? { current?.picture.grid.text() }

    /// Takes rows to scroll up, and gives back those that there are.
    mutating func arrange(
        _ recording: Recording, _ moment: Timeline.Moment, width: Int, rows: Int, scroll: Int, glyphs: Glyphs
    ) -> Int {
        self.rows = max(1, rows)
        prepare(recording, width: width, glyphs)
        let (picture, newest) = picture(recording, moment)
        let height = picture.grid.height
        let isTall = height - newest > self.rows
        var y = isTall ? -newest : self.rows - height
        let above = heightAbove(moment.cell, recording, atMost: y + max(0, scroll))
        y = min(y, above)
        // Down to its last row, up to the first cell.
        let scroll = min(max(scroll, min(0, self.rows - height - y)), above - y)
        place(moment.cell, picture, y: y + scroll, recording)
        return scroll
    }

    private mutating func prepare(_ recording: Recording, width: Int, _ glyphs: Glyphs) {
        let margin = min(4 + String(max(1, recording.count)).count, width / 4)
        var setting = CellPicture.Setting(width: max(1, width - margin), glyphs: glyphs)
        setting.margin = margin
        setting.plotRows = max(4, min(16, rows * 3 / 4))
        guard setting != self.setting else { return }
        self.setting = setting
        (whole, current) = ([:], nil)
    }

    // MARK: pictures

    /// With the row at which what is newest begins.
    private mutating func picture(_ recording: Recording, _ moment: Timeline.Moment) -> (CellPicture, Int) {
        if let current, current.moment == moment { return (current.picture, current.newest) }
        let cell = recording.cells[moment.cell]
        let picture = draw(cell, moment)
        var newest = 0
        if let before = moment.before { newest = min(draw(cell, before).grid.height, picture.grid.height - 1) }
        current = (moment, picture, newest)
        return (picture, newest)
    }

    private mutating func whole(_ index: Int, _ recording: Recording) -> CellPicture {
        if let known = whole[index] { return known }
        if whole.count > 300 { whole = [:] }
        let picture = draw(recording.cells[index], nil)
        whole[index] = picture
        return picture
    }

    private func draw(_ cell: Recording.Cell, _ moment: Timeline.Moment?) -> CellPicture {
        var setting = setting
        setting.showsSource = !cell.cell.options.isHidden
        return CellPicture(cell.shown(at: moment, isLarge: false), setting)
    }

    // MARK: places

    /// Rows of the cells above; of no more of them than needed to know that they are as many as `limit`.
    private mutating func heightAbove(_ index: Int, _ recording: Recording, atMost limit: Int) -> Int {
        var sum = 0
        var above = index - 1
        while above >= 0, sum < limit {
            sum += whole(above, recording).grid.height + 1
            above -= 1
        }
        return sum
    }

    private mutating func place(_ index: Int, _ picture: CellPicture, y: Int, _ recording: Recording) {
        placed = [Placed(index: index, y: y, picture: picture)]
        var (above, top) = (index - 1, y)
        while above >= 0, top > 0 {
            let picture = whole(above, recording)
            top -= picture.grid.height + 1
            placed.append(Placed(index: above, y: top, picture: picture))
            above -= 1
        }
    }

    // MARK: drawing

    func draw(into grid: inout Grid, _ area: Rect, _ recording: Recording, _ glyphs: Glyphs) {
        for placed in placed {
            let y = area.y + placed.y
            grid.copy(placed.picture.grid, at: Point(x: area.x, y: y), within: area)
            drawMargin(recording.cells[placed.index], placed.picture, y: y, into: &grid, area, glyphs)
        }
    }

    /// The letter of the cell's state, its number and a bar; an output that needs the room has it.
    private func drawMargin(
        _ cell: Recording.Cell, _ picture: CellPicture, y: Int, into grid: inout Grid, _ area: Rect, _ glyphs: Glyphs
    ) {
        guard let number = cell.cell.number, setting.margin >= 5 else { return }
        for row in 0..<picture.grid.height
        where area.contains(Point(x: area.x, y: y + row)) && !picture.wideRows.contains(row) {
            let name = row == 0 ? cell.mark + String(number) : ""
            let text = Text.pad(name, to: setting.margin - 2, .right) + " " + (glyphs == .ascii ? "|" : "│")
            grid.put(text, x: area.x, y: y + row, Style(dim: row > 0))
        }
    }
}

extension Timeline.Moment {
    /// The same without what is newest in it; nil where that is all of the cell.
    var before: Timeline.Moment? {
        var moment = self
        (moment.isWhole, moment.scene) = (false, .still)
        if scene == .still { moment.outputs -= 1 }
        return moment.outputs >= 0 ? moment : nil
    }
}

/// One cell of a replay on a screen of its own.
struct ReplayLarge: Sendable {
    private var known: (moment: Timeline.Moment, width: Int, height: Int, picture: PresentPicture, top: Int)?
    private(set) var top = 0

    var text: String? { known?.picture.text }

    /// What is newest is in sight; takes rows to scroll up from there, and gives back those that there are.
    mutating func arrange(
        _ cell: Recording.Cell, _ moment: Timeline.Moment, width: Int, height: Int, scroll: Int, glyphs: Glyphs
    ) -> Int {
        func picture(_ moment: Timeline.Moment) -> PresentPicture {
            PresentPicture(cell.shown(at: moment, isLarge: true), width: width, height: height, glyphs: glyphs)
        }
        if known?.moment != moment || known?.width != width || known?.height != height {
            let now = picture(moment)
            let newest = now.hidden > 0 ? moment.before.map { picture($0).rows } ?? 0 : 0
            known = (moment, width, height, now, min(newest, now.hidden))
        }
        guard let known else { return 0 }
        top = min(max(0, known.top - scroll), known.picture.hidden)
        return known.top - top
    }

    func draw(into grid: inout Grid) { known?.picture.draw(into: &grid, top: top) }
}
