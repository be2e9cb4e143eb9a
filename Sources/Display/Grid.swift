import Base

/// A rectangle of character cells: what every screen, plot and table ends in.
package struct Grid: Sendable, Hashable {
    package let width, height: Int
    package private(set) var cells: [Cell]

    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: .blank, count: self.width * self.height)
    }

    package var bounds: Rect { Rect(x: 0, y: 0, width: width, height: height) }

    /// The cell at (x, y). Reading outside gives a blank, writing outside does nothing.
    package subscript(x: Int, y: Int) -> Cell {
        get { x >= 0 && y >= 0 && x < width && y < height ? cells[y * width + x] : .blank }
        set {
            guard x >= 0, y >= 0, x < width, y < height else { return }
            cells[y * width + x] = newValue
        }
    }

    /// Writes text in row `y` from column `x`, clipped at the edges and at `maxWidth` columns.
    ///
    /// Control characters are shown as `·`; a wide character that would be cut is left out and a blank stands there.
    /// Returns the column after the text, also where it was clipped at the left.
    @discardableResult
    package mutating func put(
        _ text: some StringProtocol, x: Int, y: Int, _ style: Style = .plain, maxWidth: Int = .max
    ) -> Int {
        let limit = maxWidth >= width - x ? width : x + max(0, maxWidth)
        guard y >= 0, y < height, x < limit else { return x }
        var column = x
        var lastSpacing = -1
        for scalar in text.withHiddenShown.unicodeScalars {
            let columns = Text.width(of: scalar)
            if columns == 0 {
                if Text.isMark(scalar), lastSpacing >= 0 { cells[y * width + lastSpacing].add(mark: scalar) }
                continue
            }
            if column + columns > limit {
                if column < limit, column >= 0 { set(Cell(scalar: " ", style: style), column, y) }
                break
            }
            lastSpacing = -1
            if column >= 0 {
                set(Cell(scalar: Text.visible(scalar), style: style), column, y)
                if columns == 2 { set(Cell(scalar: "\0", style: style), column + 1, y) }
                lastSpacing = column
            } else if columns == 2, column == -1 {
                set(Cell(scalar: " ", style: style), 0, y)
            }
            column += columns
        }
        return column
    }

    /// Writes a styled line; as `put` of text.
    @discardableResult
    package mutating func put(_ line: StyledLine, x: Int, y: Int, maxWidth: Int = .max) -> Int {
        var column = x
        for piece in line.pieces {
            let left = maxWidth == .max ? Int.max : maxWidth - (column - x)
            guard left > 0 else { break }
            column = put(piece.text, x: column, y: y, piece.style, maxWidth: left)
        }
        return column
    }

    /// Writes text that ends at column `right` (not included).
    package mutating func put(_ text: String, right: Int, y: Int, _ style: Style = .plain) {
        put(text, x: right - Text.width(of: text), y: y, style)
    }

    package mutating func fill(_ area: Rect, _ scalar: Unicode.Scalar = " ", _ style: Style = .plain) {
        let part = area.intersection(bounds)
        let cell = Cell(scalar: Text.visible(scalar), style: style)
        for y in part.y..<max(part.y, part.bottom) {
            for x in part.x..<max(part.x, part.right) { set(cell, x, y) }
        }
    }

    /// Changes the style of what stands there.
    package mutating func restyle(_ area: Rect, _ change: (inout Style) -> Void) {
        let part = area.intersection(bounds)
        for y in part.y..<max(part.y, part.bottom) {
            for x in part.x..<max(part.x, part.right) { change(&cells[y * width + x].style) }
        }
    }

    /// Copies another grid with its upper left corner at `point`, clipped, and only inside `area` if that is given.
    package mutating func copy(_ other: Grid, at point: Point, within area: Rect? = nil) {
        let target = Rect(x: point.x, y: point.y, width: other.width, height: other.height)
            .intersection(area ?? bounds).intersection(bounds)
        guard !target.isEmpty else { return }
        for y in target.y..<target.bottom {
            for x in target.x..<target.right { set(other[x - point.x, y - point.y], x, y) }
        }
    }

    /// The characters without styles, one line for each row, without blanks at the ends of lines.
    package func text() -> String {
        var result = ""
        for y in 0..<height {
            if y > 0 { result.unicodeScalars.append("\n") }
            result += line(y)
        }
        return result
    }

    /// One row of `text()`.
    package func line(_ y: Int) -> String {
        guard y >= 0, y < height else { return "" }
        var line = String.UnicodeScalarView()
        var blanks = 0
        for cell in cells[y * width..<(y + 1) * width] where !cell.isContinuation {
            if cell.scalar == " " && !cell.hasMarks {
                blanks += 1
                continue
            }
            for _ in 0..<blanks { line.append(" ") }
            blanks = 0
            line.append(cell.scalar)
            if cell.hasMarks { line.append(contentsOf: cell.marks) }
        }
        return String(line)
    }

    /// Writes a cell inside the bounds; the other half of a wide character it breaks becomes a blank.
    private mutating func set(_ cell: Cell, _ x: Int, _ y: Int) {
        let index = y * width + x
        if cells[index].isContinuation, !cell.isContinuation, x > 0 { cells[index - 1].scalar = " " }
        if x + 1 < width, cells[index + 1].isContinuation, !cells[index].isContinuation {
            cells[index + 1].scalar = " "
        }
        cells[index] = cell
    }
}
