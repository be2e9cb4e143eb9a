import Notebook

/// What is asked before a notebook is left: about work that is not saved, or else about a cell that runs.
struct LeavingQuestion {
    /// Without a question mark's answers: "Save changes to lesson.unroll.md?"
    let text: String
    let answers: [(letter: Character, word: String)]

    /// nil if nothing would be lost.
    init?(_ session: Session) {
        if session.isModified {
            text = Phrases.askQuit(session.path.map(Phrases.fileName) ?? Phrases.unnamed)
            answers = [("s", "save"), ("d", "discard"), ("c", "cancel")]
        } else if let cell = session.running.flatMap({ session[$0] }) {
            text = Phrases.askStop(cell.number ?? 0)
            answers = [("l", "leave"), ("c", "cancel")]
        } else {
            return nil
        }
    }

    /// `s save  d discard  c cancel`
    var keys: String { answers.map { "\($0.letter) \($0.word)" }.joined(separator: "  ") }
}
