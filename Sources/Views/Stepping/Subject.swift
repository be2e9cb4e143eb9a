import Engine

/// What is stepped through: one example in a network, and what whoever made it knows of its meaning.
package struct Subject: Sendable {
    package var trace: Trace
    /// Holds the example open, to follow losses and to set values by hand; nil where only the trace is known.
    package var inspector: Inspector?
    /// Names by number of what goes in: of tokens, or of the places of a one-hot vector.
    package var inputNames: [String]
    /// How the fit limited its gradients.
    package var clipping: Clipping
    /// The same example in a network with another kind of cell.
    package var twins: [Twin]

    package struct Twin: Sendable {
        package var trace: Trace
        package var inspector: Inspector

        package init(trace: Trace, inspector: Inspector) {
            self.trace = trace
            self.inspector = inspector
        }
    }

    package init(
        _ trace: Trace, inspector: Inspector? = nil, inputNames: [String] = [], clipping: Clipping = Clipping(),
        twins: [Twin] = []
    ) {
        self.trace = trace
        self.inspector = inspector
        self.inputNames = inputNames
        self.clipping = clipping
        self.twins = twins
    }
}

extension Trace {
    /// The names of another trace of the same example.
    package func named(as other: Trace, inputNames: [String] = []) -> Trace {
        var result = self
        result.featureNames = other.featureNames
        result.outputNames = other.outputNames
        result.inputLabels = labels(inputNames) ?? other.inputLabels
        return result
    }

    /// What stands for each step's input, by its number among names; nil if it is no token and no one-hot vector.
    package func labels(_ names: [String]) -> [String]? {
        guard !names.isEmpty else { return nil }
        if isOneHot {
            return input.map { row in row.firstIndex(of: 1).flatMap { names[safe: $0] } ?? "" }
        }
        guard input.allSatisfy({ $0.count == 1 }) else { return nil }
        return input.map { row in Int(exactly: row[0]).flatMap { names[safe: $0] } ?? "" }
    }
}
