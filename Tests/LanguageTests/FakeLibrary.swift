import Language

/// A handful of built-ins with the shape of the real ones: enough for every rule of the language, without any numbers.
extension Builtins {
    static let fake = Builtins(
        [
            load, scale, window, split, gru, lstm, dense, sequential, shape, plot, seed, fit, fails, stops, nothing,
            help,
        ],
        operators: Operators(
            binary: { sign, left, right in
                guard case .list(let a) = left, case .list(let b) = right, sign == "+" else { return nil }
                return .list(a + b)
            },
            negate: { if case .list(let list) = $0 { .list(list.reversed()) } else { nil } }),
        habits: ["c": "write a list: [1, 2, 3]", "print": "write the value alone on a line", ".add": "write: net |> …"])

    private static let layerOrNone: ParameterType = .either([.object("layer"), .object("network")])
    private static let before = Parameter(
        "before", layerOrNone, "the layers before it", default: Value.none, isSubject: true)

    static let load = Builtin(
        "load", "Read a table or a data set.", family: .data,
        [Parameter("name", .text, "a data set or a file", namesFile: true)],
        examples: [.init("load(\"temps.csv\")")], aliases: ["read_csv", "read.csv"]
    ) { call in
        guard call.text("name") == "temps.csv" else {
            throw call.fail(
                "cannot find the data \"\(call.text("name"))\"", at: "name", "did you mean \"temps.csv\"?",
                notes: ["looked in: the notebook's folder, datasets"])
        }
        return .object(FakeTable())
    }

    static let scale = Builtin(
        "scale", "Bring values to mean 0 and deviation 1.", family: .data,
        [Parameter("values", .any, "numbers or a table")], examples: [.init("scale([1, 2])")]
    ) { $0.value("values") }

    static let window = Builtin(
        "window", "Cut a series into windows.", family: .data,
        [
            Parameter("series", .any, "the values in time order"),
            Parameter("length", .whole(from: 1), "steps per window"),
            Parameter("shift", .whole(from: 1), "steps from one window to the next", default: .number(1)),
            Parameter("target", .text, "the column to foretell", default: Value.none, namesColumn: true),
            Parameter("targets", .choice(["last", "all"]), "one target or one at each step", default: .text("last")),
        ], examples: [.init("window([1, 2, 3], 2)")]
    ) { .list([$0.value("series"), .number($0.number("length")), .number($0.number("shift"))]) }

    static let split = Builtin(
        "split", "Cut in two.", family: .data,
        [
            Parameter("values", .list, "what to cut"),
            Parameter("fraction", .numberIn(0...1), "the share of the first part", default: .number(0.5)),
        ], examples: [.init("split([1, 2])")]
    ) { call in
        let values = call.list("values")
        let count = Int(Double(values.count) * call.number("fraction"))
        return .list([.list(Array(values.prefix(count))), .list(Array(values.dropFirst(count)))])
    }

    static func layer(_ name: String, passesVector: Bool, aliases: [String]) -> Builtin {
        Builtin(
            name, "A layer.", family: .layers,
            [
                before, Parameter("units", .whole(from: 1), "how many outputs"),
                Parameter(
                    "activation", .choice(["tanh", "relu", "sigmoid"]), "what bends the sum", default: .text("tanh")),
                Parameter("dropout", .numberIn(0...1), "the share that is left out", default: .number(0)),
                Parameter("return_sequences", .bool, "pass on every step", default: .bool(false)),
            ],
            examples: [.init("\(name)(units = 4)", gives: "layer: \(name) 4")], aliases: aliases
        ) { call in
            let before = call.object(ifGiven: "before", as: FakeLayer.self)?.layers ?? []
            let own = FakeLayer.Layer(
                name: name, units: call.whole("units"), span: call.span, nameSpan: call.nameSpan,
                passesVector: !call.flag("return_sequences"))
            return .object(FakeLayer(layers: before + [own]))
        }
    }

    static let gru = layer("gru", passesVector: true, aliases: ["layer_gru", "GRU"])
    static let lstm = layer("lstm", passesVector: true, aliases: ["layer_lstm", "LSTM"])
    static let dense = layer("dense", passesVector: true, aliases: ["layer_dense", "Dense"])

