import Base
import Display
import Engine

/// A trace can be held by many objects of the language; whoever opens a view asks for it through this.
package protocol HasTrace: HasViewer {
    var trace: Trace { get }
    /// The trace with all that is known of it.
    var subject: Subject { get }
    /// Where to look first.
    var cursor: StepCursor { get }
}

extension HasTrace {
    package var cursor: StepCursor { StepCursor(in: trace) }

    package var subject: Subject { Subject(trace) }

    package func viewer(place: String) -> any Viewer { StepView(subject, place: place, cursor: cursor) }
}

/// Where one looks in a trace: which layer, time step, unit and equation, all from 0.
package struct StepCursor: Hashable, Sendable {
    package var step = 0
    package var unit = 0
    /// Index into `Trace.layers`.
    package var layer = 0
    /// Index into the layer's equation table.
    package var equation = 0

    package init(step: Int = 0, unit: Int = 0, layer: Int = 0, equation: Int = 0) {
        self.step = step
        self.unit = unit
        self.layer = layer
        self.equation = equation
    }

    /// At the first step of the first layer worth opening, at the equation that gives its output.
    package init(in trace: Trace) {
        layer = trace.openLayers.first ?? 0
        equation = max(0, trace.equationCount(of: layer) - 1)
    }

    /// The nearest position that exists in the trace.
    package func kept(in trace: Trace) -> StepCursor {
        var cursor = self
        cursor.layer = min(max(0, layer), max(0, trace.layers.count - 1))
        cursor.step = min(max(0, step), max(0, trace.steps - 1))
        guard !trace.layers.isEmpty else { return StepCursor(step: cursor.step) }
        cursor.unit = min(max(0, unit), max(0, trace.layers[cursor.layer].units - 1))
        cursor.equation = min(max(0, equation), max(0, trace.equationCount(of: cursor.layer) - 1))
        return cursor
    }
}

extension Trace {
    /// Number of time steps.
    package var steps: Int { max(1, input.count) }

    /// The layers that can be walked: the recurrent ones, or whichever compute something if there is none.
    var openLayers: [Int] {
        let recurrent = layers.indices.filter { layers[$0].isRecurrent }
        if !recurrent.isEmpty { return recurrent }
        let computing = layers.indices.filter { !layers[$0].equations.isEmpty }
        return computing.isEmpty ? Array(layers.indices) : computing
    }

    func equationCount(of layer: Int) -> Int { layers.indices.contains(layer) ? layers[layer].equations.count : 0 }

    /// True if there is one output for the whole sequence.
    var endsInOne: Bool { output.count == 1 && steps > 1 }

    /// The row of `output`, `target` and `stepLosses` that belongs to time `step`, if one does.
    func outputRow(at step: Int) -> Int? {
        if endsInOne { return step == steps - 1 ? 0 : nil }
        return output.indices.contains(step) ? step : nil
    }

    /// True if the outputs are probabilities of classes, and a target is a class's number or its one-hot row.
    var targetsAreClasses: Bool {
        guard let width = output.first?.count, let target = target?.first else { return false }
        return width > 1 && (target.count == 1 || lossName.hasPrefix("categorical"))
    }

    /// The class that is the target of output row `row`; nil if there is none (masked).
    func targetClass(_ row: Int) -> Int? {
        guard targetsAreClasses, let values = target?[safe: row], let first = values.first else { return nil }
        if values.count > 1 { return values.firstIndex(of: 1) }
        return first.isFinite && first >= 0 ? Int(clamping: first) : nil
    }

    /// The class with the largest output in row `row`.
    func bestClass(_ row: Int) -> Int? {
        guard let values = output[safe: row] else { return nil }
        return values.indices.max { values[$0] < values[$1] }
    }

    /// True if the class with the largest output is not the target.
    func isMiss(_ row: Int) -> Bool {
        guard let wanted = targetClass(row) else { return false }
        return bestClass(row) != wanted
    }

    /// True if every input vector is a one and zeros.
    package var isOneHot: Bool {
        input.allSatisfy { row in
            row.count > 1 && row.filter { $0 == 1 }.count == 1 && row.allSatisfy { $0 == 0 || $0 == 1 }
        }
    }
}

extension LayerTrace {
    /// What the layer's equation `index` gave, by time and unit; falls back to the outputs.
    func values(of index: Int) -> [[Real]] {
        guard let equation = equations[safe: index], let kept = fields[equation.field] else { return outputs }
        return kept
    }

    /// An equation with its numbers; a layer that works on one row only has the same ones at every step. A number that is
    /// to be guessed takes its sum with it.
    func numbers(_ equation: Equation, step: Int, unit: Int) -> Arithmetic {
        var arithmetic = plainNumbers(equation, step: step, unit: unit)
        if Numbers.isHidden(arithmetic.result), arithmetic.sum != nil { arithmetic.sum = Numbers.hidden }
        arithmetic.substituted = arithmetic.substituted.map { Numbers.covering($0) }
        return arithmetic
    }

    private func plainNumbers(_ equation: Equation, step: Int, unit: Int) -> Arithmetic {
        let rows = min(fields[equation.field]?.count ?? 0, masked.isEmpty ? Int.max : masked.count)
        guard rows > 0, !inputs.isEmpty, unit < units else { return Arithmetic(symbol: equation.symbol, result: .nan) }
        return arithmetic(equation, step: min(step, rows - 1), unit: unit)
    }

    /// What the layer passes on at each step: the last equation's value.
    var states: [[Real]] { values(of: equations.count - 1) }
}

extension Array {
    subscript(safe index: Int) -> Element? { indices.contains(index) ? self[index] : nil }
}
