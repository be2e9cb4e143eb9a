import Display
import Language
import Notebook

/// Every sentence of the screens.
enum Phrases {
    static func tooSmall(_ width: Int, _ height: Int) -> String {
        width < 20 ? "too small" : "\(width)x\(height) is too small"
    }

    static func saved(_ path: String) -> String { "Saved \(fileName(path))." }
    static func notSaved(_ path: String, _ error: any Error) -> String {
        "\((error as? FileFault).map { Notebook.Messages.cannotWrite(fileName(path), $0) } ?? "\(error)"). :w NAME saves elsewhere."
    }

    static func copied(_ text: String) -> String {
        let lines = text.split(separator: "\n", omittingEmptySubsequences: false).count
        return "Copied \(lines) \(lines == 1 ? "line" : "lines")."
    }

    static func noView(of kind: String) -> String { "There is no full-screen view of a \(kind)." }
    static let noTrace =
        "This cell has nothing to look into; one that trains, or ends in step(run, test[1]) or draw(windows), has."
    static let needsName = "The notebook has no name yet: :w NAME.unroll.md"
    static func askQuit(_ name: String) -> String { "Save changes to \(name)?" }
    static func askStop(_ number: Int) -> String { "Cell \(number) is running. Stop it, and lose what it has come to?" }
    static func noCell(_ number: Int) -> String { "There is no cell \(number)." }
    static let nothingRuns = "Nothing is running."
    static let nothingStale = "Nothing is stale."
    static func nothing(toUndo step: Edit) -> String {
        if case .undo = step { "Nothing to undo." } else { "Nothing to redo." }
    }
    static func undone(_ number: Int?) -> String { "This changed in \(number.map { "cell \($0)" } ?? "the text")." }
    static let pasteNeedsText = "Enter edits the cell; then paste. v puts a cell below that was cut or copied here."
    static func tooLongToEdit(_ bytes: Int) -> String {
        "This text has \(Numbers.grouped(bytes)) bytes: up to \(Numbers.grouped(Editor.longest)) can be edited here."
    }
    static let noSearch = "Nothing was searched yet: / searches."
    static func notFound(_ text: String) -> String { "\"\(text)\" stands nowhere in this notebook." }
    static func found(_ number: Int, of count: Int, _ text: String) -> String {
        "\(number) of \(count) for \"\(text)\""
    }
    static let wentOnFromTop = "went on from the top"
    static let wentOnFromBottom = "went on from the bottom"
    static func noCompletion(_ word: String) -> String {
        word.isEmpty ? "Nothing known fits here." : "Nothing known begins with \"\(word)\"."
    }
    static let nothingToPaste = "Nothing was cut or copied yet."
    static func pressAgain(_ letter: Character) -> String { "\(letter) …" }
    static let deleted = "Cell deleted; z brings it back."
    static let emptyNotebook = "This notebook has no cells yet: a adds one."
    static let writingAllowed = "Cells may write tables and weights below the notebook's folder until you quit."
    static let stopping = "Stopping after this batch; what is finished is kept."
    static func copiedCell(_ number: Int?) -> String { "Copied \(number.map { "cell \($0)" } ?? "the text")." }

    static func fileName(_ path: String) -> String { path.split(separator: "/").last.map(String.init) ?? path }
    static let unnamed = "unnamed"

    /// The sentence above the keys when there is nothing else to tell.
    static func say(_ cell: NotebookCell?, _ session: Session) -> String {
        guard let cell else { return emptyNotebook }
        guard let number = cell.number else { return "Text. Enter edits its Markdown." }
        switch cell.status {
        case .ok: return "Cell \(number) is up to date."
        case .stale: return "Cell \(number) is stale: something it reads has changed. r runs it, R all that is stale."
        case .recorded where cell.isUnverified:
            return "Cell \(number) shows what the file recorded, not verified on this machine; r runs it."
        case .recorded: return "Cell \(number) shows what the file recorded; it has not run today."
        case .notRun: return "Cell \(number) has not run yet."
        case .queued:
            let place = (session.queue.firstIndex(of: cell.id) ?? 0) + 1
            return "Cell \(number) waits: number \(place) of \(session.queue.count) in the queue. ii empties it."
        case .running: return "Cell \(number) is running; editing is safe. ii stops it and keeps what is finished."
        case .failed: return "Cell \(number) ended with an error."
        }
    }
}
