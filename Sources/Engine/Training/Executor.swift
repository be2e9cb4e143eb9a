/// A network on planned memory: weights, gradients, the optimiser's memory and everything that a pass keeps.
///
/// Memory begins with four blocks of one layout: weights, their gradients, first and second memory of the optimiser
/// (the last three only if it learns).
final class Executor {
    let model: Model
    let inputs: [ValueSlot]
    let outputs: [ValueSlot]
    let operations: [any Operation]
    let slots: [Slot]
    /// Numbers in one block of weights, padded.
    let weightCount: Int
    /// The parts of a block that the optimiser moves.
    let trainable: [Range<Int>]
    let batch: Int
    let memory: Memory
    let pool: Pool
    /// Dropout masks to use instead of those by chance; nil for one is not given.
    var givenMasks: ((MaskPlace) -> Tensor?)?

    /// Where a parameter lies.
    struct Slot {
        var node: Int
        var parameter: Parameter
        var offset: Int

        /// Padded.
        var count: Int { parameter.rows * parameter.stride }
    }

    enum Purpose { case predict, inspect, learn }

    /// `masks`: for each input whether its examples come with padding. `losses`: for each output, where the loss and the
    /// last activation may have one gradient together.
    init(_ model: Model, batch: Int, purpose: Purpose, masks: [Bool], losses: [Loss] = [], pool: Pool = Pool())
        throws(EngineError)
    {
        let layout = try Layout(
            model.network, model.inputs, batch: batch, purpose: purpose, masks: masks, losses: losses)
        memory = try Memory(layout.plan.size)
        self.model = model
        self.batch = batch
        self.pool = pool
        inputs = layout.inputs
        outputs = layout.outputs
        operations = layout.operations
        slots = layout.slots
        weightCount = layout.weightCount
        trainable = Self.parts(slots.filter(\.parameter.isTrainable))
        load(model)
    }

    /// Where the slots lie, neighbours as one.
    private static func parts(_ slots: [Slot]) -> [Range<Int>] {
        slots.reduce(into: []) { parts, slot in
            let end = slot.offset + slot.count
            if let last = parts.last, last.upperBound == slot.offset {
                parts[parts.count - 1] = last.lowerBound..<end
            } else {
                parts.append(slot.offset..<end)
            }
        }
    }

    var weights: UnsafeMutablePointer<Real> { memory.base }
    var gradients: UnsafeMutablePointer<Real> { memory.base + weightCount }
    var firstMemory: UnsafeMutablePointer<Real> { memory.base + 2 * weightCount }
    var secondMemory: UnsafeMutablePointer<Real> { memory.base + 3 * weightCount }

    func pass(_ batch: Int, isTraining: Bool = false) -> Pass {
        Pass(memory: PlannedMemory(memory), batch: batch, isTraining: isTraining, pool: pool, givenMasks: givenMasks)
    }

    /// Brings new weights into the form that products read.
    func prepare(_ pass: Pass) { for operation in operations { operation.prepare(pass) } }
    func forward(_ pass: Pass) { for operation in operations { operation.forward(pass) } }
    func backward(_ pass: Pass) { for operation in operations.reversed() { operation.backward(pass) } }

    /// Copies examples `order[range]` to where the network reads.
    func fill(_ sources: [Sequences], _ order: [Int], _ range: Range<Int>) {
        for (source, port) in zip(sources, inputs) { fill(port, source, order, range) }
    }

    private func fill(_ input: ValueSlot, _ inputs: Sequences, _ order: [Int], _ range: Range<Int>) {
        let (width, features, batch, columns) = (inputs.width, inputs.features, range.count, inputs.columns)
        let values = memory.base + input.values.offset
        inputs.rows.withUnsafeBufferPointer { rows in
            guard let rows = rows.baseAddress else { return }
            for (place, index) in range.enumerated() {
                let start = inputs.starts[order[index]]
                for step in 0..<inputs.steps {
                    let from = rows + (start + step) * width
                    let to = values + (step * batch + place) * features
                    if let columns {
                        for column in 0..<features { to[column] = from[columns[column]] }
                    } else if features == 1 {
                        to[0] = from[0]
                    } else {
                        to.update(from: from, count: features)
                    }
                }
            }
        }
        guard let mask = input.mask else { return }
        for (place, index) in range.enumerated() {
            for step in 0..<inputs.steps {
                memory.base[mask.offset + step * batch + place] = inputs.isReal(step, of: order[index]) ? 1 : 0
            }
        }
    }

    // MARK: weights, padded inside and as in Keras outside

    func load(_ model: Model) {
        for (slot, weight) in zip(slots, model.weights) { copy(weight.tensor, to: slot, at: weights) }
    }

