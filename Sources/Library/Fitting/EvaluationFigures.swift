import Engine

/// What `evaluate` tells where answers are classes.
extension Evaluation {
    /// The loss, and the figures of classes; for several answers each one's under the name of its layer.
    func classFigures(_ network: Network) -> [(name: String, value: Double)] {
        let own: [(name: String, value: Double)] = [("loss", loss)]
        guard !answers.isEmpty else { return own + ownFigures }
        return zip(network.outputs, answers).reduce(into: own) { figures, part in
            let name = network.name(of: part.0)
            figures.append(("\(name)_loss", part.1.loss))
            figures += part.1.ownFigures.map { ("\(name)_\($0.name)", $0.value) }
        }
    }

    private var ownFigures: [(name: String, value: Double)] {
        [Metric.accuracy, .precision, .recall, .f1, .perplexity].compactMap { metric in
            figure(metric).map { (name: metric.rawValue, value: $0) }
        }
    }
}

extension Network {
    fileprivate func name(of wire: Wire) -> String {
        switch wire {
        case .input(let index): index == 0 ? "input" : "input_\(index)"
        case .node(let index), .state(let index, _): names[index]
        }
    }
}
