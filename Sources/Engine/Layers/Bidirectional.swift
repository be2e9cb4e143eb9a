import CKernels

/// A recurrent layer twice, with weights of their own: one half reads the sequence from its first step to its last, the
/// other from its last to its first.
///
///     y_t = merge(h→_t, h←_t)
///
/// Without `returnSequences` it is h→ after the last step and h← after the first. At masked steps y is 0, as in Keras.
///
/// Shapes: x [B, T, D]; y [B, T, 2H] for concat, else [B, T, H]. Inputs: the sequence, and after it the states that both
/// halves begin with, if they are given: those of the forward half first.
/// Source: Schuster and Paliwal (1997), "Bidirectional recurrent neural networks".
package struct Bidirectional: Layer {
    /// With Keras's words.
    package enum Merge: String, Hashable, Sendable, CaseIterable {
        case concat, sum, mul, ave
    }

    package var layer: any RecurrentLayer
    package var merge: Merge

    package init(_ layer: any RecurrentLayer, merge: Merge = .concat) {
        self.layer = layer
        self.merge = merge
    }

    /// Forwards first.
    package var halves: [any RecurrentLayer] {
        var (forward, backward) = (layer, layer)
        forward.options.goBackwards = false
        backward.options.goBackwards = true
        return [forward, backward]
    }

    package var kind: String { "bidirectional" }
    package var title: String { "Bidirectional(\(layer.title))" }

    package var carriesStates: Bool { layer.carriesStates }
    package var agreesWithTorch: Bool { layer.agreesWithTorch }

    package func check() throws(EngineError) { try layer.check() }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape {
        let states = inputs.dropFirst()
        let needs = self.states(after: inputs)
        guard states.isEmpty || Array(states) == needs else {
            throw ShapeProblem(needs: .states(count: needs.count, units: layer.units))
        }
        var shape = try layer.shape(after: [inputs[0]])
        if merge == .concat { shape.features = Sizes.product(2, shape.features) }
        return shape
    }

    package func states(after inputs: [Shape]) -> [Shape] {
        layer.states(after: inputs) + layer.states(after: inputs)
    }

    package func parameterFormula(inputs: Int) -> String { "2·(\(layer.parameterFormula(inputs: inputs)))" }

    package func parameters(after inputs: [Shape]) -> [Parameter] {
        zip(["forward", "backward"], halves).flatMap { name, half in
            half.parameters(after: inputs).map { parameter in
                var parameter = parameter
                parameter.name = "\(name)_\(half.kind)/\(parameter.name)"
                return parameter
            }
        }
    }
}

extension Bidirectional {
    package func operation(_ context: OperationContext, in plan: inout Plan) -> any Operation {
        BidirectionalOperation(self, context, in: &plan)
    }
}

/// Two recurrent operations and what puts their steps together.
final class BidirectionalOperation: Operation {
    let output: ValueSlot
    let parts: [Part]
    private let context: OperationContext
    private let merge: Bidirectional.Merge
    private let units: Int

    init(_ layer: Bidirectional, _ context: OperationContext, in plan: inout Plan) {
        self.context = context
        merge = layer.merge
        units = layer.layer.units
        var made: [Part] = []
        for (index, half) in layer.halves.enumerated() {
            let operation = half.operation(Self.context(context, half, index), in: &plan)
            let count = context.weights.count / 2
            made.append(
                Part(
                    layer: half, title: half.title + (index == 0 ? " →" : " ←"), operation: operation,
                    parameters: index * count..<(index + 1) * count))
        }
        parts = made
        output = plan.valueSlot(context.output, mask: context.output.isSequence ? context.inputs[0].mask : nil)
    }

