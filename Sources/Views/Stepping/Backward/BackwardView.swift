import Base
import Display
import Engine

/// The gradients on their way back through one layer: for each step, from the last to the first, three things side by
/// side. All losses together, ‖dL/dh_t‖; one loss alone, ‖dL_s/dh_t‖; and what is left of a state at the end,
/// ‖dh_T/dh_t‖.
struct BackwardView: Sendable {
    let trace: Trace
    let cursor: StepCursor
    let state: BackwardState
    /// Rows of the table.
    let tableRows: [Int]
    let clipping: Clipping
    /// The other network, for a line that compares.
    let other: (title: String, trace: Trace)?
    let layer: LayerTrace
    /// Known by now; it goes on beside the screen.
    let norms: [Double]?

    init?(_ view: StepView) {
        guard let layer = view.layer else { return nil }
        (trace, cursor, state, self.layer) = (view.trace, view.cursor, view.back, layer)
        norms = view.back.jacobian?.norms
        tableRows = view.tableRows
        clipping = view.subject.clipping
        if view.swapped != nil {
            other = ("", view.subject.trace)
        } else {
            other = view.subject.twins.first.map { ("", $0.trace) }
        }
    }

    /// Steps in the order of the backward pass.
    var order: [Int] {
        let steps = Array(0..<trace.steps)
        return layer.isBackwards ? steps : steps.reversed()
    }

    /// ‖dL/dstate‖ after each step.
    var totals: [Double] { layer.gradients[state.name]?.dropFirst().map(BackwardState.length) ?? [] }
    var path: [Double]? { state.position.flatMap { state.paths[$0] }.map { Array($0.dropFirst()) } }

    var symbol: String { state.name }

    func lines(width: Int, height: Int?, isFull: Bool, glyphs: Glyphs) -> [StyledLine] {
        let ink = Ink(glyphs: glyphs)
        let below = notes(width: width, ink)
        if state.showsTable, let height {
            return BackwardTable(self, ink).lines(width: width, rows: max(1, height - 2)) + below.prefix(1)
        }
        let columns = BackwardColumns(width: width, trace: trace, symbol: symbol, position: state.position, ink)
        let order = order
        let place = order.firstIndex(of: cursor.step) ?? 0
        let room = height.map { max(1, $0 - 2 - min(below.count, max(3, $0 / 2))) } ?? order.count
        let first = min(max(0, place - room / 2), max(0, order.count - room))
        let totals = totals
        let scale = LogBar(totals, width: columns.bar)
        let rows = order[first..<min(order.count, first + room)].enumerated().map { index, step in
            let isKnown = isFull || first + index <= place
            return row(
                step, before: index + first > 0 ? order[index + first - 1] : nil, isKnown, totals, scale, columns, ink)
        }
        let lines = [columns.head(scale)] + rows + [ink.rule(width)] + below
        var all = lines
        if isFull, state.showsTable, tableRows.count > 1 {
            all += [ink.rule(width)] + BackwardTable(self, ink).lines(width: width, rows: nil)
        }
        guard let height, all.count > height, height > 1 else { return all }
        return all.prefix(height - 1) + [StyledLine("  " + Phrases.moreLines(all.count - height + 1), Ink.faint)]
    }

    private func row(
        _ step: Int, before: Int?, _ isKnown: Bool, _ totals: [Double], _ scale: LogBar, _ columns: BackwardColumns,
        _ ink: Ink
    ) -> StyledLine {
        let isChosen = step == cursor.step
        var line = StyledLine(
            (isChosen ? ">" : " ") + Text.pad("\(step + 1)", to: 4, .right) + "  ", isChosen ? Ink.strong : .plain)
        line.append(columns.input(step))
        if columns.hasLoss { line.append(columns.outcome(step)) }
        guard isKnown else {
            line.append(Text.pad(".", to: 10, .right), Ink.faint)
            return line
        }
        func factor(_ values: [Double]) -> String {
            guard let before, let now = values[safe: step], let then = values[safe: before], then > 0 else { return "" }
            let ratio = now / then
            return ink.symbols("×")
                + (ratio >= 1000 || ratio < 0.001
                    ? ratio == 0 ? "0" : Decades.brief(ratio) : Numbers.significant(ratio, 2))
        }
        if !totals.isEmpty {
            line.append(columns.number(totals[safe: step]) + columns.factor(factor(totals)))
            if let path {
                let isThere = isOnPath(step)
                line.append(
                    columns.number(isThere ? path[safe: step] : nil) + columns.factor(isThere ? factor(path) : ""))
            }
        }
        line.append(columns.number(norms?[safe: step]) + "  ")
        if columns.bar > 0, let total = totals[safe: step] {
            line.append(scale.bar(total, ink), step == cursor.step ? Ink.strong : .plain)
        }
        return line
    }

