extension Diagnostic {
    /// The message as lines of plain text, the same in notebook, line mode and file.
    package func render() -> [String] {
        ["\(level.rawValue): \(head)"] + notes
    }
}
