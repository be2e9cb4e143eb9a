/// The words after `unroll` on a cell's fence.
package struct CellOptions: Sendable, Hashable {
    /// Letters, digits and `-`; written only when something refers to the cell.
    package var id: String?
    package var check = Tolerance()
    /// Shown, never run.
    package var isSkipped = false
    /// The source is hidden where the notebook is presented.
    package var isHidden = false

    package init() {}
}

/// How far a number may be from the recorded one: |now − recorded| ≤ atol + rtol·|recorded|.
package struct Tolerance: Sendable, Hashable {
    package var relative: Double
    package var absolute: Double

    /// Records keep six significant digits and outputs about four to six: 1e-4 allows for their rounding, not for another result.
    package init(relative: Double = 1e-4, absolute: Double = 1e-9) {
        self.relative = relative
        self.absolute = absolute
    }
}
