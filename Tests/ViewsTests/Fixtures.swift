@testable import Engine
@testable import Views

/// Networks whose numbers are known from outside: course.md, fixtures (a) and (b).
enum Course {
    /// SimpleRNN(4) and a softmax of two on sunny, cloudy, rainy; the weights are given.
    static func iceCream() throws -> Trace { try iceCreamSubject().trace }

    /// The same, held open.
    static func iceCreamSubject() throws -> Subject {
        let network = Network.sequential([
            SimpleRNN(units: 4, returnSequences: true), Dense(units: 2, activation: .softmax),
        ])
        var model = try Model(network, input: Shape(steps: 12, features: 3), seed: 1)
        try model.setWeights([
            Tensor(rows: [
                [-0.19089293, 1.2079829, 0.00908419, -0.91102362],
                [-1.07885635, -0.34288317, 0.72712117, 1.41788387],
                [-0.20597383, -0.19254826, 0.7025221, -0.54543966],
            ]),
            Tensor(rows: [
                [1.03414631, 0.67596245, -0.93610775, 0.37894768],
                [-0.16711316, 1.02640092, -0.89726377, -0.42267284],
                [0.20204762, -1.21461511, 0.02345279, 0.41776735],
                [-1.44821215, 0.28976035, -1.87600672, -1.1563133],
            ]),
            Tensor([0.1347418, 0.28151226, 0.17300364, -0.32107899]),
            Tensor(rows: [
                [-0.18110763, 0.14144787], [2.24330831, -3.24425101], [-0.05769794, 0.35383844],
                [0.0802527, -0.5142712],
            ]),
            Tensor([-0.35922614, 0.35923496]),
        ])
        let days = [2, 0, 2, 2, 0, 0, 2, 1, 2, 2, 2, 2]
        let stock: [Real] = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1]
        let rows = days.flatMap { day in (0..<3).map { Real($0 == day ? 1 : 0) } }
        let examples = Examples(
            inputs: Sequences(rows: rows, width: 3, starts: [0], steps: 12),
            targets: Targets(rows: stock, width: 1, starts: [0], steps: 12))
        let inspector = try Inspector(model, examples, losses: [.categoricalCrossEntropy])
        var trace = inspector.trace
        let names = ["sunny", "cloudy", "rainy"]
        trace.inputLabels = days.map { names[$0] }
        trace.outputNames = ["OUT", "in"]
        return Subject(trace, inspector: inspector, inputNames: names, clipping: Clipping(globalNorm: 5))
    }

    /// Any layers on made-up numbers, held open, with a target at each step or one at the end.
    static func subject(
        _ layers: [any Layer], steps: Int = 6, features: Int = 2, loss: Loss = .meanSquaredError, seed: UInt64 = 1,
        change: (inout Model) -> Void = { _ in }, lengths: [Int]? = nil, targets: Bool = true,
        tokens: Bool = false
    ) throws -> Subject {
        var model = try Model(.sequential(layers), input: Shape(steps: steps, features: features), seed: seed)
        change(&model)
        let values: [Real] = (0..<steps * features).map { place in
            let number = tokens ? place % 3 : (place * 37) % 19
            return tokens ? Real(number) : Real(number) / 10 - 0.9
        }
        let inputs = Sequences(Tensor(values, shape: [1, steps, features]), lengths: lengths)
        let positions = model.output.positions
        let width = loss == .categoricalCrossEntropy ? 1 : model.output.features
        let answers = (0..<positions * width).map { Real($0 % 2) }
        let examples = Examples(
            inputs: inputs,
            targets: targets ? Targets(Tensor(answers, shape: [1, positions, width])) : nil)
        let inspector = try Inspector(model, examples, losses: [loss])
        return Subject(inspector.trace, inspector: inspector)
    }

    /// One step of an LSTM with two units from a state that is given; the kept values are the fixture's.
    static let lstm: Trace = {
        let h: [Real] = [0.32005205, -0.45618057]
        let layer = LSTM(units: 2)
        let opened = LayerTrace(
            name: layer.kind, title: layer.title, shape: Shape(2), isRecurrent: true, units: 2, inputs: [[1]],
            outputs: [h],
            fields: [
                "f": [[0.88695417, 0.4061269]], "i": [[0.77206355, 0.68568011]], "g": [[0.83965418, -0.62914516]],
                "o": [[0.40131234, 0.74269055]], "c": [[1.09174347, -0.71568115]], "h": [h],
            ],
            initial: ["h": [0.2, -0.4], "c": [0.5, -0.7]], equations: layer.equations,
            weights: [
                // Blocks i f c o.
                (name: "kernel", tensor: Tensor(rows: [[1.5, 0.5, 1, -1, 1, -0.8, -0.5, 1.2]])),
                (
                    name: "recurrent_kernel",
                    tensor: Tensor(rows: [
                        [-0.2, 0.4, 0.5, -0.3, 0.3, 0.7, 0.9, -0.1], [0.6, -0.5, 0.1, 0.8, -0.4, 0.2, 0.2, 0.3],
                    ])
                ),
                (name: "bias", tensor: Tensor([0, 0, 1, 1, 0, 0, 0, 0])),
            ],
            parameterCount: 32, parameterFormula: layer.parameterFormula(inputs: 1), notes: layer.notes,
            masked: [false], gateGradients: [:])
        return Trace(
            inputShape: Shape(steps: 1, features: 1), input: [[1]], layers: [opened], output: [h], stepLosses: [nil],
            lossName: "")
    }()

    /// A GRU of ten units over three steps of fourteen features with one answer at the end; weights from a seed.
    static func weather() throws -> Trace {
        let model = try Model(
            .sequential([GRU(units: 10), Dense(units: 1)]), input: Shape(steps: 3, features: 14), seed: 1)
        let rows = (0..<42).map { Real(($0 * 37) % 19) / 10 - 0.9 }
        let examples = Examples(
            inputs: Sequences(rows: rows, width: 14, starts: [0], steps: 3),
            targets: Targets(rows: [0.61], width: 1, starts: [0]))
        var trace = try model.trace(examples)
        trace.featureNames = (1...14).map { "feature \($0)" }
        return trace
    }
}

extension ViewerOutcome {
    var isStay: Bool { if case .stay = self { true } else { false } }
    var isClose: Bool { if case .close = self { true } else { false } }
}
