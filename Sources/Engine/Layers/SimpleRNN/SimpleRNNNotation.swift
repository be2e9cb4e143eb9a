/// The equations of the cell as views print them, and as the lecture, Keras and PyTorch write them.
extension SimpleRNN {
    package var equations: [Equation] {
        [
            Equation(
                symbol: "h", formula: "\(activation.symbol)(x·W + h₋₁·U\(useBias ? " + b" : ""))",
                meaning: "the new state", field: "h",
                body: .affine(.init(block: 0, activation: activation, recurrent: .state)))
        ]
    }

    package var notes: [String] { walkNotes }

    package func notationRules(in convention: Convention) -> NotationRules? {
        let plain = ["h": ""]
        switch convention {
        case .unroll: return nil
        case .lecture:
            return NotationRules(
                order: ["h"], suffixes: plain, notes: ["one matrix W for [h₋₁, x]: the rows of U, then those of W"])
        case .keras:
            return NotationRules(order: ["h"], suffixes: plain, notes: ["W is kernel, U recurrent_kernel, b bias"])
        case .torch:
            return NotationRules(
                order: ["h"], suffixes: plain,
                notes: [
                    "W_ih and W_hh are the kernels turned round; of the two biases only their sum counts: b_hh = 0 here"
                ])
        }
    }

    package var kerasForm: KerasForm { kerasForm("SimpleRNN") }
}
