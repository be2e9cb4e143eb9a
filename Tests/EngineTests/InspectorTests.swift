import Testing

@testable import EngineDouble

/// The list of layers, held open: gradients of states against differences, losses one by one, values set by hand.
private let walked = LayerCase.all.filter { item in
    !item.description.contains("truncat")
        && item.network.layers.contains { $0 is any RecurrentLayer || $0 is Bidirectional }
}

private func inspector(_ item: LayerCase, _ changes: [Change] = []) throws -> Inspector {
    try Inspector(
        Model(item.network, inputs: item.inputs, seed: 3), item.examples()[1], losses: item.losses, changes: changes)
}

private func isClose(_ left: Double, _ right: Double, _ tolerance: Double = 1e-6) -> Bool {
    abs(left - right) <= tolerance * max(1, abs(left), abs(right))
}

/// A relu has a kink that a difference may step over.
private let smooth = walked.filter { !$0.description.contains("relu") }

@Test("the gradient of every state agrees with differences", arguments: smooth)
func theGradientOfEveryStateAgreesWithDifferences(_ item: LayerCase) throws {
    let inspector = try inspector(item)
    var count = 0
    for (index, layer) in inspector.trace.layers.enumerated() where layer.isRecurrent {
        for (field, gradients) in layer.gradients {
            for step in 0..<gradients.count {
                let unit = step % layer.units
                let difference = try #require(
                    inspector.difference(layer: index, field: field, step: step == 0 ? nil : step - 1, unit: unit))
                #expect(
                    isClose(difference, gradients[step][unit]), "\(layer.title) \(field)_\(step), unit \(unit + 1)")
                count += 1
            }
        }
    }
    #expect(count >= 4)
}

@Test("the losses followed back one by one add up to the whole", arguments: walked.filter { $0.losses.count == 1 })
func theLossesFollowedBackOneByOneAddUpToTheWhole(_ item: LayerCase) throws {
    let inspector = try inspector(item)
    #expect(inspector.positions.isEmpty == (inspector.trace.loss == nil))
    let each = inspector.positions.map { inspector.following($0) }
    for (index, layer) in inspector.trace.layers.enumerated() {
        for (field, whole) in layer.gradients {
            for step in whole.indices {
                for unit in whole[step].indices {
                    let sum = each.reduce(0) { $0 + ($1[index][field]?[step][unit] ?? .nan) }
                    #expect(isClose(sum, whole[step][unit], 1e-9), "\(layer.title) \(field)_\(step)")
                }
            }
        }
    }
}

@Test("a loss has no gradient behind its step, and its own at it")
func aLossHasNoGradientBehindItsStep() throws {
    let item = LayerCase("lstm", [LSTM(units: 4, returnSequences: true), Dense(units: 2)])
    let inspector = try inspector(item)
    let second = try #require(inspector.following(1)[0]["h"])
    #expect(second[3...].allSatisfy { $0.allSatisfy { $0 == 0 } })
    #expect(second[2].contains { $0 != 0 })
    let difference = try #require(inspector.difference(layer: 0, field: "h", step: 0, unit: 2, of: 1))
    #expect(isClose(difference, second[1][2]))
}

@Test("the whole is told again after differences were taken")
func theWholeIsToldAgainAfterDifferencesWereTaken() throws {
    let item = LayerCase("gru", [GRU(units: 4, returnSequences: true), Dense(units: 1)])
    let (used, fresh) = (try inspector(item), try inspector(item))
    _ = used.difference(layer: 0, field: "h", step: 2, unit: 0)
    #expect(used.following(4)[0]["h"] == fresh.following(4)[0]["h"])
    #expect(used.weightGradients().map(\.tensor.values) == fresh.weightGradients().map(\.tensor.values))
}