    static let sequential = Builtin(
        "sequential", "Layers one after the other.", family: .layers,
        [Parameter("layers", layerOrNone, "the layers in order", isVariadic: true)],
        examples: [.init("sequential(gru(2), dense(1))")]
    ) { call in
        let layers = call.list("layers").flatMap { value -> [FakeLayer.Layer] in
            if case .object(let object) = value, let layer = object as? FakeLayer { layer.layers } else { [] }
        }
        if layers.count > 1, layers[0].passesVector, layers[1].name == "lstm" {
            throw Diagnostic(
                "`lstm` needs a sequence, but layer 1 passes on a single vector",
                labels: [
                    .init(layers[0].span, "layer 1 gives [10]: only its last step", isFault: false),
                    .init(layers[1].nameSpan, "layer 2 needs [steps × features], for example [30 × 10]"),
                ],
                notes: [
                    "shapes: input [30 × 1] → gru [10] → lstm (stopped here)",
                    "to pass on every step:  gru(units = 10, return_sequences = true)",
                ])
        }
        return .object(FakeLayer(layers: layers))
    }

    static let shape = Builtin(
        "shape", "The shape of a network.", family: .layers, [Parameter("network", layerOrNone, "what to look at")],
        examples: [.init("shape(gru(2))")]
    ) { .text(try $0.object("network", as: FakeLayer.self).summary) }

    static let plot = Builtin(
        "plot", "Draw values.", family: .looking,
        [
            Parameter("values", .any, "what to draw"), Parameter("title", .text, "a line above", default: .text("")),
            Parameter("log", .bool, "a logarithmic axis", default: .bool(false), aliases: ["logarithmic"]),
        ], examples: [.init("plot([1, 2])")]
    ) { call in
        call.host.show(call.value("values"))
        return .none
    }

    static let seed = Builtin(
        "seed", "Set the seed.", family: .notebook, [Parameter("number", .whole(from: 0), "any whole number")],
        examples: [.init("seed(7)")], changes: ["seed"]
    ) { call in
        call.host.seed = UInt64(call.whole("number"))
        return .none
    }

    static let fit = Builtin(
        "fit", "Train.", family: .training,
        [
            Parameter("network", layerOrNone, "what to train"),
            Parameter("epochs", .whole(from: 1), "rounds", default: .number(1)),
        ],
        examples: [.init("fit(gru(2))")], reads: ["seed"]
    ) { .text("trained \($0.whole("epochs"))") }

    static let fails = Builtin("fails", "Always fails.", family: .notebook, [], examples: [.init("1")]) { _ in
        throw Diagnostic("this always fails")
    }

    static let stops = Builtin("stops", "Asks to stop.", family: .notebook, [], examples: [.init("1")]) { call in
        (call.host as? TestHost)?.isStopped = true
        return .none
    }

    static let help = Builtin(
        "help", "Explain a function.", family: .notebook,
        [Parameter("name", .text, "the function", default: .text(""), namesFunction: true)],
        examples: [.init("help(gru)", gives: "about gru")]
    ) { .text("about " + $0.text("name")) }

    static let nothing = Builtin("nothing", "Gives nothing.", family: .notebook, [], examples: [.init("nothing()")]) {
        _ in
        .none
    }
}

/// Layers in order, each with the place of the call that made it.
struct FakeLayer: Object {
    struct Layer: Sendable {
        let name: String
        let units: Int
        let span: Span
        let nameSpan: Span
        let passesVector: Bool
    }

    static let kind: Kind = "layer"
    let layers: [Layer]
    var summary: String { "layer: " + layers.map { "\($0.name) \($0.units)" }.joined(separator: " → ") }
}

struct FakeTable: Object {
    static let kind: Kind = "table"
    var summary: String { "table: 3 rows, date, temp" }
    var members: [(name: String, kind: Kind)] { [("date", "date"), ("temp", "number")] }
    func member(_ name: String) -> Value? {
        switch name {
        case "temp": .list([.number(1.5), .number(2), .number(-3)])
        case "date": .list([.text("mon"), .text("tue"), .text("wed")])
        default: nil
        }
    }
    var count: Int? { 3 }
    func element(_ index: Int) -> Value { .number(Double(index)) }
}