    /// A loss reaches the steps up to its own.
    func isOnPath(_ step: Int) -> Bool {
        guard let position = state.position, !trace.endsInOne else { return true }
        return layer.isBackwards ? step >= position : step <= position
    }

    // MARK: below the steps

    func notes(width: Int, _ ink: Ink) -> [StyledLine] {
        var words = [unitNote(ink), pathNote(ink), whyNote(ink), jacobianNote(ink), clipNote(ink), otherNote(ink)]
        if let check = state.check { words.insert(Phrases.checked(check), at: 1) }
        if trace.loss == nil { words[0] = Phrases.noLoss }
        return words.compactMap(\.self).flatMap { sentence in
            flow(sentence.split(separator: " ").map(String.init), after: " ", width: width)
        }
    }

    /// The number under the cursor.
    private func unitNote(_ ink: Ink) -> String? {
        guard let row = layer.gradients[state.name]?[safe: cursor.step + 1], let value = row[safe: cursor.unit] else {
            return nil
        }
        return Phrases.unitGradient(symbol, cursor, value, length: BackwardState.length(row), ink)
    }

    private func pathNote(_ ink: Ink) -> String? {
        guard let position = state.position, let path else { return nil }
        let start = trace.endsInOne ? (layer.isBackwards ? 0 : trace.steps - 1) : position
        guard let first = path[safe: start], let last = path[safe: layer.isBackwards ? trace.steps - 1 : 0] else {
            return nil
        }
        let steps = layer.isBackwards ? trace.steps - 1 - start : start
        return Phrases.path(
            position + 1, isOnly: trace.endsInOne, trace.isMiss(position), from: first, to: last, steps: steps, ink)
    }

    /// What a step back multiplies with.
    private func whyNote(_ ink: Ink) -> String? {
        guard let equation = layer.equations.last(where: { $0.field == state.name }) ?? layer.equations.last else {
            return nil
        }
        if case .affine = equation.body {
            let slopes = (0..<layer.units).compactMap {
                layer.numbers(equation, step: cursor.step, unit: $0).derivative
            }
            return Phrases.whySlope(
                slopes, cursor, ink.symbols(layer.numbers(equation, step: cursor.step, unit: 0).activationName))
        }
        let flow = layer.flows(step: cursor.step, ink).first { $0.state.name.hasPrefix(ink.symbols(equation.symbol)) }
        guard let term = flow?.terms.first(where: { $0.contains(where: \.isPrevious) }) else { return nil }
        let others = term.filter { !$0.isPrevious }
        guard !others.isEmpty else { return nil }
        let values = StateFlow.multiply(others)
        return Phrases.whyGate(others.map(\.name).joined(separator: ink.symbols("⊙")), values, symbol, cursor)
    }

    private func jacobianNote(_ ink: Ink) -> String? {
        if state.isTooLarge { return Phrases.jacobianTooLarge(symbol, layer, ink) }
        guard let jacobian = state.jacobian else { return nil }
        guard let norms, let first = norms[safe: order.last ?? 0] else {
            return Phrases.jacobianAt(jacobian.done, of: jacobian.units, symbol, ink)
        }
        return Phrases.memoryLeft(
            first, symbol, steps: trace.steps - 1, isBackwards: layer.isBackwards, total: trace.steps, ink)
    }

    private func clipNote(_ ink: Ink) -> String? {
        guard let cuts = state.cuts else { return nil }
        if let trial = state.trial.flatMap({ BackwardState.trials[safe: $0] }) {
            return Phrases.clip(Clipping(globalNorm: trial), cuts, isTrial: true, ink)
        }
        return Phrases.clip(clipping, cuts, isTrial: false, ink)
    }

    private func otherNote(_ ink: Ink) -> String? {
        guard let other, let theirs = other.trace.layers.first(where: \.isRecurrent),
            let gradients = theirs.stateGradients,
            let mine = layer.stateGradients
        else { return nil }
        func ratio(_ rows: [[Real]]) -> Double {
            BackwardState.length(rows[1]) / max(1e-300, BackwardState.length(rows[rows.count - 1]))
        }
        return Phrases.compared(layer.title, ratio(mine), theirs.title, ratio(gradients), steps: trace.steps)
    }
}

