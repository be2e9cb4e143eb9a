import CKernels

/// How a recurrent layer's gates stood in one batch, from what the forward pass kept of it.
package struct GateStatistics: Hashable, Sendable {
    /// One row of the layer's equation table that ends in an activation.
    package struct Gate: Hashable, Sendable {
        /// As in the paper: "z", "c̃".
        package var symbol: String
        /// Over examples, steps and units.
        package var mean: Double
        /// The share, 0 … 1, that stands where the activation is nearly flat.
        package var saturated: Double

        package init(symbol: String, mean: Double, saturated: Double) {
            (self.symbol, self.mean, self.saturated) = (symbol, mean, saturated)
        }
    }

    /// The layer's name in the network: "lstm_1", and "bidirectional →" for one half of a layer made of two.
    package var layer: String
    package var gates: [Gate]
    package var units: Int
    /// Units whose state is the same number at every step of every example; nil where there are not two to compare.
    package var deadUnits: Int?

    package init(layer: String, gates: [Gate], units: Int, deadUnits: Int?) {
        (self.layer, self.gates, self.units, self.deadUnits) = (layer, gates, units, deadUnits)
    }
}

extension ActivationFunction {
    /// Outside of these y = f(x) stands where f′ is nearly 0: a gate that is open or shut, a tanh at its ends, a relu that
    /// is off.
    fileprivate var free: (low: Real, high: Real) {
        switch self {
        case .sigmoid: (0.05, 0.95)
        case .tanh: (-0.99, 0.99)
        case .relu: (.leastNonzeroMagnitude, .infinity)
        case .linear, .softmax: (-.infinity, .infinity)
        }
    }
}

/// Where the gates of each layer that keeps a state lie, found once before the first epoch.
struct GateSheet {
    private struct Gated {
        var name: String
        var gates: [(symbol: String, field: TraceField, function: ActivationFunction)]
        var state: TraceField
        var mask: Region?
    }

    private let layers: [Gated]

    init(_ executor: Executor) {
        let network = executor.model.network
        layers = network.nodes.indices.flatMap { node -> [Gated] in
            let operation = executor.operations[node]
            let mask = executor.operations.valueSlot(network.nodes[node].inputs[0], inputs: executor.inputs).mask
            let count = network.nodes[node].inputs.count
            if operation.parts.isEmpty {
                let layer = network.nodes[node].layer
                return [Self.layer(network.names[node], layer, operation.traceFields, mask, inputs: count)].compactMap(
                    \.self)
            }
            return operation.parts.compactMap { part in
                let isBack = (part.layer as? any RecurrentLayer)?.options.goBackwards ?? false
                let name = "\(network.names[node]) \(isBack ? "←" : "→")"
                return Self.layer(name, part.layer, part.operation.traceFields, mask, inputs: count)
            }
        }
    }

    /// nil for a layer without a state.
    private static func layer(
        _ name: String, _ layer: any Layer, _ kept: [TraceField], _ mask: Region?, inputs: Int
    ) -> Gated? {
        guard let state = kept.last(where: \.isState), state.steps > 0 else { return nil }
        let gates = layer.equations(inputs: inputs).compactMap { equation in
            if case .affine(let affine) = equation.body,
                let field = kept.first(where: { $0.name == equation.field && !$0.isConstant })
            {
                (symbol: equation.symbol, field: field, function: affine.activation)
            } else {
                nil
            }
        }
        return Gated(name: name, gates: gates, state: state, mask: mask)
    }

    /// To be asked between forward and backward, which writes over the gates.
    func statistics(_ pass: Pass) -> [GateStatistics] {
        layers.map { layer in
            let rows = BatchRows(pass: pass, mask: layer.mask)
            return GateStatistics(
                layer: layer.name, gates: layer.gates.map { rows.gate($0.symbol, $0.field, $0.function) },
                units: layer.state.width, deadUnits: rows.still(layer.state))
        }
    }
}

/// The rows of a batch that are no padding.
private struct BatchRows {
    let pass: Pass
    let mask: Region?

    /// Calls `body` with the beginning of rows that follow one another, and how many they are.
    private func forEach(_ kept: TraceField, _ body: (UnsafePointer<Real>, _ rows: Int) -> Void) {
        guard let mask else { return body(pass.pointer(kept.values), kept.steps * pass.batch) }
        for step in 0..<kept.steps {
            let start = pass.pointer(kept.values, step: step)
            let real = pass.pointer(mask, step: step)
            for example in 0..<pass.batch where real[example] != 0 { body(start + example * kept.values.stride, 1) }
        }
    }

    func gate(_ symbol: String, _ kept: TraceField, _ function: ActivationFunction) -> GateStatistics.Gate {
        let (low, high) = function.free
        var (sum, saturated, count) = (0.0, 0, 0)
        forEach(kept) { start, rows in
            sum += ck_outside(start, kept.values.stride, rows, kept.width, low, high, &saturated)
            count += rows * kept.width
        }
        let share = 1 / Double(max(1, count))
        return .init(symbol: symbol, mean: sum * share, saturated: Double(saturated) * share)
    }

    /// Units of a state that never moves: what it holds differs by less than a millionth.
    func still(_ state: TraceField) -> Int? {
        var low = [Real](repeating: .infinity, count: state.width)
        var high = [Real](repeating: -.infinity, count: state.width)
        var count = 0
        forEach(state) { start, rows in
            ck_reach(&low, &high, start, state.values.stride, rows, state.width)
            count += rows
        }
        return count < 2 ? nil : zip(low, high).count { $1 >= $0 && $1 - $0 < 1e-6 }
    }
}