@Test("a state that is set by hand is there, and the steps after follow from it", arguments: walked)
func aStateThatIsSetByHandIsThere(_ item: LayerCase) throws {
    let before = try inspector(item)
    for (index, layer) in before.trace.layers.enumerated() where layer.isRecurrent {
        let steps = layer.outputs.count
        let step = steps / 2
        let after = try before.changing([.state(layer: index, field: "h", step: step, unit: 1, 0.75)])
        let changed = after.trace.layers[index]
        #expect(changed.fields["h"]?[step][1] == 0.75)
        let order = layer.isBackwards ? Array((0..<steps).reversed()) : Array(0..<steps)
        let place = try #require(order.firstIndex(of: step))
        for earlier in order[..<place] { #expect(changed.fields["h"]?[earlier] == layer.fields["h"]?[earlier]) }
        // The next step that is not masked reads it.
        if let next = order[(place + 1)...].first(where: { !layer.masked[$0] }) {
            #expect(changed.fields["h"]?[next] != layer.fields["h"]?[next])
        }
        // The equations of the steps after hold for the new numbers.
        for equation in changed.equations {
            for later in order[(place + 1)...] where !changed.masked[later] {
                let shown = changed.arithmetic(equation, step: later, unit: 0)
                if let sum = shown.sum, let value = shown.activation?.value(sum) {
                    #expect(isClose(value, shown.result))
                }
            }
        }
    }
}

@Test("no gradient goes behind what is set by hand", arguments: LayerCase.CellKind.all)
func noGradientGoesBehindWhatIsSetByHand(_ cell: LayerCase.CellKind) throws {
    let item = LayerCase("\(cell)", [cell.sequences(4), Dense(units: 1)])
    let plain = try inspector(item)
    let all: [Change] = (0..<4).map { .state(layer: 0, field: "h", step: 2, unit: $0, Real($0) / 4 - 0.3) }
    let memory: [Change] =
        plain.trace.layers[0].fields["c"] == nil
        ? [] : (0..<4).map { .state(layer: 0, field: "c", step: 2, unit: $0, Real($0) / 5) }
    let changed = try plain.changing(memory + all)
    let following = changed.following(4)[0]
    #expect(following["h"]?[3].contains { $0 != 0 } == true, "the loss depends on what was set")
    #expect(following["h"]?[2].allSatisfy { $0 == 0 } == true, "and on nothing before")
    for step in 2..<5 {
        let difference = try #require(changed.difference(layer: 0, field: "h", step: step, unit: 1))
        #expect(isClose(difference, changed.trace.layers[0].gradients["h"]?[step + 1][1] ?? .nan))
    }
}

@Test("the state follows from a memory that is set by hand")
func theStateFollowsFromAMemoryThatIsSetByHand() throws {
    let item = LayerCase("lstm", [LSTM(units: 4, returnSequences: true), Dense(units: 1)])
    let changed = try inspector(item).changing([.state(layer: 0, field: "c", step: 2, unit: 1, 1.5)])
    let layer = changed.trace.layers[0]
    let (o, h) = (layer.fields["o"]?[2][1] ?? .nan, layer.fields["h"]?[2][1] ?? .nan)
    // tanh 1.5 = 0.905148253644866
    #expect(isClose(h, o * 0.905148253644866))
    let difference = try #require(changed.difference(layer: 0, field: "c", step: 1, unit: 1))
    #expect(isClose(difference, layer.gradients["c"]?[2][1] ?? .nan))
}

@Test("a gate that is held has its value at every step, or at one, and no gradient", arguments: LayerCase.CellKind.all)
func aGateThatIsHeldHasItsValue(_ cell: LayerCase.CellKind) throws {
    let item = LayerCase("\(cell)", [cell.sequences(4), Dense(units: 1)])
    let plain = try inspector(item)
    let gates = plain.trace.layers[0].equations.filter {
        if case .affine = $0.body { return $0.field != "h" } else { return false }
    }
    #expect(gates.isEmpty == (cell.description == "simple_rnn"))
    for gate in gates {
        for (value, step) in [(Real(1), nil), (0.25, 1)] as [(Real, Int?)] {
            let changed = try plain.changing([.gate(layer: 0, field: gate.field, step: step, unit: 2, value)])
            let layer = changed.trace.layers[0]
            for at in step.map({ [$0] }) ?? Array(0..<5) {
                #expect(isClose(layer.fields[gate.field]?[at][2] ?? .nan, value, 1e-12))
                #expect(layer.gateGradients[gate.field]?[at][2] == 0)
            }
            if step != nil { #expect(layer.fields[gate.field]?[0] == plain.trace.layers[0].fields[gate.field]?[0]) }
            for at in 0..<5 {
                let difference = try #require(changed.difference(layer: 0, field: "h", step: at, unit: 2))
                #expect(isClose(difference, layer.gradients["h"]?[at + 1][2] ?? .nan), "\(gate.field), h_\(at + 1)")
            }
        }
    }
}

@Test("inputs and weights that are set by hand are those of the pass")
func inputsAndWeightsThatAreSetByHandAreThoseOfThePass() throws {
    let item = LayerCase("gru", [GRU(units: 4, returnSequences: true), Dense(units: 1)])
    let plain = try inspector(item)
    let changed = try plain.changing([
        .input(step: 1, feature: 2, 0.5), .weight(layer: 0, name: "kernel", place: 7, -2),
        .weight(layer: 1, name: "bias", place: 0, 3),
    ])
    #expect(changed.trace.input[1][2] == 0.5)
    #expect(changed.trace.layers[0].weight("kernel")?.values[7] == -2)
    #expect(changed.trace.layers[1].weight("bias")?.values == [3])
    for step in 0..<5 {
        for unit in 0..<4 {
            let shown = changed.trace.layers[0].arithmetic(changed.trace.layers[0].equations[0], step: step, unit: unit)
            #expect(isClose(shown.activation?.value(shown.sum ?? .nan) ?? .nan, shown.result))
        }
    }
    let back = try changed.changing([])
    #expect(back.trace.output == plain.trace.output)
    #expect(back.trace.input == plain.trace.input)
}

@Test(
    "what is not there cannot be set",
    arguments: [
        Change.input(step: 5, feature: 0, 1), .input(step: 0, feature: 3, 1), .input(step: 0, feature: 0, .infinity),
        .weight(layer: 2, name: "kernel", place: 0, 1), .weight(layer: 0, name: "gamma", place: 0, 1),
        .weight(layer: 0, name: "kernel", place: 48, 1), .state(layer: 0, field: "z", step: 0, unit: 0, 1),
        .state(layer: 0, field: "h", step: 5, unit: 0, 1), .state(layer: 0, field: "h", step: 0, unit: 4, 1),
        .state(layer: 1, field: "h", step: 0, unit: 0, 1), .gate(layer: 0, field: "c", step: nil, unit: 0, 1),
        .gate(layer: 0, field: "i", step: nil, unit: 0, 1.5), .gate(layer: 0, field: "f", step: 9, unit: 0, 1),
    ])
func whatIsNotThereCannotBeSet(_ change: Change) throws {
    let item = LayerCase("lstm", [LSTM(units: 4, returnSequences: true), Dense(units: 1)])
    let plain = try inspector(item)
    #expect(throws: EngineError.unsettable(change)) { try plain.changing([change]) }
}

@Test("what is left of each state at the end is that of the course")
func whatIsLeftOfEachStateAtTheEndIsThatOfTheCourse() throws {
    // The spectral norms of the products of the course's Jacobians, computed with numpy 2.4.6 from the weights there;
    // mock-up d of the course has them to two places.
    let expected = [
        0.1519593268, 0.1910833101, 0.2933175182, 0.3216682418, 0.2312435343, 0.5200837863, 0.6954535821, 0.7748378959,
        2.0570645041, 2.7929245696, 2.3965686436, 1,
    ]
    let inspector = try Inspector(IceCreamDouble.model(), IceCreamDouble.examples, losses: [.categoricalCrossEntropy])
    let jacobian = try #require(inspector.jacobian(layer: 0))
    #expect(jacobian.norms == nil && jacobian.done == 0)
    jacobian.finish()
    let norms = try #require(jacobian.norms)
    #expect(norms.count == 12)
    for (norm, value) in zip(norms, expected) { #expect(isClose(norm, value, 1e-6)) }
}

@Test("the course's losses followed back have the course's lengths")
func theCourseSLossesFollowedBackHaveTheCourseSLengths() throws {
    // Mock-up d: rows L_4, L_6, L_8 and L_11 of the itemised table.
    let inspector = try Inspector(IceCreamDouble.model(), IceCreamDouble.examples, losses: [.categoricalCrossEntropy])
    let rows: [Int: [Double]] = [
        4: [11.454, 10.367, 5.184, 3.269], 6: [0.002, 0.003, 0.006, 0.009, 0.008, 0.078],
        8: [0.024, 0.030, 0.024, 0.043, 0.083, 0.102, 0.109, 0.121],
        11: [0.023, 0.029, 0.045, 0.049, 0.035, 0.079, 0.104, 0.116, 0.336, 0.405, 0.264],
    ]
    for (loss, expected) in rows {
        let gradients = try #require(inspector.following(loss - 1)[0]["h"]).dropFirst()
        let lengths = gradients.map { $0.reduce(0) { $0 + $1 * $1 }.squareRoot() }
        for (length, value) in zip(lengths, expected) { #expect(abs(length - value) < 6e-4, "loss \(loss)") }
        #expect(lengths.dropFirst(expected.count).allSatisfy { $0 == 0 })
    }
}

@Test("what is left of a memory is the product of its gates where nothing else leads back")
func whatIsLeftOfAMemoryIsTheProductOfItsGates() throws {
    // Recurrent weights 0: c_T depends on c_t through f alone, and h_T on c_t through o·tanh′(c_T) too.
    let item = LayerCase("lstm", [LSTM(units: 3), Dense(units: 1)])
    var model = try Model(item.network, inputs: item.inputs, seed: 3)
    var weights = model.weights.map(\.tensor)
    weights[1] = Tensor(zeros: weights[1].shape)
    try model.setWeights(weights)
    let inspector = try Inspector(model, item.examples()[1], losses: item.losses)
    let jacobian = try #require(inspector.jacobian(layer: 0, field: "c"))
    jacobian.finish()
    let f = try #require(inspector.trace.layers[0].fields["f"])
    for step in 0..<5 {
        let product = (0..<3).map { unit in f[(step + 1)...].reduce(1) { $0 * $1[unit] } }
        #expect(isClose(jacobian.norms?[step] ?? .nan, product.max() ?? .nan, 1e-7))
    }
}

/// The weights of course.md, fixture (a, d), in double precision: rows x0 x1 x2 then h1 … h4.
private enum IceCreamDouble {
    static let rows: [[Real]] = [
        [-0.19089293, 1.2079829, 0.00908419, -0.91102362], [-1.07885635, -0.34288317, 0.72712117, 1.41788387],
        [-0.20597383, -0.19254826, 0.7025221, -0.54543966], [1.03414631, 0.67596245, -0.93610775, 0.37894768],
        [-0.16711316, 1.02640092, -0.89726377, -0.42267284], [0.20204762, -1.21461511, 0.02345279, 0.41776735],
        [-1.44821215, 0.28976035, -1.87600672, -1.1563133],
    ]

    static func model() throws -> Model {
        let network = Network.sequential([
            SimpleRNN(units: 4, returnSequences: true), Dense(units: 2, activation: .softmax),
        ])
        var model = try Model(network, input: Shape(steps: 12, features: 3), seed: 1)
        try model.setWeights([
            Tensor(rows: Array(rows[..<3])), Tensor(rows: Array(rows[3...])),
            Tensor([0.1347418, 0.28151226, 0.17300364, -0.32107899]),
            Tensor(rows: [
                [-0.18110763, 0.14144787], [2.24330831, -3.24425101], [-0.05769794, 0.35383844],
                [0.0802527, -0.5142712],
            ]),
            Tensor([-0.35922614, 0.35923496]),
        ])
        return model
    }

    static var examples: Examples {
        let weather = [2, 0, 2, 2, 0, 0, 2, 1, 2, 2, 2, 2]
        let oneHot = weather.flatMap { day in (0..<3).map { $0 == day ? Real(1) : 0 } }
        return Examples(
            inputs: Sequences(Tensor(oneHot, shape: [1, 12, 3])),
            targets: Targets(Tensor([1, 1, 1, 1, 0, 0, 0, 0, 0, 0, 1, 1], shape: [1, 12, 1])))
    }
}
