import Testing

@testable import Engine

/// Figures of the course that others computed; where they are from is said beside them.
private func isClose(_ left: [Real], _ right: [Real], _ tolerance: Real = 1e-5) -> Bool {
    left.count == right.count && zip(left, right).allSatisfy { abs($0 - $1) <= tolerance }
}

@Test("the lecture's forward pass by hand") func theLectureSForwardPassByHand() throws {
    // h = (0, 1), x = (1, 0), rows h then x; sums (-1, 1.5).
    let weights = Tensor(rows: [[1.5, -2], [0, 1], [-1, 0.5], [2, 0]])
    let h = try Tensor([0, 1, 1, 0]).matmul(weights)
    #expect(isClose(h.values, [-1, 1.5]))
    #expect(isClose(h.tanh().values, [-0.7616, 0.9051], 5e-5))
    var model = try Model(.sequential([SimpleRNN(units: 2)]), input: Shape(steps: 1, features: 2), seed: 1)
    try model.setWeights([Tensor(rows: [[-1, 0.5], [2, 0]]), Tensor(rows: [[1.5, -2], [0, 1]]), Tensor([0, 0])])
    let step = try OneStep(model, input: [1, 0], states: ["h": [0, 1]])
    #expect(isClose(step.field("h"), [-0.7616, 0.9051], 5e-5))
}

/// A recurrent layer's first step from a state that is not zero.
private struct OneStep {
    let executor: Executor
    let pass: Pass

    init(_ model: Model, input: [Real], states: [String: [Real]]) throws {
        executor = try Executor(model, batch: 1, purpose: .inspect, masks: [false])
        var pass = executor.pass(1)
        pass.keepsStates = true
        self.pass = pass
        executor.fill([Sequences(Tensor(input, shape: [1, 1, input.count]))], [0], 0..<1)
        executor.prepare(pass)
        for kept in executor.operations[0].traceFields where kept.isState {
            for (unit, value) in (states[kept.name] ?? []).enumerated() {
                pass.pointer(kept.values, step: -1)[unit] = value
            }
        }
        executor.forward(pass)
    }

    func field(_ name: String) -> [Real] {
        executor.operations[0].traceFields.filter { $0.name == name }
            .flatMap { executor.rows($0.values, $0.width, 1, pass)[0] }
    }
}

/// The weights of dl_course/14, course.md fixture (a, d): rows x0 x1 x2 then h1 … h4.
private enum IceCream {
    static let rows: [[Real]] = [
        [-0.19089293, 1.2079829, 0.00908419, -0.91102362], [-1.07885635, -0.34288317, 0.72712117, 1.41788387],
        [-0.20597383, -0.19254826, 0.7025221, -0.54543966], [1.03414631, 0.67596245, -0.93610775, 0.37894768],
        [-0.16711316, 1.02640092, -0.89726377, -0.42267284], [0.20204762, -1.21461511, 0.02345279, 0.41776735],
        [-1.44821215, 0.28976035, -1.87600672, -1.1563133],
    ]
    static let output: [[Real]] = [
        [-0.18110763, 0.14144787], [2.24330831, -3.24425101], [-0.05769794, 0.35383844], [0.0802527, -0.5142712],
    ]
    static let weather = [2, 0, 2, 2, 0, 0, 2, 1, 2, 2, 2, 2]
    static let sold: [Real] = [1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1]

    static func model(returnSequences: Bool = true, steps: Int = 12) throws -> Model {
        let network = Network.sequential([
            SimpleRNN(units: 4, returnSequences: returnSequences), Dense(units: 2, activation: .softmax),
        ])
        var model = try Model(network, input: Shape(steps: steps, features: 3), seed: 1)
        try model.setWeights([
            Tensor(rows: Array(rows[..<3])), Tensor(rows: Array(rows[3...])),
            Tensor([0.1347418, 0.28151226, 0.17300364, -0.32107899]), Tensor(rows: output),
            Tensor([-0.35922614, 0.35923496]),
        ])
        return model
    }

    static var examples: Examples {
        let oneHot = weather.flatMap { day in (0..<3).map { $0 == day ? Real(1) : 0 } }
        return Examples(
            inputs: Sequences(Tensor(oneHot, shape: [1, 12, 3])), targets: Targets(Tensor(sold, shape: [1, 12, 1])))
    }
}

@Test("the ice-cream network gives the states and probability of the course")
func theIceCreamNetworkGivesTheStatesAndProbabilityOfTheCourse() throws {
    let trace = try IceCream.model().trace(IceCream.examples, loss: .categoricalCrossEntropy)
    let h = try #require(trace.layers[0].fields["h"])
    #expect(isClose(h[0], [-0.0711118, 0.08873004, 0.70417075, -0.69960102], 1e-6))
    #expect(isClose(h[4], [0.82809942, 0.93229872, -0.29620752, -0.50640012], 1e-6))
    #expect(isClose([trace.output[0][1]], [0.71388615], 1e-6))
}

