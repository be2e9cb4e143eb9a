/// Something that may be written at the cursor.
package struct Completion: Sendable, Hashable {
    /// What replaces the range: `gru(`, `units = `, `"relu"`, `temperature`.
    package let text: String
    /// Its kind in a word or two: "function", "table", "number".
    package let kind: String
    /// One sentence about it, or nothing.
    package let sentence: String

    package init(text: String, kind: String, sentence: String = "") {
        self.text = text
        self.kind = kind
        self.sentence = sentence
    }
}

/// What may be written at a place, and the stretch of UTF-8 that it replaces.
package struct Completions: Sendable, Hashable {
    package var range: Range<Int>
    package var items: [Completion]
}

/// What may stand at `offset` (in UTF-8) of the text. `files` are the names that fit parameters which name a file.
package func complete(
    _ text: String, at offset: Int, names: [String: Value], builtins: Builtins, files: [String] = []
) -> Completions {
    Completions(range: offset..<offset, items: [])
}

/// The call around `offset` and which of its parameters is being written.
package func openCall(
    _ text: String, at offset: Int, builtins: Builtins
) -> (builtin: Builtin, parameter: Parameter?)? {
    nil
}
