extension Executor {
    /// ‖dL/dh_t‖ of every recurrent layer after a backward pass: the mean over the examples for each step.
    func gradientsThroughTime(_ pass: Pass) -> [GradientThroughTime] {
        let names = model.network.names
        return operations.indices.flatMap { node in
            operations[node].traceFields.filter { $0.isState && $0.name.hasSuffix("h") && $0.steps > 1 }.compactMap {
                kept in
                kept.gradient.map { gradient in
                    let lengths = (0..<kept.steps).map { meanLength(of: gradient, kept.width, step: $0, pass) }
                    let inner = kept.name.dropLast().split(separator: " ").first.map { "/" + $0 } ?? ""
                    return GradientThroughTime(layer: names[node] + inner, lengths: lengths)
                }
            }
        }
    }

    private func meanLength(of region: Region, _ width: Int, step: Int, _ pass: Pass) -> Double {
        let start = pass.pointer(region, step: step)
        var sum = 0.0
        for example in 0..<pass.batch {
            let row = start + example * region.stride
            sum += (0..<width).reduce(0.0) { $0 + Double(row[$1]) * Double(row[$1]) }.squareRoot()
        }
        return sum / Double(pass.batch)
    }
}
