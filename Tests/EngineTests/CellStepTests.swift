import CKernels
import Testing

@testable import Engine

/// The kernels of each recurrent cell, forward and backward, against the plain step of the same cell: for every
/// instruction set that this machine has, with and without bias, with other activations, and with masked steps.
@Suite(.serialized) struct CellStepTests {
    struct Case: Sendable, CustomStringConvertible {
        let description: String
        let layer: any RecurrentLayer
        let plain: @Sendable ([String: Tensor]) -> any PlainStep
    }

    private static let functions: [(ActivationFunction, ActivationFunction)] = [
        (.tanh, .sigmoid), (.sigmoid, .tanh), (.linear, .sigmoid), (.relu, .sigmoid),
    ]

    /// Every function with 5 units; 18 units, more than one vector of the kernels, with the usual functions.
    static let all: [Case] =
        functions.flatMap { cases(5, $0, $1, bias: true) }
        + cases(18, .tanh, .sigmoid, bias: true) + cases(5, .tanh, .sigmoid, bias: false)

    private static func cases(
        _ units: Int, _ function: ActivationFunction, _ gates: ActivationFunction, bias: Bool
    ) -> [Case] {
        let end = "\(units) units, \(function) and \(gates), \(bias ? "with" : "without") bias"
        let rnn = SimpleRNN(units: units, activation: function, returnSequences: true, useBias: bias)
        let lstm = LSTM(
            units: units, activation: function, recurrentActivation: gates, returnSequences: true, useBias: bias)
        let grus = [false, true].map { resetAfter in
            GRU(
                units: units, activation: function, recurrentActivation: gates, returnSequences: true,
                useBias: bias, resetAfter: resetAfter)
        }
        let minimal = MinGRU(units: units, activation: function, returnSequences: true, useBias: bias)
        return [
            Case(description: "min_gru, \(end)", layer: minimal) {
                MinGRUStep(weights: $0.byGate(), f: function)
            },
            Case(description: "simple_rnn, \(end)", layer: rnn) {
                SimpleRNNStep(weights: $0.byGate(), f: function)
            },
            Case(description: "gru reset before, \(end)", layer: grus[0]) {
                GRUStep(weights: $0.byGate(), f: function, σ: gates)
            },
            Case(description: "gru reset after, \(end)", layer: grus[1]) {
                GRUResetAfterStep(weights: $0.byGate(), f: function, σ: gates)
            },
            Case(description: "lstm, \(end)", layer: lstm) {
                LSTMStep(weights: $0.byGate(), tanh: function, σ: gates)
            },
        ]
    }

    @Test("kernels give what the plain step gives, at every instruction set", arguments: all)
    func kernelsGiveWhatThePlainStepGives(_ item: Case) throws {
        for level in 0...2 where ck_limit_level(Int32(level)) == level {
            let run = try CellRun(item.layer)
            let plain = run.walked(item.plain(run.weights))
            #expect(isClose(run.outputs, plain.outputs), "outputs, level \(level)")
            for (name, found) in run.gradients {
                #expect(isClose(found.values, plain.gradients[name] ?? []), "dL/d \(name), level \(level)")
            }
            #expect(isClose(run.inputGradient, plain.inputGradient), "dL/dx, level \(level)")
        }
        _ = ck_limit_level(2)
    }

    /// Within a few units of the last place of the largest number.
    private func isClose(_ found: [Float], _ expected: [Float]) -> Bool {
        let largest = expected.map(abs).max() ?? 0
        return found.count == expected.count && largest > 1e-3
            && zip(found, expected).allSatisfy { abs($0 - $1) <= 5e-6 * largest }
    }
}

/// A layer behind a dense layer that passes its input on unchanged, run once forward and backward over seven sequences.
private struct CellRun {
    private static let count = 7
    private static let steps = 4
    private static let features = 3
    private let units: Int
    private let stateCount: Int
    private let executor: Executor
    private let pass: Pass
    /// [step][example].
    private var inputs: [[Vector]]
    private var outputGradients: [[Vector]]

    init(_ layer: any RecurrentLayer) throws {
        (units, stateCount) = (layer.units, layer.stateCount)
        let (count, steps, features) = (Self.count, Self.steps, Self.features)
        var model = try Model(
            .sequential([Dense(units: features), layer]), input: Shape(steps: steps, features: features), seed: 5)
        let identity = (0..<features * features).map { $0 % (features + 1) == 0 ? Float(1) : 0 }
        let own = model.weights.dropFirst(2).enumerated().map { index, weight in
            Tensor(Self.random(weight.tensor.count, 10 + index).map { 0.5 * $0 }, shape: weight.tensor.shape)
        }
        try model.setWeights([Tensor(identity, shape: [features, features]), Tensor(zeros: [features])] + own)
        executor = try Executor(
            model, batch: count, purpose: .learn, masks: [true], losses: [.meanSquaredError])
        pass = executor.pass(count, isTraining: true)
        func vectors(_ width: Int, _ path: Int) -> [[Vector]] {
            (0..<steps).map { step in
                (0..<count).map { Vector(Self.random(width, path + step * count + $0)) }
            }
        }
        (inputs, outputGradients) = (vectors(features, 100), vectors(layer.units, 200))
        run()
    }

