/// A network on planned memory: weights, gradients, the optimiser's memory and everything that a pass keeps.
///
/// Memory begins with four blocks of one layout: weights, their gradients, first and second memory of the optimiser
/// (the last three only if it learns).
final class Executor {
    let model: Model
    let input: Port
    let output: Port
    let operations: [any Operation]
    let slots: [Slot]
    /// Numbers in one block of weights, padded.
    let weightCount: Int
    let batch: Int
    let memory: Memory
    let pool: Pool

    /// Where a parameter lies.
    struct Slot {
        var node: Int
        var parameter: Parameter
        var offset: Int
    }

    enum Purpose { case predict, inspect, learn }

    init(_ model: Model, batch: Int, purpose: Purpose, hasMask: Bool, loss: Loss? = nil, pool: Pool = Pool())
        throws(EngineError)
    {
        let layout = try Layout(model, batch: batch, purpose: purpose, hasMask: hasMask, loss: loss)
        memory = try Memory(layout.plan.size)
        self.model = model
        self.batch = batch
        self.pool = pool
        input = layout.input
        output = layout.output
        operations = layout.operations
        slots = layout.slots
        weightCount = layout.weightCount
        load(model)
    }

    var weights: UnsafeMutablePointer<Real> { memory.base }
    var gradients: UnsafeMutablePointer<Real> { memory.base + weightCount }
    var firstMemory: UnsafeMutablePointer<Real> { memory.base + 2 * weightCount }
    var secondMemory: UnsafeMutablePointer<Real> { memory.base + 3 * weightCount }

    func pass(_ batch: Int, isTraining: Bool = false) -> Pass {
        Pass(memory: memory.base, batch: batch, isTraining: isTraining, pool: pool)
    }

    /// Brings new weights into the form that products read.
    func prepare(_ pass: Pass) { for operation in operations { operation.prepare(pass) } }
    func forward(_ pass: Pass) { for operation in operations { operation.forward(pass) } }
    func backward(_ pass: Pass) { for operation in operations.reversed() { operation.backward(pass) } }

    /// Copies examples `order[range]` to where the network reads.
    func fill(_ inputs: Sequences, _ order: [Int], _ range: Range<Int>) {
        let (width, features, batch) = (inputs.width, inputs.features, range.count)
        inputs.rows.withUnsafeBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            for (place, index) in range.enumerated() {
                let start = inputs.starts[order[index]]
                for step in 0..<inputs.steps {
                    let from = rows + (start + step) * width
                    let to = memory.base + input.values.offset + (step * batch + place) * features
                    if let columns = inputs.columns {
                        for (column, source) in columns.enumerated() { to[column] = from[source] }
                    } else {
                        for column in 0..<features { to[column] = from[column] }
                    }
                }
            }
        }
        guard let mask = input.mask else { return }
        for (place, index) in range.enumerated() {
            let length = inputs.lengths?[order[index]] ?? inputs.steps
            for step in 0..<inputs.steps {
                memory.base[mask.offset + step * batch + place] = step < length ? 1 : 0
            }
        }
    }

    // MARK: weights, padded inside and as in Keras outside

    func load(_ model: Model) {
        for (slot, weight) in zip(slots, model.weights) { copy(weight.tensor, to: slot, at: weights) }
    }

    private func copy(_ tensor: Tensor, to slot: Slot, at block: UnsafeMutablePointer<Real>) {
        forEachBlock(of: slot) { outside, inside, width in
            for index in 0..<width { block[inside + index] = tensor.values[outside + index] }
        }
    }

    /// The parameter's numbers in one of the four blocks of memory.
    func tensor(of slot: Slot, at block: UnsafeMutablePointer<Real>) -> Tensor {
        var result = Tensor(zeros: slot.parameter.shape)
        forEachBlock(of: slot) { outside, inside, width in
            for index in 0..<width { result.values[outside + index] = block[inside + index] }
        }
        return result
    }

    private func forEachBlock(of slot: Slot, _ body: (_ outside: Int, _ inside: Int, _ width: Int) -> Void) {
        let (parameter, width) = (slot.parameter, slot.parameter.blockWidth)
        for row in 0..<parameter.rows {
            for block in 0..<parameter.blocks {
                let inside = slot.offset + row * parameter.stride + block * Sizes.padded(width)
                body((row * parameter.blocks + block) * width, inside, width)
            }
        }
    }
}

/// The plan of an executor: who computes what where.
private struct Layout {
    var plan: Plan
    var input: Port
    var output: Port
    var operations: [any Operation] = []
    var slots: [Executor.Slot] = []
    var weightCount = 0

    init(_ model: Model, batch: Int, purpose: Executor.Purpose, hasMask: Bool, loss: Loss?) throws(EngineError) {
        let network = model.network
        let shapes = try network.shapes(from: model.input)
        let parameters = try network.parameters(from: model.input)
        for (node, list) in parameters.enumerated() {
            for parameter in list {
                slots.append(Executor.Slot(node: node, parameter: parameter, offset: weightCount))
                weightCount = Sizes.sum(weightCount, Sizes.product(parameter.rows, parameter.stride))
            }
        }
        plan = Plan(batch: batch, learns: purpose != .predict, inspects: purpose == .inspect)
        _ = plan.reserve(Sizes.product(weightCount, purpose == .predict ? 1 : 4))

        let values = plan.reserve(Sizes.product(model.input.positions, batch, model.input.features))
        input = Port(
            shape: model.input, values: Region(offset: values, stride: model.input.features), gradient: nil,
            mask: hasMask ? plan.mask(steps: model.input.positions) : nil)
        output = input
        var ports: [Port] = []
        for (index, node) in network.nodes.enumerated() {
            let own = slots.filter { $0.node == index }
            func regions(_ start: Int) -> [Region] {
                own.map { Region(offset: Sizes.sum(start, $0.offset), stride: $0.parameter.stride) }
            }
            let site = Site(
                node: index, inputs: node.inputs.map { port($0, ports) }, output: shapes[index], weights: regions(0),
                gradients: regions(purpose == .predict ? 0 : weightCount),
                adds: node.inputs.indices.map { network.isRead(node.inputs[$0], after: index, input: $0) },
                isFusedWithLoss: network.output == .node(index) && loss?.isFused(with: node.layer) == true)
            let operation = node.layer.operation(site, in: &plan)
            operations.append(operation)
            ports.append(operation.output)
        }
        output = port(network.output, ports)
    }

    private func port(_ wire: Network.Wire, _ ports: [Port]) -> Port {
        switch wire {
        case .input: input
        case .node(let index): ports[index]
        }
    }
}

extension Network {
    /// Whether backward reaches another reader of the wire before this one.
    func isRead(_ wire: Wire, after node: Int, input: Int) -> Bool {
        if nodes[node].inputs[..<input].contains(wire) { return true }
        return nodes[(node + 1)...].contains { $0.inputs.contains(wire) } || output == wire
    }
}

extension Loss {
    /// Softmax with cross-entropy, sigmoid with its binary kind: the gradient before the activation is p − y.
    func isFused(with layer: any Layer) -> Bool {
        let function = (layer as? Dense)?.activation ?? (layer as? Activation)?.function
        switch self {
        case .categoricalCrossEntropy: return function == .softmax
        case .binaryCrossEntropy: return function == .sigmoid
        case .meanSquaredError, .meanAbsoluteError: return false
        }
    }
}
