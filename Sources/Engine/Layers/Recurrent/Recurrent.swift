import CKernels

/// One time step of a recurrent layer for a batch, on planned memory; the plain step of the layer has the equations.
///
/// `sums` holds x·W + b for all steps before the first moment, and becomes the gates.
protocol RecurrentCell {
    var frame: CellFrame { get }
    /// [H, gate blocks] of sums.
    var sums: Region { get }
    var sumGradients: Region? { get }
    var traceFields: [TraceField] { get }
    /// What has a value before the first step beside h.
    var memories: [Region] { get }
    /// dL/d of those on its way back, for one step.
    var memoryGradients: [Region] { get }
    /// Those with h, in the order of the gate blocks.
    var products: [RecurrentProduct] { get }
    func prepare(_ pass: Pass)
    func forward(_ now: StepContext)
    /// A memory has been set by hand: h is made of it anew.
    func follow(_ now: StepContext)
    /// dL/dh of the step is complete; adds to dL/dh of the step before what came through the cell. `accumulates`: others have
    /// written there already.
    func backward(_ now: StepContext, accumulates: Bool)
    func weightGradients(_ pass: Pass, rows: Int)
}

extension RecurrentCell {
    var memories: [Region] { [] }
    var memoryGradients: [Region] { [] }
    func prepare(_ pass: Pass) {}
    func follow(_ now: StepContext) {}
}

/// Walks a cell through time: the input projection of all steps as one product, the steps, and backward the same from
/// the end, with the weight gradients as one product over all steps.
final class Recurrent<C: RecurrentCell>: Operation {
    let cell: C
    let output: ValueSlot
    let states: [ValueSlot]
    private let context: OperationContext
    private let frame: CellFrame
    private let project: InputProduct
    private let products: [RecurrentProduct]
    private let width: Int
    private let gateNames: [String]
    private let isStateful: Bool
    var intervention: Intervention?

    /// `bias`: where the bias of the projection is, if it is not the layer's third parameter as it stands.
    init(_ cell: C, _ layer: any RecurrentLayer, _ context: OperationContext, bias: Int?, in plan: inout Plan) {
        self.cell = cell
        self.context = context
        frame = cell.frame
        width = Sizes.product(layer.blocks, cell.frame.stride)
        gateNames = layer.blockNames
        isStateful = layer.options.isStateful && context.inputs.count == 1
        project = InputProduct(context, layer, bias: bias, in: &plan)
        products = cell.products
        output = Self.output(context, cell.frame, in: &plan)
        states = Self.states(context, cell, in: &plan)
    }

    /// All steps, or the last one to be computed, as they lie; in a copy that is turned round where time runs back.
    private static func output(_ context: OperationContext, _ frame: CellFrame, in plan: inout Plan) -> ValueSlot {
        let mask = context.inputs[0].mask
        guard context.output.isSequence else {
            return ValueSlot(
                shape: context.output, values: frame.state.only(step: frame.end),
                gradient: frame.stateGradient?.only(step: frame.end), mask: nil)
        }
        if frame.isBackwards, !context.keepsTimeOrder {
            return plan.valueSlot(context.output, mask: mask.map { _ in plan.mask(steps: frame.steps) })
        }
        return ValueSlot(shape: context.output, values: frame.state, gradient: frame.stateGradient, mask: mask)
    }

    /// What the last step leaves, with gradients of their own.
    private static func states(_ context: OperationContext, _ cell: C, in plan: inout Plan) -> [ValueSlot] {
        let frame = cell.frame
        return ([frame.state] + cell.memories).enumerated().map { index, state in
            let isRead = index < context.readsStates.count && context.readsStates[index]
            return ValueSlot(
                shape: Shape(frame.units), values: state.only(step: frame.end),
                gradient: plan.learns && isRead ? plan.rows(steps: 1, width: frame.units) : nil, mask: nil)
        }
    }

