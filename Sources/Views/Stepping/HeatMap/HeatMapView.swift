import Content
import Display
import Engine

/// How the heat map is looked at: which field, how wide its columns are, in which order its units stand.
struct HeatState: Sendable {
    enum Order: Int, Hashable, Sendable, CaseIterable { case number, correlation, variance, dead }

    /// nil for the state.
    var field: String?
    /// Columns of 5, 3 or 1 characters; nil: as wide as fit.
    var zoom: Int?
    var order = Order.number
    /// Time runs down.
    var isTurned = false
    /// The strongest shade is the largest value, not 1.
    var isScaled = false

    /// Fields with a number for each unit, the state first, then in the order of the equations.
    func fields(of layer: LayerTrace?) -> [String] {
        guard let layer else { return [] }
        let written = layer.equations.map(\.field).filter { layer.fields[$0] != nil }
        let named = (written.last.map { [$0] } ?? []) + written.dropLast()
        return named.isEmpty
            ? layer.fields.keys.sorted().filter { !$0.contains("dropout") }.prefix(1).map { $0 } : named
    }

    mutating func nextField(_ layer: LayerTrace?) {
        let all = fields(of: layer)
        guard let now = all.firstIndex(of: field ?? all.first ?? "") else {
            field = all.first
            return
        }
        field = all[(now + 1) % all.count]
    }

    mutating func update(_ action: StepView.Action) {
        switch action {
        case .zoom: zoom = zoom == nil ? 5 : zoom == 5 ? 3 : zoom == 3 ? 1 : nil
        case .sort: order = Order(rawValue: (order.rawValue + 1) % Order.allCases.count) ?? .number
        case .transpose: isTurned.toggle()
        case .scale: isScaled.toggle()
        default: break
        }
    }
}

/// Units by time for one field of a layer, with the inputs above, the outputs below, and the dropout masks as rows.
///
/// A cell is the sign and the ninth of the strongest value; where columns are one character wide, the size as a shade
/// and the sign as reverse video. What the cursor stands on is read out in full.
struct HeatMapView: Sendable {
    let trace: Trace
    let cursor: StepCursor
    let state: HeatState
    private let layer: LayerTrace
    private let field: String
    let values: [[Real]]
    private let masks: [String]

    init?(_ trace: Trace, _ cursor: StepCursor, _ state: HeatState) {
        guard let layer = trace.layers[safe: cursor.layer],
            let field = state.field ?? state.fields(of: layer).first, let values = layer.fields[field]
        else { return nil }
        (self.trace, self.cursor, self.state) = (trace, cursor, state)
        (self.layer, self.field, self.values) = (layer, field, values)
        masks = layer.fields.keys.filter { $0.hasPrefix("dropout") || $0.hasPrefix("recurrent_dropout") }.sorted()
    }

    var symbol: String { layer.equations.first { $0.field == field }?.symbol ?? field }

    /// The value of the strongest shade.
    private var limit: Real {
        var largest: Real = 0
        for row in values { for value in row where abs(value) > largest && value.isFinite { largest = abs(value) } }
        return state.isScaled || largest > 1 ? max(largest, 1e-30) : 1
    }

    // MARK: units in order

    /// Units as they stand, and what they are sorted by.
    private var order: [(unit: Int, key: Double?)] {
        let units = 0..<layer.units
        switch state.order {
        case .number: return units.map { ($0, nil) }
        case .correlation:
            let all = units.map { ($0, correlation(of: $0)) }
            return all.sorted { abs($0.1 ?? 0) > abs($1.1 ?? 0) }
        case .variance: return units.map { ($0, variance(of: $0)) }.sorted { ($0.1 ?? 0) > ($1.1 ?? 0) }
        case .dead: return units.map { ($0, variance(of: $0)) }.sorted { ($0.1 ?? 0) < ($1.1 ?? 0) }
        }
    }

    private func series(of unit: Int) -> [Double] { values.map { Double($0[safe: unit] ?? .nan) } }

    private func variance(of unit: Int) -> Double? { Moments(series(of: unit)).variance }

    /// With the target of each step, where there is one number or class at each; with the answer otherwise.
    private func correlation(of unit: Int) -> Double? {
        guard values.count == trace.steps, let other = targets else { return nil }
        return Moments.correlation(series(of: unit), other)
    }

    private var targets: [Double]? {
        guard let target = trace.target, target.count == trace.steps else { return nil }
        return target.indices.map { row in
            trace.targetClass(row).map(Double.init) ?? target[row].first.map(Double.init) ?? .nan
        }
    }

    /// The same units and steps as data.
    var map: Heatmap {
        let units = order.map(\.unit)
        let title = "\(layer.title): \(symbol), units by time"
        return Heatmap(
            title, units.map { series(of: $0) }, rowNames: units.map { "u\($0 + 1)" }, columnWord: "step",
            limit: Double(limit))
    }

