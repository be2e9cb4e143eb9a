import Content
import Display
import Engine

/// A step view in words: what stands at the chosen step, each thing behind its name, and the arithmetic as it is.
extension StepView {
    package var content: Content {
        let map = depth == .heat ? HeatMapView(finished.trace, cursor, heat)?.map : nil
        return Content(statusLine(.ascii), map.map { [.heatmap($0)] } ?? [.sentences(words)])
    }

    private var words: [String] {
        let view = finished
        let ink = Ink(glyphs: .ascii)
        switch depth {
        case .network: return view.spokenNetwork(ink)
        case .cell: return CellView(view.trace, at: cursor, convention).spoken(ink)
        case .circuit: return view.spokenCircuit(ink)
        case .heat: return []
        case .backward: return BackwardView(view)?.spoken(ink) ?? []
        case .twin: return twin.spoken(ink)
        }
    }

    private func spokenNetwork(_ ink: Ink) -> [String] {
        var lines = ["step \(cursor.step + 1) of \(trace.steps)"]
        lines.append("input: " + spokenInput)
        for index in trace.openLayers {
            guard let row = trace.layers[index].states[safe: cursor.step] else { continue }
            lines.append("\(trace.layers[index].title): " + spokenUnits(trace.layers[index], row, ink))
        }
        lines += spokenOutput(ink)
        let arithmetic = ArithmeticText(trace, cursor, ink).lines(width: 1000, isTight: true).map(\.text)
        return lines + arithmetic.flatMap(Spoken.plain) + networkNotes(.ascii)
    }

    private var spokenInput: String {
        if let label = trace.inputLabels?[safe: cursor.step], !label.isEmpty { return label }
        guard let row = trace.input[safe: cursor.step] else { return "none" }
        if trace.isOneHot, let place = row.firstIndex(of: 1) { return "the 1 is at place \(place + 1) of \(row.count)" }
        return row.enumerated().map { index, value in
            let name = trace.featureNames?[safe: index] ?? (row.count == 1 ? "x" : "x\(index + 1)")
            return "\(name) \(Numbers.fixed(Double(value), 3))"
        }.joined(separator: ", ")
    }

    /// `h u1 +0.83, u2 +0.93`.
    private func spokenUnits(_ layer: LayerTrace, _ row: [Real], _ ink: Ink) -> String {
        let symbol = ink.symbols(layer.equations.last?.symbol ?? "y")
        return symbol + " " + row.enumerated().map { "u\($0 + 1) \(ink.brief($1))" }.joined(separator: ", ")
    }

    private func spokenOutput(_ ink: Ink) -> [String] {
        guard let row = trace.outputRow(at: cursor.step), let values = trace.output[safe: row] else {
            return [Phrases.oneOutput(after: trace.steps)]
        }
        let names = UnrolledView(trace, at: cursor)
        let shown = values.enumerated().prefix(64).map { "\(names.outputName($0)) \(Numbers.fixed(Double($1), 3))" }
        var lines = ["output: " + shown.joined(separator: ", ")]
        if let target = trace.target {
            lines.append("target: " + names.targetText(target, row) { Numbers.fixed(Double($0), 3) })
        }
        if let loss = trace.stepLosses[safe: row] ?? nil {
            lines.append("loss: \(Numbers.fixed(Double(loss), 3))" + (trace.isMiss(row) ? ", a miss" : ""))
        }
        return lines
    }

    private func spokenCircuit(_ ink: Ink) -> [String] {
        trace.layers.indices.map { index in
            let layer = trace.layers[index]
            let equation = layer.equations.last.map { ink.symbols(", \($0.symbol) = \($0.formula)") } ?? ""
            let loop = layer.isBackwards ? "from step t+1" : "from step t-1"
            let step = min(cursor.step, max(0, layer.states.count - 1))
            return layer.title + (index == cursor.layer ? ", chosen" : "") + equation
                + (layer.isRecurrent ? ", its state comes back \(loop)" : "") + "; "
                + spokenUnits(layer, layer.states[safe: step] ?? [], ink)
        }
    }
}

extension CellView {
    /// The equations with their numbers.
    func spoken(_ ink: Ink) -> [String] {
        guard let layer = trace.layers[safe: cursor.layer] else { return [] }
        return (equations(layer, ink, width: 1000, isFull: true) + noteLines(layer, ink, width: 1000))
            .flatMap { Spoken.plain($0.text) }
    }
}

extension BackwardView {
    /// A row for each step on the way back, each number behind its name, and what stands below the table.
    func spoken(_ ink: Ink) -> [String] {
        let all = symbol + "_t"
        let rows = order.map { step in
            var parts = ["step \(step + 1): " + ink.symbols("‖dL/d\(all)‖ ") + told(totals[safe: step])]
            if let path, let position = state.position, let length = path[safe: step] {
                parts.append(ink.symbols("‖dL_\(position + 1)/d\(all)‖ ") + told(length))
            }
            if let left = norms?[safe: step] { parts.append(ink.symbols("‖d\(symbol)_T/d\(all)‖ ") + told(left)) }
            return parts.joined(separator: ", ")
        }
        let table =
            state.showsTable && tableRows.count > 1 ? BackwardTable(self, ink).lines(width: 1000, rows: nil) : []
        return rows + (notes(width: 1000, ink) + table).flatMap { Spoken.plain($0.text) }
    }

    private func told(_ length: Double?) -> String { length.map { Numbers.significant($0, 4) } ?? "none" }
}

extension TwinView {
    /// A row for each step: the state of the chosen unit without and with the change, and how far all are apart.
    func spoken(_ ink: Ink) -> [String] {
        guard let (one, other) = layers else { return [] }
        let symbol = ink.symbols(one.equations.last?.symbol ?? "y") + " u\(cursor.unit + 1)"
        let rows = distances.enumerated().map { step, distance in
            let values = [one, other].map { ink.exact($0.states[safe: step]?[safe: cursor.unit] ?? .nan) }
            return "step \(step + 1), input \(input(step)): \(symbol) \(values[0]), changed \(values[1]), "
                + "states apart \(Numbers.significant(distance, 4))"
        }
        return ["what differs: " + Phrases.changed(changes, after, ink)] + rows
    }
}
