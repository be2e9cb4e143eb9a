@testable import EngineDouble

/// Every kind of cell with every option of a recurrent layer, for the checks that walk the list of layers.
extension LayerCase {
    /// A cell with units, whether it passes on every step, and options.
    struct CellKind: Sendable, CustomStringConvertible {
        let description: String
        let make: @Sendable (Int, Bool, RecurrentOptions) -> any RecurrentLayer

        static let all: [CellKind] = [
            CellKind(description: "simple_rnn") { SimpleRNN(units: $0, returnSequences: $1, options: $2) },
            CellKind(description: "gru") { GRU(units: $0, returnSequences: $1, options: $2) },
            CellKind(description: "gru reset after") {
                GRU(units: $0, returnSequences: $1, resetAfter: true, options: $2)
            },
            CellKind(description: "lstm") { LSTM(units: $0, returnSequences: $1, options: $2) },
            CellKind(description: "gru reset after without bias") {
                GRU(units: $0, returnSequences: $1, useBias: false, resetAfter: true, options: $2)
            },
            CellKind(description: "min_gru") { MinGRU(units: $0, returnSequences: $1, options: $2) },
        ]

        func last(_ units: Int = 4, _ options: RecurrentOptions = .init()) -> any RecurrentLayer {
            make(units, false, options)
        }

        func sequences(_ units: Int = 4, _ options: RecurrentOptions = .init()) -> any RecurrentLayer {
            make(units, true, options)
        }
    }

    static let recurrent: [LayerCase] = CellKind.all.flatMap { cell in
        walks(cell) + bothWays(cell) + states(cell) + dropouts(cell)
    }

    private static func walks(_ cell: CellKind) -> [LayerCase] {
        let back = RecurrentOptions(goBackwards: true)
        return [
            LayerCase("\(cell) backwards", [cell.last(4, back)]),
            LayerCase("\(cell) backwards, sequences", [cell.sequences(17, back), Dense(units: 2)]),
            LayerCase(
                "\(cell) backwards, masked", [cell.sequences(4, back), cell.sequences(3), Dense(units: 1)],
                isMasked: true),
            LayerCase("\(cell) backwards, holes", [cell.sequences(3), cell.last(4, back)], hasHoles: true),
            LayerCase("\(cell), holes", [cell.sequences(4), cell.last(3)], hasHoles: true),
            LayerCase("\(cell) stateful", [cell.last(4, .init(isStateful: true))]),
        ]
    }

    private static func bothWays(_ cell: CellKind) -> [LayerCase] {
        Bidirectional.Merge.allCases.flatMap { merge in
            [
                LayerCase(
                    "bidirectional \(cell), \(merge)",
                    [Dense(units: 2), Bidirectional(cell.sequences(), merge: merge), Dense(units: 1)]),
                LayerCase("bidirectional \(cell), \(merge), last", [Bidirectional(cell.last(17), merge: merge)]),
                LayerCase(
                    "bidirectional \(cell), \(merge), holes",
                    [
                        Bidirectional(cell.sequences(3), merge: merge), Bidirectional(cell.sequences(), merge: merge),
                        Dense(units: 2),
                    ], hasHoles: true),
            ]
        }
    }

    private static func states(_ cell: CellKind) -> [LayerCase] {
        let count = cell.last().stateCount
        let vectors = [Shape](repeating: Shape(4), count: count)
        return [
            LayerCase("\(cell) with states", given(cell.sequences(), count), inputs: [sequence] + vectors),
            LayerCase("\(cell) with states of an encoder", encoded(cell, options: .init())),
            LayerCase(
                "\(cell) backwards with states of an encoder, masked", encoded(cell, options: .init(goBackwards: true)),
                isMasked: true),
            LayerCase("\(cell) whose states are answers", answering(cell.sequences()), losses: mean(count + 1)),
            LayerCase(
                "\(cell) backwards whose states are answers", answering(cell.last(4, .init(goBackwards: true))),
                isMasked: true, losses: mean(count + 1)),
            LayerCase("\(cell) of which only the states are read", statesOnly(cell.sequences()), losses: mean(count)),
            LayerCase(
                "bidirectional \(cell) with states", given(Bidirectional(cell.last()), 2 * count),
                inputs: [sequence] + vectors + vectors),
            LayerCase(
                "bidirectional \(cell) whose states are answers", answering(Bidirectional(cell.sequences())),
                losses: mean(2 * count + 1)),
            LayerCase(
                "bidirectional \(cell) of which only the states are read", statesOnly(Bidirectional(cell.sequences())),
                losses: mean(2 * count)),
        ]
    }

    private static func dropouts(_ cell: CellKind) -> [LayerCase] {
        let both = RecurrentOptions(dropout: 0.3, recurrentDropout: 0.4)
        return [
            LayerCase("\(cell) with dropout", [cell.sequences(4, .init(dropout: 0.5)), Dense(units: 1)]),
            LayerCase("\(cell) with recurrent dropout", [cell.last(17, .init(recurrentDropout: 0.5))]),
            LayerCase("\(cell) with both dropouts", [Dense(units: 18), cell.sequences(4, both), cell.last(3, both)]),
            LayerCase(
                "\(cell) with both dropouts, backwards, holes",
                [Dense(units: 4), cell.sequences(5, .init(goBackwards: true, dropout: 0.3, recurrentDropout: 0.3))],
                hasHoles: true),
            LayerCase(
                "bidirectional \(cell) with both dropouts",
                [Dense(units: 3), Bidirectional(cell.sequences(4, both)), Dense(units: 1)]),
        ]
    }

    private static let sequence = Shape(steps: 5, features: 3)

    private static func mean(_ count: Int) -> [Loss] { [Loss](repeating: .meanSquaredError, count: count) }

    /// The layer on the first input, with states from the other ones.
    private static func given(_ layer: any Layer, _ states: Int) -> Network {
        let node = Network.Node(layer: layer, inputs: (0...states).map { .input($0) })
        return Network(
            nodes: [node], inputs: [Network.Input](repeating: Network.Input(), count: states + 1), outputs: [.node(0)])
    }

    /// A decoder that begins where an encoder of the same sequence ends, and reads its output too.
    private static func encoded(_ cell: CellKind, options: RecurrentOptions) -> Network {
        let encoder = cell.sequences()
        let states = (0..<encoder.stateCount).map { Network.Wire.state(0, $0) }
        return Network(
            nodes: [
                .init(layer: encoder, inputs: [.input(0)]),
                .init(layer: cell.sequences(4, options), inputs: [.node(0)] + states),
                .init(layer: Dense(units: 2), inputs: [.node(1)]),
            ], output: .node(2))
    }

    private static func answering(_ layer: any Layer) -> Network {
        let states = layer.states(after: [sequence]).indices.map { Network.Wire.state(0, $0) }
        return Network(nodes: [.init(layer: layer, inputs: [.input(0)])], outputs: [.node(0)] + states)
    }

    private static func statesOnly(_ layer: any Layer) -> Network {
        Network(
            nodes: [.init(layer: layer, inputs: [.input(0)])],
            outputs: layer.states(after: [sequence]).indices.map { .state(0, $0) })
    }
}
