import Engine
import Language

/// The same network with another kind of cell, trained as it was.
let twinRecords: [Builtin] = [twin]

private let twin = Builtin(
    "twin", "The same network with another kind of cell, trained alike: same units, data, seed and settings.",
    family: .training,
    [
        Parameter("run", .object(RunObject.kind), "a run that was fitted"),
        Parameter("cell", .choice(["simple_rnn", "gru", "lstm"]), "the cell of its recurrent layers instead"),
        Parameter("verbose", .bool, "show the plot of the loss", default: .bool(false)),
    ],
    examples: [
        .init(
            "run = fit(lstm(3) |> dense(1), window([1, 2, 3, 4, 5, 6], length = 2), epochs = 2, verbose = 0)\n"
                + "twin(run, \"gru\").epochs", gives: "2")
    ]
) { call in
    let run = try call.object("run", as: RunObject.self)
    guard let recipe = run.recipe else { throw Messages.notFitted(call) }
    let network = NetworkObject(run.description.network.with(cell: call.text("cell")))
    guard network.network.layers.contains(where: { $0 is any RecurrentLayer || $0 is Bidirectional }) else {
        throw Messages.noCells(call)
    }
    return .object(try Fitting(twinOf: run, recipe, network, call).run())
}

extension Network {
    /// With recurrent layers of this kind, of as many units each and walking through time in the same way.
    fileprivate func with(cell kind: String) -> Network {
        var result = self
        result.replaceLayers { (layer: any Layer) -> any Layer in
            if let both = layer as? Bidirectional {
                return Bidirectional(both.layer.with(cell: kind), merge: both.merge)
            }
            return (layer as? any RecurrentLayer)?.with(cell: kind) ?? layer
        }
        return result
    }
}

extension RecurrentLayer {
    fileprivate func with(cell kind: String) -> any RecurrentLayer {
        switch kind {
        case self.kind: self
        case "gru": GRU(units: units, returnSequences: returnSequences, useBias: useBias, options: options)
        case "lstm": LSTM(units: units, returnSequences: returnSequences, useBias: useBias, options: options)
        default: SimpleRNN(units: units, returnSequences: returnSequences, useBias: useBias, options: options)
        }
    }
}

extension Messages {
    static func notFitted(_ call: Call) -> Diagnostic {
        call.fail(
            "a twin is trained as the run was, but these weights were set", at: "run", "needs a run that fit gave")
    }

    static func noCells(_ call: Call) -> Diagnostic {
        call.fail(
            "the network has no recurrent layer whose cell could be another", at: "run", "needs one, such as lstm(8)")
    }
}