    func copy(_ tensor: Tensor, to slot: Slot, at block: UnsafeMutablePointer<Real>) {
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
    var inputs: [ValueSlot] = []
    var outputs: [ValueSlot] = []
    var operations: [any Operation] = []
    var slots: [Executor.Slot] = []
    var weightCount = 0

    init(
        _ network: Network, _ given: [Shape], batch: Int, purpose: Executor.Purpose, masks: [Bool], losses: [Loss]
    ) throws(EngineError) {
        let shapes = try network.shapes(from: given)
        let parameters = try network.parameters(from: given)
        for (node, list) in parameters.enumerated() {
            for parameter in list {
                slots.append(Executor.Slot(node: node, parameter: parameter, offset: weightCount))
                weightCount = Sizes.sum(weightCount, Sizes.product(parameter.rows, parameter.stride))
            }
        }
        plan = Plan(batch: batch, learns: purpose != .predict, inspects: purpose == .inspect)
        _ = plan.reserve(Sizes.product(weightCount, purpose == .predict ? 1 : 4))

        for (shape, hasMask) in zip(given, masks) {
            let values = plan.reserve(Sizes.product(shape.positions, batch, shape.features))
            inputs.append(
                ValueSlot(
                    shape: shape, values: Region(offset: values, stride: shape.features), gradient: nil,
                    mask: hasMask ? plan.mask(steps: shape.positions) : nil))
        }
        for (index, node) in network.nodes.enumerated() {
            let own = slots.filter { $0.node == index }
            func regions(_ start: Int) -> [Region] {
                own.map { Region(offset: Sizes.sum(start, $0.offset), stride: $0.parameter.stride) }
            }
            let states = node.layer.states(after: node.inputs.map { valueSlot($0).shape }).indices
            let readsStates = states.map { network.isRead(.state(index, $0)) }
            let context = OperationContext(
                node: index, inputs: node.inputs.map { valueSlot($0) }, output: shapes[index],
                readsOutput: network.isRead(.node(index)), readsStates: readsStates,
                weights: regions(0), gradients: regions(purpose == .predict ? 0 : weightCount),
                adds: node.inputs.indices.map { network.isRead(node.inputs[$0], after: index, input: $0) },
                isFusedWithLoss: network.isFused(index, with: losses))
            operations.append(node.layer.operation(context, in: &plan))
        }
        outputs = network.outputs.map { valueSlot($0) }
    }

    private func valueSlot(_ wire: Network.Wire) -> ValueSlot { operations.valueSlot(wire, inputs: inputs) }
}

extension Network {
    /// Throws `.tooMuchMemory` if a fit in batches of this size needs more than is free: weights, gradients, the
    /// optimiser's memory and what a pass keeps. Nothing is allocated to find out.
    package func checkMemory(from inputs: [Shape], batch: Int) throws(EngineError) {
        let masks = inputs.map { _ in true }
        let layout = try Layout(self, inputs, batch: batch, purpose: .learn, masks: masks, losses: [])
        // The weights exist a second time, as the model that the fit starts from.
        try Memory.check(numbers: Sizes.sum(layout.plan.size, layout.weightCount))
    }

    /// The same for the weights alone, before any is made.
    func checkWeightMemory(from inputs: [Shape]) throws(EngineError) {
        let masks = inputs.map { _ in true }
        let layout = try Layout(self, inputs, batch: 1, purpose: .learn, masks: masks, losses: [])
        try Memory.check(numbers: layout.weightCount)
    }
}

extension [any Operation] {
    /// Where what comes through a wire lies.
    func valueSlot(_ wire: Network.Wire, inputs: [ValueSlot]) -> ValueSlot {
        switch wire {
        case .input(let index): inputs[index]
        case .node(let index): self[index].output
        case .state(let index, let state): self[index].states[state]
        }
    }
}

extension Network {
    /// The loss of an answer and the activation of the node that gives it have one gradient together.
    func isFused(_ node: Int, with losses: [Loss]) -> Bool {
        guard let answer = outputs.firstIndex(of: .node(node)), answer < losses.count else { return false }
        return isOnlyAnswer(.node(node)) && losses[answer].isFused(with: nodes[node].layer)
    }

    /// The same, for the answer `answer`.
    func isFused(answer: Int, with losses: [Loss]) -> Bool {
        guard case .node(let node) = outputs[answer] else { return false }
        return isFused(node, with: losses)
    }
}

extension Loss {
    /// Softmax with cross-entropy, sigmoid with its binary kind: the gradient before the activation is p − y.
    func isFused(with layer: any Layer) -> Bool {
        switch self {
        case .categoricalCrossEntropy: layer.lastFunction == .softmax
        case .binaryCrossEntropy: layer.lastFunction == .sigmoid
        case .meanSquaredError, .meanAbsoluteError: false
        }
    }
}
