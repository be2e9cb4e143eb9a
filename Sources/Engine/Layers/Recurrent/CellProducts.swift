import CKernels

/// x·W + b for all steps at once, and its way back.
struct InputProduct {
    private let context: OperationContext
    private let input: ValueSlot
    private let width: Int
    private let panels: Int
    private let transposed: Int
    /// Where the bias lies as it is added; nil for none.
    private let bias: Int?
    /// Of the bias, which is the last parameter.
    private let biasGradient: Region?
    let dropout: SequenceDropout?
    /// dL/d(x⊙m) of one group.
    private let scratch: Region?

    init(_ context: OperationContext, _ layer: any RecurrentLayer, bias: Int?, in plan: inout Plan) {
        self.context = context
        self.bias = bias
        biasGradient = layer.useBias ? context.gradients.last : nil
        input = context.inputs[0]
        let features = input.shape.features
        width = Sizes.product(layer.blocks, Sizes.padded(layer.units))
        panels = plan.panels(features, width)
        transposed = input.gradient == nil ? 0 : plan.panels(width, features)
        dropout = SequenceDropout(
            context, .input, rate: layer.options.dropout, groups: layer.options.recurrentDropout > 0 ? layer.blocks : 1,
            width: features, steps: input.shape.positions, in: &plan)
        scratch =
            dropout == nil || input.gradient == nil
            ? nil : plan.rows(steps: input.shape.positions, width: features)
    }

    private var features: Int { input.shape.features }
    private var groups: Int { dropout?.groups ?? 1 }
    private var groupWidth: Int { width / groups }
    /// The way back of one group, in panels.
    private func transposed(_ group: Int) -> Int { transposed + group * groupWidth * Sizes.padded(features) }

    func prepare(_ pass: Pass) {
        let kernel = pass.pointer(context.weights[0].offset)
        ck_pack(pass.pointer(panels), kernel, width, features, width)
        guard input.gradient != nil else { return }
        for group in 0..<groups {
            ck_pack_transposed(
                pass.pointer(transposed(group)), kernel + group * groupWidth, width, features, groupWidth)
        }
    }

    func forward(_ pass: Pass, to sums: Region, rows: Int) {
        dropout?.draw(pass)
        dropout?.apply(pass, input)
        for group in 0..<groups {
            let x = dropout.map { ($0.left(pass, group: group), $0.stride) }
            pass.product(
                pass.pointer(sums) + group * groupWidth, sums.stride, x?.0 ?? UnsafePointer(pass.pointer(input.values)),
                x?.1 ?? input.values.stride, panels: panels + group * groupWidth * features,
                bias: bias.map { UnsafePointer(pass.pointer($0)) + group * groupWidth }, rows: rows,
                width: groupWidth, depth: features)
        }
    }

    func backward(_ pass: Pass, from sums: UnsafePointer<Real>, rows: Int) {
        for group in 0..<groups {
            let dsums = sums + group * groupWidth
            handBack(pass, dsums, group: group, rows: rows)
            let x = dropout.map { ($0.left(pass, group: group), $0.stride) }
            pass.productTransposed(
                pass.pointer(context.gradients[0].offset) + group * groupWidth, width,
                x?.0 ?? UnsafePointer(pass.pointer(input.values)), x?.1 ?? input.values.stride, dsums, width,
                rows: rows, height: features, width: groupWidth,
                sums: biasGradient.map { pass.pointer($0.offset) + group * groupWidth })
        }
    }

    /// dx = dsums·Wᵀ
    private func handBack(_ pass: Pass, _ dsums: UnsafePointer<Real>, group: Int, rows: Int) {
        guard let target = input.gradient else { return }
        let adds = context.adds[0] || group > 0
        let place = scratch ?? target
        pass.product(
            pass.pointer(place), place.stride, dsums, width, panels: transposed(group), rows: rows,
            width: Sizes.padded(features), depth: groupWidth, adds: scratch == nil && adds)
        if let scratch { dropout?.handBack(pass, scratch, group: group, to: target, adds: adds) }
    }
}