    private static func random(_ count: Int, _ path: Int) -> [Float] {
        var random = Random(seed: 2, .data, path)
        return (0..<count).map { _ in Float(random.normal()) }
    }

    /// Steps 2 and 3 of the third example are padding.
    private func isMasked(_ step: Int, _ example: Int) -> Bool { example == 2 && (1...2).contains(step) }

    private func run() {
        write(inputs, to: executor.inputs[0].values)
        if let mask = executor.inputs[0].mask {
            for step in 0..<Self.steps {
                for example in 0..<Self.count {
                    pass.pointer(mask, step: step)[example] = isMasked(step, example) ? 0 : 1
                }
            }
        }
        executor.prepare(pass)
        executor.forward(pass)
        if let gradient = executor.outputs[0].gradient { write(outputGradients, to: gradient) }
        executor.backward(pass)
    }

    /// Padding columns are 0.
    private func write(_ vectors: [[Vector]], to region: Region) {
        for (step, rows) in vectors.enumerated() {
            for (example, row) in rows.enumerated() {
                let target = pass.pointer(region, step: step) + example * region.stride
                target.update(repeating: 0, count: region.stride)
                for (column, value) in row.values.enumerated() { target[column] = value }
            }
        }
    }

    /// Of the cell, without those of the dense layer, by Keras's name.
    var weights: [String: Tensor] { named(executor.model.weights.map(\.tensor)) }
    var gradients: [String: Tensor] { named(allGradients) }
    private func named(_ tensors: [Tensor]) -> [String: Tensor] {
        Dictionary(uniqueKeysWithValues: zip(executor.slots, tensors).dropFirst(2).map { ($0.parameter.ownName, $1) })
    }
    private var allGradients: [Tensor] { executor.slots.map { executor.tensor(of: $0, at: executor.gradients) } }
    /// Σ xᵀ·dL/dx and Σ dL/dx, the gradients of the dense layer.
    var inputGradient: [Float] { allGradients[0].values + allGradients[1].values }

    /// [step][example][unit].
    var outputs: [Float] {
        let values = executor.outputs[0].values
        return (0..<Self.steps).flatMap { step in
            (0..<Self.count).flatMap { example in
                let row = pass.pointer(values, step: step) + example * values.stride
                return (0..<units).map { row[$0] }
            }
        }
    }

    /// The same with the plain step, one example after the other.
    func walked<Step: PlainStep>(_ plain: Step) -> (
        outputs: [Float], gradients: [String: [Float]], inputGradient: [Float]
    ) {
        var gradients: StepWeights<Step.Gate> = weights.mapValues { Tensor(zeros: $0.shape) }.byGate()
        var kernel = Matrix([Float](repeating: 0, count: Self.features * Self.features), columns: Self.features)
        var bias = Vector(zeros: Self.features)
        var outputs = [[[Float]]](repeating: [], count: Self.steps)
        for example in 0..<Self.count {
            let zero = Vector(zeros: units)
            var states = [Vector](repeating: zero, count: stateCount)
            var values: [Step.Values?] = []
            for step in 0..<Self.steps {
                let next = isMasked(step, example) ? nil : plain.forward(inputs[step][example], states)
                values.append(next)
                states = next.map(plain.states) ?? states
                outputs[step].append(states[0].values)
            }
            var back = states.map { _ in zero }
            for step in (0..<Self.steps).reversed() {
                back[0] += outputGradients[step][example]
                guard let values = values[step] else { continue }
                let d = plain.backward(values, back, &gradients)
                back = d.states
                kernel += .outer(inputs[step][example], d.x)
                bias += d.x
            }
        }
        return (
            outputs.flatMap { $0.flatMap(\.self) }, gradients.named(hasSecondBias: weights["bias"]?.rank == 2),
            kernel.values + bias.values
        )
    }
}

extension [String: Tensor] {
    fileprivate func byGate<Gate>() -> StepWeights<Gate> {
        StepWeights(kernel: self["kernel"]!, recurrent: self["recurrent_kernel"], bias: self["bias"])
    }
}

extension StepWeights {
    /// In the layout that `init` reads.
    fileprivate func named(hasSecondBias: Bool) -> [String: [Float]] {
        func joined(_ blocks: ByGate<Gate, Matrix>) -> [Float] {
            (0..<blocks.values[0].rows).flatMap { row in
                blocks.values.flatMap { $0.values[row * $0.columns..<(row + 1) * $0.columns] }
            }
        }
        let biases = hasSecondBias ? [b, c] : [b]
        return [
            "kernel": joined(w), "recurrent_kernel": joined(u), "bias": biases.flatMap { $0.values.flatMap(\.values) },
        ]
    }
}
