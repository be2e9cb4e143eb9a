import CGuard
import CTerminal
import Display
import Glibc

/// A `Screenful` on ncurses, which is used for output only: keys are decoded by `EventLoop`.
///
/// From `init` to `close` the terminal is raw, shows the alternate screen, and what is written to stderr is kept back.
/// However the program ends, the terminal is given back as it was (CGuard).
package final class NcursesScreen: Screenful {
    package private(set) var width = 80
    package private(set) var height = 24
    package let glyphs: Glyphs
    /// What stands on the screen; nil where that is unknown.
    private var shown: Grid?
    private var shownCursor: Point?
    private var palette: Palette
    private let modes: ScreenModes
    private let canShowAll: Bool
    private var isOpen = true
    /// The window has a title of ours; its own is kept by the terminal.
    private var hasTitle = false

    /// Throws `TerminalProblem`.
    package init() throws(TerminalProblem) {
        if let problem = TerminalProbe.problem() { throw TerminalProblem(sentence: problem) }
        glyphs = TerminalProbe.glyphs()
        canShowAll = TerminalProbe.setCharacterLocale()
        let type = TerminalProbe.terminalType
        modes = ScreenModes(type: type)
        // Before newterm: ncurses puts its own handlers only where there are none.
        _ = guard_start()
        guard_screen_on(modes.undo(type))
        WindowSize.limit()
        guard nc_open(TerminalProbe.drawingType) != nil else {
            guard_screen_off()
            throw TerminalProblem(sentence: Messages.cannotOpen(type))
        }
        raw()
        noecho()
        nonl()
        typeahead(-1)
        curs_set(0)
        palette = Palette(isAllowed: TerminalProbe.allowsColour)
        enter()
    }

    deinit { close() }

    package func show(_ grid: Grid, cursor: Point?) {
        guard isOpen else { return }
        for y in 0..<min(height, grid.height) { show(row: y, of: grid) }
        shown = grid
        let visible = cursor.flatMap { $0.x >= 0 && $0.y >= 0 && $0.x < width && $0.y < height ? $0 : nil }
        if (visible == nil) != (shownCursor == nil) { curs_set(visible == nil ? 0 : 1) }
        shownCursor = visible
        let rest = visible ?? Point(x: max(0, min(width, grid.width) - 1), y: max(0, min(height, grid.height) - 1))
        nc_move(Int32(rest.y), Int32(rest.x))
        nc_refresh()
    }

    package func setTitle(_ title: String?) {
        guard isOpen, let text = modes.title(title, isFirst: !hasTitle) else { return }
        hasTitle = title != nil
        ScreenModes.write(text)
    }

    package func beep() { if isOpen { CTerminal.beep() } }

    /// Gives the terminal back; also done when the program ends in any other way.
    package func close() {
        guard isOpen else { return }
        setTitle(nil)
        leave()
        isOpen = false
    }

    /// Gives the terminal back, stops the job as Ctrl-Z does, and takes the terminal again when it is continued.
    package func suspend() {
        guard isOpen else { return }
        leave()
        guard_stop_job()
        resume()
    }

    /// Takes the terminal again after somebody else may have changed it; the next `show` draws everything.
    package func resume() {
        guard isOpen else { return }
        guard_screen_on(modes.undo(TerminalProbe.terminalType))
        reset_prog_mode()
        enter()
    }

    /// Asks the terminal for its size; the next `show` draws everything.
    package func measure() {
        if let size = WindowSize.known { resizeterm(Int32(size.rows), Int32(size.columns)) }
        width = Int(max(1, nc_columns()))
        height = Int(max(1, nc_rows()))
        shown = nil
    }

    private func enter() {
        measure()
        nc_start_over()
        curs_set(shownCursor == nil ? 0 : 1)
        ScreenModes.write(modes.on)
        _ = guard_capture_stderr()
    }

    private func leave() {
        ScreenModes.write(modes.off)
        curs_set(1)
        endwin()
        guard_screen_off()
    }

    /// Hands ncurses the cells from the first that changed to the last.
    private func show(row y: Int, of grid: Grid) {
        let columns = min(width, grid.width)
        guard columns > 0 else { return }
        var first = 0
        var last = columns - 1
        if let shown, shown.width == grid.width, shown.height == grid.height {
            let start = y * grid.width
            while first <= last, shown.cells[start + first] == grid.cells[start + first] { first += 1 }
            guard first <= last else { return }
            while last > first, shown.cells[start + last] == grid.cells[start + last] { last -= 1 }
            while first > 0, grid[first, y].isContinuation || shown[first, y].isContinuation { first -= 1 }
            while last < columns - 1, grid[last + 1, y].isContinuation || shown[last + 1, y].isContinuation {
                last += 1
            }
        }
        var row: [cchar_t] = []
        row.reserveCapacity(last - first + 2)
        var isLeftShown = false
        for x in first...last {
            let cell = grid[x, y]
            // The right half is shown with the left one; it is a blank where the left one was replaced.
            if cell.isContinuation, isLeftShown { continue }
            let scalar = shownScalar(cell, isCut: x + 1 == columns)
            isLeftShown = Text.width(of: scalar) == 2
            row.append(character(scalar, cell))
        }
        row.append(cchar_t())
        nc_put(Int32(y), Int32(first), row, Int32(last - first + 1))
    }

    /// The cell's character, or what stands for it: where the edge cuts it, without UTF-8, or where ncurses counts its columns
    /// otherwise and the rest of the row would be moved.
    private func shownScalar(_ cell: Cell, isCut: Bool) -> Unicode.Scalar {
        if cell.isContinuation { return " " }
        if cell.scalar.isASCII { return Text.visible(cell.scalar) }
        let scalar = Text.visible(cell.scalar)
        if glyphs == .ascii, !canShowAll || !scalar.properties.isAlphabetic { return Glyphs.plain(scalar) }
        let columns = Text.width(of: scalar)
        if isCut, columns == 2 { return " " }
        return Int(nc_width(scalar.value)) == columns ? scalar : "?"
    }

    private func character(_ scalar: Unicode.Scalar, _ cell: Cell) -> cchar_t {
        let (attributes, pair) = palette.look(cell.style)
        let marks = cell.hasMarks && canShowAll ? cell.marks : []
        func mark(_ index: Int) -> UInt32 { index < marks.count ? marks[index].value : 0 }
        var result = cchar_t()
        nc_cell(&result, scalar.value, mark(0), mark(1), mark(2), attributes, pair)
        return result
    }
}
