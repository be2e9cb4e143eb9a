/// A trained network that is given one time step after the other: every state is carried from call to call, so that the
/// steps before are never run again. The length that the network was trained on does not matter.
///
/// Several sequences can go side by side, in places 0 ..< places. A step allocates nothing.
package final class Stepper {
    package let places: Int
    private let executor: Executor
    private let pass: Pass
    private let input: ValueSlot
    private let output: ValueSlot
    /// Of all layers; a state's row before the step and the one after it lie one behind the other.
    private let states: [Region]
    /// For states that change places.
    private let spare: Memory

    /// Throws `.notStepwise` for a network in which one step is not the same as the whole.
    package init(_ model: Model, places: Int = 1) throws(EngineError) {
        try model.network.checkStepwise()
        guard model.inputs.count == 1 else { throw .inputCount(needs: model.inputs.count, found: 1) }
        guard model.outputs.count == 1 else { throw .outputCount(needs: model.outputs.count, found: 1) }
        guard model.input.isSequence else { throw .notStepwise(node: 0, layer: model.network.nodes[0].layer.kind) }
        let single = try Model(model, inputs: [Shape(steps: 1, features: model.input.features)])
        executor = try Executor(single, batch: places, purpose: .predict, masks: [false])
        var pass = executor.pass(places)
        pass.keepsStates = true
        self.pass = pass
        self.places = places
        input = executor.inputs[0]
        output = executor.outputs[0]
        states = executor.operations.flatMap { $0.traceFields.filter(\.isState).map(\.values) }
        spare = try Memory(Sizes.product(places, states.map(\.stride).max() ?? 0))
        executor.prepare(pass)
    }

    package var features: Int { input.shape.features }
    package var answers: Int { output.shape.features }

    /// Before the first step again: every state 0.
    package func reset() {
        for state in states {
            pass.pointer(state, step: -1).update(repeating: 0, count: places * state.stride)
        }
    }

    /// What a place reads in the next step: numbers, one for each feature.
    package func row(_ place: Int = 0) -> UnsafeMutablePointer<Real> {
        pass.pointer(input.values) + place * input.values.stride
    }

    /// What a place said in the last step.
    package func answer(_ place: Int = 0) -> UnsafeBufferPointer<Real> {
        UnsafeBufferPointer(start: pass.pointer(output.values) + place * output.values.stride, count: answers)
    }

    /// Puts a token where a place reads: its number, or a row with a single 1 if the network reads such rows.
    package func put(_ token: Int, place: Int = 0) {
        let row = row(place)
        if features == 1 {
            row[0] = Real(token)
        } else {
            row.update(repeating: 0, count: features)
            row[token] = 1
        }
    }

    /// One step with what lies in the rows.
    package func advance() {
        executor.forward(pass)
        for state in states {
            pass.pointer(state, step: -1).update(from: pass.pointer(state), count: places * state.stride)
        }
    }

    /// One step of the first place.
    package func advance(token: Int) {
        put(token)
        advance()
    }

    /// Place p goes on with the states of place `order[p]`.
    package func arrange(_ order: [Int]) {
        for state in states {
            let (rows, width) = (pass.pointer(state, step: -1), state.stride)
            spare.base.update(from: rows, count: places * width)
            for (place, source) in order.enumerated() {
                (rows + place * width).update(from: spare.base + source * width, count: width)
            }
        }
    }

    /// Every state, to go back to.
    package var saved: [Real] {
        states.flatMap { state in
            Array(UnsafeBufferPointer(start: pass.pointer(state, step: -1), count: places * state.stride))
        }
    }

    /// Goes on from states that `saved` gave.
    package func restore(_ saved: [Real]) {
        precondition(saved.count == states.reduce(0) { $0 + places * $1.stride }, "states of another network")
        saved.withUnsafeBufferPointer { numbers in
            guard var source = numbers.baseAddress else { return }
            for state in states {
                pass.pointer(state, step: -1).update(from: source, count: places * state.stride)
                source += places * state.stride
            }
        }
    }
}

extension Network {
    /// Throws the first layer of which one step at a time is not the same as the whole: it looks ahead, counts steps, or
    /// starts from what another layer ended with.
    package func checkStepwise() throws(EngineError) {
        for (index, node) in nodes.enumerated() {
            let isStarted = node.layer is any RecurrentLayer && node.inputs.count > 1
            let readsState = node.inputs.contains { if case .state = $0 { true } else { false } }
            if isStarted || readsState || !node.layer.isStepwise {
                throw .notStepwise(node: index, layer: node.layer.kind)
            }
        }
        for case .state(let index, _) in outputs { throw .notStepwise(node: index, layer: nodes[index].layer.kind) }
    }
}
