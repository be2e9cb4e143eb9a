/// What checks are asked for and what they come to.
extension Runner {
    /// Which new outputs are taken over into the file.
    package enum Acceptance: Sendable {
        case none, all
        /// Those of the cells with these numbers.
        case cells(Set<Int>)

        func includes(_ cell: NotebookCell) -> Bool {
            switch self {
            case .none: false
            case .all: true
            case .cells(let numbers): numbers.contains(cell.number ?? 0)
            }
        }
    }

    /// What one notebook came to.
    struct Checked {
        var status: Status
        var differing = 0
        var cells = 0
        /// The number of the cell that failed.
        var failed = 0
        /// Something was set from outside, so that only the kinds of outputs are compared.
        var isSet = false
        /// The digest; nil where not all cells ran.
        var code: String?
    }
}
