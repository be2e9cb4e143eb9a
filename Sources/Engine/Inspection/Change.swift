/// Something set by hand in one example's way through a network. Layers are those of the trace, steps and units count
/// from 0.
package enum Change: Hashable, Sendable {
    /// A feature of the input at a step; for tokens the number of the token.
    case input(step: Int, feature: Int, Real)
    /// Number `place`, row by row, of a parameter: "kernel", "recurrent_kernel", "bias".
    case weight(layer: Int, name: String, place: Int, Real)
    /// A state after a step: "h", or a memory such as "c", from which h then follows. nil: before the first step to be
    /// computed.
    case state(layer: Int, field: String, step: Int?, unit: Int, Real)
    /// A gate, or a candidate, at a step or (nil) at every one.
    case gate(layer: Int, field: String, step: Int?, unit: Int, Real)

    /// The layer that it is in; nil for the input.
    package var layer: Int? {
        switch self {
        case .input: nil
        case .weight(let layer, _, _, _), .state(let layer, _, _, _, _), .gate(let layer, _, _, _, _): layer
        }
    }

    /// True if it sets this value of its layer.
    package func sets(_ name: String, step: Int, unit: Int) -> Bool {
        switch self {
        case .input, .weight: false
        case .state(_, let field, let at, let of, _): field == name && at == step && of == unit
        case .gate(_, let field, let at, let of, _): field == name && of == unit && (at == nil || at == step)
        }
    }

    /// True if both set the same number: the later one counts.
    package func replaces(_ other: Change) -> Bool {
        switch (self, other) {
        case (.input(let a, let b, _), .input(let c, let d, _)): (a, b) == (c, d)
        case (.weight(let a, let b, let c, _), .weight(let d, let e, let f, _)): (a, b, c) == (d, e, f)
        case (.state(let a, let b, let c, let d, _), .state(let e, let f, let g, let h, _)):
            (a, b, c, d) == (e, f, g, h)
        case (.gate(let a, let b, let c, let d, _), .gate(let e, let f, let g, let h, _)):
            (a, b, d) == (e, f, h) && (c == nil || c == g)
        default: false
        }
    }
}

extension Examples {
    /// The first example with rows of its own, and nothing of the others.
    var alone: Examples {
        Examples(
            sources: sources.map(\.alone),
            answers: answers.map { answer in
                var result = answer[[0]]
                result.rows = answer.values(of: 0).flatMap(\.self)
                (result.width, result.starts, result.columns) = (answer.features, [0], nil)
                return result
            })
    }
}

extension Sequences {
    fileprivate var alone: Sequences {
        var result = self[0]
        result.rows = values(of: 0).flatMap(\.self)
        (result.width, result.starts, result.columns) = (features, [0], nil)
        result.realRows = realRows.map { Array($0[starts[0]..<starts[0] + steps]) }
        return result
    }
}