    // MARK: lines

    func lines(width: Int, height: Int?, glyphs: Glyphs) -> [StyledLine] {
        let ink = Ink(glyphs: glyphs)
        if state.isTurned { return turned(width: width, height: height, ink) }
        guard height == nil else { return band(steps(width: width), width: width, height: height, ink) }
        // As text, all steps in bands below each other.
        let one = cell(width: width, isText: true)
        let count = max(1, (width - labelWidth) / one)
        return stride(from: 0, to: values.count, by: count).flatMap { first in
            band(first..<min(values.count, first + count), width: width, height: nil, ink, cell: one) + [StyledLine("")]
        }
    }

    private let labelWidth = 9

    private func cell(width: Int, isText: Bool) -> Int {
        if isText { return state.zoom == 1 ? 3 : state.zoom ?? 5 }
        return state.zoom ?? [5, 3].first { $0 * values.count <= width - labelWidth } ?? 1
    }

    /// As many steps as fit around the cursor.
    private func steps(width: Int) -> Range<Int> {
        let count = max(1, min(values.count, (width - labelWidth) / cell(width: width, isText: false)))
        let first = min(max(0, cursor.step - count / 2), values.count - count)
        return first..<first + count
    }

    private func band(_ steps: Range<Int>, width: Int, height: Int?, _ ink: Ink, cell: Int? = nil) -> [StyledLine] {
        let cell = cell ?? self.cell(width: width, isText: false)
        let head = headLines(steps, cell, ink)
        let (order, limit) = (order, limit)
        let hasKey = order.contains { $0.key != nil } && labelWidth + steps.count * cell + 12 <= width
        let below = maskLines(steps, cell, ink) + outputLines(steps, cell, ink)
        let foot = [keyLine(cell, ink), StyledLine(" " + readOut(ink), Ink.strong)]
        let room = max(1, (height ?? .max) - head.count - foot.count)
        let shown = layer.units + below.count <= room ? below : Array(below.prefix(max(0, room - min(layer.units, 4))))
        let all = order
        let count = min(all.count, max(1, height == nil ? all.count : room - shown.count))
        let place = all.firstIndex { $0.unit == cursor.unit } ?? 0
        let first = min(max(0, place - count / 2), all.count - count)
        let rows = all[first..<first + count].map { unit, key in
            row(unit, key: hasKey ? key : nil, steps, cell, limit, ink)
        }
        return head + rows + shown + foot
    }

    private func row(
        _ unit: Int, key: Double?, _ steps: Range<Int>, _ cell: Int, _ limit: Real, _ ink: Ink
    ) -> StyledLine {
        let isChosen = unit == cursor.unit
        var line = StyledLine(
            Text.pad((isChosen ? ">" : " ") + ink.symbols(symbol) + " u\(unit + 1)", to: labelWidth),
            isChosen ? Ink.strong : .plain)
        for step in steps {
            let value = values[step][safe: unit] ?? .nan
            line.append(shade(value, limit, cell, isChosen: isChosen && step == cursor.step))
        }
        if let key { line.append("  \(keyName) \(Numbers.signed(key, 2))", Ink.faint) }
        return line
    }

    private func shade(_ value: Real, _ limit: Real, _ cell: Int, isChosen: Bool) -> Piece {
        Shade.piece(Double(value), share: Double(value / limit), width: cell, isChosen: isChosen)
    }

    private var keyName: String { state.order == .correlation ? "corr" : "var" }

    private func headLines(_ steps: Range<Int>, _ cell: Int, _ ink: Ink) -> [StyledLine] {
        var line = StyledLine(Text.pad(" time", to: labelWidth))
        var free = 0
        for step in steps {
            let text = "\(step + 1)"
            let at = (step - steps.lowerBound) * cell
            let isTick = cell >= text.count + 1 || step == steps.lowerBound || (step + 1) % 10 == 0
            guard isTick, at >= free else { continue }
            line.append(Text.blanks(max(0, at + max(0, cell - 1 - text.count) - (line.width - labelWidth))))
            line.append(text, step == cursor.step ? Ink.strong : Ink.faint)
            free = at + text.count + 1
        }
        guard let labels = trace.inputLabels, cell >= 3, values.count == trace.steps else { return [line] }
        var words = StyledLine(Text.pad(" x_t", to: labelWidth))
        for step in steps { words.append(Text.pad(Text.clip(labels[step], to: cell - 1), to: cell - 1, .right) + " ") }
        return [line, words]
    }

