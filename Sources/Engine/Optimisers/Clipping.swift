import CKernels

/// Limits for gradients, with Keras's names; where there are several, in this order.
package struct Clipping: Hashable, Sendable {
    /// `clipvalue`: every number to ±this.
    package var value: Double?
    /// `clipnorm`: the gradient of each parameter to this length.
    package var norm: Double?
    /// `global_clipnorm`: all gradients together to this length (Pascanu et al., 2013).
    package var globalNorm: Double?

    package init(norm: Double? = nil, value: Double? = nil, globalNorm: Double? = nil) {
        self.norm = norm
        self.value = value
        self.globalNorm = globalNorm
    }

    /// The limit for lengths that is shown and changed while a fit goes on: of all gradients together where that is set,
    /// or else of each parameter's.
    package var lengthLimit: Double? {
        get { globalNorm ?? norm }
        set { if globalNorm != nil { globalNorm = newValue } else { norm = newValue } }
    }
}

/// How long the gradients of a batch are, and what the limits cut from them.
struct GradientClipper {
    /// Length of the gradient of each parameter before any cut; 0 for those that are not trained.
    var lengths: [Double]
    /// Of all together.
    var length = 0.0
    /// Numbers cut to ±`Clipping.value`.
    var values = 0
    /// Parameters whose gradients were shortened to a length, by themselves or with all others.
    var shortened = 0

    init(parameters: Int) { lengths = [Double](repeating: 0, count: parameters) }

    /// Measures the gradients, and cuts them if they are finite.
    mutating func apply(_ clipping: Clipping, to executor: Executor) {
        (values, shortened) = (0, 0)
        var square = 0.0
        for (index, slot) in executor.slots.enumerated() where slot.parameter.isTrainable {
            let found = ck_square_sum(executor.gradients + slot.offset, slot.count)
            lengths[index] = found.squareRoot()
            square += found
        }
        length = square.squareRoot()
        guard length.isFinite, clipping != Clipping() else { return }
        square = 0
        for (index, slot) in executor.slots.enumerated() where slot.parameter.isTrainable {
            square += cut(executor.gradients + slot.offset, slot.count, lengths[index], clipping)
        }
        guard let limit = clipping.globalNorm, square.squareRoot() > limit else { return }
        shortened = 0
        for slot in executor.slots where slot.parameter.isTrainable {
            ck_scale(executor.gradients + slot.offset, slot.count, Real(limit / square.squareRoot()))
            shortened += 1
        }
    }

    /// One parameter by itself; returns the square of its length then.
    private mutating func cut(
        _ gradient: UnsafeMutablePointer<Real>, _ count: Int, _ before: Double, _ clipping: Clipping
    ) -> Double {
        var length = before
        if let limit = clipping.value {
            let cut = ck_clip(gradient, count, Real(limit))
            values += cut
            if cut > 0 { length = ck_square_sum(gradient, count).squareRoot() }
        }
        if let limit = clipping.norm, length > limit {
            ck_scale(gradient, count, Real(limit / length))
            shortened += 1
            length = limit
        }
        return length * length
    }
}
