import CKernels

/// What every cell needs: sizes, the state over time, its gradient and the mask.
///
/// Everything lies in the order of time. A layer that goes backwards has the block of the state that it begins with
/// behind the last step instead of before the first.
struct CellFrame {
    let steps: Int
    let units: Int
    /// Numbers in a row of the state.
    let stride: Int
    let isBackwards: Bool
    /// Of the candidate and of the gates, as the kernels number them.
    let activation: Int32
    let gateActivation: Int32
    /// h, with the state before the first step.
    let state: Region
    let stateGradient: Region?
    let mask: Region?
    /// Steps that a gradient passes through at most; nil for all.
    let truncation: Int?
    /// The gradient of the state before the first step is wanted.
    let wantsInitialGradient: Bool
    /// Takes what would go across the border of a chunk.
    private let trash: Region?

    init(_ context: OperationContext, _ layer: any RecurrentLayer, in plan: inout Plan) {
        let input = context.inputs[0]
        steps = input.shape.positions
        units = layer.units
        stride = Sizes.padded(units)
        isBackwards = layer.options.goBackwards
        (activation, gateActivation) = (layer.activation.code, layer.recurrentActivation.code)
        let (lead, trail) = isBackwards ? (0, 1) : (1, 0)
        state = plan.rows(steps: steps, width: units, lead: lead, trail: trail)
        stateGradient = plan.learns ? plan.rows(steps: steps, width: units, lead: lead, trail: trail) : nil
        mask = input.mask
        truncation = layer.options.truncation
        trash = plan.learns && truncation != nil ? plan.rows(steps: 1, width: units) : nil
        wantsInitialGradient = plan.inspects || context.inputs.dropFirst().contains { $0.gradient != nil }
    }

    // MARK: time

    /// The step that is computed `place` steps after the first one.
    func step(_ place: Int) -> Int { isBackwards ? steps - 1 - place : place }
    /// The block with the state before the first step.
    var start: Int { step(-1) }
    /// The step that is computed last.
    var end: Int { step(steps - 1) }

    /// The first step of a chunk, behind which the gradient does not go.
    func isBorder(_ place: Int) -> Bool { place > 0 && truncation.map { place % $0 == 0 } ?? false }

    func moment(_ pass: Pass, place: Int, rows: Range<Int>) -> StepContext {
        StepContext(
            memory: pass.memory, batch: pass.batch, step: step(place), before: step(place - 1), rows: rows,
            handsBack: place == 0 ? wantsInitialGradient : !isBorder(place))
    }

    // MARK: regions

    func mask(_ now: StepContext) -> UnsafePointer<Real>? { mask.map { UnsafePointer(now.at($0)) } }

    /// Where dL/dh of the step before is gathered.
    func gradientBefore(_ now: StepContext) -> UnsafeMutablePointer<Real>? {
        if let trash, !now.handsBack { return now.once(trash) }
        return stateGradient.map { now.before($0) }
    }

    /// h before each step, in the order of the steps.
    func statesBefore(_ pass: Pass) -> UnsafeMutablePointer<Real> { pass.pointer(state, step: step(-1) - step(0)) }

    // MARK: names

    var stateField: TraceField { traceField("h", state, gradient: stateGradient) }

    /// A state beside h.
    func traceField(_ name: String, _ values: Region, gradient: Region? = nil) -> TraceField {
        TraceField(
            name: name, values: values, width: units, steps: steps, gradient: gradient, isState: true, start: start)
    }

    /// Named blocks of a region of gates.
    func gates(_ names: [String], _ values: Region, _ gradients: Region?) -> [TraceField] {
        names.enumerated().map { index, name in
            TraceField(
                name: name, values: values.column(index * stride), width: units, steps: steps,
                gradient: gradients?.column(index * stride))
        }
    }
}
