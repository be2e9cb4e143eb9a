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

extension Executor {
    /// One for each layer that keeps a state. To be asked between forward and backward, which writes over the gates.
    func gateStatistics(_ pass: Pass) -> [GateStatistics] {
        let names = model.network.names
        return model.network.nodes.indices.flatMap { node -> [GateStatistics] in
            let own = Part(layer: model.network.nodes[node].layer, title: "", operation: operations[node], parameters: 0..<0)
            let parts = operations[node].parts
            return (parts.isEmpty ? [own] : parts).compactMap { part in
                let isBack = (part.layer as? any RecurrentLayer)?.options.goBackwards ?? false
                let name = parts.isEmpty ? names[node] : "\(names[node]) \(isBack ? "←" : "→")"
                return statistics(of: part, named: name, node, pass)
            }
        }
    }

    private func statistics(of part: Part, named name: String, _ node: Int, _ pass: Pass) -> GateStatistics? {
        let wires = model.network.nodes[node].inputs
        let kept = part.operation.kept
        guard let state = kept.last(where: \.isState), state.steps > 0 else { return nil }
        let mask = operations.port(wires[0], inputs: inputs).mask
        let rows = BatchRows(pass: pass, mask: mask)
        let gates = part.layer.equations(inputs: wires.count).compactMap { equation -> GateStatistics.Gate? in
            guard case .affine(let affine) = equation.body,
                let field = kept.first(where: { $0.name == equation.field && !$0.isConstant })
            else { return nil }
            return rows.gate(equation.symbol, field, affine.activation)
        }
        return GateStatistics(layer: name, gates: gates, units: state.width, deadUnits: rows.still(state))
    }
}

/// The rows of a batch that are no padding.
private struct BatchRows {
    let pass: Pass
    let mask: Region?

    private func forEach(_ kept: Kept, _ body: (UnsafePointer<Real>) -> Void) {
        for step in 0..<kept.steps {
            let start = pass.pointer(kept.values, step: step)
            let real = mask.map { pass.pointer($0, step: step) }
            for example in 0..<pass.batch where real?[example] != 0 { body(start + example * kept.values.stride) }
        }
    }

    func gate(_ symbol: String, _ kept: Kept, _ function: ActivationFunction) -> GateStatistics.Gate {
        let (low, high) = function.free
        var (sum, saturated, count) = (0.0, 0.0, 0)
        forEach(kept) { row in
            let (part, outside) = Self.measure(row, kept.width, low, high)
            sum += Double(part)
            saturated += Double(outside)
            count += kept.width
        }
        let share = 1 / Double(max(1, count))
        return .init(symbol: symbol, mean: sum * share, saturated: saturated * share)
    }

    /// The sum of a row, and how many of its numbers lie outside; sixteen at a time.
    private static func measure(_ row: UnsafePointer<Real>, _ width: Int, _ low: Real, _ high: Real) -> (Real, Real) {
        typealias Lanes = SIMD16<Real>
        var (sums, counts) = (Lanes(repeating: 0), Lanes(repeating: 0))
        let whole = width / 16 * 16
        for start in stride(from: 0, to: whole, by: 16) {
            let y = UnsafeRawPointer(row + start).loadUnaligned(as: Lanes.self)
            sums += y
            counts += Lanes(repeating: 0).replacing(with: 1, where: (y .< low) .| (y .> high))
        }
        var (sum, count) = (sums.sum(), counts.sum())
        for unit in whole..<width {
            sum += row[unit]
            count += row[unit] < low || row[unit] > high ? 1 : 0
        }
        return (sum, count)
    }

    /// Units of a state that never moves: what it holds differs by less than a millionth.
    func still(_ state: Kept) -> Int? {
        var low: [Real] = []
        var high: [Real] = []
        var count = 0
        forEach(state) { row in
            count += 1
            if low.isEmpty {
                low = Array(UnsafeBufferPointer(start: row, count: state.width))
                high = low
            } else {
                for unit in 0..<state.width {
                    if row[unit] < low[unit] { low[unit] = row[unit] }
                    if row[unit] > high[unit] { high[unit] = row[unit] }
                }
            }
        }
        return count < 2 ? nil : zip(low, high).count { $1 - $0 < 1e-6 }
    }
}
