import Base

/// A row of values as heights: `▁▂▅█`, or the digits 0 … 9 in ASCII. A value that is none is a blank.
package struct Sparkline: Drawable {
    package var values: [Double]
    package init(_ values: [Double]) { self.values = values }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int { min(limit, 1) }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        guard !area.isEmpty, let scale = span(of: values).map(Scale.init) else { return }
        let columns = min(area.width, values.count)
        for column in 0..<columns {
            let bin = values[column * values.count / columns..<(column + 1) * values.count / columns].filter(\.isFinite)
            guard !bin.isEmpty else { continue }
            let mean = bin.reduce(0) { $0 + $1 / Double(bin.count) }
            let share = min(1, max(0, scale.share(of: mean)))
            if glyphs == .ascii {
                grid.put(String(Int(clamping: (share * 9).rounded())), x: area.x + column, y: area.y)
            } else {
                let scalar = Blocks.lower(1 + Int(clamping: (share * 7).rounded()))
                grid[area.x + column, area.y] = Cell(scalar: scalar, style: Style(.skyBlue))
            }
        }
    }
}

/// Parts of a cell.
enum Blocks {
    /// `eighths` of a cell from the bottom, 1 … 8.
    static func lower(_ eighths: Int) -> Unicode.Scalar {
        ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"][max(1, min(8, eighths)) - 1]
    }

    /// `eighths` of a cell from the left, 1 … 8.
    static func left(_ eighths: Int) -> Unicode.Scalar {
        ["▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"][max(1, min(8, eighths)) - 1]
    }
}
