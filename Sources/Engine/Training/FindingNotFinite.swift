/// Where the first number that is not finite stands, after a batch that went wrong.
extension Executor {
    func whereNotFinite(_ epoch: Int, _ batch: Int, _ loss: Double, _ examples: Int, _ before: [Double]) -> NotFinite {
        let pass = pass(examples)
        var fact = NotFinite(
            epoch: epoch, batch: batch, place: loss.isFinite ? .gradient : .loss, layer: nil, field: nil, step: nil,
            lossesBefore: before)
        if let found = keptNotFinite(pass) {
            fact.place = .value
            (fact.layer, fact.field, fact.step) = found
        } else if let found = gradientNotFinite(pass) {
            fact.place = .gradient
            (fact.layer, fact.field, fact.step) = found
        }
        return fact
    }

    /// After an epoch that ended well: weights that the last step made infinite.
    func weightsNotFinite(_ epoch: Int, _ batch: Int, _ before: [Double]) -> NotFinite? {
        for slot in slots where !isFinite(weights + slot.offset, slot.parameter.rows * slot.parameter.stride) {
            return NotFinite(
                epoch: epoch, batch: batch, place: .gradient, layer: model.network.names[slot.node],
                field: slot.parameter.name, step: nil, lossesBefore: before)
        }
        return nil
    }

    /// In order of computation, and within a layer the earliest step. Gates that backward has written over are known by
    /// what came of them.
    private func keptNotFinite(_ pass: Pass) -> (String?, String?, Int?)? {
        for (node, operation) in operations.enumerated() {
            let steps = operation.traceFields.map(\.steps).max() ?? 0
            for step in 0..<steps {
                for kept in operation.traceFields
                where step < kept.steps && !kept.isConstant && kept.gradient != kept.values {
                    if !isFinite(kept.values, kept.width, step, pass) {
                        return (model.network.names[node], kept.name, kept.steps > 1 ? step + 1 : nil)
                    }
                }
            }
        }
        return nil
    }

    /// From the loss backwards, and within a layer the latest step; then the parameters.
    private func gradientNotFinite(_ pass: Pass) -> (String?, String?, Int?)? {
        for (node, operation) in operations.enumerated().reversed() {
            for kept in operation.traceFields {
                guard let gradient = kept.gradient else { continue }
                for step in (0..<kept.steps).reversed() where !isFinite(gradient, kept.width, step, pass) {
                    return (model.network.names[node], kept.name, kept.steps > 1 ? step + 1 : nil)
                }
            }
            for slot in slots where slot.node == node {
                if !isFinite(gradients + slot.offset, slot.parameter.rows * slot.parameter.stride) {
                    return (model.network.names[node], slot.parameter.name, nil)
                }
            }
        }
        return nil
    }

    private func isFinite(_ region: Region, _ width: Int, _ step: Int, _ pass: Pass) -> Bool {
        let start = pass.pointer(region, step: step)
        return (0..<pass.batch).allSatisfy { isFinite(start + $0 * region.stride, width) }
    }

    private func isFinite(_ start: UnsafePointer<Real>, _ count: Int) -> Bool {
        UnsafeBufferPointer(start: start, count: count).allSatisfy(\.isFinite)
    }
}