    private var isTurned: Bool { output.shape.isSequence && output.values != frame.state }
    /// Every step has a gradient from outside.
    private var hasStepGradients: Bool { output.shape.isSequence && context.readsOutput }

    var traceFields: [TraceField] {
        let masks = products.flatMap { product in
            product.dropout?.traceField("recurrent_dropout", blocks: gateNames) ?? []
        }
        return (project.dropout?.traceField("dropout", blocks: gateNames) ?? []) + masks + cell.traceFields
    }

    func prepare(_ pass: Pass) {
        project.prepare(pass)
        for product in products { product.prepare(pass, learns: cell.sumGradients != nil) }
        cell.prepare(pass)
    }

    // MARK: forward

    func forward(_ pass: Pass) {
        let rows = frame.steps * pass.batch
        begin(pass)
        project.forward(pass, to: cell.sums, rows: rows)
        for product in products { product.dropout?.draw(pass) }
        pass.pool.share(pass.batch, grain: 4, work: rows * width * frame.units) { part in
            for place in 0..<frame.steps {
                let now = moment(pass, place, part)
                cell.forward(now)
                if intervention != nil { applyStates(now) }
            }
        }
        if isTurned { turn(pass) }
    }

    /// The states before the first step: given, those that the batch before ended with, or 0.
    private func begin(_ pass: Pass) {
        if pass.keepsStates { return }
        for (index, state) in ([frame.state] + cell.memories).enumerated() {
            let start = pass.pointer(state, step: frame.start)
            if context.inputs.count > 1 {
                let target = ValueSlot(shape: Shape(frame.units), values: state.only(step: frame.start))
                pass.copyRows(from: context.inputs[index + 1], to: target)
            } else if isStateful, pass.continues {
                start.update(from: pass.pointer(state, step: frame.end), count: pass.batch * state.stride)
            } else {
                // Batches of another size have written here.
                start.update(repeating: 0, count: pass.batch * state.stride)
            }
        }
        if intervention != nil { applyFirstStates(pass) }
    }

    private func moment(_ pass: Pass, _ place: Int, _ rows: Range<Int>) -> StepContext {
        var now = frame.moment(pass, place: place, rows: rows)
        now.intervention = intervention
        return now
    }

    /// The steps in the order in which they were computed.
    private func turn(_ pass: Pass) {
        for step in 0..<frame.steps {
            pass.pointer(output.values, step: step).update(
                from: pass.pointer(frame.state, step: frame.step(step)), count: pass.batch * frame.stride)
            guard let mask = output.mask, let before = frame.mask else { continue }
            pass.pointer(mask, step: step).update(
                from: pass.pointer(before, step: frame.step(step)), count: pass.batch)
        }
    }

    // MARK: backward

    func backward(_ pass: Pass) {
        guard let sumGradients = cell.sumGradients else { return }
        let rows = frame.steps * pass.batch
        beginBackward(pass)
        pass.pool.share(pass.batch, grain: 4, work: rows * width * frame.units) { part in
            for place in (0..<frame.steps).reversed() {
                let now = moment(pass, place, part)
                let isBorder = frame.isBorder(place)
                back(now, accumulates: hasStepGradients && place > 0 && !isBorder)
                if isBorder { forget(now) }
            }
        }
        let gradients = pass.pointer(sumGradients)
        project.backward(pass, from: gradients, rows: rows)
        cell.weightGradients(pass, rows: rows)
        handBack(pass)
    }

