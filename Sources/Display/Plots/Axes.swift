import Base

/// The frame of a plot: title and legend above, numbers at the left and below, and the area between.
struct Axes {
    var title = ""
    var legend: [(mark: Unicode.Scalar, name: String, style: Style)] = []
    var xLabel = ""
    var yLabel = ""
    var xRange: ClosedRange<Double>
    var yRange: ClosedRange<Double>
    var isXWhole = false
    var isYLogarithmic = false
    var keepsYRange = false
    var xNames: [String]?
    /// Labels at the right of the frame, each at its height.
    var levels: [(label: String, y: Double)] = []

    /// Rows around a plotting area at this width.
    func surroundings(width: Int) -> Int {
        header(width: width).count + (yLabel.isEmpty ? 0 : 1) + 2 + (xLabel.isEmpty ? 0 : 1)
    }

    /// Draws the frame and returns the area for the data, with the scales that belong to it.
    func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) -> Canvas {
        var header = header(width: area.width)
        var showsX = true
        var showsXLabel = !xLabel.isEmpty
        var showsYLabel = !yLabel.isEmpty
        func rows() -> Int {
            area.height - header.count - (showsYLabel ? 1 : 0) - (showsX ? 2 : 0) - (showsXLabel ? 1 : 0)
        }
        if rows() < 3 { showsXLabel = false }
        if rows() < 3 { showsYLabel = false }
        if rows() < 3 { header = Array(header.prefix(1)) }
        if rows() < 2 { header = [] }
        if rows() < 1 { showsX = false }
        var body = area
        for line in header {
            grid.put(line, x: area.x, y: body.y, maxWidth: area.width)
            body = body.split(top: 1).rest
        }
        if showsYLabel {
            grid.put(yLabel, x: area.x, y: body.y, Style(dim: true), maxWidth: area.width)
            body = body.split(top: 1).rest
        }
        if showsXLabel {
            let parts = body.split(bottom: 1)
            grid.put(Text.clip(xLabel, to: area.width), right: area.right, y: parts.bottom.y, Style(dim: true))
            body = parts.rest
        }
        let footer = showsX ? body.split(bottom: 2) : (rest: body, bottom: Rect.zero)
        body = footer.rest

        let (range, ticks) = yTicks(rows: body.height)
        let labelWidth = ticks.labels.map { Text.width(of: $0) }.max() ?? 0
        let showsLabels = area.width - labelWidth - 2 >= 8
        let showsAxis = area.width >= 4
        let left = showsLabels ? labelWidth + 2 : showsAxis ? 1 : 0
        body = body.split(left: left).rest
        if area.width >= 60, !levels.isEmpty {
            let widest = levels.map { Text.width(of: $0.label) }.max() ?? 0
            body = body.split(right: min(widest + 1, area.width / 3)).rest
        }
        let canvas = Canvas(area: body, xRange: xRange, yRange: range, isYLogarithmic: isYLogarithmic)
        drawYAxis(ticks, on: canvas, showsLabels: showsLabels, showsAxis: showsAxis, into: &grid, glyphs)
        if showsX { drawXAxis(on: canvas, area: area, showsAxis: showsAxis, into: &grid, glyphs) }
        if area.width >= 60 { drawLevels(on: canvas, area: area, into: &grid) }
        return canvas
    }

    /// The title with the legend at its right, or below it where both do not fit.
    private func header(width: Int) -> [StyledLine] {
        let entries = legend.map { entry -> StyledLine in
            StyledLine([Piece(String(entry.mark), entry.style), Piece(" " + entry.name)])
        }
        let legendWidth = entries.reduce(0) { $0 + $1.width } + 2 * max(0, entries.count - 1)
        var lines: [StyledLine] =
            title.isEmpty ? [] : [StyledLine(Text.clip(title, to: width, ellipsis: "~"), Style(bold: true))]
        if entries.isEmpty { return lines }
        let used = lines.first?.width ?? 0
        if used + legendWidth + 3 <= width {
            var line = lines.first ?? StyledLine()
            line.append(Text.blanks(max(0, width - used - legendWidth)))
            for (index, entry) in entries.enumerated() {
                if index > 0 { line.append("  ") }
                line.pieces += entry.pieces
            }
            return [line]
        }
        var line = StyledLine()
        for entry in entries {
            if line.width > 0, line.width + 2 + entry.width > width {
                lines.append(line)
                line = StyledLine()
            }
            if line.width > 0 { line.append("  ") }
            line.pieces += entry.pieces
        }
        return lines + [line]
    }

    func yTicks(rows: Int) -> (ClosedRange<Double>, Ticks) {
        let count = max(2, (rows + 2) / 2)
        if isYLogarithmic { return (yRange, Ticks.logarithmic(yRange, atMost: max(2, rows / 2))) }
        if keepsYRange { return (yRange, Ticks.linear(yRange, atMost: count)) }
        return Ticks.widened(yRange, atMost: count)
    }

    private func drawYAxis(
        _ ticks: Ticks, on canvas: Canvas, showsLabels: Bool, showsAxis: Bool, into grid: inout Grid, _ glyphs: Glyphs
    ) {
        let area = canvas.area
        guard showsAxis else { return }
        for y in area.y..<area.bottom { grid.put(glyphs == .ascii ? "|" : "│", x: area.x - 1, y: y) }
        var lastRow = Int.min
        for (value, label) in zip(ticks.values, ticks.labels) {
            guard let row = canvas.row(value), row != lastRow else { continue }
            lastRow = row
            grid.put(glyphs == .ascii ? "+" : "┤", x: area.x - 1, y: row)
            if showsLabels { grid.put(label, right: area.x - 2, y: row) }
        }
    }

    private func drawXAxis(on canvas: Canvas, area: Rect, showsAxis: Bool, into grid: inout Grid, _ glyphs: Glyphs) {
        let plot = canvas.area
        let ascii = glyphs == .ascii
        if showsAxis { grid.put(ascii ? "+" : "└", x: plot.x - 1, y: plot.bottom) }
        for x in plot.x..<plot.right { grid.put(ascii ? "-" : "─", x: x, y: plot.bottom) }
        let ticks = xTicks(width: plot.width)
        var free = area.x
        for (value, label) in zip(ticks.values, ticks.labels) {
            guard let column = canvas.column(value) else { continue }
            let width = Text.width(of: label)
            let start = min(max(area.x, column - (width - 1) / 2), area.right - width)
            guard start >= free, start >= area.x else { continue }
            grid.put(ascii ? "+" : "┬", x: column, y: plot.bottom)
            grid.put(label, x: start, y: plot.bottom + 1, maxWidth: area.right - start)
            free = start + width + 1
        }
    }

    func xTicks(width: Int) -> Ticks {
        if let xNames {
            let widest = xNames.lazy.map { Text.width(of: $0) }.max() ?? 1
            let ticks = Ticks.linear(xRange, atMost: max(2, width / (widest + 2)), whole: true)
            let kept = ticks.values.filter { $0 >= 1 && $0 <= Double(xNames.count) }
            return Ticks(values: kept, labels: kept.map { xNames[Int(clamping: $0) - 1] })
        }
        var count = max(2, width / 6)
        while true {
            let ticks = Ticks.linear(xRange, atMost: count, whole: isXWhole)
            let widest = ticks.labels.map { Text.width(of: $0) }.max() ?? 0
            if count <= 2 || ticks.values.count * (widest + 2) <= width + 2 { return ticks }
            count -= 1
        }
    }

    private func drawLevels(on canvas: Canvas, area: Rect, into grid: inout Grid) {
        var free = canvas.area.y
        let sorted = levels.sorted { $0.y > $1.y }
        for (index, level) in sorted.enumerated() {
            guard let wanted = canvas.row(level.y) else { continue }
            let row = min(max(wanted, free), canvas.area.bottom - (sorted.count - index))
            let room = area.right - canvas.area.right - 1
            grid.put(
                Text.clip(level.label, to: room, ellipsis: "~"), x: canvas.area.right + 1, y: row, Style(dim: true))
            free = row + 1
        }
    }
}

