import Base
import Content

/// Horizontal bars from zero, with the number at the end.
extension Bars: Drawable {
    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, bars.count + (title.isEmpty ? 0 : 1))
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        var body = area
        if !title.isEmpty {
            grid.put(title, x: area.x, y: area.y, Style(bold: true), maxWidth: area.width)
            body = area.split(top: 1).rest
        }
        let numbers =
            digits.map { digits in bars.map { Numbers.fixed($0.value, digits) } }
            ?? Numbers.column(bars.map(\.value))
        let nameWidth = min(bars.map { Text.width(of: $0.name) }.max() ?? 0, area.width / 3)
        let numberWidth = numbers.map { Text.width(of: $0) }.max() ?? 0
        let room = area.width - nameWidth - numberWidth - 2
        let low = min(0, bars.map(\.value).filter(\.isFinite).min() ?? 0)
        let high = max(0, bars.map(\.value).filter(\.isFinite).max() ?? 0)
        for (index, bar) in bars.prefix(body.height).enumerated() {
            let y = body.y + index
            grid.put(Text.clip(bar.name, to: nameWidth, ellipsis: "~"), x: area.x, y: y)
            grid.put(numbers[index], right: area.right, y: y)
            guard room >= 3, high > low, bar.value.isFinite else { continue }
            let scale = Scale(from: low, to: high)
            let left = Int(clamping: (scale.share(ofLength: -low) * Double(room)).rounded())
            let length = scale.share(ofLength: bar.value) * Double(room)
            draw(length, from: area.x + nameWidth + 1 + left, y, into: &grid, glyphs)
        }
    }

    /// A bar `length` cells long to the right of column `zero`, or to the left if it is negative.
    private func draw(_ length: Double, from zero: Int, _ y: Int, into grid: inout Grid, _ glyphs: Glyphs) {
        let whole: Unicode.Scalar = glyphs == .ascii ? "#" : "█"
        if length < 0 {
            for x in zero - Int(clamping: (-length).rounded())..<zero {
                grid[x, y] = Cell(scalar: whole, style: Style(.orange))
            }
            return
        }
        let eighths = glyphs == .ascii ? Int(clamping: length.rounded()) * 8 : Int(clamping: (length * 8).rounded())
        for column in 0..<(eighths + 7) / 8 {
            let part = min(8, eighths - 8 * column)
            grid[zero + column, y] = Cell(scalar: part == 8 ? whole : Blocks.left(part), style: Style(.skyBlue))
        }
    }
}