/// The rows and columns of the steps.
struct BackwardColumns {
    let hasLoss: Bool
    /// How much each length is of the one a step later.
    let hasFactors: Bool
    let bar: Int
    private let trace: Trace
    private let ink: Ink
    private let symbol: String
    private let position: Int?
    private let inputWidth: Int

    init(width: Int, trace: Trace, symbol: String, position: Int?, _ ink: Ink) {
        (self.trace, self.ink, self.symbol, self.position) = (trace, ink, symbol, position)
        hasLoss = trace.stepLosses.contains { $0 != nil }
        let longest = trace.inputLabels?.map { Text.width(of: $0) }.max() ?? 6
        hasFactors = width >= 72
        let fixed = 7 + (hasLoss ? 14 + (hasFactors ? 32 : 20) : 0) + 12
        inputWidth = max(4, min(longest + 1, width - fixed, 12))
        let rest = width - fixed - inputWidth
        bar = rest >= 8 ? min(rest, 30) : 0
    }

    func head(_ scale: LogBar) -> StyledLine {
        func name(_ above: String) -> String { Text.pad(ink.symbols("‖d\(above)/d\(symbol)‖"), to: 10, .right) }
        var text = Text.pad("    t", to: 7) + Text.pad("x_t", to: inputWidth)
        if hasLoss {
            text += Text.pad(trace.targetsAreClasses ? "p_y" : "y", to: 7, .right) + Text.pad("loss", to: 7, .right)
            text += name("L") + factor("") + name("L_\((position ?? 0) + 1)") + factor("")
        }
        text += name("\(symbol)_T") + "  "
        if bar > 0 { text += scale.axis }
        return StyledLine(text, Ink.faint)
    }

    func input(_ step: Int) -> String {
        if let label = trace.inputLabels?[safe: step] {
            return Text.pad(Text.clip(label, to: inputWidth - 1), to: inputWidth)
        }
        guard let row = trace.input[safe: step] else { return Text.blanks(inputWidth) }
        let text =
            trace.isOneHot
            ? "\((row.firstIndex(of: 1) ?? 0) + 1)" : row.first.map { Numbers.fixed(Double($0), 2) } ?? ""
        return Text.pad(Text.clip(text, to: inputWidth - 1, ellipsis: ".."), to: inputWidth)
    }

    /// The probability of the target, or the answer, and the step's own loss.
    func outcome(_ step: Int) -> String {
        guard let row = trace.outputRow(at: step), let values = trace.output[safe: row] else { return Text.blanks(14) }
        let answer = trace.targetsAreClasses ? trace.targetClass(row).flatMap { values[safe: $0] } : values.first
        let loss = trace.stepLosses[safe: row] ?? nil
        return Text.pad(answer.map { Numbers.fixed(Double($0), 3) } ?? "-", to: 7, .right)
            + Text.pad(loss.map { Numbers.fixed(Double($0), 3) } ?? "none", to: 7, .right)
    }

    func number(_ value: Double?) -> String {
        Text.pad(value.map { Numbers.significant($0, 4) } ?? ".", to: 10, .right)
    }
    func factor(_ text: String) -> String { hasFactors ? Text.pad(text.isEmpty ? "" : " " + text, to: 6) : "" }
}

/// Lengths as bars on a logarithmic axis of whole decades.
struct LogBar {
    private let low: Double
    private let high: Double
    private let width: Int

    init(_ values: [Double], width: Int) {
        let sizes = values.filter { $0.isFinite && $0 > 1e-30 }.map(Decades.log10)
        high = (sizes.max() ?? 0).rounded(.up)
        low = min(high - 1, max(high - 12, (sizes.min() ?? -1).rounded(.down)))
        self.width = width
    }

    /// The decades at both ends.
    var axis: String {
        let (left, right) = ("1e\(Int(clamping: low))", "1e\(Int(clamping: high))")
        guard width > left.count + right.count else { return "" }
        return left + Text.blanks(width - left.count - right.count) + right
    }

    func bar(_ value: Double, _ ink: Ink) -> String {
        guard value > 0, value.isFinite else { return value.isFinite ? "" : "not finite" }
        let share = (Decades.log10(value) - low) / (high - low)
        return String(
            repeating: ink.glyphs == .ascii ? "#" : "█",
            count: max(1, min(width, Int(clamping: (share * Double(width)).rounded()))))
    }
}
