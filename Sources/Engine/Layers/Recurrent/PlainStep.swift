/// One step of a recurrent cell for one example, forward and backward, as plain equations: what to read next to the paper,
/// and what every kernel is tested against.
protocol PlainStep {
    /// The gate blocks, in the order in which the weights have them.
    associatedtype Gate: RawRepresentable<Int>, CaseIterable
    /// What forward computes: the gates, the new states, and what came in.
    associatedtype Values
    var weights: StepWeights<Gate> { get }
    /// x: [D]; the states before the step: h, or h and c, each [H].
    func forward(_ x: Vector, _ states: [Vector]) -> Values
    /// The states after the step.
    func states(_ values: Values) -> [Vector]
    /// From dL/d of the states after the step: dL/dx and dL/d of the states before it. The gradients of the weights are
    /// added to `gradients`.
    func backward(_ values: Values, _ states: [Vector], _ gradients: inout StepWeights<Gate>)
        -> (x: Vector, states: [Vector])
}

/// The weights of a cell by gate, or their gradients.
struct StepWeights<Gate: RawRepresentable<Int> & CaseIterable> {
    /// Of x, [D × H]; of h, [H × H]; the bias, [H]; and a second bias, which a GRU with reset after has.
    var w, u: ByGate<Gate, Matrix>
    var b, c: ByGate<Gate, Vector>

    /// Tensors in Keras's layout, gate blocks next to each other; what a cell does not have is left out.
    init(kernel: Tensor, recurrent: Tensor? = nil, bias: Tensor? = nil) {
        let units = (kernel.shape.last ?? 0) / Gate.allCases.count
        func blocks(_ tensor: Tensor) -> ByGate<Gate, Matrix> {
            let all = Matrix(tensor.values, columns: units * Gate.allCases.count)
            return ByGate { all.columns($0 * units..<($0 + 1) * units) }
        }
        func row(_ index: Int) -> ByGate<Gate, Vector> {
            let biases = bias?.lists ?? []
            guard biases.indices.contains(index) else { return ByGate { _ in Vector(zeros: units) } }
            return ByGate { Vector(Array(biases[index][$0 * units..<($0 + 1) * units])) }
        }
        (w, u, b, c) = (blocks(kernel), blocks(recurrent ?? Tensor(zeros: [0, kernel.shape[1]])), row(0), row(1))
    }
}

/// One value for each gate.
struct ByGate<Gate: RawRepresentable<Int> & CaseIterable, Value> {
    private(set) var values: [Value]

    init(_ value: (Int) -> Value) { values = (0..<Gate.allCases.count).map(value) }

    subscript(gate: Gate) -> Value {
        get { values[gate.rawValue] }
        set { values[gate.rawValue] = newValue }
    }
}
