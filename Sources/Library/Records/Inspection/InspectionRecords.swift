import Base
import Content
import Datasets
import Display
import Engine
import Language
import Views

/// Looking inside: one example, one time step at a time.
let inspectionRecords: [Builtin] = [step, trace, gates, gradients, circuit, change, heatmap]

private let network = Parameter(
    "run", .either([.object(RunObject.kind), .object(TraceObject.kind)]), "the trained network, or a trace of it",
    aliases: ["net", "model", "trace"])
private let example = [
    Parameter("data", .any, "one example: test[1], or its numbers", default: Value.none),
    Parameter("target", .any, "the answer, where bare numbers are given", default: Value.none, aliases: ["y"]),
]
private let place = [
    Parameter("t", .whole(from: 1), "the time step to look at", default: Value.none),
    Parameter("unit", .whole(from: 1), "the unit to look at", default: Value.none),
    Parameter(
        "layer", .whole(from: 1), "the layer to look at; the first recurrent one if left out", default: Value.none),
]
private let training = Parameter(
    "training", .bool, "as in training: dropout drops what the seed says", default: .bool(false))
private let notation = Parameter(
    "notation", .choice(["unroll", "lecture", "keras", "pytorch"]), "in whose words the equations are written",
    default: .text("unroll"))
private let predict = Parameter(
    "predict", .bool, "hide the number under the cursor until it has been guessed", default: .bool(false))
private let twin = Parameter(
    "twin", .object(RunObject.kind), "the same data in a network with another kind of cell, to swap in",
    default: Value.none)
private let inside = [network] + example + place
private let made = "run = set_weights(simple_rnn(2), [[[1, 0]], [[0, 0], [0, 0]], [0, 0]], input = [3, 1])\n"
private let remembering = "run = set_weights(simple_rnn(1), [[[1]], [[0.5]], [0]], input = [3, 1])\n"

private let step = Builtin(
    "step", "Step through a trained network with one example: every state, gate and sum of every time step.",
    family: .looking, inside + [training, notation, predict, twin], examples: [.init(made + "step(run, [0, 0, 1])")],
    reads: ["$seed"]
) { call in
    call.host.present(.object(try Tracing.trace(call)))
    return .none
}

private let trace = Builtin(
    "trace", "What a network computes for one example, as a value: its members are the kept states and gates.",
    family: .looking,
    inside + [
        training, notation, twin,
        Parameter("all", .bool, "show every step, not only those around t", default: .bool(false)),
    ],
    examples: [.init(made + "trace(run, [0, 0, 1]).h[3]", gives: "[0.7616, 0]")],
    reads: ["$seed"]
) { call in .object(try Tracing.trace(call)) }

private let gates = Builtin(
    "gates", "One unit's cell opened at one time step: its gates and states, with the numbers in the equations.",
    family: .looking, inside + [training, notation, predict],
    examples: [.init(made + "gates(trace(run, [0, 0, 1]), t = 3)")], reads: ["$seed"]
) { call in .object(try Tracing.trace(call, depth: .cell)) }

private let gradients = Builtin(
    "gradients",
    "The gradients on their way back: all losses, one loss alone, and what is left of each state at the end.",
    family: .looking,
    inside + [
        Parameter("state", .choice(["h", "c"]), "of an lstm: h, or its memory c", default: .text("h")),
        Parameter(
            "loss", .whole(from: 1), "the step whose loss is followed alone; the largest if left out",
            default: Value.none),
        Parameter("table", .bool, "every loss by every step too", default: .bool(false)), training, twin,
    ],
    examples: [
        .init(
            remembering + "round(gradients(run, [1, 0, 0], target = 0).lengths, 4)", gives: "[0.0755, 0.1739, 0.3595]"),
        .init(remembering + "round(gradients(run, [1, 0, 0], target = 0).left, 4)", gives: "[0.21, 0.4838, 1]"),
    ],
    reads: ["$seed"]
) { call in .object(try Tracing.trace(call, depth: .backward)) }

private let circuit = Builtin(
    "circuit", "The network as a circuit: each layer once, with the loop that brings its state back.",
    family: .looking, inside + [training], examples: [.init(made + "circuit(run, [0, 0, 1])")], reads: ["$seed"]
) { call in .object(try Tracing.trace(call, depth: .circuit)) }

private let change = Builtin(
    "change", "The same example with something set by hand: what follows from it, and how long the difference lives.",
    family: .looking,
    [
        Parameter("trace", .object(TraceObject.kind), "the trace to change"),
        Parameter(
            "what", .text, "x for an input, h or c for a state, a gate such as f, or kernel, recurrent_kernel, bias"),
        Parameter("value", .either([.number, .text]), "the number, or the name of an input"),
        Parameter(
            "t", .whole(from: 0), "the time step; 0 for the state before the first; a gate without one is held at all",
            default: Value.none),
        Parameter("unit", .whole(from: 1), "of which unit; for an input, which feature", default: .number(1)),
        Parameter("row", .whole(from: 1), "of a weight: the input or state that it leads from", default: .number(1)),
        Parameter("layer", .whole(from: 1), "in which layer; the one looked at if left out", default: Value.none),
    ],
    examples: [
        .init(
            remembering + "round(change(trace(run, [1, 0, 0]), \"x\", 0, t = 1).distances, 4)",
            gives: "[0.7616, 0.3634, 0.1797]")
    ]
) { call in .object(try Changing.changed(call)) }

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
        return .object(try Tracing.heatmap(object, call))
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
            .heatmap(Heatmap(title, rows, rowNames: rows.indices.map { "\($0 + 1)" }, columnNames: columns))
        ))
}
