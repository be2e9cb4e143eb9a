import Engine

extension Windows {
    /// The examples as the engine takes them: views on the shared rows.
    package var examples: Examples {
        let all = [self] + others
        return Examples(
            sources: all.map(\.sequences), answers: all.filter { $0.plan.targets != .none }.map(\.engineTargets))
    }

    private var sequences: Sequences {
        var sequences = Sequences(rows: inputRows, width: width, starts: starts, steps: plan.length, isFlat: isFlat)
        sequences.realRows = realRows
        return sequences
    }

    private var engineTargets: Engine.Targets {
        let firsts = starts.map { plan.targetRows(from: $0).lowerBound }
        return Engine.Targets(
            rows: targetRows, width: targetWidth, starts: firsts, steps: plan.targetSteps)
    }

    /// Examples that were not cut from a series: x [examples × steps × features], y [examples × values] or
    /// [examples × steps × values], or none; the steps of y may be others than those of x.
    package init(inputs x: Tensor, targets y: Tensor?, names: [String] = []) {
        let steps = x.rank > 2 ? x.shape[1] : 1
        let width = x.shape[x.rank - 1]
        let rows = x.shape[0] * steps
        let isEach = (y?.rank ?? 0) > 2
        let answerSteps = y.flatMap { isEach && $0.shape[1] != steps ? $0.shape[1] : nil }
        let answerRows = answerSteps.map { x.shape[0] * $0 } ?? rows
        let columns = (0..<width).map { column in
            Column(
                column < names.count ? names[column] : "x\(column + 1)",
                .numbers((0..<rows).map { Double(x.values[$0 * width + column]) }))
        }
        var targets: [Column] = []
        if let y {
            let answers = y.rank == 1 ? 1 : y.shape[y.rank - 1]
            targets = (0..<answers).map { column in
                // An answer for the whole sequence stands at its last row.
                Column(
                    "y\(column + 1)",
                    .numbers(
                        (0..<answerRows).map { row in
                            if isEach || steps == 1 { return Double(y.values[row * answers + column]) }
                            return row % steps == steps - 1 ? Double(y.values[row / steps * answers + column]) : .nan
                        }))
            }
        }
        let mode: Windows.TargetKind = y == nil ? .none : isEach ? .all : .last
        self.init(
            inputs: columns, targets: targets,
            plan: Plan(
                length: steps, shift: max(1, steps), targetShift: -1, targets: mode, answerSteps: answerSteps),
            crossesGaps: true, isGiven: true)
        isFlat = x.rank == 2
    }

    /// The inputs of every example, [examples × steps × features].
    package var inputTensor: Tensor {
        var values: [Real] = []
        values.reserveCapacity(count * plan.length * width)
        for start in starts { values += inputRows[(start * width)..<((start + plan.length) * width)] }
        return Tensor(values, shape: isFlat ? [count, width] : [count, plan.length, width])
    }

    /// The targets of every example, [examples × values] or [examples × steps × values].
    package var targetTensor: Tensor? {
        guard plan.targets != .none else { return nil }
        var values: [Real] = []
        values.reserveCapacity(count * plan.targetSteps * targetWidth)
        for start in starts {
            let rows = plan.targetRows(from: start)
            values += targetRows[(rows.lowerBound * targetWidth)..<(rows.upperBound * targetWidth)]
        }
        return Tensor(
            values, shape: plan.targets == .all ? [count, plan.targetSteps, targetWidth] : [count, targetWidth])
    }
}