    /// What a half is told: its share of the parameters and states. Backward goes through the forward half first.
    private static func context(_ context: OperationContext, _ half: any RecurrentLayer, _ index: Int)
        -> OperationContext
    {
        var own = context
        let count = context.weights.count / 2
        own.weights = Array(context.weights[index * count..<(index + 1) * count])
        own.gradients = Array(context.gradients[index * count..<(index + 1) * count])
        own.output.features = half.units
        own.part = index
        own.keepsTimeOrder = true
        own.readsStates = Array(context.readsStates.dropFirst(index * half.stateCount).prefix(half.stateCount))
        own.adds = [index > 0 || context.adds[0]]
        guard context.inputs.count > 1 else { return own }
        let first = 1 + index * half.stateCount
        own.inputs = [context.inputs[0]] + context.inputs[first..<first + half.stateCount]
        own.adds += context.adds[first..<first + half.stateCount]
        return own
    }

    var states: [ValueSlot] { parts.flatMap(\.operation.states) }
    var traceFields: [TraceField] { parts.flatMap(\.operation.traceFields) }

    func prepare(_ pass: Pass) { for part in parts { part.operation.prepare(pass) } }

    func forward(_ pass: Pass) {
        for part in parts { part.operation.forward(pass) }
        if context.readsOutput { put(pass) }
    }

    func backward(_ pass: Pass) {
        if context.readsOutput { take(pass) }
        for part in parts { part.operation.backward(pass) }
    }

    // MARK: merging

    private func rows(_ pass: Pass) -> Int { output.shape.positions * pass.batch }

    /// y from both halves.
    private func put(_ pass: Pass) {
        let (y, rows) = (pass.pointer(output.values), rows(pass))
        let (forward, backward) = (parts[0].operation.output.values, parts[1].operation.output.values)
        let (f, b) = (pass.pointer(forward), pass.pointer(backward))
        let (stride, half) = (output.values.stride, forward.stride)
        switch merge {
        case .concat:
            for row in 0..<rows {
                (y + row * stride).update(from: f + row * half, count: units)
                (y + row * stride + units).update(from: b + row * half, count: units)
            }
        case .mul: ck_multiply_add(y, stride, f, half, b, half, rows, half, 0)
        case .sum, .ave:
            y.update(from: f, count: rows * half)
            ck_add(y, stride, b, half, rows, half)
            if merge == .ave { ck_scale(y, rows * stride, 0.5) }
        }
        clearMasked(pass, y, stride)
    }

    /// The gradients of both halves from that of y.
    private func take(_ pass: Pass) {
        guard let gradient = output.gradient, let forward = parts[0].operation.output.gradient,
            let backward = parts[1].operation.output.gradient
        else { return }
        let (dy, rows, half) = (pass.pointer(gradient), rows(pass), forward.stride)
        let (df, db) = (pass.pointer(forward), pass.pointer(backward))
        switch merge {
        case .concat:
            for row in 0..<rows {
                let source = dy + row * gradient.stride
                for (target, from) in [(df, source), (db, source + units)] {
                    (target + row * half).update(from: from, count: units)
                    (target + row * half + units).update(repeating: 0, count: half - units)
                }
            }
        case .mul:
            let (f, b) = (parts[0].operation.output.values, parts[1].operation.output.values)
            ck_multiply_add(df, half, dy, gradient.stride, pass.pointer(b), half, rows, half, 0)
            ck_multiply_add(db, half, dy, gradient.stride, pass.pointer(f), half, rows, half, 0)
        case .sum, .ave:
            df.update(from: dy, count: rows * half)
            if merge == .ave { ck_scale(df, rows * half, 0.5) }
            db.update(from: df, count: rows * half)
        }
        clearMasked(pass, df, half)
        clearMasked(pass, db, half)
    }

    private func clearMasked(_ pass: Pass, _ x: UnsafeMutablePointer<Real>, _ stride: Int) {
        guard let mask = output.mask else { return }
        for row in 0..<rows(pass) where pass.pointer(mask)[row] == 0 {
            (x + row * stride).update(repeating: 0, count: stride)
        }
    }
}

extension Bidirectional {
    package var kerasForm: KerasForm {
        .recurrent(
            KerasCall("Bidirectional", [(nil, .layer(layer)), ("merge_mode", .text(merge.rawValue))]))
    }
}
