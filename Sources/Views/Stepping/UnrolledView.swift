import Display
import Engine

/// The network unrolled in time: inputs, the units of one layer, outputs, targets and losses, one column for each step,
/// and below it the arithmetic of the chosen unit.
///
/// Steps after the chosen one are dots: the forward pass has not come to them yet.
package struct UnrolledView: Sendable {
    package let trace: Trace
    package let cursor: StepCursor
    /// Sentences below the arithmetic.
    let notes: [String]

    package init(_ trace: Trace, at cursor: StepCursor, notes: [String] = []) {
        self.trace = trace
        self.cursor = cursor.kept(in: trace)
        self.notes = notes
    }

    /// The view in `width` columns; in at most `height` lines where a height is given.
    package func lines(width: Int, height: Int? = nil, glyphs: Glyphs) -> [StyledLine] {
        let ink = Ink(glyphs: glyphs)
        let columns = Columns(trace, around: cursor.step, width: width)
        var above = [columns.line("time", timeCells(columns))]
        above += inputLines(columns, limit: height.map { max(1, ($0 - 12) / 2) })
        let isRoomy = (height ?? .max) >= 14
        let links = connections(columns, ink)
        var below = isRoomy ? [links.down] : []
        below += outputLines(columns, ink, limit: height.map { max(1, $0 / 5) })
        if isRoomy {
            above += [links.up] + otherLayers(columns, ink, isBelow: true)
            below = otherLayers(columns, ink, isBelow: false) + below
        }
        let text = ArithmeticText(trace, cursor, ink)
        let told = notes.flatMap { flow($0.split(separator: " ").map(String.init), after: " ", width: width) }
        let arithmetic =
            [ink.rule(width)] + told
            + text.lines(width: width, isTight: height.map { $0 < 24 } ?? false, isBrief: height != nil)

        guard let height else {
            return above + unitLines(columns, ink, limit: .max) + below + arithmetic
        }
        let wanted = trace.layers[safe: cursor.layer]?.units ?? 0
        let free = height - above.count - below.count
        let units = min(wanted, max(min(4, wanted), free - arithmetic.count))
        let room = height - above.count - below.count - units
        return Array(
            (above + unitLines(columns, ink, limit: units) + below
                + clipped(arithmetic, to: room)).prefix(height))
    }

    /// Every step with nothing held back, in bands of as many columns as fit.
    func allSteps(width: Int, glyphs: Glyphs) -> [StyledLine] {
        let ink = Ink(glyphs: glyphs)
        let last = UnrolledView(trace, at: StepCursor(step: trace.steps - 1, unit: -1, layer: cursor.layer))
        return Columns.bands(trace, width: width).flatMap { columns in
            [columns.line("time", columns.steps.map { .init("\($0 + 1)") })]
                + last.inputLines(columns, limit: nil) + last.unitLines(columns, ink, limit: .max, marks: false)
                + last.outputLines(columns, ink, limit: nil) + [StyledLine("")]
        }
    }

    // MARK: rows

    private func timeCells(_ columns: Columns) -> [Columns.Entry] {
        columns.steps.map { step in
            step == cursor.step ? .init("[ \(step + 1) ]", Ink.strong) : .init("\(step + 1)")
        }
    }

    /// Labels where there are any, and the numbers: one row for each feature, or the one-hot vector as a tuple.
    private func inputLines(_ columns: Columns, limit: Int?) -> [StyledLine] {
        var lines: [StyledLine] = []
        if let labels = trace.inputLabels {
            lines.append(columns.line("x_t", columns.steps.map { .init(labels[safe: $0] ?? "") }))
        }
        let features = trace.input.first?.count ?? 0
        if trace.isOneHot {
            let tuples = columns.steps.map { step in
                "(" + trace.input[step].map { $0 == 1 ? "1" : "0" }.joined(separator: ",") + ")"
            }
            if tuples.allSatisfy({ Text.width(of: $0) < columns.width }) {
                return lines + [columns.line(" one-hot", tuples.map { .init($0) })]
            }
            let places = columns.steps.map { "1 at \((trace.input[$0].firstIndex(of: 1) ?? 0) + 1)" }
            return lines + [columns.line(" one-hot", places.map { .init($0) })]
        }
        if trace.inputLabels != nil && features == 1 { return lines }
        let limit = max(1, limit ?? .max)
        let shown = features > limit ? max(1, limit - 1) : features
        for feature in 0..<shown {
            let name = trace.featureNames?[safe: feature] ?? (features == 1 ? "x_t" : "x_t \(feature + 1)")
            lines.append(
                columns.line(name, columns.steps.map { .init(columns.number(trace.input[$0][safe: feature])) }))
        }
        if shown < features {
            lines.append(StyledLine(" " + Phrases.moreFeatures(features - shown), Ink.faint))
        }
        return lines
    }

    /// One row for each unit; the rows around the chosen one if there are more than `limit`.
    private func unitLines(_ columns: Columns, _ ink: Ink, limit: Int, marks: Bool = true) -> [StyledLine] {
        guard let layer = trace.layers[safe: cursor.layer] else { return [] }
        let isCut = layer.units > limit
        let shown = min(layer.units, isCut && limit > 2 ? limit - 1 : limit)
        let first = min(max(0, cursor.unit - shown / 2), layer.units - shown)
        let symbol = ink.symbols(layer.equations.last?.symbol ?? "y")
        var lines = (first..<first + shown).map { unit in
            columns.line(
                "\(marks && unit == cursor.unit ? ">" : " ")\(symbol) u\(unit + 1)",
                columns.steps.map { state(layer, unit: unit, step: $0, marks: marks, ink) },
                marks && unit == cursor.unit ? Ink.strong : .plain)
        }
        if isCut && limit > 2 {
            lines.append(
                StyledLine("  " + Phrases.unitsShown(first + 1, first + shown, of: layer.units), Ink.faint))
        }
        return lines
    }

    /// The layers above and below the chosen one that can be walked to, a row each: how long its state is at each step.
    private func otherLayers(_ columns: Columns, _ ink: Ink, isBelow: Bool) -> [StyledLine] {
        trace.openLayers.filter { isBelow ? $0 < cursor.layer : $0 > cursor.layer }.map { index in
            let layer = trace.layers[index]
            return columns.line(
                " \(Text.clip(layer.title, to: columns.label - 5, ellipsis: "..")) \(ink.symbols("‖h‖"))",
                columns.steps.map { step in
                    guard layer.isBackwards ? step >= cursor.step : step <= cursor.step,
                        let row = layer.states[safe: step]
                    else { return .init(".") }
                    return .init(Numbers.fixed(BackwardState.length(row), 2))
                }, Ink.faint)
        }
    }

    private func state(_ layer: LayerTrace, unit: Int, step: Int, marks: Bool, _ ink: Ink) -> Columns.Entry {
        guard layer.isBackwards ? step >= cursor.step : step <= cursor.step,
            let value = layer.states[safe: step]?[safe: unit]
        else { return .init(".") }
        let isSet = layer.changes.contains { $0.sets(layer.equations.last?.field ?? "", step: step, unit: unit) }
        let text = ink.brief(value) + (isSet ? "e" : "")
        let isChosen = marks && unit == cursor.unit && step == cursor.step
        var style = ink.style(value)
        style.bold = isChosen
        return .init(isChosen ? "*\(text)*" : text, style)
    }

    /// The strokes between inputs, units and outputs, with the weights' names at the chosen step.
    private func connections(_ columns: Columns, _ ink: Ink) -> (up: StyledLine, down: StyledLine) {
        let stroke = ink.glyphs == .ascii ? "|" : "│"
        let up = columns.steps.map { $0 == cursor.step ? Columns.Entry("  \(stroke) W") : .init(stroke) }
        let down = columns.steps.map { step -> Columns.Entry in
            guard trace.outputRow(at: step) != nil else { return .init("") }
            return step == cursor.step ? .init("  \(stroke) V") : .init(stroke)
        }
        let layer = trace.layers[safe: cursor.layer]
        let line = ink.glyphs == .ascii ? "--U--" : "──U──"
        let arrow = layer?.isBackwards == true ? "  <\(line)" : "  \(line)>"
        return (columns.line("", up, Ink.faint), columns.line(layer?.isRecurrent == true ? arrow : "", down, Ink.faint))
    }

    /// Outputs, target and loss of every step that has them.
    private func outputLines(_ columns: Columns, _ ink: Ink, limit: Int?) -> [StyledLine] {
        let width = trace.output.first?.count ?? 0
        // Of two classes one says it all.
        let rows = width == 2 && trace.targetsAreClasses ? [1] : outputsShown(width, limit ?? .max)
        var lines = rows.map { index in
            columns.line(outputName(index), cells(columns) { columns.number(trace.output[$0][index]) })
        }
        if width > 2, rows.count < width {
            lines.append(StyledLine(" " + Phrases.moreOutputs(width - rows.count), Ink.faint))
        }
        if let target = trace.target {
            lines.append(
                columns.line("target", cells(columns, isFuture: true) { targetText(target, $0) { columns.number($0) } })
            )
        }
        if trace.stepLosses.contains(where: { $0 != nil }) {
            lines.append(
                columns.line(
                    ink.symbols(lossName),
                    cells(columns) { row in
                        guard let loss = trace.stepLosses[safe: row] ?? nil else { return Phrases.noTarget }
                        return trace.isMiss(row) ? "  " + columns.number(loss) + " !" : columns.number(loss)
                    }))
        }
        if trace.endsInOne { lines.append(StyledLine(" " + Phrases.oneOutput(after: trace.steps), Ink.faint)) }
        return lines
    }

    /// All outputs, or as many as there is room for: of classes the target's and the likeliest ones at the cursor.
    private func outputsShown(_ width: Int, _ limit: Int) -> [Int] {
        guard width > limit, trace.canGuessSymbols, let row = trace.outputRow(at: cursor.step),
            let values = trace.output[safe: row]
        else { return Array(0..<min(width, limit)) }
        let wanted = trace.targetClass(row)
        let ranked = values.indices.sorted { a, b in
            (a == wanted ? 2 : values[a]) > (b == wanted ? 2 : values[b])
        }
        return ranked.prefix(limit).sorted()
    }

    /// One entry for each column that has an output; steps that lie ahead are dots unless `isFuture`.
    private func cells(
        _ columns: Columns, isFuture: Bool = false, _ text: (Int) -> String
    ) -> [Columns.Entry] {
        columns.steps.map { step in
            guard let row = trace.outputRow(at: step) else { return .init("") }
            return .init(isFuture || step <= cursor.step ? text(row) : ".")
        }
    }

    func outputName(_ index: Int) -> String {
        let name = trace.outputNames?[safe: index]
        if trace.targetsAreClasses { return "p(\(name ?? "\(index)"))" }
        return name ?? (trace.output.first?.count == 1 ? "y" : "y \(index + 1)")
    }

    func targetText(_ target: [[Real]], _ row: Int, _ number: (Real) -> String) -> String {
        if trace.targetsAreClasses {
            guard let number = trace.targetClass(row) else { return Phrases.noTarget }
            return trace.outputNames?[safe: number] ?? "\(number)"
        }
        guard let values = target[safe: row], let first = values.first, first.isFinite else { return Phrases.noTarget }
        return values.prefix(2).map(number).joined(separator: " ")
    }

    private var lossName: String { Phrases.stepLoss(trace.lossName, areClasses: trace.targetsAreClasses) }

    /// The lines that fit; the last one says how many do not.
    private func clipped(_ lines: [StyledLine], to room: Int) -> [StyledLine] {
        guard lines.count > room else { return lines }
        guard room > 1 else { return [] }
        return lines.prefix(room - 1) + [StyledLine("  " + Phrases.moreLines(lines.count - room + 1), Ink.faint)]
    }
}
