/// The equations of the cell as views print them, and as the paper writes them. Keras and PyTorch have no such layer.
extension MinGRU {
    package var equations: [Equation] {
        let bias = useBias ? (z: " + b_z", h: " + b_h") : (z: "", h: "")
        let sum = "x·W_h\(bias.h)"
        return [
            Equation(
                symbol: "z", formula: "σ(x·W_z\(bias.z))", meaning: "how much of the state is renewed",
                verb: "renew", field: "z",
                body: .affine(.init(block: 0, activation: .sigmoid, recurrent: .none))),
            Equation(
                symbol: "h̃", formula: activation == .linear ? sum : "\(activation.symbol)(\(sum))",
                meaning: "the candidate", field: "n",
                body: .affine(.init(block: 1, activation: activation, recurrent: .none))),
            Equation(
                symbol: "h", formula: "(1 − z)⊙h₋₁ + z⊙h̃", meaning: "the new state", field: "h",
                body: .combination(
                    .sum(
                        .product(.difference(.one, .field("z")), .previous("h")),
                        .product(.field("z"), .field("n"))))),
        ]
    }

    package var notes: [String] {
        ["z renews: h = (1 − z)⊙h₋₁ + z⊙h̃; the z of gru keeps", "neither z nor h̃ reads h₋₁"] + walkNotes
    }

    package func notationRules(in convention: Convention) -> NotationRules? {
        let absent = "there is no such layer: the equations as this program writes them"
        let note =
            switch convention {
            case .unroll: ""
            case .lecture: "Linear(x) of the paper is W·x + b; h₋₁ is in none of the products"
            case .keras: "Keras: \(absent)"
            case .torch: "PyTorch: \(absent)"
            }
        return convention == .unroll
            ? nil : NotationRules(order: ["z", "n"], symbols: ["n": "h̃"], suffixes: ["n": "h"], notes: [note])
    }

    package var kerasForm: KerasForm { .missing("the layer min_gru, which Keras does not have") }
}
