import Testing

@testable import EngineDouble

/// A recurrent layer with random weights and four sequences of six steps.
private struct Bench {
    let executor: Executor
    let count = 4

    init(
        _ layers: [any Layer], steps: Int = 6, states: Int = 0, weights: Model? = nil, loss: Loss = .meanSquaredError
    ) throws {
        let node = Network.Node(layer: layers[0], inputs: (0...states).map { .input($0) })
        var network = Network(
            nodes: [node], inputs: [Network.Input](repeating: Network.Input(), count: states + 1), outputs: [.node(0)])
        for layer in layers.dropFirst() { network = network.appending(layer) }
        let shapes = [Shape(steps: steps, features: 3)] + [Shape](repeating: Shape(4), count: states)
        var model = try Model(network, inputs: shapes, seed: 5)
        if let weights { try model.setWeights(weights.weights.map(\.tensor)) }
        executor = try Executor(
            model, batch: count, purpose: .learn, masks: shapes.map { _ in false }, losses: [loss])
    }

    /// Numbers of the sequences, [step][example · feature].
    static func numbers(_ steps: Range<Int>) -> [[Real]] {
        steps.map { step in
            var random = Random(seed: 9, .data, step)
            return (0..<12).map { _ in Real(random.normal()) }
        }
    }

    /// Forward and, with ones as the gradient of all outputs, backward.
    func run(_ steps: [[Real]], states: [[Real]] = [], continues: Bool = false) -> Pass {
        var pass = executor.pass(count, isTraining: true)
        pass.continues = continues
        write(steps.flatMap(\.self), executor.inputs[0].values)
        for (state, port) in zip(states, executor.inputs.dropFirst()) { write(state, port.values) }
        executor.prepare(pass)
        executor.forward(pass)
        if let gradient = executor.outputs[0].gradient {
            let output = executor.outputs[0].shape
            for row in 0..<output.positions * count {
                for column in 0..<output.features { pass.pointer(gradient)[row * gradient.stride + column] = 1 }
                for column in output.features..<gradient.stride {
                    pass.pointer(gradient)[row * gradient.stride + column] = 0
                }
            }
        }
        executor.backward(pass)
        return pass
    }

    private func write(_ numbers: [Real], _ region: Region) {
        for (index, number) in numbers.enumerated() { executor.memory.base[region.offset + index] = number }
    }

    /// [step][example · unit], as the layer passes them on.
    func outputs(_ pass: Pass) -> [[Real]] {
        let port = executor.outputs[0]
        return (0..<port.shape.positions).map { rows(port.values, pass, port.shape.features, step: $0) }
    }

    /// h, or h and c, after the last step: [example · unit].
    func states(_ pass: Pass) -> [[Real]] {
        executor.operations[0].states.map { rows($0.values, pass, $0.shape.features) }
    }

    private func rows(_ region: Region, _ pass: Pass, _ width: Int, step: Int = 0) -> [Real] {
        (0..<count).flatMap { row in
            Array(UnsafeBufferPointer(start: pass.pointer(region, step: step) + row * region.stride, count: width))
        }
    }

    var gradients: [Tensor] { executor.slots.map { executor.tensor(of: $0, at: executor.gradients) } }
}

private func isClose(_ left: [Real], _ right: [Real], _ tolerance: Real = 1e-12) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
}