    /// dL/dh and dL/dc of the last step, and of every step where the output has them.
    private func beginBackward(_ pass: Pass) {
        guard let dstate = frame.stateGradient else { return }
        let count = pass.batch * frame.stride
        let last = pass.pointer(dstate, step: frame.end)
        if isTurned, context.readsOutput, let gradient = output.gradient {
            for step in 0..<frame.steps {
                pass.pointer(dstate, step: frame.step(step)).update(
                    from: pass.pointer(gradient, step: step), count: count)
            }
        } else if !context.readsOutput {
            last.update(repeating: 0, count: count)
        }
        if let gradient = states[0].gradient {
            ck_add(last, frame.stride, pass.pointer(gradient), gradient.stride, pass.batch, frame.stride)
        }
        for (memory, state) in zip(cell.memoryGradients, states.dropFirst()) {
            if let gradient = state.gradient {
                pass.pointer(memory).update(from: pass.pointer(gradient), count: count)
            } else {
                pass.pointer(memory).update(repeating: 0, count: count)
            }
        }
    }

    /// What came back to the border of a chunk ends there.
    private func forget(_ now: StepContext) {
        let count = now.count * frame.stride
        for memory in cell.memoryGradients { now.once(memory).update(repeating: 0, count: count) }
        if !hasStepGradients, let dstate = frame.stateGradient {
            now.before(dstate).update(repeating: 0, count: count)
        }
    }

    /// To where the first states came from.
    private func handBack(_ pass: Pass) {
        guard context.inputs.count > 1, let dstate = frame.stateGradient else { return }
        for (index, gradient) in ([dstate.only(step: frame.start)] + cell.memoryGradients).enumerated() {
            pass.handBack(gradient, to: context.inputs[index + 1], adds: context.adds[index + 1])
        }
    }
}

// MARK: - Interventions

extension Recurrent: AcceptsIntervention {
    var startStep: Int { frame.start }

    func region(ofState name: String) -> Region? { cell.traceFields.first { $0.isState && $0.name == name }?.values }

    func column(ofGate name: String, unit: Int) -> Int? {
        guard cell.sums != frame.state else { return nil }
        return gateNames.firstIndex(of: name).map { $0 * frame.stride + unit }
    }

    /// The states of a step that are set; h follows from a memory that is.
    private func applyStates(_ now: StepContext) {
        for memory in cell.memories where now.applyStates(memory) { cell.follow(now) }
        _ = now.applyStates(frame.state)
    }

    private func applyFirstStates(_ pass: Pass) {
        for state in intervention?.states ?? [] where state.step == frame.start {
            let rows = pass.pointer(state.region, step: frame.start)
            for row in 0..<pass.batch { rows[row * state.region.stride + state.unit] = state.value }
        }
    }

    /// One step back. Through a state that is set by hand nothing goes into the cell; its own gradient is kept.
    private func back(_ now: StepContext, accumulates: Bool) {
        guard let intervention, let dstate = frame.stateGradient else {
            return cell.backward(now, accumulates: accumulates)
        }
        let set = intervention.states(at: now.step, in: frame.state)
        let rows = now.at(dstate)
        let saved = set.map { state in (0..<now.count).map { rows[$0 * frame.stride + state.unit] } }
        for state in set { for row in 0..<now.count { rows[row * frame.stride + state.unit] = 0 } }
        cell.backward(now, accumulates: accumulates)
        for (state, values) in zip(set, saved) {
            for row in 0..<now.count { rows[row * frame.stride + state.unit] = values[row] }
        }
    }

    func walkBack(_ pass: Pass, from name: String, seed: (UnsafeMutablePointer<Real>, _ stride: Int) -> Void) {
        guard let dstate = frame.stateGradient else { return }
        let count = pass.batch * frame.stride
        let last = pass.pointer(dstate, step: frame.end)
        last.update(repeating: 0, count: count)
        for memory in cell.memoryGradients { pass.pointer(memory).update(repeating: 0, count: count) }
        if name == "h" {
            seed(last, frame.stride)
        } else if let index = cell.memories.firstIndex(where: { $0 == region(ofState: name) }) {
            seed(pass.pointer(cell.memoryGradients[index]), frame.stride)
        }
        for place in (0..<frame.steps).reversed() {
            let now = moment(pass, place, 0..<pass.batch)
            back(now, accumulates: false)
            if frame.isBorder(place) { forget(now) }
        }
    }
}
