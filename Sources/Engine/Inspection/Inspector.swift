import Base
import Glibc

/// One example in a network, held open: its trace, its losses followed back one by one, and what would be if something
/// were set by hand.
///
/// It works on the memory of the one forward pass that the trace was read from, with the backward pass that learns.
package final class Inspector: @unchecked Sendable {
    package let model: Model
    /// The example, with rows of its own.
    package let example: Examples
    /// Before anything was changed.
    private let original: Examples
    package let losses: [Loss]
    package let dropoutSeed: UInt64?
    package let changes: [Change]
    package let trace: Trace
    /// The changes as the layers take them.
    let interventions: [Int: Intervention]
    private let executor: Executor
    private let targets: [Targets]?
    /// Forward ran with other values since.
    private var isStale = false
    private var followed: [Int: [LayerGradients]] = [:]
    private let mutex = UnsafeMutablePointer<pthread_mutex_t>.allocate(capacity: 1)

    /// The first of `example` is looked at. With `dropoutSeed` as in training: what is dropped is drawn from that seed.
    /// Throws `.unsettable` for a change of something that is not there.
    package init(
        _ model: Model, _ example: Examples, losses: [Loss], dropoutSeed: UInt64? = nil, changes: [Change] = []
    ) throws(EngineError) {
        guard example.count > 0 else { throw .noExamples }
        self.model = model
        self.losses = losses
        self.dropoutSeed = dropoutSeed
        self.changes = changes
        let alone = example.alone
        original = alone
        self.example = try alone.changed(changes)
        try self.example.checkInputs(for: model)
        targets = alone.answers.isEmpty ? nil : try alone.checkedTargets(for: model, losses, needsReal: false)
        executor = try Executor(
            model, batch: 1, purpose: .inspect, masks: alone.sources.map(\.hasMask), losses: losses)
        try executor.setWeights(changes)
        interventions = try executor.interventions(for: changes)
        executor.take(interventions)
        pthread_mutex_init(mutex, nil)
        trace = Run(executor: executor, example: self.example, losses: losses, targets: targets, seed: dropoutSeed)
            .trace(changes)
    }

    deinit {
        pthread_mutex_destroy(mutex)
        mutex.deallocate()
    }

    /// The same example with these values set by hand, and nothing else that was.
    package func changing(_ changes: [Change]) throws(EngineError) -> Inspector {
        try Inspector(model, original, losses: losses, dropoutSeed: dropoutSeed, changes: changes)
    }

    private var run: Run {
        Run(executor: executor, example: example, losses: losses, targets: targets, seed: dropoutSeed)
    }

    private func locked<Result>(_ body: () -> Result) -> Result {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        return body()
    }
}

// MARK: - One loss followed back

/// dL/dh_t of one layer, by field of its states: [step 0 … T][unit] as in the trace.
package typealias LayerGradients = [String: [[Real]]]

extension Inspector {
    /// Where the first answer has a loss: rows of the output, from 0.
    package var positions: [Int] { trace.stepLosses.indices.filter { trace.stepLosses[$0] != nil } }

    /// The gradients of one position's loss alone, for every layer of the trace. Their sum over the positions is that of
    /// the trace.
    package func following(_ position: Int) -> [LayerGradients] {
        locked {
            if let found = followed[position] { return found }
            let pass = keptPass()
            run.measure(pass, only: position)
            executor.backward(pass)
            let found = executor.stateGradients(pass)
            if followed.count > 256 { followed = [:] }
            followed[position] = found
            return found
        }
    }

    /// The gradient of each parameter for this example, of the loss summed over its positions, in the order of the model.
    package func weightGradients() -> [(name: String, tensor: Tensor)] {
        locked {
            let pass = keptPass()
            run.measure(pass, only: nil)
            executor.backward(pass)
            return zip(model.weights, executor.slots).map { weight, slot in
                (weight.name, executor.tensor(of: slot, at: executor.gradients))
            }
        }
    }

    /// The pass with what forward kept of the trace.
    private func keptPass() -> Pass {
        let pass = run.pass
        if isStale {
            executor.take(interventions)
            executor.forward(pass)
            isStale = false
        }
        return pass
    }
}

// MARK: - Differences

extension Inspector {
    /// dL/d(state) by central differences of fourth order: the losses of four more forward passes, with the state set by
    /// hand. `step` counts from 0 and is the state before the first step for nil; `position`: of that loss alone.
    ///
    /// Source: Abramowitz and Stegun (1964), 25.3.6.
    package func difference(layer: Int, field: String, step: Int?, unit: Int, of position: Int? = nil) -> Double? {
        guard targets != nil, trace.layers.indices.contains(layer) else { return nil }
        let shown = trace.layers[layer]
        let value = step.map { shown.row(field, $0) } ?? shown.initial[field] ?? []
        guard unit < value.count, value[unit].isFinite else { return nil }
        return locked {
            defer { isStale = true }
            let width = max(0.02, 0.02 * abs(Double(value[unit])))
            func loss(_ offset: Double) -> Double? {
                let change = Change.state(
                    layer: layer, field: field, step: step, unit: unit, Real(Double(value[unit]) + offset * width))
                guard
                    let interventions = try? executor.interventions(
                        for: changes.filter { !change.replaces($0) } + [change])
                else {
                    return nil
                }
                executor.take(interventions)
                let pass = run.pass
                executor.forward(pass)
                return run.loss(pass, of: position)
            }
            guard let a = loss(-2), let b = loss(-1), let c = loss(1), let d = loss(2) else { return nil }
            // The step as the numbers of the pass have it.
            return (8 * (c - b) - (d - a)) / (12 * width)
        }
    }
}
