/// The equations of the cell as views print them, and as the lecture, Keras and PyTorch write them.
extension GRU {
    package var equations: [Equation] {
        let gate = recurrentActivation.symbol
        let candidate = activation.symbol
        let second = useBias && resetAfter
        func bias(_ name: String) -> String { useBias ? " + b_\(name)" + (second ? " + c_\(name)" : "") : "" }
        let affineN =
            resetAfter
            ? "\(candidate)(x·W_n\(useBias ? " + b_n" : "") + r⊙(h₋₁·U_n\(useBias ? " + c_n" : "")))"
            : "\(candidate)(x·W_n + (r⊙h₋₁)·U_n\(useBias ? " + b_n" : ""))"
        return [
            Equation(
                symbol: "z", formula: "\(gate)(x·W_z + h₋₁·U_z\(bias("z")))", meaning: "how much of the past stays",
                verb: "keep", field: "z",
                body: .affine(.init(block: 0, activation: recurrentActivation, recurrent: .state))),
            Equation(
                symbol: "r", formula: "\(gate)(x·W_r + h₋₁·U_r\(bias("r")))",
                meaning: "how much of it the candidate sees", verb: "see", field: "r",
                body: .affine(.init(block: 1, activation: recurrentActivation, recurrent: .state))),
            Equation(
                symbol: "n", formula: affineN, meaning: "the candidate", field: "n",
                body: .affine(
                    .init(
                        block: 2, activation: activation,
                        recurrent: resetAfter ? .gatedProduct("r") : .gatedState("r")))),
            Equation(
                symbol: "h", formula: "z⊙h₋₁ + (1 − z)⊙n", meaning: "the new state", field: "h",
                body: .combination(
                    .sum(
                        .product(.field("z"), .previous("h")),
                        .product(.difference(.one, .field("z")), .field("n"))))),
        ]
    }

    package var notes: [String] {
        [
            resetAfter
                ? "reset after the product, as Keras 3 and PyTorch" : "reset before the product, as in the lectures",
            "z keeps: h = z⊙h₋₁ + (1 − z)⊙n; slides that swap the roles call our 1 − z their z",
            "blocks in the order z r n, as Keras",
        ] + walkNotes
    }

    package func notationRules(in convention: Convention) -> NotationRules? {
        switch convention {
        case .unroll: return nil
        case .lecture:
            return NotationRules(
                order: ["z", "r", "n"], symbols: ["z": "z′", "n": "h̃"], suffixes: ["z": "z", "n": "h"],
                complements: ["z"],
                notes: [
                    "z′ = 1 − z renews: h = (1 − z′)⊙h₋₁ + z′⊙h̃; its weights are ours with the other sign",
                    resetAfter ? "r after the product; the lectures have it before" : "r before the product",
                ])
        case .keras:
            return NotationRules(
                order: ["z", "r", "n"], symbols: ["n": "hh"], suffixes: ["n": "h"],
                notes: [
                    "W is kernel, U recurrent_kernel, b bias: blocks in the order z r h; z keeps",
                    resetAfter ? "reset_after = True, the default: two rows of biases" : "reset_after = False",
                ])
        case .torch:
            return NotationRules(
                order: ["r", "z", "n"],
                notes: [
                    "weight_ih and weight_hh are the kernels turned round: blocks in the order r z n; z keeps",
                    resetAfter
                        ? "r after the product, as here"
                        : "PyTorch has r after the product; here it is before: its own weights would give other numbers",
                ])
        }
    }

    package func parameterFormula(inputs: Int) -> String {
        standardFormula(inputs: inputs, bias: resetAfter ? "2·\(units)" : "\(units)")
    }

    package var kerasForm: KerasForm {
        kerasForm(
            "GRU",
            own: [
                ("recurrent_activation", .text(recurrentActivation.rawValue)), ("reset_after", .flag(resetAfter)),
            ])
    }
}
