@testable import EngineDouble

extension LayerCase {
    /// Layers that join several others.
    static let merges: [LayerCase] = [
        LayerCase("concat of the input and a layer", joined([Network(), dense(4)], Concat(), GRU(units: 2))),
        LayerCase(
            "concat of vectors", joined([Network(layers: GRU(units: 3)), Network(layers: LSTM(units: 17))], Concat())),
        LayerCase("concat of one layer twice", twice(Concat())),
        LayerCase("concat masked", joined([Network(), dense(2)], Concat(), GRU(units: 2)), isMasked: true),
        LayerCase("concat of two inputs", twoInputs(Concat()), inputs: [Shape(steps: 5, features: 3), Shape(4)]),
        LayerCase("add of the input and a layer", joined([Network(), dense(3)], Add(), GRU(units: 2))),
        LayerCase("add of three", joined([dense(18), dense(18), dense(18)], Add())),
        LayerCase("add of one layer twice", twice(Add())),
        LayerCase("add masked", joined([dense(3), dense(3)], Add(), GRU(units: 2)), isMasked: true),
        LayerCase("add of what is masked and what is not", halfMasked(Add()), inputs: [tokens]),
        LayerCase("multiply of the input and a layer", joined([Network(), dense(3)], Multiply(), GRU(units: 2))),
        LayerCase("multiply of three", joined([dense(18), dense(18), dense(18)], Multiply())),
        LayerCase("multiply of one layer twice", twice(Multiply())),
        LayerCase("multiply masked", joined([dense(3), dense(3)], Multiply(), Dense(units: 2)), isMasked: true),
        LayerCase("multiply of what is masked and what is not", halfMasked(Multiply()), inputs: [tokens]),
        LayerCase("multiply of two masks", twoMasks(Multiply()), inputs: [tokens, tokens]),
        LayerCase("add of two masks", twoMasks(Add()), inputs: [tokens, tokens]),
        LayerCase("repeat", [GRU(units: 3), Repeat(4), LSTM(units: 2, returnSequences: true)]),
        LayerCase("repeat of an input", [Repeat(3), Dense(units: 2)], input: Shape(18)),
        LayerCase("repeat read twice", joined([Network(layers: GRU(units: 3), Repeat(5)), dense(3)], Add())),
        LayerCase("flatten", [Dense(units: 4, activation: .tanh), Flatten(), Dense(units: 2)]),
        LayerCase("flatten the input", [Flatten(), Dense(units: 2)]),
        LayerCase("flatten read twice", flattenedTwice),
    ]

    private static let tokens = Shape(steps: 5, features: 1)

    private static func dense(_ units: Int) -> Network { Network(layers: Dense(units: units, activation: .tanh)) }

    private static func joined(_ networks: [Network], _ merge: any Layer, _ after: (any Layer)...) -> Network {
        after.reduce(.joining(networks, by: merge)) { $0.appending($1) }
    }

    private static func twice(_ merge: any Layer) -> Network {
        let shared = dense(3)
        return joined([shared, shared.appending(Dense(units: 3)), shared], merge, GRU(units: 2))
    }

    private static func twoInputs(_ merge: any Layer) -> Network {
        let first = Network(input: Shape(steps: 5, features: 3)).appending(GRU(units: 2))
        return joined([first, Network(input: Shape(4)).appending(Dense(units: 3))], merge, Dense(units: 2))
    }

    private static func words(_ mask: Bool) -> any Layer { Embedding(vocabulary: 4, units: 3, maskZero: mask) }

    private static func halfMasked(_ merge: any Layer) -> Network {
        let input = Network(input: tokens)
        return joined([input.appending(words(true)), input.appending(words(false))], merge, GRU(units: 2))
    }

    private static func twoMasks(_ merge: any Layer) -> Network {
        let inputs = (0..<2).map { _ in Network(input: tokens).appending(words(true)) }
        return joined(inputs, merge, GRU(units: 2, returnSequences: true))
    }

    private static let flattenedTwice: Network = {
        let shared = dense(3)
        let flat = shared.appending(Flatten()).appending(Dense(units: 2))
        return .joining([flat, shared.appending(GRU(units: 2))], by: Add())
    }()
}

extension Network {
    fileprivate init(layers: any Layer...) { self = .sequential(layers) }
}
