/// How much a cell has shown. One that shows more than a reader, a screen or a file has use for shows the beginning, and
/// how many outputs are left out; the count is the same wherever the cell runs.
struct OutputTally: Hashable, Sendable {
    /// Outputs of one cell, and their lines in the notebook's file together.
    static let most = (outputs: 1000, lines: 5000)

    private var outputs = 0
    private var lines = 0
    private var leftOut = 0

    /// Whether one more output of so many lines is shown.
    mutating func admits(_ lines: Int) -> Bool {
        outputs += 1
        self.lines += lines
        let isAdmitted = outputs <= OutputTally.most.outputs && self.lines <= OutputTally.most.lines
        if !isAdmitted { leftOut += 1 }
        return isAdmitted
    }

    /// How many were left out since the last call.
    mutating func takeLeftOut() -> Int {
        defer { leftOut = 0 }
        return leftOut
    }
}
