import Datasets
import Engine
import Language
import Views

/// From the arguments of a call to an example held open, and the view of it.
enum Tracing {
    static func trace(_ call: Call, depth: StepView.Depth = .network) throws -> TraceObject {
        let subject: Subject
        var before: StepView?
        if let object = call.object(ifGiven: "run", as: TraceObject.self) {
            subject = try withTwin(object.subject, call)
            before = object.view
        } else {
            subject = try Self.subject(call)
        }
        let cursor = try cursor(call, subject, before)
        let view = try explained(call) { () throws(EngineError) in
            try StepView(
                subject, cursor: cursor, depth: depth, changes: before?.changes ?? [],
                convention: convention(call) ?? before?.convention ?? .unroll,
                predicts: call.isGiven("predict") && call.flag("predict"),
                field: depth == .backward ? call.text(ifGiven: "state") : nil,
                position: call.whole(ifGiven: "loss").map { $0 - 1 }, table: call.flag("table"))
        }
        if depth == .backward, let field = call.text(ifGiven: "state"),
            subject.trace.layers[view.cursor.layer].initial[field] == nil
        {
            let names = subject.trace.layers[view.cursor.layer].initial.keys.sorted()
            throw Messages.noSuchState(field, names, call)
        }
        return TraceObject(subject, view: view, showsAll: call.flag("all"))
    }

    /// An example in a trained network, with all that is known of it.
    static func subject(_ call: Call) throws -> Subject {
        let run = try call.object("run", as: RunObject.self)
        guard call.isGiven("data") else { throw Messages.noExample(call) }
        let windows = try ExampleInputs(call, "data", for: run.model.input, targets: "target").windows
        guard windows.count == 1 else { throw Messages.manyExamples(windows.count, call) }
        let seed = call.isGiven("training") && call.flag("training") ? call.host.seed : nil
        let inspector = try Messages.explained(run.description, windows.examples.shapes, call) {
            () throws(EngineError) in
            try Inspector(run.model, windows.examples, losses: run.losses, dropoutSeed: seed)
        }
        return try withTwin(Self.subject(inspector, run, windows), call)
    }

    static func subject(_ inspector: Inspector, _ run: RunObject, _ windows: Windows) -> Subject {
        subject(inspector, windows, targets: run.targets, clipping: run.recipe?.settings.clipping ?? Clipping())
    }

    /// `targets`: the columns that the network was trained on.
    static func subject(
        _ inspector: Inspector, _ windows: Windows, targets: [Column], clipping: Clipping = Clipping()
    ) -> Subject {
        var trace = inspector.trace
        trace.featureNames = windows.inputs.map(\.name)
        let names = windows.inputs.first?.vocabulary?.visibleTokens ?? (trace.isOneHot ? windows.givenNames : [])
        trace.inputLabels = trace.labels(names)
        trace.outputNames = (windows.targets.first ?? targets.first)?.vocabulary?.visibleTokens
        if let names = trace.outputNames, names.count != trace.output.first?.count { trace.outputNames = nil }
        return Subject(trace, inspector: inspector, inputNames: names, clipping: clipping)
    }

    /// With another network to swap in, if one is given.
    private static func withTwin(_ subject: Subject, _ call: Call) throws -> Subject {
        guard let twin = call.object(ifGiven: "twin", as: RunObject.self), let own = subject.inspector else {
            return subject
        }
        let other = try Messages.explained(twin.description, own.example.shapes, call) { () throws(EngineError) in
            try Inspector(twin.model, own.example, losses: twin.losses, dropoutSeed: own.dropoutSeed)
        }
        var result = subject
        result.twins = [.init(trace: other.trace, inspector: other)]
        return result
    }

    static func heatmap(_ object: TraceObject, _ call: Call) throws -> TraceObject {
        let layers = object.trace.layers
        let layer = try layerIndex(call, layers) ?? layers.firstIndex(where: \.isRecurrent) ?? 0
        let field = call.text("field")
        guard layers[layer].fields[field] != nil else {
            throw Messages.noSuchField(field, layers[layer].fields.keys.sorted(), call)
        }
        var cursor = object.cursor
        cursor.layer = layer
        let view = try explained(call) { () throws(EngineError) in
            try StepView(
                object.subject, cursor: cursor, depth: .heat, changes: object.view.changes,
                convention: object.view.convention, field: field)
        }
        return TraceObject(object.subject, view: view)
    }

    // MARK: - Arguments