@Test("a layer that goes backwards is the layer on the reversed sequence", arguments: LayerCase.CellKind.all)
func aLayerThatGoesBackwardsIsTheLayerOnTheReversedSequence(_ cell: LayerCase.CellKind) throws {
    let forward = try Bench([cell.sequences()])
    let backward = try Bench([cell.sequences(4, .init(goBackwards: true))], weights: forward.executor.model)
    let steps = Bench.numbers(0..<6)
    let (there, back) = (forward.run(steps.reversed()), backward.run(steps))
    #expect(isClose(forward.outputs(there).flatMap(\.self), backward.outputs(back).flatMap(\.self)))
    #expect(isClose(forward.states(there).flatMap(\.self), backward.states(back).flatMap(\.self)))
    for (one, other) in zip(forward.gradients, backward.gradients) { #expect(isClose(one.values, other.values)) }
}

@Test("a bidirectional layer is one layer each way, in the order of time", arguments: LayerCase.CellKind.all)
func aBidirectionalLayerIsOneLayerEachWayInTheOrderOfTime(_ cell: LayerCase.CellKind) throws {
    let both = try Bench([Bidirectional(cell.sequences())])
    let tensors = both.executor.model.weights.map(\.tensor)
    let half = tensors.count / 2
    var forward = try Bench([cell.sequences()]).executor.model
    try forward.setWeights(Array(tensors[..<half]))
    var backward = try Bench([cell.sequences(4, .init(goBackwards: true))]).executor.model
    try backward.setWeights(Array(tensors[half...]))
    let steps = Bench.numbers(0..<6)
    let (one, other) = (
        try Bench([cell.sequences()], weights: forward),
        try Bench([cell.sequences(4, .init(goBackwards: true))], weights: backward)
    )
    let (there, back) = (one.outputs(one.run(steps)), Array(other.outputs(other.run(steps)).reversed()))
    let merged = both.outputs(both.run(steps))
    for step in 0..<6 {
        for example in 0..<4 {
            let row = Array(merged[step][example * 8..<example * 8 + 8])
            let parts = there[step][example * 4..<example * 4 + 4] + back[step][example * 4..<example * 4 + 4]
            #expect(isClose(row, Array(parts)))
        }
    }
}

@Test("a stateful layer goes on where the batch before ended", arguments: LayerCase.CellKind.all, [false, true])
func aStatefulLayerGoesOnWhereTheBatchBeforeEnded(_ cell: LayerCase.CellKind, _ goesBackwards: Bool) throws {
    let stateful = try Bench([cell.last(4, .init(goBackwards: goesBackwards, isStateful: true))])
    let model = stateful.executor.model
    let (first, second) = (Bench.numbers(0..<6), Bench.numbers(6..<12))
    let before = stateful.states(stateful.run(first))
    let after = stateful.outputs(stateful.run(second, continues: true))
    let given = try Bench(
        [cell.last(4, .init(goBackwards: goesBackwards))], states: cell.last().stateCount, weights: model)
    #expect(isClose(given.outputs(given.run(second, states: before))[0], after[0]))
    for (one, other) in zip(stateful.gradients, given.gradients) { #expect(isClose(one.values, other.values)) }
    let afresh = stateful.outputs(stateful.run(second))
    #expect(!isClose(afresh[0], after[0], 1e-6))
}

@Test("a truncated gradient is that of shorter pieces", arguments: LayerCase.CellKind.all, [false, true])
func aTruncatedGradientIsThatOfShorterPieces(_ cell: LayerCase.CellKind, _ passesOnSequences: Bool) throws {
    let truncated = try Bench([cell.make(4, passesOnSequences, .init(truncation: 4))])
    let whole = try Bench([cell.make(4, passesOnSequences, .init())], weights: truncated.executor.model)
    let steps = Bench.numbers(0..<6)
    let (cut, uncut) = (truncated.outputs(truncated.run(steps)), whole.outputs(whole.run(steps)))
    #expect(cut == uncut)
    // Steps 1 to 4 from zero, steps 5 and 6 from the states that those leave; a loss on the last step has no part in the
    // first piece.
    let first = try Bench([cell.sequences()], steps: 4, weights: truncated.executor.model)
    let states = first.states(first.run(Array(steps[..<4])))
    let second = try Bench(
        [cell.make(4, passesOnSequences, .init())], steps: 2, states: cell.last().stateCount,
        weights: truncated.executor.model)
    _ = second.run(Array(steps[4...]), states: states)
    for (index, found) in truncated.gradients.enumerated() {
        let early = passesOnSequences ? first.gradients[index].values : found.values.map { _ in 0 }
        #expect(isClose(found.values, zip(early, second.gradients[index].values).map(+)))
        #expect(!isClose(found.values, whole.gradients[index].values, 1e-6))
    }
}

@Test("a sequence goes without the same numbers at every step", arguments: LayerCase.CellKind.all)
func aSequenceGoesWithoutTheSameNumbersAtEveryStep(_ cell: LayerCase.CellKind) throws {
    let layer = cell.last(16, .init(dropout: 0.25, recurrentDropout: 0.5))
    let model = try Model(.sequential([layer]), inputs: [Shape(steps: 5, features: 20)], seed: 1)
    let example = Examples(inputs: Sequences(Tensor([Real](repeating: 1, count: 100), shape: [1, 5, 20])))
    let trace = try model.trace(example, losses: [.meanSquaredError], dropoutSeed: 3).layers[0]
    let masks = trace.fields.filter { $0.key.hasPrefix("dropout") || $0.key.hasPrefix("recurrent_dropout") }
    let dropsStates = layer.options.recurrentDropout > 0
    #expect(masks.count == (dropsStates ? 2 * layer.blocks : 1))
    for (name, rows) in masks {
        let kept: Real = name.hasPrefix("recurrent") ? 2 : 4 / 3
        #expect(rows.count == 5 && Set(rows).count == 1)
        #expect(rows[0].allSatisfy { $0 == 0 || abs($0 - kept) < 1e-12 })
        #expect(Set(rows[0]).count == 2)
    }
    #expect(Set(masks.values).count == masks.count)
    let calm = try model.trace(example, losses: [.meanSquaredError]).layers[0]
    #expect(
        calm.fields["recurrent_dropout"] ?? calm.fields["recurrent_dropout_\(layer.blockNames[0])"]
            == (dropsStates ? [[Real]](repeating: [Real](repeating: 1, count: 16), count: 5) : nil))
    let other = try model.trace(example, losses: [.meanSquaredError], dropoutSeed: 4).layers[0]
    #expect(other.fields != trace.fields)
}

@Test("an equation's numbers give the value that was kept while numbers are dropped", arguments: LayerCase.CellKind.all)
func anEquationSNumbersGiveTheValueThatWasKeptWhileNumbersAreDropped(_ cell: LayerCase.CellKind) throws {
    let model = try Model(
        .sequential([cell.last(5, .init(dropout: 0.4, recurrentDropout: 0.4))]),
        inputs: [Shape(steps: 4, features: 3)], seed: 1)
    let example = Examples(inputs: Sequences(Tensor((0..<12).map { Real($0) / 6 - 1 }, shape: [1, 4, 3])))
    let layer = try model.trace(example, losses: [.meanSquaredError], dropoutSeed: 3).layers[0]
    for equation in layer.equations {
        for step in 0..<4 {
            for unit in 0..<5 {
                let shown = layer.arithmetic(equation, step: step, unit: unit)
                guard let sum = shown.sum, let value = shown.activation?.value(sum) else { continue }
                #expect(abs(value - shown.result) < 1e-6)
            }
        }
    }
}

@Test("masks may be given") func masksMayBeGiven() throws {
    let bench = try Bench([
        SimpleRNN(units: 4, returnSequences: true, options: .init(dropout: 0.5)), Dropout(rate: 0.5),
    ])
    bench.executor.givenMasks = { place in
        switch place.purpose {
        case .input: Tensor([0, 0, 0, 1, 1, 1, 0, 0, 0, 2, 2, 2], shape: [4, 3])
        case .layer: Tensor((0..<96).map { $0 % 4 == 1 ? 0 : 1 }, shape: [4, 6, 4])
        case .recurrent: nil
        }
    }
    let outputs = bench.outputs(bench.run(Bench.numbers(0..<6)))
    // Examples 1 and 3 see nothing, and their biases are 0; unit 2 is dropped behind the layer.
    #expect(outputs.allSatisfy { $0[..<4].allSatisfy { $0 == 0 } && $0[8..<12].allSatisfy { $0 == 0 } })
    #expect(outputs.allSatisfy { $0[4] != 0 && $0[5] == 0 && $0[6] != 0 && $0[13] == 0 && $0[14] != 0 })
}

@Test("a bidirectional layer is traced as two layers") func aBidirectionalLayerIsTracedAsTwoLayers() throws {
    let model = try Model(
        .sequential([Bidirectional(GRU(units: 4, returnSequences: true)), Dense(units: 1)]),
        inputs: [Shape(steps: 3, features: 2)], seed: 1)
    let names = model.weights.map(\.name)
    #expect(names[0] == "bidirectional/forward_gru/kernel" && names[4] == "bidirectional/backward_gru/recurrent_kernel")
    let inputs = Tensor([1, 2, 3, 4, 5, 6].map { Real($0) / 6 }, shape: [1, 3, 2])
    let example = Examples(
        inputs: Sequences(inputs), targets: Targets(Tensor([1, 1, 1], shape: [1, 3, 1])))
    let trace = try model.trace(example, losses: [.meanSquaredError])
    #expect(trace.layers.map(\.title) == ["GRU(4) →", "GRU(4) ←", "Dense(1)"])
    #expect(trace.layers.map(\.isBackwards) == [false, true, false])
    for (half, place) in [(trace.layers[0], 0), (trace.layers[1], 4)] {
        #expect(half.weights.map(\.name) == ["kernel", "recurrent_kernel", "bias"])
        #expect(half.stateGradients?.count == 4 && half.gateGradients["z"]?.count == 3)
        #expect(trace.layers[2].inputs.map { Array($0[place..<place + 4]) } == half.outputs)
    }
    let backward = trace.layers[1]
    #expect(backward.previous("h", 2) == [0, 0, 0, 0])
    #expect(backward.previous("h", 0) == backward.outputs[1])
}

@Test("states that do not fit are refused") func statesThatDoNotFitAreRefused() throws {
    let layers: [any Layer] = [LSTM(units: 4), GRU(units: 4), Bidirectional(GRU(units: 4))]
    for (layer, count) in zip(layers, [2, 1, 2]) {
        for states in [[Shape(4)], [Shape(4), Shape(4)], [Shape(5), Shape(5)]] {
            let inputs = [Shape(steps: 3, features: 2)] + states
            let fits = states.count == count && states[0] == Shape(4)
            do throws(ShapeProblem) {
                _ = try layer.shape(after: inputs)
                #expect(fits)
            } catch {
                #expect(!fits && error.needs == .states(count: count, units: 4))
            }
        }
    }
}
