import CKernels

/// While training, sets a share of the numbers to zero and the others up by 1 / (1 − rate); else passes on what comes.
///
/// Source: Srivastava et al. (2014), "Dropout".
package struct Dropout: Layer {
    package var rate: Double

    package init(rate: Double) { self.rate = rate }

    package var kind: String { "dropout" }
    package var title: String { "Dropout(\(rate))" }

    package var actsOnEachStep: Bool { true }

    package func check() throws(EngineError) {
        guard rate >= 0, rate < 1 else { throw .setting(owner: kind, name: "rate", value: rate, range: .fraction) }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { inputs[0] }
}

extension Dropout {
    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        DropoutOperation(self, context, in: &plan)
    }
}

/// Keeps its mask of 0 and 1 / (1 − rate).
final class DropoutOperation: Operation {
    let output: ValueSlot
    private let context: OperationContext
    private let input: ValueSlot
    private let rate: Double
    private let factors: Region?
    private let scratch: Region?

    init(_ layer: Dropout, _ context: OperationContext, in plan: inout Plan) {
        self.context = context
        input = context.inputs[0]
        rate = layer.rate
        output = plan.valueSlot(context.output, mask: input.mask)
        let (steps, width) = (context.output.positions, context.output.features)
        factors = plan.learns ? plan.rows(steps: steps, width: width) : nil
        scratch = plan.learns ? plan.rows(steps: steps, width: width) : nil
    }

    var traceFields: [TraceField] {
        let mask = factors.map {
            TraceField(name: "dropout", values: $0, width: output.shape.features, steps: output.shape.positions)
        }
        return [mask].compactMap(\.self) + [
            TraceField(
                name: "y", values: output.values, width: output.shape.features, steps: output.shape.positions,
                gradient: output.gradient)
        ]
    }

    func forward(_ pass: Pass) {
        pass.copyRows(from: input, to: output)
        guard let factors else { return }
        let rows = output.shape.positions * pass.batch
        let (stride, mask) = (factors.stride, pass.pointer(factors))
        guard pass.isTraining, rate > 0 else {
            mask.update(repeating: 1, count: rows * stride)
            return
        }
        if !take(pass, to: mask, stride) {
            var random = Random(seed: pass.seed, .dropout, pass.epoch, pass.index, context.node)
            let kept = Real(1 / (1 - rate))
            random.dropoutMask(mask, count: rows * stride, rate: rate, kept: kept)
        }
        let y = pass.pointer(output.values)
        ck_multiply_add(y, stride, y, stride, mask, stride, rows, stride, 0)
    }

    /// A mask that is given, [examples × steps × features]; false if there is none.
    private func take(_ pass: Pass, to mask: UnsafeMutablePointer<Real>, _ stride: Int) -> Bool {
        let place = MaskPlace(node: context.node, purpose: .layer, epoch: pass.epoch, batch: pass.index)
        guard let given = pass.givenMasks?(place) else { return false }
        let (steps, width) = (output.shape.positions, output.shape.features)
        for example in 0..<pass.batch {
            for step in 0..<steps {
                for feature in 0..<width {
                    mask[(step * pass.batch + example) * stride + feature] =
                        given.values[(example * steps + step) * width + feature]
                }
            }
        }
        return true
    }

    func backward(_ pass: Pass) {
        guard let factors, let scratch, let gradient = output.gradient, input.gradient != nil else { return }
        let (rows, stride) = (output.shape.positions * pass.batch, factors.stride)
        ck_multiply_add(
            pass.pointer(scratch), stride, pass.pointer(gradient), stride, pass.pointer(factors), stride, rows,
            stride, 0)
        pass.handBack(scratch, to: input, adds: context.adds[0])
    }
}

extension Dropout {
    package var kerasForm: KerasForm {
        .layer(KerasCall("Dropout", [(nil, .number("\(rate)"))]))
    }
}
