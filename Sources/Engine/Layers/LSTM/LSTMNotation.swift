/// The equations of the cell as views print them, and as the lecture, Keras and PyTorch write them.
extension LSTM {
    package var equations: [Equation] {
        func affine(
            _ name: String, _ block: Int, _ function: ActivationFunction, _ symbol: String, _ meaning: String,
            verb: String = ""
        ) -> Equation {
            Equation(
                symbol: symbol,
                formula: "\(function.symbol)(x·W_\(name) + h₋₁·U_\(name)\(useBias ? " + b_\(name)" : ""))",
                meaning: meaning, verb: verb, field: name == "c" ? "g" : name,
                body: .affine(.init(block: block, activation: function, recurrent: .state)))
        }
        return [
            affine("f", 1, recurrentActivation, "f", "how much of the memory is kept", verb: "keep"),
            affine("i", 0, recurrentActivation, "i", "how much of the candidate is written", verb: "write"),
            affine("c", 2, activation, "c̃", "what would be written"),
            affine("o", 3, recurrentActivation, "o", "how much of the memory is shown", verb: "show"),
            Equation(
                symbol: "c", formula: "f⊙c₋₁ + i⊙c̃", meaning: "the new memory", field: "c",
                body: .combination(
                    .sum(.product(.field("f"), .previous("c")), .product(.field("i"), .field("g"))))),
            Equation(
                symbol: "h", formula: "o⊙\(activation.symbol)(c)", meaning: "the new state", field: "h",
                body: .combination(.product(.field("o"), .activation(activation, .field("c"))))),
        ]
    }

    package var notes: [String] {
        (unitForgetBias && useBias ? ["forget bias 1 at the start"] : [])
            + ["blocks in the order i f c̃ o, as Keras"] + walkNotes
    }

    package func notationRules(in convention: Convention) -> NotationRules? {
        switch convention {
        case .unroll: return nil
        case .lecture:
            return NotationRules(
                order: ["f", "i", "g", "o"], symbols: ["g": "C̃", "c": "C"], suffixes: ["g": "C"],
                notes: ["one matrix W for [h₋₁, x]: the rows of U, then those of W", "gates in the order f i C̃ o"])
        case .keras:
            return NotationRules(
                order: ["i", "f", "g", "o"], suffixes: ["g": "c"],
                notes: [
                    "W is kernel, U recurrent_kernel, b bias: blocks in the order i f c̃ o",
                    "unit_forget_bias: b_f starts at 1",
                ])
        case .torch:
            return NotationRules(
                order: ["i", "f", "g", "o"], symbols: ["g": "g"],
                notes: [
                    "weight_ih and weight_hh are the kernels turned round: blocks in the order i f g o",
                    "of the two biases only their sum counts: b_hh = 0 here; PyTorch starts b_f where the others start",
                ])
        }
    }

    package var kerasForm: KerasForm {
        kerasForm("LSTM", own: [("recurrent_activation", .text(recurrentActivation.rawValue))])
    }
}