    /// One row for each mask: what is dropped at each step, the same at all of them for a recurrent layer.
    private func maskLines(_ steps: Range<Int>, _ cell: Int, _ ink: Ink) -> [StyledLine] {
        masks.compactMap { name in
            guard let rows = layer.fields[name] else { return nil }
            let column = cursor.unit < (rows.first?.count ?? 0) ? cursor.unit : 0
            var line = StyledLine(
                Text.pad(Text.clip(" " + Phrases.mask(name, column + 1), to: labelWidth), to: labelWidth), Ink.faint)
            for step in steps {
                let isKept = (rows[safe: step]?[safe: column] ?? 1) != 0
                line.append(
                    Text.pad(isKept ? "o" : "x", to: max(1, cell - 1), .right) + (cell > 1 ? " " : ""), Ink.faint)
            }
            return line
        }
    }

    private func outputLines(_ steps: Range<Int>, _ cell: Int, _ ink: Ink) -> [StyledLine] {
        guard values.count == trace.steps, trace.output.count == trace.steps else { return [] }
        var lines: [StyledLine] = []
        func add(_ name: String, _ text: (Int) -> String) {
            var line = StyledLine(Text.pad(Text.clip(" " + name, to: labelWidth - 1), to: labelWidth))
            for step in steps {
                line.append(
                    cell == 1
                        ? String(text(step).prefix(1))
                        : Text.pad(Text.clip(text(step), to: cell - 1), to: cell - 1, .right) + " ")
            }
            lines.append(line)
        }
        guard trace.targetsAreClasses else { return [] }
        if cell >= 5 {
            let index = (trace.output.first?.count ?? 0) == 2 ? 1 : 0
            add("p(\(trace.outputNames?[safe: index] ?? "\(index)"))") {
                String(Numbers.fixed(Double(trace.output[$0][index]), 2).drop { $0 == "0" })
            }
        }
        add("target") { row in trace.targetClass(row).map { trace.outputNames?[safe: $0] ?? "\($0)" } ?? "-" }
        add("right?") { row in
            trace.targetClass(row) == nil ? "-" : trace.isMiss(row) ? cell >= 5 ? "MISS" : "!!" : "ok"
        }
        return lines
    }

    /// Time down, units across.
    private func turned(width: Int, height: Int?, _ ink: Ink) -> [StyledLine] {
        let cell = max(3, state.zoom ?? 5)
        let count = max(1, min(layer.units, (width - labelWidth) / cell))
        let all = order.map(\.unit)
        let limit = limit
        let place = all.firstIndex(of: cursor.unit) ?? 0
        let first = height == nil ? 0 : min(max(0, place - count / 2), all.count - count)
        let bands =
            height == nil
            ? stride(from: 0, to: all.count, by: count).map { Array(all[$0..<min(all.count, $0 + count)]) }
            : [Array(all[first..<first + count])]
        let room = height.map { max(1, $0 - 3) } ?? values.count
        let from = height == nil ? 0 : min(max(0, cursor.step - room / 2), max(0, values.count - room))
        let steps = from..<min(values.count, from + room)
        var lines: [StyledLine] = []
        for units in bands {
            var head = StyledLine(Text.pad(" t", to: labelWidth))
            for unit in units {
                head.append(
                    Text.pad("u\(unit + 1)", to: cell - 1, .right) + " ", unit == cursor.unit ? Ink.strong : Ink.faint)
            }
            lines.append(head)
            for step in steps {
                let label = trace.inputLabels.flatMap { values.count == trace.steps ? $0[safe: step] : nil } ?? ""
                var line = StyledLine(
                    Text.pad(
                        Text.clip((step == cursor.step ? ">" : " ") + "\(step + 1) " + label, to: labelWidth - 1),
                        to: labelWidth),
                    step == cursor.step ? Ink.strong : .plain)
                for unit in units {
                    let value = values[step][safe: unit] ?? .nan
                    line.append(shade(value, limit, cell, isChosen: unit == cursor.unit && step == cursor.step))
                }
                lines.append(line)
            }
        }
        return lines + [keyLine(cell, ink), StyledLine(" " + readOut(ink), Ink.strong)]
    }

    private func keyLine(_ cell: Int, _ ink: Ink) -> StyledLine {
        let strongest = Numbers.significant(Double(limit), 3)
        let scale =
            cell == 1
            ? Phrases.ramp(Shade.ramp, strongest) : "+9 is \(strongest), -9 is -\(strongest)"
        return StyledLine(" \(ink.symbols(symbol)): \(scale); units by \(Phrases.order(state.order))", Ink.faint)
    }

    /// The value under the cursor.
    func readOut(_ ink: Ink) -> String {
        let value = values[safe: cursor.step]?[safe: cursor.unit] ?? .nan
        var words = "\(ink.symbols(symbol)) u\(cursor.unit + 1) at t=\(cursor.step + 1) is \(ink.exact(value))"
        let correlation = correlation(of: cursor.unit)
        if let correlation, correlation.isFinite {
            words += "; correlation with the target \(Numbers.signed(correlation, 2))"
        }
        return words
    }
}
