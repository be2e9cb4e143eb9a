import Base

/// What is set by hand in the walk of one recurrent layer, for every example of the pass: values of gates and states that
/// do not come from the equations. The rest of the sequence follows from them, and no gradient goes behind them.
struct Intervention: Sendable {
    /// A state, or a memory beside it, after a step. `step` counts the rows: that of `CellFrame.start` is before the walk.
    struct State: Sendable {
        var region: Region
        var step: Int
        var unit: Int
        var value: Real
    }

    /// A gate through the sum that gives the wanted value: one column of the sums, at one step or at all.
    struct Gate: Sendable {
        var column: Int
        var step: Int?
        var sum: Real
    }

    var states: [State] = []
    var gates: [Gate] = []

    func states(at step: Int, in region: Region) -> [State] {
        states.filter { $0.step == step && $0.region == region }
    }
}

/// An operation in which values can be set by hand.
protocol AcceptsIntervention: AnyObject {
    var intervention: Intervention? { get set }
    /// Where a state or a gate is set; nil if the layer has none of that name.
    func region(ofState name: String) -> Region?
    func column(ofGate name: String, unit: Int) -> Int?
    /// The step whose row holds the states before the first step.
    var startStep: Int { get }
    /// Sends gradients of the last state to be computed, or of the memory beside it, back through time alone: no loss, no
    /// parameters. `seed` writes one row for each example.
    func walkBack(_ pass: Pass, from name: String, seed: (UnsafeMutablePointer<Real>, _ stride: Int) -> Void)
}

extension StepContext {
    /// Puts sums in the place of what the products gave, in columns `columns` of the sums.
    func applyGates(_ sums: UnsafeMutablePointer<Real>, _ stride: Int, _ columns: Range<Int>) {
        forEachSetGate(columns) { column, sum in
            for row in 0..<count { sums[row * stride + column] = sum }
        }
    }

    /// What is set by hand depends on nothing.
    func stopGradients(_ gradients: UnsafeMutablePointer<Real>, _ stride: Int, _ columns: Range<Int>) {
        forEachSetGate(columns) { column, _ in
            for row in 0..<count { gradients[row * stride + column] = 0 }
        }
    }

    private func forEachSetGate(_ columns: Range<Int>, _ body: (_ column: Int, _ sum: Real) -> Void) {
        guard let intervention else { return }
        for gate in intervention.gates where columns.contains(gate.column) && gate.step.map({ $0 == step }) ?? true {
            body(gate.column, gate.sum)
        }
    }

    /// Sets what is set of a state at this step; true if there was anything.
    func applyStates(_ region: Region) -> Bool {
        guard let states = intervention?.states(at: step, in: region), !states.isEmpty else { return false }
        for state in states {
            for row in 0..<count { at(region)[row * region.stride + state.unit] = state.value }
        }
        return true
    }
}

extension ActivationFunction {
    /// The sum whose activation is `value`; nil if none is. At the limits it is one that saturates.
    func sum(giving value: Real) -> Real? {
        let saturated: Real = 100
        switch self {
        case .linear: return value.isFinite ? value : nil
        case .relu: return value >= 0 && value.isFinite ? value : nil
        case .softmax: return nil
        case .sigmoid:
            guard value > 0, value < 1 else { return value == 0 ? -saturated : value == 1 ? saturated : nil }
            return Real(log(Double(value)) - log(1 - Double(value)))
        case .tanh:
            guard value > -1, value < 1 else { return value == -1 ? -saturated : value == 1 ? saturated : nil }
            return Real((log(1 + Double(value)) - log(1 - Double(value))) / 2)
        }
    }
}
