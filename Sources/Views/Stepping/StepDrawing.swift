import Display
import Engine

/// A step view as a screen and as text.
extension StepView: Viewer {
    package var title: String { "stepping" }

    package func draw(into grid: inout Grid, area: Rect, glyphs: Glyphs) {
        let view = revealed
        view.frame(glyphs).draw(into: &grid, area: area, glyphs: glyphs) { width, height in
            view.lines(width: width, height: height, isFull: false, glyphs: glyphs)
        }
    }

    package func text(width: Int, glyphs: Glyphs = .ascii) -> String {
        ViewFrame.text(allLines(width: width, glyphs: glyphs))
    }

    package func allLines(width: Int, glyphs: Glyphs) -> [StyledLine] {
        let view = finished
        return view.frame(glyphs).lines(
            around: view.lines(width: width, height: nil, isFull: true, glyphs: glyphs), width: width, glyphs: glyphs)
    }

    /// With nothing left to compute, and with what is to be guessed hidden.
    var finished: StepView {
        var view = revealed
        if depth == .backward {
            view.back.want(back.showsTable ? tableRows : [])
            view.back.finish()
        }
        return view
    }

    /// With what is to be guessed hidden in the trace itself.
    var revealed: StepView {
        guard isHiding else { return self }
        var view = self
        view.isCovered = true
        view.trace = shown
        return view
    }

    /// One plain sentence that tells what is shown.
    package func statusLine(_ glyphs: Glyphs) -> String {
        let ink = Ink(glyphs: glyphs)
        if let entry { return Phrases.editing(entry, ink) }
        if isCovered || isHiding, let guessing {
            let symbol =
                depth == .cell ? layer?.equations[safe: cursor.equation]?.symbol : layer?.equations.last?.symbol
            return guessing.kind == .symbol
                ? Phrases.askSymbol(cursor.step + 1, guessing.typed)
                : Phrases.askNumber("\(ink.symbols(symbol ?? "y")) \(Phrases.unitAt(cursor))", guessing.typed)
        }
        switch depth {
        case .network, .circuit: return Phrases.sayUnrolled(trace, cursor, ink)
        case .cell: return CellView(trace, at: cursor, convention).statusLine(ink)
        case .heat: return (HeatMapView(trace, cursor, heat)?.readOut(ink) ?? "") + "."
        case .backward: return BackwardView(self).map { Phrases.sayBackward($0, ink) } ?? ""
        case .twin: return Phrases.life(twin.life, layer: twin.before.layers[cursor.layer], ink) + "."
        }
    }

    var twin: TwinView { TwinView(before: unchanged, after: trace, cursor: cursor, changes: changes) }

    func lines(width: Int, height: Int?, isFull: Bool, glyphs: Glyphs) -> [StyledLine] {
        switch depth {
        case .network:
            return UnrolledView(trace, at: cursor, notes: networkNotes(glyphs)).lines(
                width: width, height: height, glyphs: glyphs)
        case .circuit:
            return CircuitView(trace: trace, cursor: cursor).lines(width: width, height: height, glyphs: glyphs)
        case .cell: return CellView(trace, at: cursor, convention).lines(width: width, height: height, glyphs: glyphs)
        case .heat: return HeatMapView(trace, cursor, heat)?.lines(width: width, height: height, glyphs: glyphs) ?? []
        case .backward:
            return BackwardView(self)?.lines(width: width, height: height, isFull: isFull, glyphs: glyphs) ?? []
        case .twin: return twin.lines(width: width, height: height, glyphs: glyphs)
        }
    }

    /// What was set by hand, how the difference lives, and where numbers stop being any.
    func networkNotes(_ glyphs: Glyphs) -> [String] {
        let ink = Ink(glyphs: glyphs)
        var notes: [String] = []
        if !changes.isEmpty {
            let distance = Numbers.significant(twin.distances[safe: cursor.step] ?? 0, 3)
            notes.append(
                "set by hand: \(Phrases.changed(changes, trace, ink)); "
                    + ink.symbols("‖h−h′‖ ") + "at t=\(cursor.step + 1) \(distance); d shows both runs")
        }
        if let place = notFinite { notes.append(Phrases.notFinite(place, ink)) }
        return notes
    }

    func frame(_ glyphs: Glyphs) -> ViewFrame {
        let view =
            switch depth {
            case .network: "unrolled"
            case .circuit: "circuit"
            case .cell: "cell opened"
            case .heat: "heat map"
            case .backward: "backward"
            case .twin: "both runs"
            }
        let title = (layer?.title ?? "") + (swapped == nil ? "" : " (twin)")
        return ViewFrame(
            crumbs: [place, title, view], right: right, statusLine: statusLine(glyphs), keys: keys(glyphs))
    }

    private var right: String {
        let mark =
            (changes.isEmpty ? "" : "EDITED  ")
            + (tally.asked > 0 && guessing != nil ? "\(tally.right)/\(tally.asked)  " : "")
        return mark + "t = \(cursor.step + 1) / \(trace.steps)   \(depth == .backward ? "BACKWARD" : "FORWARD")"
    }

    private func keys(_ glyphs: Glyphs) -> [String] {
        if entry != nil { return ["Enter set it", "up/dn another value", "Tab kind", "Esc leave", "F1 keys"] }
        if guessing?.typed != nil { return ["Enter grade", "Esc leave"] }
        return footer(glyphs)
    }
}

/// Where numbers stop being any.
struct NotFinitePlace: Hashable, Sendable {
    var layer: String
    /// A kept value, or a weight where there is no step.
    var field: String
    var step: Int?
}

extension Trace {
    /// The first number that is none, in order of computation: which layer, field and step.
    var firstNotFinite: NotFinitePlace? {
        for layer in layers {
            for (name, tensor) in layer.weights where !tensor.values.allSatisfy(\.isFinite) {
                return NotFinitePlace(layer: layer.title, field: name)
            }
            let steps = layer.fields.values.map(\.count).max() ?? 0
            let order = layer.isBackwards ? Array((0..<steps).reversed()) : Array(0..<steps)
            for step in order {
                for field in layer.equations.map(\.field) {
                    guard let row = layer.fields[field]?[safe: step] else { continue }
                    if row.contains(where: { !$0.isFinite && !Numbers.isHidden($0) }) {
                        return NotFinitePlace(layer: layer.title, field: field, step: step)
                    }
                }
            }
        }
        return nil
    }
}

extension Phrases {
    static func notFinite(_ place: NotFinitePlace, _ ink: Ink) -> String {
        "not a number: it begins in \(place.layer), \(ink.symbols(place.field))"
            + (place.step.map { " at t=\($0 + 1)" } ?? ", a weight")
    }
}