/// Numbers → cells of the plotting area.
struct Canvas {
    let area: Rect
    let xRange: ClosedRange<Double>
    let yRange: ClosedRange<Double>
    let isYLogarithmic: Bool
    private let x: Scale
    private let y: Scale

    init(area: Rect, xRange: ClosedRange<Double>, yRange: ClosedRange<Double>, isYLogarithmic: Bool) {
        (self.area, self.xRange, self.yRange, self.isYLogarithmic) = (area, xRange, yRange, isYLogarithmic)
        x = Scale(from: xRange.lowerBound, to: xRange.upperBound)
        y =
            isYLogarithmic
            ? Scale(from: log10(yRange.lowerBound), to: log10(yRange.upperBound))
            : Scale(from: yRange.lowerBound, to: yRange.upperBound)
    }

    /// 0 … 1 from left to right, or nil outside.
    func across(_ x: Double) -> Double? {
        guard x.isFinite, !area.isEmpty else { return nil }
        let share = self.x.fastShare(of: x)
        return share >= -1e-9 && share <= 1 + 1e-9 ? min(max(share, 0), 1) : nil
    }

    /// 0 … 1 from the bottom up, or nil outside.
    func up(_ y: Double) -> Double? {
        guard y.isFinite, !area.isEmpty, !isYLogarithmic || y > 0 else { return nil }
        let share = self.y.fastShare(of: isYLogarithmic ? log10(y) : y)
        return share >= -1e-9 && share <= 1 + 1e-9 ? min(max(share, 0), 1) : nil
    }

    func column(_ x: Double) -> Int? {
        across(x).map { area.x + Int(clamping: ($0 * Double(area.width - 1)).rounded()) }
    }

    func row(_ y: Double) -> Int? {
        up(y).map { area.bottom - 1 - Int(clamping: ($0 * Double(area.height - 1)).rounded()) }
    }

    /// The value in the middle of a column.
    func x(ofColumn column: Int) -> Double {
        let share = area.width > 1 ? Double(column - area.x) / Double(area.width - 1) : 0
        return x.number(at: share)
    }
}

/// Marks and colours that tell series apart, in order.
package enum Marks {
    package static let all: [Unicode.Scalar] = ["*", "o", "+", "x", "#", "@", "%", "&"]
    static let colours: [Colour] = [.skyBlue, .orange, .green, .vermilion, .purple, .yellow, .blue, .grey]
    static func mark(_ index: Int) -> Unicode.Scalar { all[index % all.count] }
    package static func colour(_ index: Int) -> Colour { colours[index % colours.count] }
}

/// The range of the finite numbers; nil if there are none. Equal ends are moved apart.
func span(of numbers: some Sequence<Double>) -> ClosedRange<Double>? {
    var low = Double.infinity
    var high = -Double.infinity
    for number in numbers where number.isFinite {
        low = min(low, number)
        high = max(high, number)
    }
    guard low <= high else { return nil }
    if low == high {
        let margin = low == 0 ? 1 : abs(low) * 0.1
        let largest = Double.greatestFiniteMagnitude
        return max(-largest, low - margin)...min(largest, high + margin)
    }
    return low...high
}
