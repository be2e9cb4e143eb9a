import CKernels

/// Masks that hold for all steps of a sequence: 0 or 1 / (1 − rate) for each example and number, in groups side by side
/// where every gate block has a mask of its own.
///
/// Source: Gal and Ghahramani (2016), "A theoretically grounded application of dropout in recurrent neural networks".
struct SequenceDropout {
    let groups: Int
    /// [1 · B][groups · stride]
    private let masks: Region
    /// What is left of x at every step, [T · B][groups · stride].
    private let dropped: Region
    private let steps: Int
    private let width: Int
    private let rate: Double
    private let place: MaskPlace

    /// nil where nothing is dropped: nothing learns, or the rate is 0.
    init?(
        _ context: OperationContext, _ purpose: MaskPlace.Purpose, rate: Double, groups: Int, firstBlock: Int = 0,
        width: Int,
        steps: Int, in plan: inout Plan
    ) {
        guard rate > 0, plan.learns else { return nil }
        self.groups = groups
        self.steps = steps
        self.width = width
        self.rate = rate
        place = MaskPlace(node: context.node, part: context.part, purpose: purpose, block: firstBlock)
        let wide = Sizes.product(groups, Sizes.padded(width))
        masks = plan.rows(steps: 1, width: wide)
        dropped = plan.rows(steps: steps, width: wide)
    }

    /// Numbers in a row of one group.
    private var groupStride: Int { Sizes.padded(width) }
    /// Numbers from one row of what is left to the next.
    var stride: Int { dropped.stride }

    /// New masks; ones unless training.
    func draw(_ pass: Pass) {
        for group in 0..<groups {
            var place = place
            place.block += group
            pass.fillMask(masks.column(group * groupStride), rows: pass.batch, width: width, rate: rate, place)
        }
    }

    /// What is left of x at one step, for one group.
    func apply(_ now: StepContext, _ x: UnsafePointer<Real>, group: Int) -> UnsafePointer<Real> {
        let left = now.at(dropped.column(group * groupStride))
        ck_multiply_add(
            left, dropped.stride, x, groupStride, now.once(masks.column(group * groupStride)), masks.stride,
            now.count, groupStride, 0)
        return UnsafePointer(left)
    }

    /// What is left of an input at all steps.
    func apply(_ pass: Pass, _ x: ValueSlot) {
        let features = x.shape.features
        for group in 0..<groups {
            let mask = pass.pointer(masks.column(group * groupStride))
            let left = pass.pointer(dropped.column(group * groupStride))
            for row in 0..<steps * pass.batch {
                let (from, to) = (pass.pointer(x.values) + row * x.values.stride, left + row * dropped.stride)
                let factors = mask + row % pass.batch * masks.stride
                for feature in 0..<features { to[feature] = from[feature] * factors[feature] }
            }
        }
    }

    /// What `apply` left, for one group.
    func left(_ pass: Pass, group: Int) -> UnsafePointer<Real> {
        UnsafePointer(pass.pointer(dropped.column(group * groupStride)))
    }

    /// dx += m⊙d at one step.
    func addBack(
        _ now: StepContext, _ d: UnsafePointer<Real>, group: Int, to dx: UnsafeMutablePointer<Real>
    ) {
        ck_multiply_add(
            dx, groupStride, d, groupStride, now.once(masks.column(group * groupStride)), masks.stride, now.count,
            groupStride, 1)
    }

    /// dx (+)= m⊙d at all steps.
    func handBack(_ pass: Pass, _ d: Region, group: Int, to dx: Region, adds: Bool) {
        let mask = pass.pointer(masks.column(group * groupStride))
        for step in 0..<steps {
            ck_multiply_add(
                pass.pointer(dx, step: step), dx.stride, pass.pointer(d, step: step), d.stride, mask, masks.stride,
                pass.batch, groupStride, adds ? 1 : 0)
        }
    }

    /// The masks as rows that are the same at every step; `blocks` names the gate blocks of the layer.
    func traceField(_ name: String, blocks: [String]) -> [TraceField] {
        let isOne = blocks.count == 1 || place.purpose == .input && groups == 1
        return (0..<groups).map { group in
            TraceField(
                name: isOne ? name : "\(name)_\(blocks[place.block + group])",
                values: masks.column(group * groupStride), width: width, steps: steps, isConstant: true)
        }
    }
}

/// Whose mask it is, and for which batch.
package struct MaskPlace: Hashable, Sendable {
    package enum Purpose: Int, Hashable, Sendable {
        /// Of a dropout layer: [examples × steps × features].
        case layer
        /// Of a recurrent layer: [examples × features], for all steps.
        case input
        /// Of its state: [examples × units].
        case recurrent
    }
    package var node: Int
    /// 1 for the backward half of a bidirectional layer.
    package var part = 0
    package var purpose: Purpose
    /// Gate block, in the order of the kernel.
    package var block = 0
    package var epoch = 0
    package var batch = 0
}

extension Pass {
    /// 0 or 1 / (1 − rate) by chance, from the batch's own stream or as given; ones unless training.
    func fillMask(_ mask: Region, rows: Int, width: Int, rate: Double, _ place: MaskPlace) {
        var place = place
        (place.epoch, place.batch) = (epoch, index)
        var random = Random(
            seed: seed, .dropout, epoch, index, place.node, place.part, place.purpose.rawValue, place.block)
        let given = isTraining ? givenMasks?(place) : nil
        let kept = Real(1 / (1 - rate))
        for row in 0..<rows {
            let target = pointer(mask) + row * mask.stride
            for column in 0..<width {
                if let given {
                    target[column] = given.values[row * width + column]
                } else if repeatsExample, row > 0 {
                    target[column] = pointer(mask)[column]
                } else {
                    target[column] = !isTraining ? 1 : random.uniform() < rate ? 0 : kept
                }
            }
        }
    }
}
