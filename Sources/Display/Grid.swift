package struct Point: Hashable, Sendable {
    package var x, y: Int
    package init(x: Int, y: Int) {
        self.x = x
        self.y = y
    }
}

package struct Rect: Hashable, Sendable {
    package var x, y, width, height: Int
    package init(x: Int, y: Int, width: Int, height: Int) {
        self.x = x
        self.y = y
        self.width = max(0, width)
        self.height = max(0, height)
    }
}

/// One character cell. A wide character is followed by a cell with an empty `scalar` of 0.
package struct Cell: Hashable, Sendable {
    package var scalar: Unicode.Scalar
    /// Combining marks on it; nearly always empty.
    package var marks: [Unicode.Scalar]
    package var style: Style
    package static let blank = Cell(scalar: " ", marks: [], style: .plain)
}

/// A rectangle of character cells: what every screen, plot and table ends in.
package struct Grid: Sendable {
    package let width, height: Int
    package private(set) var cells: [Cell]

    package init(width: Int, height: Int) {
        self.width = max(0, width)
        self.height = max(0, height)
        cells = Array(repeating: .blank, count: self.width * self.height)
    }

    package subscript(x: Int, y: Int) -> Cell {
        get { cells[y * width + x] }
        set { cells[y * width + x] = newValue }
    }
}
