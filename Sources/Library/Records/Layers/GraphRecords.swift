import Datasets
import Engine
import Language

/// Networks with several inputs or answers, and the examples for them.
let graphRecords: [Builtin] = [model, join]

private let networks = ParameterType.either([.object(NetworkObject.kind), .list])

private let model = Builtin(
    "model", "A network with several answers, or with its inputs in an order of your own.", family: .layers,
    [
        Parameter("inputs", networks, "what input(…) gave, in the order of the examples"),
        Parameter("outputs", networks, "what comes out at the end, one network or a list"),
    ],
    examples: [
        .init(
            """
            x = input(7, 1)
            h = x |> gru(4)
            model(x, [h |> dense(1), h |> dense(2, activation = "softmax")])
            """),
        .init(
            """
            a = input(7, 2)
            b = input(features = 3)
            model([a, b], [a |> gru(4) |> dense(1), b |> dense(1)])
            """),
    ],
    aliases: ["Model", "keras_model"]
) { call in
    let inputs = try call.networks("inputs")
    let outputs = try call.networks("outputs")
    for place in inputs.indices where !inputs[place].network.nodes.isEmpty {
        throw Messages.notAnInput(place + 1, call)
    }
    let joined = Network.joining(outputs.map(\.network))
    guard let ordered = joined.ordering(inputs: inputs.map(\.network)) else {
        throw Messages.otherInputs(inputs.count, joined.inputs.count, call)
    }
    return .object(NetworkObject(ordered))
}

private let join = Builtin(
    "join", "Examples with several inputs or answers: each is made of one example of all, in order.", family: .data,
    [
        Parameter(
            "windows", .object(WindowsObject.kind), "the parts, with as many examples each", isVariadic: true)
    ],
    examples: [
        .init(
            "join(examples([[1, 2], [3, 4]], vectors = true), examples([[7, 8, 9], [5, 6, 7]], [0, 1], tokens = true))",
            gives: "windows: 2 examples, x [2], x [3 × 1] → y [1]")
    ]
) { call in
    let parts = call.list("windows").compactMap { value -> Windows? in
        if case .object(let object as WindowsObject) = value { object.windows } else { nil }
    }
    guard let first = parts.first else { throw Messages.noExamples(call, at: "windows") }
    if let place = parts.firstIndex(where: { $0.count != first.count }) {
        throw Messages.partCount(place + 1, parts[place].count, first.count, call)
    }
    return .object(WindowsObject(first.joined(with: Array(parts.dropFirst()))))
}

extension Call {
    /// One network or a list of them.
    func networks(_ name: String) throws -> [NetworkObject] {
        let values = list(ifGiven: name) ?? [value(name)]
        return try values.map { value in
            guard case .object(let network as NetworkObject) = value else { throw Messages.notNetworks(name, self) }
            return network
        }
    }
}

extension Messages {
    static func notNetworks(_ name: String, _ call: Call) -> Diagnostic {
        call.fail("`\(name)` must be a network or a list of networks", at: name, "such as [a |> gru(4), b |> dense(2)]")
    }

    static func notAnInput(_ place: Int, _ call: Call) -> Diagnostic {
        call.fail(
            "`inputs` must be what input(…) gave", at: "inputs", "number \(place) has layers already",
            notes: ["write: x = input(7, 1), then model(x, x |> gru(4))"])
    }

    static func otherInputs(_ given: Int, _ read: Int, _ call: Call) -> Diagnostic {
        call.fail(
            "the outputs read \(counted(read, "input")), and \(given == read ? "not all of these" : "\(given) \(given == 1 ? "is" : "are") given")",
            at: "inputs", "each input that the outputs read, once",
            notes: ["an input that nothing reads is left out"])
    }

    static func partCount(_ place: Int, _ found: Int, _ needs: Int, _ call: Call) -> Diagnostic {
        Diagnostic(
            "part \(place) has \(counted(found, "example")), but the first has \(needs)",
            labels: [.init(call.span(of: "windows", at: place), "each example needs its part of every input")])
    }
}
