import Base

/// Windows cut into parts in time order.
package struct Split: Sendable {
    package let parts: [Windows]

    /// `train` and, if given, `validation` are shares of the examples; the last part is the rest. Borders are rounded
    /// down, so that 0.8 of 3133 examples are 2506 and 627.
    package init(_ windows: Windows, train: Double, validation: Double? = nil) {
        let count = windows.count
        func border(_ share: Double) -> Int {
            min(count, max(0, Int(clamping: (Double(count) * share + 1e-9).rounded(.down))))
        }
        let first = border(train)
        guard let validation else {
            parts = [windows.examples(0..<first, part: "train"), windows.examples(first..<count, part: "test")]
            return
        }
        let second = max(first, border(train + validation))
        parts = [
            windows.examples(0..<first, part: "train"), windows.examples(first..<second, part: "validation"),
            windows.examples(second..<count, part: "test"),
        ]
    }
}
