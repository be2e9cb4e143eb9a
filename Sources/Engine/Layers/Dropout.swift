/// While training, sets a share of the numbers to zero and the others up by 1 / (1 − rate); else passes on what comes.
///
/// Source: Srivastava et al. (2014), "Dropout".
package struct Dropout: Layer {
    package var rate: Double

    package init(rate: Double) { self.rate = rate }

    package var kind: String { "dropout" }
    package var title: String { "Dropout(\(rate))" }

    package func check() throws(EngineError) {
        guard rate >= 0, rate < 1 else { throw .setting(owner: kind, name: "rate", value: rate, range: .fraction) }
    }

    package func shape(after inputs: [Shape]) throws(ShapeProblem) -> Shape { inputs[0] }
}
