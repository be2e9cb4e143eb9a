import Base

/// A canvas of 2 × 4 dots to a cell, shown in Braille characters.
struct Braille {
    let width, height: Int
    private var dots: [UInt8]

    /// Width and height in cells.
    init(width: Int, height: Int) {
        (self.width, self.height) = (max(0, width), max(0, height))
        dots = Array(repeating: 0, count: self.width * self.height)
    }

    /// Sets the dot at (x, y), from the upper left, x in 0 ..< 2·width and y in 0 ..< 4·height.
    mutating func set(_ x: Int, _ y: Int) {
        guard x >= 0, y >= 0, x < 2 * width, y < 4 * height else { return }
        dots[(y >> 2) * width + (x >> 1)] |= Self.bits[(y & 3) << 1 | (x & 1)]
    }

    /// A straight line between two dots.
    mutating func line(_ from: (x: Int, y: Int), _ to: (x: Int, y: Int)) {
        let steps = max(abs(to.x - from.x), abs(to.y - from.y))
        guard steps > 0 else { return set(from.x, from.y) }
        for step in 0...steps {
            let share = Double(step) / Double(steps)
            set(
                from.x + Int(clamping: (share * Double(to.x - from.x)).rounded()),
                from.y + Int(clamping: (share * Double(to.y - from.y)).rounded()))
        }
    }

    func draw(into grid: inout Grid, at point: Point, _ style: Style) {
        for y in 0..<height {
            for x in 0..<width where dots[y * width + x] != 0 {
                guard let scalar = Unicode.Scalar(0x2800 + UInt32(dots[y * width + x])) else { continue }
                grid[point.x + x, point.y + y] = Cell(scalar: scalar, style: style)
            }
        }
    }

    /// By row, then column.
    private static let bits: [UInt8] = [0x01, 0x08, 0x02, 0x10, 0x04, 0x20, 0x40, 0x80]
}
