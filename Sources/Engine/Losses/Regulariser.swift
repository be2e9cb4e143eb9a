import CKernels

/// A penalty on the size of a parameter, added to the loss.
///
///     l1·Σ|w| + l2·Σw²        with the gradient l1·sign(w) + 2·l2·w
///
/// As in Keras there is no factor ½, and no mean over the weights. l1 draws weights to 0 (Tibshirani, 1996), l2 makes
/// all of them smaller (weight decay: Krogh and Hertz, 1992).
package struct Regulariser: Hashable, Sendable {
    package var l1: Double
    package var l2: Double

    package init(l1: Double = 0, l2: Double = 0) {
        self.l1 = l1
        self.l2 = l2
    }
}

extension Executor {
    /// The penalties on all weights together; their gradients are added to those of the loss if wanted.
    func penalty(addsGradient: Bool) -> Double {
        var sum = 0.0
        for slot in slots where slot.parameter.isTrainable {
            guard let regulariser = slot.parameter.regulariser else { continue }
            sum += ck_penalise(
                addsGradient ? gradients + slot.offset : nil, weights + slot.offset, slot.count, Real(regulariser.l1),
                Real(regulariser.l2))
        }
        return sum
    }
}

extension Network {
    /// Throws for a penalty that is no number of 0 or more.
    func checkRegularisers(_ parameters: [[Parameter]]) throws(EngineError) {
        for (node, list) in zip(nodes, parameters) {
            for parameter in list {
                guard let regulariser = parameter.regulariser else { continue }
                for (name, value) in [("l1", regulariser.l1), ("l2", regulariser.l2)] {
                    if value >= 0, value.isFinite { continue }
                    throw .setting(owner: node.layer.kind, name: name, value: value, range: .zeroOrMore)
                }
            }
        }
    }
}
