import Language

/// A sentence about this machine or this moment: shown, and not kept in the notebook's file.
struct RemarkObject: Passing {
    static let kind: Kind = "note"
    let summary: String
    let kept: Value

    init(_ sentence: String, kept: Value = .none) {
        summary = sentence
        self.kept = kept
    }
}