    /// nil where nothing was said of a place and the view may choose.
    private static func cursor(_ call: Call, _ subject: Subject, _ before: StepView?) throws -> StepCursor? {
        let isGiven = ["t", "unit", "layer"].contains { call.isGiven($0) }
        guard isGiven || before != nil && !call.builtin.name.hasPrefix("grad") else { return nil }
        var cursor = before?.cursor ?? StepCursor(in: subject.trace)
        if let layer = try layerIndex(call, subject.trace.layers) {
            cursor.layer = layer
            cursor.equation = max(0, subject.trace.layers[layer].equations.count - 1)
        }
        if let t = call.whole(ifGiven: "t") {
            guard t <= subject.trace.steps else { throw Messages.noSuchStep(t, subject.trace.steps, call) }
            cursor.step = t - 1
        } else if call.builtin.name.hasPrefix("grad") {
            cursor.step = subject.trace.steps - 1
        }
        if let unit = call.whole(ifGiven: "unit") {
            let units = subject.trace.layers[cursor.layer].units
            guard unit <= units else { throw Messages.noSuchUnit(unit, units, call) }
            cursor.unit = unit - 1
        }
        return cursor
    }

    static func layerIndex(_ call: Call, _ layers: [LayerTrace]) throws -> Int? {
        guard let layer = call.whole(ifGiven: "layer") else { return nil }
        guard layers.indices.contains(layer - 1) else { throw Messages.noSuchLayer(layer, layers.count, call) }
        return layer - 1
    }

    private static func convention(_ call: Call) -> Convention? {
        switch call.text(ifGiven: "notation") {
        case "unroll" where call.isGiven("notation"): .unroll
        case "lecture": .lecture
        case "keras": .keras
        case "pytorch": .torch
        default: nil
        }
    }

    /// What cannot be set by hand, at the argument that asks for it.
    static func explained<Result>(_ call: Call, _ work: () throws(EngineError) -> Result) throws -> Result {
        do throws(EngineError) { return try work() } catch {
            if case .tooMuchMemory(let needed, let free) = error {
                throw Messages.tooMuchMemory(needed, free, call, at: nil)
            }
            throw Messages.unsettable(call)
        }
    }
}

extension Windows {
    /// Of the columns; none where they have no names but their numbers.
    fileprivate var givenNames: [String] {
        let names = inputs.map(\.name)
        return names == names.indices.map { "x\($0 + 1)" } ? [] : names
    }
}

extension Vocabulary {
    /// As they can be seen: a blank and a line's end have signs of their own.
    var visibleTokens: [String] {
        tokens.enumerated().map { number, token in
            if number == Vocabulary.padding, token.isEmpty { return "<pad>" }
            return token == " " ? "␣" : token == "\n" ? "↵" : token == "\t" ? "⇥" : token
        }
    }
}

extension Messages {
    static func noExample(_ call: Call) -> Diagnostic {
        call.fail("`\(call.builtin.name)` needs an example to look at", "write: \(call.builtin.name)(run, test[1])")
    }

    static func noSuchLayer(_ layer: Int, _ count: Int, _ call: Call) -> Diagnostic {
        call.fail("there is no layer \(layer)", at: "layer", "the network has \(counted(count, "layer"))")
    }

    static func noSuchStep(_ step: Int, _ count: Int, _ call: Call) -> Diagnostic {
        call.fail("there is no step \(step)", at: "t", "the example has \(counted(count, "step"))")
    }

    static func noSuchUnit(_ unit: Int, _ count: Int, _ call: Call) -> Diagnostic {
        call.fail("there is no unit \(unit)", at: "unit", "the layer has \(counted(count, "unit"))")
    }

    static func noSuchState(_ field: String, _ names: [String], _ call: Call) -> Diagnostic {
        call.fail("this layer has no state \(field)", at: "state", "it has: \(names.joined(separator: ", "))")
    }

    static func noSuchField(_ field: String, _ names: [String], _ call: Call) -> Diagnostic {
        call.fail(
            "this layer keeps no \"\(field)\"", at: "field",
            Suggestion(for: field, among: names).best.map { "did you mean \"\($0)\"?" }
                ?? "it keeps: \(names.joined(separator: ", "))")
    }

    static func notAMatrix(_ tensor: Tensor, _ call: Call) -> Diagnostic {
        call.fail(
            "a heat map needs rows and columns, but this is \(tensor.shapeDescription)", at: "data", "choose one: x[1]")
    }
}
