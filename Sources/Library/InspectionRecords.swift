import Datasets
import Display
import Engine
import Language
import Views

/// Looking inside: one example, one time step at a time.
let inspectionRecords: [Builtin] = [step, trace, heatmap]

private let inside = [
    Parameter("run", .object(RunObject.kind), "the trained network", aliases: ["net", "model"]),
    Parameter("data", .any, "one example: test[1], or its numbers"),
    Parameter("target", .any, "the answer, where bare numbers are given", default: Value.none, aliases: ["y"]),
    Parameter("t", .whole(from: 1), "the time step to look at", default: .number(1)),
    Parameter("unit", .whole(from: 1), "the unit to look at", default: .number(1)),
    Parameter(
        "layer", .whole(from: 1), "the layer to look at; the first recurrent one if left out", default: Value.none),
    Parameter("training", .bool, "as in training: dropout drops what the seed says", default: .bool(false)),
]
private let made = "run = set_weights(simple_rnn(2), [[[1, 0]], [[0, 0], [0, 0]], [0, 0]], input = [3, 1])\n"

private let step = Builtin(
    "step", "Step through a trained network with one example: every state, gate and sum of every time step.",
    family: .looking, inside, examples: [.init(made + "step(run, [0, 0, 1])")],
    reads: ["$seed"]
) { call in
    call.host.present(.object(try Tracing.trace(call)))
    return .none
}

private let trace = Builtin(
    "trace", "What a network computes for one example, as a value: its members are the kept states and gates.",
    family: .looking, inside,
    examples: [.init(made + "trace(run, [0, 0, 1]).h[3]", gives: "[0.7616, 0]")],
    reads: ["$seed"]
) { call in .object(try Tracing.trace(call)) }

enum Tracing {
    static func trace(_ call: Call) throws -> TraceObject {
        let run = try call.object("run", as: RunObject.self)
        let windows = try ExampleInputs(call, "data", for: run.model.input, targets: "target").windows
        guard windows.count == 1 else { throw Messages.manyExamples(windows.count, call) }
        var trace = try Messages.explained(run.description, windows.examples.shapes, call) {
            () throws(EngineError) in
            try run.model.trace(
                windows.examples, losses: run.losses, dropoutSeed: call.flag("training") ? call.host.seed : nil)
        }
        trace.featureNames = windows.inputs.map(\.name)
        var cursor = StepCursor(in: trace)
        cursor.step = call.whole("t") - 1
        cursor.unit = call.whole("unit") - 1
        if let layer = call.whole(ifGiven: "layer") {
            cursor.layer = layer - 1
            cursor.equation =
                trace.layers.indices.contains(layer - 1) ? max(0, trace.layers[layer - 1].equations.count - 1) : 0
        }
        return TraceObject(trace, cursor: cursor)
    }
}

private let heatmap = Builtin(
    "heatmap", "Numbers as shades: a matrix, or the states of a trace, units by time.", family: .looking,
    [
        Parameter("data", .any, "a matrix, a table, or a trace"),
        Parameter("field", .text, "of a trace: h, or a gate such as z", default: .text("h")),
        Parameter("layer", .whole(from: 1), "of a trace: which layer", default: Value.none),
        Parameter("title", .text, "a line above", default: .text("")),
    ],
    examples: [.init("heatmap([[1, -1], [0, 0.5]])"), .init(made + "heatmap(trace(run, [0, 0, 1]))")]
) { call in
    let title = call.text("title")
    if let object = call.object(ifGiven: "data", as: TraceObject.self) {
        let layers = object.trace.layers
        let layer = call.whole(ifGiven: "layer").map { $0 - 1 } ?? layers.firstIndex(where: \.isRecurrent) ?? 0
        guard layers.indices.contains(layer) else { throw Messages.noSuchLayer(layer + 1, layers.count, call) }
        let field = call.text("field")
        guard let steps = layers[layer].fields[field] else {
            throw Messages.noSuchField(field, layers[layer].fields.keys.sorted(), call)
        }
        let units = (0..<(steps.first?.count ?? 0)).map { unit in steps.map { Double($0[unit]) } }
        let name = title.isEmpty ? "\(field) of \(layers[layer].title): units by time" : title
        return .object(PlotObject(name, Heatmap(name, units, rowNames: units.indices.map { "u\($0 + 1)" })))
    }
    var tensor: Tensor
    var columns: [String] = []
    if let table = call.object(ifGiven: "data", as: TableObject.self)?.table {
        columns = table.numberColumns.map(\.name)
        let numbers = table.numberColumns.compactMap(\.numbers)
        tensor = Tensor(
            (0..<table.rowCount).flatMap { row in numbers.map { Real($0[row]) } },
            shape: [table.rowCount, numbers.count])
    } else {
        tensor = try call.operand("data").tensor
    }
    if tensor.rank == 1 { tensor = Tensor(tensor.values, shape: [1, tensor.count]) }
    guard tensor.rank == 2 else { throw Messages.notAMatrix(tensor, call) }
    let rows = tensor.lists.map { $0.map(Double.init) }
    return .object(
        PlotObject(
            title.isEmpty ? "heat map of \(tensor.shapeDescription)" : title,
            Heatmap(title, rows, rowNames: rows.indices.map { "\($0 + 1)" }, columnNames: columns)
        ))
}

extension Messages {
    static func noSuchLayer(_ layer: Int, _ count: Int, _ call: Call) -> Diagnostic {
        call.fail("there is no layer \(layer)", at: "layer", "the network has \(counted(count, "layer"))")
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
