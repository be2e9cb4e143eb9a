/// A message for the person who typed the program: what is there, what was needed, where, and at most one suggestion.
package struct Diagnostic: Error, Sendable {
    package enum Level: String, Sendable { case error, warning, note }

    /// A stretch of source with carets (the fault) or dashes (context) under it and words that make sense alone.
    package struct Label: Sendable {
        package var span: Span
        package var text: String
        package var isFault: Bool
        package init(_ span: Span, _ text: String, isFault: Bool = true) {
            self.span = span
            self.text = text
            self.isFault = isFault
        }
    }

    package var level: Level
    /// Under 72 columns, no capital, no full stop.
    package var head: String
    package var labels: [Label]
    /// Lines below the code: `shapes: …`, `columns: …`, `looked in: …`.
    package var notes: [String]

    package init(_ level: Level, _ head: String, labels: [Label] = [], notes: [String] = []) {
        self.level = level
        self.head = head
        self.labels = labels
        self.notes = notes
    }

    /// An error.
    package init(_ head: String, labels: [Label] = [], notes: [String] = []) {
        self.init(.error, head, labels: labels, notes: notes)
    }

    /// The same, pointing at `span` if it points nowhere yet.
    package func placed(at span: Span) -> Diagnostic {
        var placed = self
        if labels.isEmpty { placed.labels = [Label(span, "")] }
        return placed
    }
}