@Test("the ice-cream network's loss and its gradient through time are those of the course")
func theIceCreamNetworkSLossAndItsGradientThroughTimeAreThoseOfTheCourse() throws {
    let trace = try IceCream.model().trace(IceCream.examples, loss: .categoricalCrossEntropy)
    let loss = try #require(trace.loss)
    #expect(isClose([loss], [2.883127]))
    let gradients = try #require(trace.layers[0].stateGradients)
    let lengths = gradients.dropFirst().map { $0.map { $0 * $0 }.reduce(0, +).squareRoot() }
    let expected: [Real] = [
        17.0556, 14.4337, 5.7322, 3.2169, 0.1133, 0.1722, 0.2844, 0.2102, 0.4434, 0.3856, 0.3105, 0.0605,
    ]
    for (length, value) in zip(lengths, expected) { #expect(abs(length - value) < 1e-4) }
    #expect(lengths.count == 12)
}

@Test("an LSTM step by hand gives the course's gates, memory and state")
func anLSTMStepByHandGivesTheCourseSGatesMemoryAndState() throws {
    // Rows h1, h2, x of each gate; block order i f c o.
    let forget: [[Real]] = [[0.5, -0.3], [0.1, 0.8], [1, -1]]
    let write: [[Real]] = [[-0.2, 0.4], [0.6, -0.5], [1.5, 0.5]]
    let candidate: [[Real]] = [[0.3, 0.7], [-0.4, 0.2], [1, -0.8]]
    let show: [[Real]] = [[0.9, -0.1], [0.2, 0.3], [-0.5, 1.2]]
    let all = (0..<3).map { write[$0] + forget[$0] + candidate[$0] + show[$0] }
    var model = try Model(.sequential([LSTM(units: 2)]), input: Shape(steps: 1, features: 1), seed: 1)
    try model.setWeights([Tensor(rows: [all[2]]), Tensor(rows: Array(all[..<2])), Tensor([0, 0, 1, 1, 0, 0, 0, 0])])
    let step = try OneStep(model, input: [1], states: ["h": [0.2, -0.4], "c": [0.5, -0.7]])
    #expect(isClose(step.field("f"), [0.88695417, 0.4061269], 1e-6))
    #expect(isClose(step.field("i"), [0.77206355, 0.68568011], 1e-6))
    #expect(isClose(step.field("g"), [0.83965418, -0.62914516], 1e-6))
    #expect(isClose(step.field("o"), [0.40131234, 0.74269055], 1e-6))
    #expect(isClose(step.field("c"), [1.09174347, -0.71568115], 1e-6))
    #expect(isClose(step.field("h"), [0.32005205, -0.45618057], 1e-6))
}

@Test("parameters are counted as in the lectures") func parametersAreCountedAsInTheLectures() throws {
    func count(_ layers: any Layer..., input: Shape) throws -> Int {
        try Network.sequential(layers).parameterCount(from: input)
    }
    // h(h + x + 1) for the simple RNN, 3 and 4 times that for GRU and LSTM.
    #expect(try count(SimpleRNN(units: 4), input: Shape(steps: 1, features: 3)) == 32)
    #expect(try count(SimpleRNN(units: 12), input: Shape(steps: 1, features: 1)) == 168)
    #expect(try count(LSTM(units: 12), input: Shape(steps: 1, features: 1)) == 672)
    #expect(try count(SimpleRNN(units: 16), input: Shape(steps: 1, features: 14)) == 496)
    #expect(try count(GRU(units: 16), input: Shape(steps: 1, features: 14)) == 1488)
    #expect(try count(GRU(units: 16, resetAfter: true), input: Shape(steps: 1, features: 14)) == 1536)
    #expect(try count(LSTM(units: 32), input: Shape(steps: 1, features: 14)) == 6016)
    #expect(try count(LSTM(units: 64), input: Shape(steps: 1, features: 64)) == 33_024)
    let lecture = Network.sequential([
        Embedding(vocabulary: 5000, units: 64), Dropout(rate: 0.5), LSTM(units: 64, returnSequences: true),
        LSTM(units: 64), Dense(units: 6),
    ])
    #expect(try lecture.parameterCount(from: Shape(steps: 50, features: 1)) == 386_438)
    let rows = try lecture.summary(from: Shape(steps: 50, features: 1))
    #expect(rows.map(\.parameters) == [320_000, 0, 33_024, 33_024, 390])
}

@Test("three ways to average the losses of one table") func threeWaysToAverageTheLossesOfOneTable() throws {
    // Four instances, three steps, two classes; instance 3 has no target at step 3. The probability of class 1 and the
    // class of each position; a dense layer with the identity passes the logarithms on to a softmax.
    let right: [[Real]] = [[0.7, 0.6, 0.8], [0.55, 0.8, 0.7], [0.6, 0.9, 0.5], [0.9, 0.85, 0.75]]
    let labels: [[Real]] = [[0, 0, 1], [1, 0, 1], [1, 1, -1], [0, 0, 0]]
    var inputs: [Real] = []
    for (row, classes) in zip(right, labels) {
        for (p, label) in zip(row, classes) {
            let pair = label == 1 ? [1 - p, p] : [p, 1 - p]
            inputs += Tensor(pair).log().values
        }
    }
    var model = try Model(
        .sequential([Dense(units: 2, activation: .softmax)]), input: Shape(steps: 3, features: 2), seed: 1)
    try model.setWeights([Tensor(rows: [[1, 0], [0, 1]]), Tensor([0, 0])])
    let examples = Examples(
        inputs: Sequences(Tensor(inputs, shape: [4, 3, 2])),
        targets: Targets(Tensor(labels.flatMap(\.self), shape: [4, 3, 1])))
    func loss(_ normaliser: Normaliser) throws -> Real {
        Real(try model.evaluate(examples, loss: .categoricalCrossEntropy, normaliser: normaliser).loss)
    }
    let losses = [try loss(.lecture), try loss(.real), try loss(.padded)]
    #expect(isClose(losses, [0.8600, 0.3127, 0.2867], 5e-5))
    #expect(try model.evaluate(examples, loss: .categoricalCrossEntropy).accuracy == 1)
    #expect(try model.evaluate(examples, loss: .categoricalCrossEntropy).positions == 11)
}
