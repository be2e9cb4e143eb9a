/// A piece of program text with the name that messages call it by, such as "cell 3".
///
/// A class, so that a span keeps the text it points into alive and a message can be written long after a cell was
/// edited.
package final class Source: Sendable {
    /// How messages name it: `cell 3`, `line 12 of lesson.unroll`, `input`.
    package let name: String
    package let text: String

    package init(name: String, text: String) {
        self.name = name
        self.text = text
    }
}

/// A stretch of a source, as half-open offsets into its UTF-8.
package struct Span: Sendable {
    package let source: Source
    package let range: Range<Int>

    package init(_ source: Source, _ range: Range<Int>) {
        self.source = source
        self.range = range
    }

    /// The text it covers.
    package var text: String { String(decoding: Array(source.text.utf8)[range], as: UTF8.self) }
}
