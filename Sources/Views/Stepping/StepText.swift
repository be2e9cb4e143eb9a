import Display
import Engine

/// A trace as plain text: all its steps in bands, or one step with its arithmetic and the opened cell.
///
/// The numbers are those of the screens; nothing is left out.
package struct StepText: Drawable {
    package let trace: Trace
    /// From 1; nil for all steps.
    package let step: Int?
    /// From 1.
    package let unit: Int

    package init(_ trace: Trace, step: Int? = nil, unit: Int = 1) {
        self.trace = trace
        self.step = step
        self.unit = unit
    }

    package func lines(width: Int, glyphs: Glyphs) -> [StyledLine] {
        trace.openLayers.flatMap { layer -> [StyledLine] in
            var cursor = StepCursor(in: trace)
            cursor.layer = layer
            cursor.equation = max(0, trace.equationCount(of: layer) - 1)
            cursor.unit = unit - 1
            guard let step else {
                let title = StyledLine(" " + trace.layers[layer].title, Ink.strong)
                return [title] + UnrolledView(trace, at: cursor).allSteps(width: width, glyphs: glyphs)
            }
            cursor.step = step - 1
            return [StepView.Depth.network, .cell].flatMap { depth in
                StepView(trace, cursor: cursor, depth: depth).allLines(width: width, glyphs: glyphs)
                    + [StyledLine("")]
            }
        }
    }

    package func height(width: Int, limit: Int, glyphs: Glyphs) -> Int {
        min(limit, lines(width: width, glyphs: glyphs).count)
    }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        for (row, line) in lines(width: area.width, glyphs: glyphs).prefix(area.height).enumerated() {
            grid.put(line, x: area.x, y: area.y + row, maxWidth: area.width)
        }
    }
}
