import Engine
import Language
import Views

/// From the words of `change` to what is set by hand.
enum Changing {
    static func changed(_ call: Call) throws -> TraceObject {
        let object = try call.object("trace", as: TraceObject.self)
        let made = try changes(call, object)
        let kept = object.view.changes.filter { old in !made.contains { $0.replaces(old) } }
        var cursor = object.cursor
        if let layer = made.first?.layer { cursor.layer = layer }
        if let t = call.whole(ifGiven: "t"), t > 0 { cursor.step = t - 1 }
        let view = try Tracing.explained(call) { () throws(EngineError) in
            try StepView(
                object.subject, cursor: cursor, depth: .twin, changes: kept + made, convention: object.view.convention)
        }
        return TraceObject(object.subject, view: view)
    }

    private static func changes(_ call: Call, _ object: TraceObject) throws -> [Change] {
        let trace = object.trace
        let what = call.text("what")
        let layer = try Tracing.layerIndex(call, trace.layers) ?? object.cursor.layer
        let unit = call.whole("unit") - 1
        let t = call.whole(ifGiven: "t")
        if let t, t > trace.steps { throw Messages.noSuchStep(t, trace.steps, call) }
        if what == "x" { return try inputs(call, object, step: (t ?? 1) - 1, feature: unit) }
        guard let number = call.number(ifGiven: "value") else { throw Messages.needsNumber(what, call) }
        let shown = trace.layers[layer]
        guard unit < shown.units else { throw Messages.noSuchUnit(unit + 1, shown.units, call) }
        if shown.initial[what] != nil {
            guard let t else { throw Messages.needsStep(what, call) }
            return [.state(layer: layer, field: what, step: t == 0 ? nil : t - 1, unit: unit, Real(number))]
        }
        if let tensor = shown.weight(what) {
            let width = tensor.shape.last ?? 1
            let (row, rows) = (call.whole("row"), tensor.count / max(1, width))
            guard row <= rows else { throw Messages.noSuchRow(row, what, rows, call) }
            let place = (row - 1) * width + unit
            return [.weight(layer: layer, name: what, place: place, Real(number))]
        }
        guard shown.isRecurrent, shown.equations.contains(where: { $0.field == what }) else {
            throw Messages.nothingToChange(what, shown, call)
        }
        return [.gate(layer: layer, field: what, step: t.map { $0 - 1 }, unit: unit, Real(number))]
    }

    /// A number, the name of a token, or the place of the 1 in a one-hot vector.
    private static func inputs(_ call: Call, _ object: TraceObject, step: Int, feature: Int) throws -> [Change] {
        let trace = object.trace
        guard step >= 0 else { throw Messages.noSuchStep(0, trace.steps, call) }
        let names = object.subject.inputNames
        var number = call.number(ifGiven: "value")
        if let name = call.text(ifGiven: "value") {
            guard let index = names.firstIndex(of: name) else { throw Messages.noSuchInput(name, names, call) }
            number = trace.isOneHot ? Double(index + 1) : Double(index)
        }
        guard let number else { return [] }
        guard trace.isOneHot else { return [.input(step: step, feature: feature, Real(number))] }
        let width = trace.input[0].count
        guard let place = Int(exactly: number), (1...width).contains(place) else {
            throw Messages.noSuchPlace(number, width, call)
        }
        return (0..<width).map { .input(step: step, feature: $0, $0 == place - 1 ? 1 : 0) }
    }
}

extension Messages {
    static func unsettable(_ call: Call) -> Diagnostic {
        call.fail(
            "this cannot be set so", at: call.isGiven("value") ? "value" : nil,
            "a gate lies between 0 and 1, a candidate between -1 and 1")
    }

    static func needsNumber(_ what: String, _ call: Call) -> Diagnostic {
        call.fail("`\(what)` is set to a number", at: "value", "write it without quotes")
    }

    static func needsStep(_ what: String, _ call: Call) -> Diagnostic {
        call.fail("a state is set at a time step", "say which: t = 3, or t = 0 for \(what)_0")
    }

    static func nothingToChange(_ what: String, _ layer: LayerTrace, _ call: Call) -> Diagnostic {
        let names =
            ["x"] + layer.initial.keys.sorted() + layer.equations.map(\.field).filter { layer.initial[$0] == nil }
            + layer.weights.map(\.name)
        return call.fail(
            "there is no \"\(what)\" to change in \(layer.title)", at: "what",
            "there are: \(names.joined(separator: ", "))")
    }

    static func noSuchRow(_ row: Int, _ name: String, _ count: Int, _ call: Call) -> Diagnostic {
        call.fail("there is no row \(row) in `\(name)`", at: "row", "it has \(counted(count, "row"))")
    }

    static func noSuchInput(_ name: String, _ names: [String], _ call: Call) -> Diagnostic {
        call.fail(
            "there is no input \"\(name)\"", at: "value",
            names.isEmpty
                ? "the inputs are numbers"
                : Suggestion(for: name, among: names).best.map { "did you mean \"\($0)\"?" }
                    ?? "there are: \(names.prefix(6).joined(separator: ", "))")
    }

    static func noSuchPlace(_ number: Double, _ width: Int, _ call: Call) -> Diagnostic {
        call.fail("a one-hot input has the places 1 to \(width)", at: "value", "this is \(plain(number))")
    }
}
