import Display
import Language

/// A cell's identity for as long as the notebook is open. Ids count from 0 in the order of the file, prose among the
/// cells, and are never used twice.
package struct CellID: Hashable, Sendable, Comparable, ExpressibleByIntegerLiteral {
    package let number: Int
    package init(_ number: Int) { self.number = number }
    package init(integerLiteral number: Int) { self.number = number }
    package static func < (left: CellID, right: CellID) -> Bool { left.number < right.number }
}

/// One cell as screens and line mode show it: a program with its outputs, or prose.
package struct NotebookCell: Sendable, Identifiable {
    package enum Kind: Sendable, Hashable { case code, prose }

    package enum Status: Sendable, Hashable {
        /// Computed in this session from what stands there now.
        case ok
        /// Its text or something it reads has changed since.
        case stale
        /// Read from the file, where it was computed from what stands there now.
        case recorded
        case notRun, queued, running, failed
    }

    package let id: CellID
    package let kind: Kind
    /// The number that messages and screens use, from 1; prose has none.
    package let number: Int?
    /// Lines are separated by "\n"; no newline at the end.
    package let source: String
    package let options: CellOptions
    package var outputs: [Output]
    package var status: Status
    /// Whether its outputs were computed on this machine, now or earlier.
    package var isVerified: Bool
    /// While it runs: how far it is.
    package var progress: Progress?
    /// Folding is the screen's; it lives here so that it survives closing a view.
    package var isFolded: Bool
    /// Names of the cells above (by id) whose values it reads, for going to a definition.
    package var reads: [String: CellID]
    /// The values it gave names to when it last ran in this session.
    package var values: [(name: String, value: Value)]
}

extension NotebookCell {
    /// Whether it shows recorded outputs that this machine has not computed.
    package var isUnverified: Bool { status == .recorded && !isVerified }

    /// The letters that tell states apart without colour.
    package var mark: String { isUnverified ? "r?" : status.mark }

    /// The state in words.
    package var stateWord: String { isUnverified ? Messages.notVerified : status.word }
}

extension NotebookCell.Status {
    /// The letter that tells states apart without colour.
    package var mark: String {
        switch self {
        case .ok: "ok"
        case .stale: "~"
        case .recorded: "r"
        case .notRun: "."
        case .queued: ".."
        case .running: "*"
        case .failed: "!"
        }
    }

    /// The same in words.
    package var word: String {
        switch self {
        case .ok: "up to date"
        case .stale: "stale"
        case .recorded: "recorded"
        case .notRun: "not run"
        case .queued: "waiting"
        case .running: "running"
        case .failed: "failed"
        }
    }
}
