import Datasets
import Display

/// Windows drawn over the raw series, one line each, with the count, the target in words and the call that gives them.
package struct WindowDrawing: Drawable {
    let windows: Windows
    private let limit: Int

    package init(_ windows: Windows, limit: Int) {
        self.windows = windows
        self.limit = limit
    }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, lines(width: width, glyphs: glyphs).count)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        for (row, line) in lines(width: area.width, glyphs: glyphs).prefix(area.height).enumerated() {
            grid.put(line, x: area.x, y: area.y + row, maxWidth: area.width)
        }
    }

    private func lines(width: Int, glyphs: Glyphs) -> [StyledLine] {
        let (plan, ink) = (windows.plan, Ink(glyphs: glyphs))
        let strip = WindowStrip(
            windows, RowTexts(Array(windows.inputs.prefix(4)), rows: windows.rowCount), width: width)
        var lines = strip.header() + [StyledLine("")]
        lines.append(StyledLine(fitting(Phrases.rules(plan, rows: windows.rowCount), width)))
        let shown = windows.starts.prefix(limit).filter {
            $0 + plan.reach <= strip.rows.upperBound || $0 == windows.starts.first
        }
        for (index, start) in shown.enumerated() {
            lines.append(strip.example(index, start, width: width))
        }
        if shown.count < windows.count {
            let last = (windows.starts.last ?? 0) + plan.reach
            lines.append(StyledLine(Phrases.moreWindows(windows.count - shown.count, to: last)))
        } else if let dropped = windows.dropped {
            lines.append(strip.dropped(shown.count, dropped, width: width))
        }
        lines += Phrases.leftOut(windows.leftOut).map { StyledLine($0) }
        lines += reading(windows, width: width, ink)
        return lines
    }
}

extension WindowStrip {
    /// A window of the series with the row of its target.
    func example(_ index: Int, _ start: Int, width: Int, isChosen: Bool = false) -> StyledLine {
        var line = line("ex \(index + 1)", start, windows.plan, isChosen: isChosen)
        guard windows.plan.targets == .last, windows.plan.answerSteps == nil, isWide else { return line }
        let row = windows.plan.targetRows(from: start).lowerBound + 1
        let room = width - line.width
        line.append(["   y = row \(row)", "  row \(row)"].first { $0.count <= room } ?? "")
        return line
    }

    /// The window that would come next, with what it lacks.
    func dropped(_ index: Int, _ start: Int, width: Int) -> StyledLine {
        var line = line("ex \(index + 1)", start, windows.plan)
        let needs = " " + Phrases.needs(row: start + windows.plan.reach)
        line.append(line.width + needs.count <= width ? needs : line.width + 3 <= width ? "  x" : "")
        return line
    }
}

extension Windows {
    /// Where the window that would come next starts, if only its target lies behind the last row.
    var dropped: Int? {
        guard part == nil, isSeries, plan.targets != .none else { return nil }
        let next = plan.count(rows: rowCount) * plan.shift
        return next + plan.length <= rowCount ? next : nil
    }
}

/// The target in words, the shapes, the counts of each way of cutting, and the call to type.
func reading(_ windows: Windows, width: Int, _ ink: Ink) -> [StyledLine] {
    let plan = windows.plan
    let zero = plan.targets != .none && plan.targetShift > 0 ? " " + Phrases.zeroIsNext : ""
    let shapes = ink.symbols(Phrases.shapes(windows))
    let target = Phrases.target(plan)
    let one = [" READ: \(target)\(zero)   \(shapes)", " READ: \(target)   \(shapes)"].first {
        Text.width(of: $0) <= width
    }
    var lines: [StyledLine] = one.map { [StyledLine($0)] } ?? []
    func add(_ words: String, after head: String) {
        lines += flow(words.split(separator: " ").map(String.init), after: head, width: width)
    }
    if one == nil {
        add(target, after: " READ: ")
        add(shapes, after: "       ")
    }
    if windows.isSeries { add(Phrases.compared(plan, rows: windows.rowCount), after: " ") }
    if let call = Phrases.call(windows) { add(call, after: " TYPE: ") }
    return lines
}

/// The first wording that is no wider than `width`, or the last.
func fitting(_ wordings: [String], _ width: Int) -> String {
    wordings.first { Text.width(of: $0) <= width } ?? wordings.last ?? ""
}
