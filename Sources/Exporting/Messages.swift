import Notebook

/// The sentences of this target.
enum Messages {
    static let source = "source"
    static let asText = "as text"

    static func cell(_ number: Int, id: String?) -> String { "cell \(number)" + (id.map { " \($0)" } ?? "") }

    static func place(_ number: Int, of count: Int) -> String { "cell \(number) of \(count)" }

    static func record(_ name: String, rows: Int) -> String { Notebook.Messages.record(name, rows: rows) }

    /// What a reader has to know of what stands below a cell; nil if it was computed from what stands in it.
    static func state(of cell: NotebookCell) -> String? {
        switch cell.status {
        case .stale: "stale: what it was computed from is not what stands here now"
        case .notRun: cell.options.isSkipped ? "shown, not run" : "not run"
        case .recorded: cell.isVerified ? nil : Notebook.Messages.notVerified
        case .ok, .queued, .running, .failed: nil
        }
    }
}