/// A block of columns of a recurrent kernel, in panels for h·U and for its way back.
struct RecurrentProduct {
    private let weights: Region
    private let gradients: Region
    private let units: Int
    private let width: Int
    private let panels: Int
    private let transposed: Int
    let dropout: SequenceDropout?
    /// dL/d(h⊙m) of one step.
    private let scratch: Region?

    /// Gate blocks `blocks`.
    init(_ context: OperationContext, _ layer: any RecurrentLayer, blocks: Range<Int>, in plan: inout Plan) {
        units = layer.units
        let stride = Sizes.padded(units)
        width = Sizes.product(blocks.count, stride)
        let column = Sizes.product(blocks.lowerBound, stride)
        weights = context.weights[1].column(column)
        gradients = context.gradients[1].column(column)
        panels = plan.panels(units, width)
        transposed = plan.learns ? plan.panels(width, units) : 0
        dropout = SequenceDropout(
            context, .recurrent, rate: layer.options.recurrentDropout, groups: blocks.count,
            firstBlock: blocks.lowerBound, width: units, steps: context.inputs[0].shape.positions, in: &plan)
        scratch = dropout == nil ? nil : plan.rows(steps: 1, width: units)
    }

    private var groups: Int { dropout?.groups ?? 1 }
    private var groupWidth: Int { width / groups }
    private func transposed(_ group: Int) -> Int { transposed + group * groupWidth * Sizes.padded(units) }

    func prepare(_ pass: Pass, learns: Bool) {
        let kernel = pass.pointer(weights.offset)
        ck_pack(pass.pointer(panels), kernel, weights.stride, units, width)
        guard learns else { return }
        for group in 0..<groups {
            ck_pack_transposed(
                pass.pointer(transposed(group)), kernel + group * groupWidth, weights.stride, units, groupWidth)
        }
    }

    /// sums += h·U
    func add(_ now: StepContext, from h: UnsafePointer<Real>, to sums: UnsafeMutablePointer<Real>, _ stride: Int) {
        guard let dropout else {
            return now.addProduct(sums, stride, h, Sizes.padded(units), panels: panels, width: width, depth: units)
        }
        for group in 0..<groups {
            now.addProduct(
                sums + group * groupWidth, stride, dropout.apply(now, h, group: group), dropout.stride,
                panels: panels + group * groupWidth * units, width: groupWidth, depth: units)
        }
    }

    /// dh += dsums·Uᵀ
    func addBack(_ now: StepContext, from sums: UnsafePointer<Real>, _ stride: Int, to dh: UnsafeMutablePointer<Real>) {
        let wide = Sizes.padded(units)
        guard let dropout, let scratch else {
            return now.addProduct(dh, wide, sums, stride, panels: transposed, width: wide, depth: width)
        }
        for group in 0..<groups {
            let d = now.once(scratch)
            d.update(repeating: 0, count: now.count * wide)
            now.addProduct(
                d, wide, sums + group * groupWidth, stride, panels: transposed(group), width: wide, depth: groupWidth)
            dropout.addBack(now, d, group: group, to: dh)
        }
    }

    /// dU = hᵀ·dsums over all steps.
    func weightGradient(
        _ pass: Pass, from h: UnsafePointer<Real>, _ sums: UnsafePointer<Real>, _ stride: Int, rows: Int
    ) {
        for group in 0..<groups {
            let left = dropout.map { ($0.left(pass, group: group), $0.stride) }
            pass.productTransposed(
                pass.pointer(gradients.offset) + group * groupWidth, gradients.stride, left?.0 ?? h,
                left?.1 ?? Sizes.padded(units), sums + group * groupWidth, stride, rows: rows, height: units,
                width: groupWidth)
        }
    }
}
